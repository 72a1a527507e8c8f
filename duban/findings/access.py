"""Who sees which findings, and what somebody is to one. The one door of this room's nouns.

Everybody of a unit sees what was found there; conduct only who speaks for it or looks at it; what is merely reported only
its reporter, the layers above and the office, so that whoever speaks up is safe.
"""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from duban.checklists.access import responses
from duban.findings import terms
from duban.findings import transitions as t
from duban.findings.kinds import BY_UNIT, DEEMED, REPORTED
from duban.findings.layers import layer_of
from duban.findings.models import Finding, FindingKind, FindingRules, Group, PlanState, State
from duban.journal.models import Entry
from duban.ledger import called
from duban.ledger import kinds as of_task
from duban.ledger.models import Task
from duban.org.access import Policy, Standing, UnknownVerb, standing_of
from duban.org.models import Person, Role, Unit
from duban.org.voices import VOICES, speaks_for

WATCHERS = (Role.INSPECTOR, Role.AUDITOR)


class FindingPolicy(Policy[Finding]):
    model = Finding
    verbs = frozenset(t.PERMITS)

    def visible_to(self, person: Person) -> QuerySet[Finding]:
        rows = Finding.objects.all()
        if not person.is_active:
            return rows.none()
        standing = standing_of(person)
        if standing.sees_all:
            return rows
        me = standing.person_ids
        early = Q(state__in=(State.REPORTED, State.DISMISSED))
        speaking, below = _spoken_for(standing)
        seen = Q(unit__in=standing.subtree_ids) & ~early & ~Q(kind__group=Group.CONDUCT)
        seen |= Q(unit__in=speaking) & ~early
        seen |= Q(unit__in=below)
        seen |= Q(found_unit__in=speaking) & ~early
        seen |= Q(found_by__in=me) | (Q(person__in=me) & ~early)
        seen |= Q(task__responsible__in=me) | Q(task__looker__in=me)
        for ids in called.seen_by(standing, "finding"):
            seen |= Q(pk__in=ids)
        return rows.filter(seen)

    def allows(self, standing: Standing, verb: str, obj: Finding) -> bool:
        return _may(verb, obj, parties(standing, obj) | {t.ANYBODY})

    def is_party(self, standing: Standing, verb: str, obj: Finding) -> bool:
        return t.PERMITS[verb].lets(parties(standing, obj) | {t.ANYBODY})

    def verbs_for(self, person: Person, obj: Finding, verbs: Iterable[str] | None = None) -> set[str]:
        standing = standing_of(person)
        mine = parties(standing, obj) | {t.ANYBODY}
        return {verb for verb in (self.verbs if verbs is None else verbs) if _may(verb, obj, mine)}

    def take(self, person: Person, pk: object, verb: str, *, lock: bool = True) -> Finding:
        """For actions: the row, locked. 404 unseen, 403 not a party, ValidationError when its state has moved on."""
        if verb not in self.verbs:
            raise UnknownVerb(f"Finding: {verb}")
        finding = self.get_for(person, pk, lock=lock)
        standing = standing_of(person)
        if not self.is_party(standing, verb, finding):
            raise PermissionDenied
        if finding.state not in t.PERMITS[verb].states or not _fits(verb, finding):
            raise ValidationError(
                _("This cannot be done now: the finding is “%(state)s”.") % {"state": finding.get_state_display()},
                code="state",
            )
        if _unheard(verb, finding, parties(standing, finding)):
            day = finding.answer_by.isoformat() if finding.answer_by else "—"
            raise ValidationError(_("The unit may still dispute it until %(day)s.") % {"day": day}, code="term")
        return finding


def _may(verb: str, finding: Finding, mine: frozenset[str]) -> bool:
    """State and party together, and what depends on more."""
    permit = t.PERMITS[verb]
    fits = finding.state in permit.states and permit.lets(mine) and _fits(verb, finding)
    return fits and not _unheard(verb, finding, mine)


def _unheard(verb: str, finding: Finding, mine: frozenset[str]) -> bool:
    """Taken as accepted, it is not ended over the unit's head while the unit may still say that it is not so."""
    if verb not in ("fix", "record_outcome") or finding.state != State.ACCEPTED or (verb == "fix" and t.UNIT in mine):
        return False
    return may_be_disputed(finding, terms.today())


def _fits(verb: str, finding: Finding) -> bool:
    """What depends on more than the state."""
    if verb == "dispute":
        return finding.state == State.ISSUED or _was_deemed(finding)
    if verb == "decide_plan":
        return finding.plans.filter(state=PlanState.SUBMITTED).exists()
    if verb == "plan":
        return not finding.plans.filter(state=PlanState.SUBMITTED).exists()
    if verb == "recheck_fix":
        return finding.recheck_drawn_on is not None
    if verb == "record_outcome":
        return finding.kind.is_conduct
    if verb == "fix":
        return not finding.kind.is_conduct
    return True


def _was_deemed(finding: Finding) -> bool:
    """Taken as accepted, and nobody of the unit has said anything to it since."""
    if finding.relapses or finding.disputes.exists() or finding.plans.exists():
        return False
    return _deemings(finding).exists()


def _deemings(finding: Finding) -> QuerySet[Entry]:
    return Entry.objects.filter(noun="finding", noun_id=finding.pk, kind=DEEMED.code)


def may_be_disputed(finding: Finding, today: date) -> bool:
    """Whether the unit, or the person concerned, may still say that it is not so."""
    if finding.state not in t.PERMITS["dispute"].states or finding.is_unanswered(today):
        return False
    return _fits("dispute", finding)


def _spoken_for(standing: Standing) -> tuple[frozenset[int], frozenset[int]]:
    """Units this person speaks for or watches, with all below; and of these the ones that lie below, not at, the post."""
    known = standing.__dict__.get("_spoken_for")
    if known is None:
        paths = set(standing.paths(*VOICES, *WATCHERS))
        condition = Q(pk__in=[])
        for path in paths:
            condition |= Q(path__startswith=path)
        units = list(Unit.objects.filter(condition).values_list("pk", "path")) if paths else []
        below = frozenset(pk for pk, path in units if any(path.startswith(p) and path != p for p in paths))
        known = standing.__dict__["_spoken_for"] = (frozenset(pk for pk, _path in units), below)
    return known


def parties(standing: Standing, finding: Finding) -> frozenset[str]:
    """Everything this person is to this finding, also on behalf of whom they deputise for."""
    me, unit = standing.person_ids, finding.unit
    found: set[str] = set()
    if standing.has(Role.SUPERVISION):
        found.add(t.OFFICE)
    if finding.found_by_id in me:
        found.add(t.FINDER)
    if speaks_for(standing, unit):
        found.add(t.UNIT)
    if any(unit.path.startswith(path) and unit.path != path for path in standing.paths(*VOICES)):
        found.add(t.ABOVE)
    if standing.over(unit, *WATCHERS):
        found.add(t.WATCHER)
    if finding.found_unit.path.startswith(unit.path) and standing.in_unit(unit.pk, Role.LEADER, Role.HEAD):
        found.add(t.OWN_HEAD)
    if finding.person_id in me:
        found.add(t.PERSON)
    if finding.person_id in me or standing.in_unit(unit.pk):
        found.add(t.ACCUSED)
    if finding.task_id is not None and finding.task is not None:
        if finding.task.looker_id in me:
            found.add(t.LOOKER)
        if finding.task.responsible_id in me:
            found.add(t.DOER)
    if finding.fixed_on_spot and finding.fixed_by_id in me:
        found.add(t.DOER)
    if finding.state == State.DISPUTED and finding.disputes.filter(upheld__isnull=True, by__in=me).exists():
        found.add(t.DISPUTER)
    if finding.state == State.DISPUTED and _deemings(finding).filter(actor_id__in=me).exists():
        found.add(t.DEEMER)
    if finding.state == State.CLOSED and called.may_reopen(standing, "finding", finding.pk):
        found.add(t.CALLED)
    if finding.state == State.ACCEPTED:
        waiting = finding.plans.filter(state=PlanState.SUBMITTED).values_list("by", flat=True).first()
        if waiting in me:
            found.add(t.PLANNER)
    return frozenset(found)


def reported() -> Exists:
    """Of a row: whether somebody reported it who could not issue it."""
    return Exists(Entry.objects.filter(noun="finding", noun_id=OuterRef("pk"), kind=REPORTED.code))


def names_finder(standing: Standing, finding: Finding, was_reported: bool) -> bool:
    """Whoever read it while it was merely reported knows by whom; the unit reads what was found, and not who spoke up."""
    return (
        not was_reported
        or standing.sees_all
        or finding.found_by_id in standing.person_ids
        or finding.unit_id in _spoken_for(standing)[1]
    )


def is_by_reporter(finding: Finding, actor_id: int | None) -> bool:
    """Whether what this person does to the finding would name who reported it."""
    return actor_id == finding.found_by_id and Finding.objects.filter(reported(), pk=finding.pk).exists()


# What is told of a finding and of its task: these say the same, so one without a name beside the other would be signed.
_TWINS = frozenset(
    kind.code for kind in (of_task.RETURNED, of_task.VERIFIED, of_task.CLOSED, of_task.RELAPSED, of_task.CANCELLED)
)


def may_name_reporter(entry: Entry) -> bool:
    """Whether such an entry could be the reporter's, whoever did it: were only the reporter's left without a name, the
    gap would tell them from everybody else."""
    return entry.kind in _TWINS if entry.noun == "task" else entry.kind not in BY_UNIT


def naming(person: Person) -> Q:
    """Entries of the journal that could name a reporter to this person: the same people as in `names_finder`."""
    standing = standing_of(person)
    if standing.sees_all:
        return Q(pk__in=[])
    known = Q(found_by__in=standing.person_ids) | Q(unit__in=_spoken_for(standing)[1])
    hidden = Finding.objects.filter(~known, reported())
    its_task = Task.objects.filter(
        Exists(hidden.filter(pk=OuterRef("origin_id"))), origin_noun="finding", pk=OuterRef("noun_id")
    )
    own = Q(Exists(hidden.filter(pk=OuterRef("noun_id"))), noun="finding") & ~Q(kind__in=BY_UNIT)
    return (own | Q(Exists(its_task), noun="task", kind__in=_TWINS)) & ~Q(actor_id=person.pk)


def layer_of_standing(standing: Standing) -> int | None:
    """The highest layer this person looks from today, posts stood in for included; None without any post."""
    return min((layer_of(unit) for unit in Unit.objects.filter(pk__in=standing.unit_ids)), default=None)


def may_issue(person: Person, unit: Unit, kind: FindingKind | None = None) -> bool:
    """Whether what this person finds at the unit counts at once. Everybody else reports, and somebody confirms."""
    standing = standing_of(person)
    if standing.has(Role.SUPERVISION):
        return True
    if kind is not None and kind.is_conduct and not standing.has(*VOICES, *WATCHERS):
        return False
    return responses.units_to_look_at(person).filter(pk=unit.pk).exists()


def may_report(standing: Standing) -> bool:
    return bool(standing.posts)


def may_keep_rules(standing: Standing) -> bool:
    """Kinds and rules of findings belong to the supervision office."""
    return standing.has(Role.SUPERVISION)


class KindPolicy(Policy[FindingKind]):
    model = FindingKind
    verbs = frozenset({"view", "edit"})

    def visible_to(self, person: Person) -> QuerySet[FindingKind]:
        return FindingKind.objects.all() if person.is_active else FindingKind.objects.none()

    def allows(self, standing: Standing, verb: str, obj: FindingKind) -> bool:
        return may_keep_rules(standing)


class RulesPolicy(Policy[FindingRules]):
    model = FindingRules

    def visible_to(self, person: Person) -> QuerySet[FindingRules]:
        return FindingRules.objects.all() if person.is_active else FindingRules.objects.none()

    def allows(self, standing: Standing, verb: str, obj: FindingRules) -> bool:
        return may_keep_rules(standing)


findings = FindingPolicy()
kinds = KindPolicy()
rules = RulesPolicy()
