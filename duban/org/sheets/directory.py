"""The directory of people as a workbook to read; the one to change and import again is `present_organisation`."""

import io
from collections.abc import Sequence

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
    today = timezone.localdate()
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(_("People"))
    head = book.add_format({**_FONT, "bold": True, "bg_color": "#E8EEF6", "border": 1, "border_color": "#D0D5DB"})
    text = book.add_format({**_FONT, "num_format": "@", "text_wrap": True, "valign": "top"})
    columns = ((pgettext("person", "Name"), 14), (_("Posts"), 60), (_("User name"), 22), (_("Staff number"), 18))
    for place, (label, width) in enumerate(columns):
        page.set_column(place, place, width)
        page.write_string(0, place, label, head)
    page.freeze_panes(1, 1)
    for start in range(0, len(people), _BATCH):
        batch = people[start : start + _BATCH]
        posts = posts_of([person.pk for person in batch], today)
        for row, person in enumerate(batch, start + 1):
            held = (f"{each.unit} · {each.post or each.get_role_display()}" for each in posts.get(person.pk, []))
            for place, value in enumerate((person.name, "\n".join(held), person.username, person.number)):
                page.write_string(row, place, value, text)
    page.autofilter(0, 0, max(len(people), 1), len(columns) - 1)
    book.close()
    return file.getvalue()
