"""What the register of findings tells a briefing: what came in, was put right or came back, and what is owed next."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.findings import kinds
from duban.findings.access import findings
from duban.findings.models import Finding, Group
from duban.journal.models import Entry
from duban.org.models import Person, Unit
from duban.routines.ledger_events import NAMED, tell_news
from duban.routines.models import Form
from duban.routines.sources import PLAN, PROBLEM, Line, Window

_NEWS = {
    kinds.ISSUED.code: lambda title: _("Found: %(title)s") % {"title": title},
    kinds.FIXED.code: lambda title: _("Fixed on the spot: %(title)s") % {"title": title},
    kinds.CLOSED.code: lambda title: _("Put right and closed: %(title)s") % {"title": title},
    kinds.RETURNED.code: lambda title: _("Rechecked and returned: %(title)s") % {"title": title},
    kinds.RELAPSED.code: lambda title: _("Found again: %(title)s") % {"title": title},
}
_TROUBLE = (kinds.ISSUED.code, kinds.RETURNED.code, kinds.RELAPSED.code)


def tell(unit: Unit, window: Window, reader: Person) -> Iterator[Line]:
    """Of findings at or below the unit that the reader may see. Their rectification is a task: the ledger tells of it.

    Never of conduct: a briefing is read aloud, and to more people than may know of it.
    """
    mine = findings.visible_to(reader).filter(unit__path__startswith=unit.path).exclude(kind__group=Group.CONDUCT)
    entries = Entry.objects.filter(
        noun="finding", kind__in=_NEWS, at__gt=window.since, at__lte=window.until,
        noun_id__in=mine.order_by().values("pk"),
    )  # fmt: skip
    yield from tell_news(entries, _NEWS, _TROUBLE, Finding.objects, lambda pk: reverse("findings:finding", args=[pk]))
    owed = mine.filter(ended_on__isnull=True, answer_by__isnull=False, task__isnull=True)
    yield from _owed(owed.filter(answer_by__lt=window.day), PROBLEM, window)
    coming = Q(answer_by__gte=window.day) if window.form == Form.MORNING else Q(answer_by__gt=window.day)
    yield from _owed(owed.filter(coming, answer_by__lte=window.ahead), PLAN, window)


def _owed(rows: QuerySet[Finding], part: str, window: Window) -> Iterator[Line]:
    found = list(rows.order_by("answer_by", "pk")[: NAMED + 1])
    for finding in found[:NAMED]:
        said = {"day": f"{finding.answer_by:%m-%d}", "title": finding.title}
        words = _("Answer overdue since %(day)s: %(title)s") if part == PROBLEM else _("Answer by %(day)s: %(title)s")
        yield Line(part, words % said, finding.get_absolute_url())
    if len(found) > NAMED:
        count = rows.count() - NAMED
        words = ngettext("%(n)s more finding waits for an answer", "%(n)s more findings wait for an answer", count)
        yield Line(part, words % {"n": count})
