"""Reports asked twice: two tasks of one unit, in one programme or one part of the other, whose reports fall due within
days of each other. One report on the first serves both."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from duban.burden import actions as burden
from duban.burden.models import How
from duban.burden.overlaps import Kind, Overlap, Side, Way
from duban.burden.standing import minutes_of, rates_on
from duban.ledger import asking
from duban.ledger import kinds as said
from duban.ledger.access import tasks
from duban.ledger.actions.door import keep, tell
from duban.ledger.models import Every, Task
from duban.ledger.transitions import DISPATCHED, UNDERWAY
from duban.org.access import standing_of
from duban.org.models import Person, Role, Unit

ONE_REPORT = "one_report"
AHEAD = timedelta(days=31)
# Nobody works through more of them at one sitting; the nearest come first.
MOST = 1000


def find(person: Person, today: date) -> Iterator[Overlap]:
    """Of those that this person sent, or that the office looks after. One query, however many tasks there are."""
    standing = standing_of(person)
    office = standing.has(Role.SUPERVISION)
    near = timedelta(days=rates_on(today).report_days)
    rows = tasks.visible_to(person).filter(
        ended_on__isnull=True, next_report_on__range=(today, today + AHEAD), state__in=(DISPATCHED, UNDERWAY)
    )
    rows = rows.select_related("lead_unit", "dispatched_by").order_by("next_report_on", "pk")[:MOST]
    by_unit: dict[int, list[Task]] = {}
    for task in rows:
        by_unit.setdefault(task.lead_unit_id, []).append(task)
    for given in by_unit.values():
        taken: set[int] = set()
        for at, first in enumerate(given):
            for second in given[at + 1 :]:
                if second.pk in taken or first.pk in taken or not _serve_both(first, second, near):
                    continue
                if not office and not {first.dispatched_by_id, second.dispatched_by_id} & standing.person_ids:
                    continue
                keeping, giving = (second, first) if first.parent_id == second.pk else (first, second)
                taken.add(giving.pk)
                yield _overlap(keeping, giving, today)


def _serve_both(first: Task, second: Task, near: timedelta) -> bool:
    assert first.next_report_on
    assert second.next_report_on
    if abs(second.next_report_on - first.next_report_on) > near:
        return False
    whole = first.parent_id == second.pk or second.parent_id == first.pk
    return whole or (first.programme_id is not None and first.programme_id == second.programme_id)


def _overlap(keeping: Task, giving: Task, today: date) -> Overlap:
    left = sum(1 for _day in asking.report_days(giving.report_every, today, giving.due_on))
    whole = keeping.pk == giving.parent_id
    return Overlap(
        first=_side(keeping), second=_side(giving), units=[str(keeping.lead_unit)],
        why=_("The second is a part of the first.") if whole else _("Both belong to one programme."),
        ways=[Way(ONE_REPORT, gettext_lazy("One report for both"),
                  ngettext("The second then asks for no report of its own any more; %(n)s is left out.",
                           "The second then asks for no reports of its own any more; %(n)s are left out.", left)
                  % {"n": left})],
        minutes=round(left * minutes_of(asking.REPORT, today)),
    )  # fmt: skip


def _side(task: Task) -> Side:
    when = _("%(every)s, next on %(day)s") % {"every": task.get_report_every_display(), "day": task.next_report_on}
    return Side(task.pk, str(task), f"/tasks/{task.pk}", when, str(task.dispatched_by or "—"))


@transaction.atomic
def join_reports(first: int, second: int, way: str, agreed: Sequence[Person]) -> int:
    """The second task asks for no reports of its own any more: those on the first speak of both. Returns minutes saved."""
    actor = agreed[0]
    kept = tasks.get_for(actor, first)
    task = tasks.take(actor, second, "join_reports")
    if kept.ended_on is not None or not kept.report_every:
        raise ValidationError(_("The first no longer asks for reports."))
    if kept.lead_unit_id != task.lead_unit_id or not task.report_every:
        raise ValidationError(_("These two no longer overlap; somebody may have merged or moved one of them."))
    task.report_every, task.next_report_on = Every.NEVER, None
    source = (asking.NOUN, task.pk)
    with burden.counting_what_is_saved(How.ONE_REPORT, source, of=[source]) as spared:
        keep(task, "report_every", "next_report_on")
        tell(said.REPORTS_JOINED, task, actor, other=str(kept), other_id=kept.pk)
    return spared.minutes


def consents(person: Person, second: int) -> bool:
    task = tasks.visible_to(person).filter(pk=second).first()
    return task is not None and tasks.can(person, "join_reports", task)


def unit_of(second: int) -> Unit:
    """Whose consent is asked: the unit in whose name it was sent."""
    task = Task.objects.select_related("dispatched_by", "lead_unit").get(pk=second)
    unit = asking.asking_unit(task.dispatched_by)
    return Unit.objects.get(pk=unit) if unit else task.lead_unit


KIND = Kind("reports", gettext_lazy("Reports"), find, join_reports, consents, unit_of)
