"""Who sees exposure notices, and what somebody is to one.

A draft is between those who write for the unit that tells it and the office; from the check on auditors see it, from the
reply on the exposed unit, all above it and the person concerned; once issued everybody of the part of the group it is
shown to, until it expires. What was withdrawn stays visible as such, but only those inside still read what it said. Whoever
was asked to reply, and had it taken back, is told so, with their own reply, until it is passed to them anew; also when it
was dropped or moved to another unit.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.findings.access import findings
from duban.findings.models import Finding
from duban.inspections.access import PLANNERS, planned_for, plans_for
from duban.inspections.exposing import transitions as t
from duban.inspections.exposing.kinds import PASSED
from duban.inspections.models import Exposure, ExposureCheck, ExposureReply, ExposureState
from duban.inspections.models.exposure import ExposureQuerySet
from duban.inspections.queries.facts import UNTOLD
from duban.journal.models import Entry
from duban.org.access import Policy, Standing, UnknownVerb, standing_of
from duban.org.models import Person, Role, Unit
from duban.org.voices import VOICES, speaks_for, spoken_for

HEARD = (ExposureState.REPLYING, ExposureState.ISSUED, ExposureState.WITHDRAWN)


class ExposurePolicy(Policy[Exposure]):
    model = Exposure
    verbs = frozenset(t.PERMITS)

    def visible_to(self, person: Person) -> ExposureQuerySet:
        rows = Exposure.objects.select_related("unit", "office", "shown_in")
        standing = standing_of(person)
        if not person.is_active or not standing.posts:
            return rows.none()
        if standing.has(Role.SUPERVISION):
            return rows
        shown = Q(issued_at__isnull=False, expires_on__gte=timezone.localdate())
        return rows.filter(_inside(standing) | _heard(standing) | (shown & _shown_to(standing)))

    def get_for(self, person: Person, pk: Any, verb: str = "view", *, lock: bool = False) -> Exposure:
        if lock:
            # Held first and looked at then: whoever waited here sees it as it has become, with what came to it.
            Exposure.objects.select_for_update().filter(pk=pk).first()
        return super().get_for(person, pk, verb)

    def inside(self, person: Person) -> ExposureQuerySet:
        """Those whose making this person follows: whoever drafts and checks, not who is exposed or merely reads."""
        rows = Exposure.objects.all()
        standing = standing_of(person)
        if not person.is_active or not standing.posts:
            return rows.none()
        return rows if standing.has(Role.SUPERVISION) else rows.filter(_inside(standing))

    def taken_back_from(self, person: Person) -> ExposureQuerySet:
        """Passed once to this person's unit, or to the person concerned, and seen by them no longer: it is drafted anew, or
        has moved to another unit since, whatever became of it there. Not in `visible_to`: what is written now nobody
        checked yet, or is not about them, so no list, file or act tells of it. They read what `Stub` holds."""
        rows, standing = Exposure.objects.all(), standing_of(person)
        if not person.is_active or not standing.posts:
            return rows.none()
        passes = _passes(OuterRef("pk"))
        mine = Q(Exists(passes.filter(unit_id__in=spoken_for(standing)))) | (Q(Exists(passes)) & _concerned(standing))
        return rows.filter(mine).exclude(pk__in=self.visible_to(person).values("pk"))

    def allows(self, standing: Standing, verb: str, obj: Exposure) -> bool:
        return _may(verb, obj, parties(standing, obj))

    def verbs_for(self, person: Person, obj: Exposure, verbs: Iterable[str] | None = None) -> set[str]:
        mine = parties(standing_of(person), obj)
        return {verb for verb in (self.verbs if verbs is None else verbs) if _may(verb, obj, mine)}

    def take(self, person: Person, pk: object, verb: str) -> Exposure:
        """For actions: the row, locked. 404 unseen, 403 not a party, ValidationError when its state has moved on."""
        if verb not in self.verbs:
            raise UnknownVerb(f"Exposure: {verb}")
        notice = self.get_for(person, pk, lock=True)
        if not t.PERMITS[verb].lets(parties(standing_of(person), notice)):
            raise PermissionDenied
        if notice.state not in t.PERMITS[verb].states or not _fits(verb, notice):
            raise ValidationError(
                _("This cannot be done now: the notice is “%(state)s”.") % {"state": notice.get_state_display()},
                code="state",
            )
        return notice

    def reads(self, person: Person, obj: Exposure) -> bool:
        """Whether somebody who sees it also reads what it says."""
        if obj.state == ExposureState.WITHDRAWN:
            return bool(parties(standing_of(person), obj) - {t.ANYBODY, t.ACCUSED})
        if obj.state == ExposureState.DROPPED and obj.passed_at is None:
            # As it was dropped nobody had passed it: that text stays between those who make it.
            return bool(parties(standing_of(person), obj) & {t.DRAFTER, t.WRITER, t.CHECKER})
        return True


def _inside(standing: Standing) -> Q:
    condition = Q(office__in=planned_for(standing))
    # What was checked once stays with those who check, whatever became of it.
    checked = Exists(ExposureCheck.objects.filter(exposure=OuterRef("pk")))
    beyond = checked | ~Q(state__in=(ExposureState.DRAFT, ExposureState.DROPPED))
    for path in standing.paths(Role.AUDITOR):
        condition |= Q(unit__path__startswith=path) & beyond
    return condition


class Stub:
    """Of a notice taken back, what this side was told and said itself: the title it knew, its own replies. None of the new."""

    def __init__(self, person: Person, notice: Exposure) -> None:
        standing, self.pk = standing_of(person), notice.pk
        passes, units = _passes(notice.pk).order_by("-id"), spoken_for(standing)
        last = passes.filter(unit_id__in=units).first() or passes.first()
        self.title = str(last.facts.get("title", "")) if last else ""
        replies = with_sides(notice.replies.all())
        self.replies = replies.filter(Q(for_unit=True, side__in=units) | Q(by__in=standing.person_ids))


def _passes(notice: Any) -> QuerySet[Entry]:
    """Of the notice: each time it was passed, with the unit that was asked to reply then."""
    return Entry.objects.filter(noun="exposure", noun_id=notice, kind=PASSED.code)


def with_sides(replies: QuerySet[ExposureReply]) -> QuerySet[ExposureReply]:
    """`side` comes along: the unit that was asked. A notice that was taken back may have moved to another since."""
    asked = _passes(OuterRef("exposure")).filter(at__lte=OuterRef("at")).order_by("-id")
    return replies.annotate(side=Subquery(asked.values("unit_id")[:1]))


def replies_shown(notice: Exposure) -> QuerySet[ExposureReply]:
    """To who reads the notice: what the unit that it names said, and the people concerned; no unit it was moved from."""
    return with_sides(notice.replies.all()).filter(Q(for_unit=False) | Q(side=notice.unit_id))


def _concerned(standing: Standing) -> Q:
    return Q(Exists(Finding.objects.filter(exposures=OuterRef("pk"), person__in=standing.person_ids)))


def _heard(standing: Standing) -> Q:
    """Of the exposed unit, or above it, or the person concerned."""
    concerned, below, passes = _concerned(standing), Q(pk__in=()), _passes(OuterRef("pk"))
    for path in standing.paths(*VOICES):
        below |= Q(unit__path__startswith=path)
    # Dropped after they had been asked to reply, also when it was taken back in between: they are told so.
    asked = (concerned & Exists(passes)) | (below & Exists(passes.filter(unit_id=OuterRef("unit_id"))))
    return (Q(state__in=HEARD) & (concerned | below)) | (Q(state=ExposureState.DROPPED) & asked)


def _shown_to(standing: Standing) -> Q:
    if standing.sees_all:
        return Q()
    step = Unit.steplen
    above = {path[:end] for path in standing.paths() for end in range(step, len(path) + 1, step)}
    return Q(shown_in__isnull=True) | Q(shown_in__path__in=above)


def _may(verb: str, notice: Exposure, mine: frozenset[str]) -> bool:
    """State and party together, and what depends on more."""
    permit = t.PERMITS[verb]
    return notice.state in permit.states and permit.lets(mine) and _fits(verb, notice)


def _fits(verb: str, notice: Exposure) -> bool:
    """What depends on more than the state."""
    if verb == "rule":
        return notice.replies.filter(disputes=True, upheld__isnull=True).exists()
    if verb == "correct":
        return not live_corrections(notice).exists()
    return True


def live_corrections(notice: Exposure) -> ExposureQuerySet:
    gone = (ExposureState.DROPPED, ExposureState.WITHDRAWN)
    return Exposure.objects.filter(corrects=notice).exclude(state__in=gone)


def parties(standing: Standing, notice: Exposure) -> frozenset[str]:
    """Everything this person is to this notice, also on behalf of whom they deputise for."""
    me, found = standing.person_ids, {t.ANYBODY}
    if plans_for(standing, notice.office_id):
        found.add(t.DRAFTER)
    if notice.written_by.filter(pk__in=me).exists():
        found.add(t.WRITER)
    if standing.has(Role.SUPERVISION) or standing.over(notice.unit, Role.AUDITOR):
        found.add(t.CHECKER)
    if speaks_for(standing, notice.unit):
        found.add(t.UNIT)
    if any(notice.unit.path.startswith(path) and notice.unit.path != path for path in standing.paths(*VOICES)):
        found.add(t.ABOVE)
    told_of = list(notice.findings.values_list("unit", "person"))
    if any(person in me for _unit, person in told_of):
        found |= {t.PERSON, t.ACCUSED}
    if standing.in_unit(notice.unit_id) or any(standing.in_unit(unit) for unit, _person in told_of):
        found.add(t.ACCUSED)
    return frozenset(found)


def may_draft(standing: Standing) -> bool:
    return standing.has(Role.SUPERVISION, *PLANNERS)


def tellable(person: Person) -> QuerySet[Finding]:
    """Findings that this person may tell of: seen, confirmed, not disputed."""
    return findings.visible_to(person).exclude(state__in=UNTOLD)


exposures = ExposurePolicy()
