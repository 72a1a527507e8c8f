"""One check answer by answer, as its page shows it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.checklists.models import ItemResult
from duban.exports.columns import Column, Kind

COLUMNS = (
    Column(_("Section"), Kind.TEXT, 18),
    Column(_("Code"), Kind.TEXT, 12),
    Column(_("Item"), Kind.LONG, 44),
    Column(_("Verdict"), Kind.TEXT, 10),
    Column(pgettext_lazy("checklist", "Answer"), Kind.LONG, 20),
    Column(_("Limits"), Kind.TEXT, 14),
    Column(_("Reason"), Kind.LONG, 30),
    Column(pgettext_lazy("checker", "By"), Kind.TEXT, 10),
    Column(_("Answered at"), Kind.MOMENT, 17),
    Column(_("Evidence files"), Kind.NUMBER, 8),
)


def lines_of(results: Iterable[ItemResult]) -> Iterator[tuple[Any, ...]]:
    """A line for each answer, and one for an item that nobody answered. `results` as `results_of` dresses them."""
    for result in results:
        item = result.item
        about = (item.section.title, item.code, item.text)
        for answer in result.answers:
            said: Any = answer
            yield (
                *about, said.get_verdict_display(), said.said, item.limits, said.reason, str(said.by),
                said.happened_at, len(said.files),
            )  # fmt: skip
        if not result.answers:
            yield (*about, _("Not answered"), "", item.limits, "", "", None, 0)
