"""The directory of people as a workbook to read; the one to change and import again is `present_organisation`."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter import Workbook

from duban.org.models import Person
from duban.org.queries import posts_of

_FONT = {"font_name": "宋体", "font_size": 11}
# As many parameters as every database takes in one query.
_BATCH = 500


def people_list(people: Sequence[Person]) -> bytes:
    """One row a person, in the order given: name, posts of today, user name, staff number."""
    return _directory(_("People"), people, ((_("Staff number"), 18, lambda person: person.number),))


def invitation_list(links: Mapping[Person, str], expires_on: date) -> bytes:
    """One row a person with the whole address of the link; a row is to be cut out and handed to its person only."""
    last = (
        (_("Invitation link"), 90, lambda person: links[person]),
        (_("Valid until"), 14, lambda person: f"{expires_on:%Y-%m-%d}"),
    )
    return _directory(_("Invitation links"), list(links), last)


def _directory(title: str, people: Sequence[Person], last: Sequence[tuple[str, int, Callable[[Person], str]]]) -> bytes:
    """Name, posts of today, user name, and the `last` columns: heading, width, what a person has there."""
    today = timezone.localdate()
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(title)
    head = book.add_format({**_FONT, "bold": True, "bg_color": "#E8EEF6", "border": 1, "border_color": "#D0D5DB"})
    text = book.add_format({**_FONT, "num_format": "@", "text_wrap": True, "valign": "top"})
    columns = [(pgettext("person", "Name"), 14), (_("Posts"), 60), (_("User name"), 22)]
    columns += [(label, width) for label, width, _of in last]
    for place, (label, width) in enumerate(columns):
        page.set_column(place, place, width)
        page.write_string(0, place, label, head)
    page.freeze_panes(1, 1)
    for start in range(0, len(people), _BATCH):
        batch = people[start : start + _BATCH]
        posts = posts_of([person.pk for person in batch], today)
        for row, person in enumerate(batch, start + 1):
            held = (f"{each.unit} · {each.post or each.get_role_display()}" for each in posts.get(person.pk, []))
            rest = (of(person) for _label, _width, of in last)
            for place, value in enumerate((person.name, "\n".join(held), person.username, *rest)):
                page.write_string(row, place, value, text)
    page.autofilter(0, 0, max(len(people), 1), len(columns) - 1)
    book.close()
    return file.getvalue()
