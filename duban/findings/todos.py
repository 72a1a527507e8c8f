"""What somebody owes on findings, and what waits for their decision. The task's own todos come from the ledger."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from duban.findings.access import names_finder, reported
from duban.findings.kinds import DEEMED
from duban.findings.models import Dispute, Finding, Plan, PlanState, State
from duban.journal.models import Entry
from duban.org.access import Standing, standing_of
from duban.org.models import Person, Role
from duban.org.todos import Todo
from duban.org.voices import spoken_for

MOST = 15


def todos(person: Person, on: date) -> Iterator[Todo]:
    standing = standing_of(person)
    spoken = spoken_for(standing)
    waiting = Exists(Plan.objects.filter(finding=OuterRef("pk"), state=PlanState.SUBMITTED))
    rows = Finding.objects.select_related("unit", "found_by").filter(ended_on__isnull=True).order_by("answer_by", "id")
    if spoken:
        issued = rows.filter(unit__in=spoken, state=State.ISSUED)
        for each in issued.annotate(was_reported=reported())[:MOST]:
            sender = each.found_by if names_finder(standing, each, each.was_reported) else _("Reported")
            what = _("Accept the finding") if each.is_unanswered(on) else _("Accept or dispute the finding")
            yield _todo(each, what, True, on, sender)
        for finding in rows.filter(unit__in=spoken, state=State.ACCEPTED).exclude(waiting)[:MOST]:
            yield _todo(finding, _("Hand in a plan of rectification"), True, on)
    if standing.has(Role.SUPERVISION):
        yield from _office(waiting, standing, on)


def _office(waiting: Exists, standing: Standing, on: date) -> Iterator[Todo]:
    rows = Finding.objects.select_related("unit", "found_by").order_by("answer_by", "id")
    me = standing.person_ids
    # What the table of steps says of who may never do it.
    mine = Q(found_by__in=me) | Q(person__in=me) | Q(unit__in=standing.unit_ids)
    for finding in rows.filter(state=State.REPORTED).exclude(mine)[:MOST]:
        yield _todo(finding, _("Confirm what was reported"), False, on)
    taken = Exists(Entry.objects.filter(noun="finding", noun_id=OuterRef("pk"), kind=DEEMED.code, actor_id__in=me))
    disputed = Exists(Dispute.objects.filter(finding=OuterRef("pk"), upheld__isnull=True, by__in=me))
    own = mine | Q(unit__in=spoken_for(standing)) | taken | disputed
    for finding in rows.filter(state=State.DISPUTED).exclude(own)[:MOST]:
        yield _todo(finding, _("Rule on a dispute"), False, on)
    # Nothing follows by itself once a term has ended: the unit still owes, and the office sees to it.
    silent = rows.filter(state__in=(State.ISSUED, State.ACCEPTED), answer_by__lt=on, ended_on__isnull=True)
    for finding in silent.exclude(unit__in=standing.unit_ids)[:MOST]:
        late = _("Urge the unit: its term has ended")
        unanswered = _("Urge the unit, or take the finding as accepted: its term has ended")
        deemable = finding.state == State.ISSUED and finding.found_by_id not in me
        yield _todo(finding, unanswered if deemable else late, False, on)
    planned = Exists(Plan.objects.filter(finding=OuterRef("pk"), state=PlanState.SUBMITTED, by__in=me))
    for finding in rows.filter(waiting, state=State.ACCEPTED).exclude(planned)[:MOST]:
        yield _todo(finding, _("Decide on a plan of rectification"), False, on)
    fixed = Q(fixed_on_spot=True, fixed_by__in=me)
    for finding in rows.filter(recheck_drawn_on__isnull=False).exclude(fixed)[:MOST]:
        yield _todo(finding, _("Recheck a fix that was drawn"), False, on)


def _todo(finding: Finding, what: object, owed: bool, on: date, sender: object = "") -> Todo:
    return Todo(
        title=finding.title,
        url=finding.get_absolute_url(),
        what=str(what),
        owed=owed,
        due_on=finding.answer_by,
        light="red" if finding.is_unanswered(on) else "",
        sender=str(sender or (finding.found_by if finding.state == State.REPORTED else finding.unit)),
        noun="finding",
        noun_id=finding.pk,
    )
