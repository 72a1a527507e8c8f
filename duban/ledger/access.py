"""Who sees which tasks, and what somebody is to a task. The one door of the ledger's nouns."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from duban.journal.models import Entry
from duban.ledger import called, kinds
from duban.ledger import transitions as t
from duban.ledger.models import (
    CompletionClaim,
    Extension,
    Offer,
    Programme,
    SavedView,
    State,
    SupportingUnit,
    SupportRequest,
    SupportState,
    Target,
    Task,
)
from duban.org.access import Policy, Standing, UnknownVerb, standing_of
from duban.org.models import Person, Role, Unit
from duban.org.voices import VOICES, speaks_for, spoken_for


class TaskPolicy(Policy[Task]):
    model = Task
    verbs = frozenset(t.PERMITS)

    def visible_to(self, person: Person) -> QuerySet[Task]:
        rows = Task.objects.all()
        if not person.is_active:
            return rows.none()
        standing = standing_of(person)
        if standing.sees_all:
            return rows
        me, units = standing.person_ids, standing.subtree_ids
        supporting = SupportingUnit.objects.filter(unit__in=units).values("task")
        again = Q()
        for ids in called.seen_by(standing, "task"):
            again |= Q(pk__in=ids)
        sent = (
            Q(lead_unit__in=units)
            | Q(responsible__in=me)
            | Q(looker__in=me)
            | Q(dispatched_by__in=me)
            | Q(accountable__in=me)
            | Q(pk__in=supporting)
            | Q(pk__in=_asked(standing))
            | again
        )
        return rows.filter((sent & ~Q(state=State.DRAFT)) | Q(registered_by__in=me) | Q(pk__in=_offered(standing)))

    def sees(self, person: Person, task: Task) -> bool:
        """As `visible_to` says; the database is asked only where the task at hand does not tell."""
        standing = standing_of(person)
        me = standing.person_ids
        held = (task.responsible_id, task.looker_id, task.dispatched_by_id, task.accountable_id)
        told = standing.sees_all or task.registered_by_id in me
        if not told and task.state != State.DRAFT:
            told = not me.isdisjoint(held) or standing.over(task.lead_unit)
        return person.is_active and (told or self.visible_to(person).filter(pk=task.pk).exists())

    def find(self, person: Person, pk: Any, *, lock: bool) -> Task:
        """Mostly the task itself tells who sees it: asking for all that somebody sees costs ten times as much."""
        rows = Task.objects.select_related("lead_unit").filter(pk=pk)
        task = (rows.select_for_update(of=("self",)) if lock else rows).get()
        if not self.sees(person, task):
            raise Task.DoesNotExist
        return task

    def allows(self, standing: Standing, verb: str, obj: Task) -> bool:
        """State and party together: for showing buttons, and for API answers."""
        fits = obj.state in t.PERMITS[verb].states and self.is_party(standing, verb, obj)
        return fits and not _barred(verb, standing, obj)

    def is_party(self, standing: Standing, verb: str, obj: Task) -> bool:
        return t.ANYBODY in t.PERMITS[verb].parties or _permits(verb, obj, parties(standing, obj))

    def verbs_for(
        self,
        person: Person,
        obj: Task,
        verbs: Iterable[str] | None = None,
        *,
        asked: bool = True,
        helped: bool = True,
    ) -> set[str]:
        """What may be done now. Where it is known already that the task asks nobody for support, `asked=False`; that
        no unit supports it, `helped=False`."""
        standing = standing_of(person)
        mine = parties(standing, obj, asked=asked, helped=helped) | {t.ANYBODY}
        wanted = set(self.verbs if verbs is None else verbs)
        return {
            verb
            for verb in wanted
            if obj.state in t.PERMITS[verb].states and _permits(verb, obj, mine) and not _barred(verb, standing, obj)
        }

    def take(self, person: Person, pk: object, verb: str) -> Task:
        """For actions: the row, locked. 404 unseen, 403 not a party, ValidationError when its state has moved on.

        Somebody who was a moment too late gets told what happened, not that it was forbidden.
        """
        if verb not in self.verbs:
            raise UnknownVerb(f"Task: {verb}")
        task = self.get_for(person, pk, lock=True)
        if not self.is_party(standing_of(person), verb, task):
            raise PermissionDenied
        if task.state not in t.PERMITS[verb].states:
            raise ValidationError(
                _("This cannot be done now: the task is “%(state)s”.") % {"state": task.get_state_display()},
                code="state",
            )
        return task


def _permits(verb: str, task: Task, mine: frozenset[str]) -> bool:
    """Whether the table lets one of these parties do it, whatever the state."""
    return t.PERMITS[verb].lets(mine) and not _own_refusal(verb, task, mine)


def _own_refusal(verb: str, task: Task, mine: frozenset[str]) -> bool:
    """What their own unit declined, only its sender or the office sends there again."""
    return (
        verb == "dispatch" and task.state == State.DECLINED and t.LEAD in mine and not mine & {t.OFFICE, t.DISPATCHER}
    )


def _barred(verb: str, standing: Standing, task: Task) -> bool:
    """What depends on more than the state and on what somebody is to the task."""
    if verb == "claim":
        return not takable(standing).filter(task=task).exists()
    return verb == "urge" and waits_for(task) == standing.person.pk


def waits_for(task: Task) -> int | None:
    """Id of the person whose move it is: the responsible one's, or the looker's once completion is claimed."""
    return task.looker_id if task.state == State.CLAIMED else task.responsible_id


def parties(standing: Standing, task: Task, *, asked: bool = True, helped: bool = True) -> frozenset[str]:
    """Everything this person is to this task, also on behalf of whom they deputise for."""
    me = standing.person_ids
    found: set[str] = set()
    if standing.posts:
        found.add(t.SEATED)
    if standing.has(Role.SUPERVISION):
        found.add(t.OFFICE)
    if speaks_for(standing, task.lead_unit):
        found |= {t.LEAD, t.ABOVE}
    elif standing.has(*VOICES) and standing.over(task.lead_unit, *VOICES):
        found.add(t.ABOVE)
    for person_id, party in (
        # Once somebody sent it, it is the sender's: a unit may have drafted what it is now held to.
        (task.registered_by_id if task.dispatched_at is None else None, t.REGISTRAR),
        (task.dispatched_by_id, t.DISPATCHER),
        (task.responsible_id, t.RESPONSIBLE),
        (task.looker_id, t.LOOKER),
        (task.accountable_id, t.ACCOUNTABLE),
    ):
        if person_id in me:
            found.add(party)
    if task.parent_id and task.state in (State.DRAFT, State.DECLINED) and t.ABOVE not in found:
        # Who answers for the whole may hand out its parts, also to units that support it.
        above = task.parent
        if above and (above.responsible_id in me or speaks_for(standing, above.lead_unit)):
            found.add(t.DECOMPOSER)
    seats = spoken_for(standing) if helped and task.pk else frozenset()
    if seats and SupportingUnit.objects.filter(task=task, unit__in=seats).exists():
        found.add(t.SUPPORTING)
    if asked and task.pk and task.is_open and t.LEAD not in found and asked_of(standing).filter(task=task).exists():
        found.add(t.ASKED)
    if task.state == State.DECLINED and task.pk:
        by, unit = _refusals(task).values_list("actor_id", "unit_id").first() or (None, None)
        if by in me:
            found |= {t.DECLINER, t.DECLINED_HERE} if unit == task.lead_unit_id else {t.DECLINER}
    if task.state == State.CLOSED and task.pk and called.may_reopen(standing, "task", task.pk):
        found.add(t.CALLED)
    # Whoever did it or said it was done, themselves or through a deputy, is a doer when it comes to looking.
    if t.RESPONSIBLE in found or standing.person.pk == task.responsible_id:
        found.add(t.DOER)
    elif task.state == State.CLAIMED and task.pk:
        claim = CompletionClaim.objects.filter(task=task).order_by("-pk").values_list("by", flat=True).first()
        if claim in me or claim == standing.person.pk:
            found.add(t.DOER)
    return frozenset(found)


def _refusals(task: Task) -> QuerySet[Entry]:
    """The journal keeps for which unit it was declined; the task may lie with another one since."""
    return Entry.objects.filter(noun="task", noun_id=task.pk, kind=kinds.DECLINED.code).order_by("-pk")


def asked_of(standing: Standing) -> QuerySet[SupportRequest]:
    """Open support requests that wait for this person or a unit they speak for."""
    return SupportRequest.objects.filter(state=SupportState.OPEN).filter(
        Q(to_person__in=standing.person_ids) | Q(to_person__isnull=True, to_unit__in=spoken_for(standing))
    )


def went_to(standing: Standing, asked: SupportRequest) -> bool:
    """Whether it is this person, or a unit they speak for, that was asked, whatever became of it."""
    if asked.to_person_id is not None:
        return asked.to_person_id in standing.person_ids
    return asked.to_unit_id in spoken_for(standing)


def _asked(standing: Standing) -> QuerySet[Any, Any]:
    """Ids of tasks that ask, or asked, them or their unit for support. A request that was withdrawn shows nothing more."""
    asked = SupportRequest.objects.filter(Q(to_unit__in=standing.subtree_ids) | Q(to_person__in=standing.person_ids))
    return asked.exclude(state=SupportState.WITHDRAWN).order_by().values("task")


def open_offers(standing: Standing) -> QuerySet[Offer]:
    """What hangs on the claim board for this person."""
    return Offer.objects.hanging().filter(_reaches(standing.paths()))


def takable(standing: Standing) -> QuerySet[Offer]:
    """What this person may take of it, for a unit of their own: nobody takes in somebody else's stead."""
    if not standing.own_paths:
        return Offer.objects.none()
    rows = Offer.objects.hanging().filter(_reaches(standing.own_paths))
    return rows.exclude(task__looker=standing.person.pk)


def takes_for(standing: Standing, offer: Offer) -> QuerySet[Unit]:
    """Units of this person's own to which the offer is open, the lowest first."""
    own = [p.unit_id for p in standing.posts if p.person_id == standing.person.pk]
    units = Unit.objects.filter(pk__in=own).order_by("-depth", "pk")
    return units.filter(path__startswith=offer.scope.path) if offer.scope else units


def _reaches(paths: Iterable[str]) -> Q:
    above = {path[:n] for path in paths for n in range(Unit.steplen, len(path) + 1, Unit.steplen)}
    return Q(scope__isnull=True) | Q(scope__path__in=above)


def taken_by_another(person: Person, task_id: Any) -> bool:
    """Whether it hung on this person's claim board until somebody else took it: that much they may be told."""
    taken = Offer.objects.filter(_reaches(standing_of(person).paths()), task__pk=task_id, taken_at__isnull=False)
    return person.is_active and taken.exclude(taken_by__in=standing_of(person).person_ids).exists()


def _offered(standing: Standing) -> Any:
    return open_offers(standing).values("task")


def may_register(standing: Standing) -> bool:
    """Drafts may be written by the office and by whoever speaks for a unit."""
    return standing.has(Role.SUPERVISION, *VOICES)


def personal(standing: Standing, lead_units: Iterable[int]) -> QuerySet[Any]:
    """Ids of tasks of other units that this person sees for their own sake (and more, of those units that support)."""
    me, units = standing.person_ids, standing.subtree_ids
    rows = Task.objects.order_by().exclude(state=State.DRAFT).filter(lead_unit__in=list(lead_units))
    return (
        rows.filter(responsible__in=me)
        .values("pk")
        .union(
            rows.filter(looker__in=me).values("pk"),
            rows.filter(dispatched_by__in=me).values("pk"),
            rows.filter(accountable__in=me).values("pk"),
            SupportingUnit.objects.filter(unit__in=units).values("task"),
            _asked(standing),
            *called.seen_by(standing, "task"),
            Task.objects.order_by().filter(registered_by__in=me, dispatched_at__isnull=True).values("pk"),
            _offered(standing),
            all=True,
        )
    )


class ExtensionPolicy(Policy[Extension]):
    """An extension is seen by whoever sees its task."""

    model = Extension
    verbs = frozenset({"view"})

    def visible_to(self, person: Person) -> QuerySet[Extension]:
        return Extension.objects.filter(Exists(tasks.visible_to(person).filter(pk=OuterRef("task"))))


class SupportPolicy(Policy[SupportRequest]):
    model = SupportRequest
    verbs = frozenset({"view"})

    def visible_to(self, person: Person) -> QuerySet[SupportRequest]:
        return SupportRequest.objects.filter(Exists(tasks.visible_to(person).filter(pk=OuterRef("task"))))


class ProgrammePolicy(Policy[Programme]):
    """Programmes and what they aim at are public inside; the office and the owner unit's heads keep them."""

    model = Programme
    verbs = frozenset({"view", "edit", "set_target"})

    def visible_to(self, person: Person) -> QuerySet[Programme]:
        return Programme.objects.all() if person.is_active else Programme.objects.none()

    def allows(self, standing: Standing, verb: str, obj: Programme) -> bool:
        return standing.has(Role.SUPERVISION) or standing.in_unit(obj.owner_id, Role.LEADER, Role.HEAD)


class TargetPolicy(Policy[Target]):
    model = Target
    verbs = frozenset({"view", "edit", "read"})

    def visible_to(self, person: Person) -> QuerySet[Target]:
        if not person.is_active:
            return Target.objects.none()
        seen = Exists(tasks.visible_to(person).filter(pk=OuterRef("task")))
        return Target.objects.filter(Q(programme__isnull=False) | seen)

    def allows(self, standing: Standing, verb: str, obj: Target) -> bool:
        if standing.has(Role.SUPERVISION):
            return True
        if verb == "edit":
            return obj.set_by_id in standing.person_ids or (
                obj.programme is not None and programmes.allows(standing, "set_target", obj.programme)
            )
        return any(standing.over(unit, *VOICES) for unit in obj.units.all()) or obj.set_by_id in standing.person_ids


class SavedViewPolicy(Policy[SavedView]):
    model = SavedView
    verbs = frozenset({"view", "edit"})

    def visible_to(self, person: Person) -> QuerySet[SavedView]:
        return self.offered_to(person.pk)

    @staticmethod
    def offered_to(person_id: Any) -> QuerySet[SavedView]:
        return SavedView.objects.filter(Q(owner=person_id) | Q(shared=True))

    def allows(self, standing: Standing, verb: str, obj: SavedView) -> bool:
        return obj.owner_id == standing.person.pk


def may_keep_rules(standing: Standing) -> bool:
    """Types, categories, rule editions and the calendar belong to the supervision office."""
    return standing.has(Role.SUPERVISION)


tasks = TaskPolicy()
extensions = ExtensionPolicy()
support_requests = SupportPolicy()
programmes = ProgrammePolicy()
targets = TargetPolicy()
saved_views = SavedViewPolicy()
