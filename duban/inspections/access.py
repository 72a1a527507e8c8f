"""Who sees and keeps what belongs to inspections.

The network and published plans are public inside; so is what a draw publishes. The supervision office keeps all of it;
leaders, heads and inspectors keep what their unit does. A visit is seen by its team, by the unit that looks and by the
unit looked at, and by all above them: but an unannounced or drawn one stays unseen by the unit until it has begun.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from duban.inspections.models import (
    Bulletin,
    Draw,
    Edge,
    LookBack,
    Plan,
    Recusal,
    Side,
    Step,
    Suggestion,
    SuggestionState,
    Visit,
    VisitKind,
    VisitState,
)
from duban.inspections.models.visit import OVER
from duban.org.access import Policy, Standing, standing_of
from duban.org.models import Person, Role, Unit
from duban.org.voices import speaks_for, spoken_for

KEEPERS = (Role.LEADER, Role.HEAD)
# Who plans inspections on behalf of a unit, and sends its people.
PLANNERS = (Role.LEADER, Role.HEAD, Role.INSPECTOR)
HIDDEN = (VisitKind.DRAWN, VisitKind.UNANNOUNCED)


class EdgePolicy(Policy[Edge]):
    model = Edge
    verbs = frozenset({"view", "end"})

    def visible_to(self, person: Person) -> QuerySet[Edge]:
        rows = Edge.objects.select_related("looker", "looked_at")
        return rows if person.is_active else rows.none()

    def allows(self, standing: Standing, verb: str, obj: Edge) -> bool:
        return obj.until is None and may_draw(standing, obj.looker, obj.looked_at)


def may_draw(standing: Standing, looker: Unit, looked_at: Unit) -> bool:
    """Both ends lie within what the person keeps: nobody sends another's department, or invites it elsewhere."""
    return keeps(standing, looker) and keeps(standing, looked_at)


def keeps(standing: Standing, unit: Unit) -> bool:
    return standing.has(Role.SUPERVISION) or standing.over(unit, *KEEPERS)


def may_draw_some(standing: Standing) -> bool:
    return standing.has(Role.SUPERVISION, *KEEPERS)


def planned_for(standing: Standing) -> list[int]:
    """Units on whose behalf this person plans and sends by a post there; the office does so for all, without one."""
    return [post.unit_id for post in standing.posts if post.role in PLANNERS]


def plans_for(standing: Standing, unit_id: int | None) -> bool:
    return standing.has(Role.SUPERVISION) or standing.in_unit(unit_id, *PLANNERS)


def may_plan(standing: Standing) -> bool:
    return standing.has(Role.SUPERVISION, *PLANNERS)


def units_to_plan_for(person: Person) -> QuerySet[Unit]:
    """On whose behalf this person may plan and send."""
    standing = standing_of(person)
    units: QuerySet[Unit] = Unit.objects.all()
    if standing.has(Role.SUPERVISION):
        return units
    return units.filter(pk__in=planned_for(standing))


class PlanPolicy(Policy[Plan]):
    model = Plan
    verbs = frozenset({"view", "edit", "publish", "draw"})

    def visible_to(self, person: Person) -> QuerySet[Plan]:
        rows = Plan.objects.select_related("unit", "made_by")
        standing = standing_of(person)
        if not person.is_active or not standing.posts:
            return rows.none()
        if standing.has(Role.SUPERVISION):
            return rows
        return rows.filter(Q(published_at__isnull=False) | Q(unit__in=planned_for(standing)))

    def allows(self, standing: Standing, verb: str, obj: Plan) -> bool:
        return obj.is_published == (verb == "draw") and plans_for(standing, obj.unit_id)


class DrawPolicy(Policy[Draw]):
    """Everybody who sees the plan sees its draws; what was drawn is shown to all when it is opened."""

    model = Draw
    verbs = frozenset({"view", "change", "recuse", "freeze", "throw", "void", "open", "peek", "bundle"})
    STEPS = {
        "change": (Step.PREPARING,),
        "recuse": (Step.PREPARING,),
        "freeze": (Step.PREPARING,),
        "throw": (Step.FROZEN,),
        "void": (Step.SEALED,),
        "open": (Step.SEALED,),
        "peek": (Step.SEALED, Step.OPENED),
        "bundle": (Step.OPENED,),
    }

    def visible_to(self, person: Person) -> QuerySet[Draw]:
        rows = Draw.objects.select_related("plan", "unit", "edition__checklist", "frozen", "thrown", "opening")
        standing = standing_of(person)
        if not person.is_active or not standing.posts:
            return rows.none()
        return rows.filter(Q(plan__isnull=True) | Exists(plans.visible_to(person).filter(pk=OuterRef("plan"))))

    def told(self, person: Person) -> QuerySet[Draw]:
        """Those of which the journal tells, with names and reasons: opened ones, and those that this person prepares."""
        standing = standing_of(person)
        if person.is_active and standing.has(Role.SUPERVISION):
            return Draw.objects.all()
        return self.visible_to(person).filter(Q(opening__isnull=False) | Q(unit__in=planned_for(standing)))

    def allows(self, standing: Standing, verb: str, obj: Draw) -> bool:
        if obj.step not in self.STEPS[verb]:
            return False
        if verb == "bundle" or (verb == "peek" and obj.step == Step.OPENED):
            return True
        if verb == "change" and obj.plan_id is None:
            return may_look_back(standing)
        if plans_for(standing, obj.unit_id):
            return True
        return verb == "recuse" and obj.seats.filter(person__in=standing.person_ids).exists()

    def get_for(self, person: Person, pk: Any, verb: str = "view", *, lock: bool = False) -> Draw:
        if lock:
            # The joined steps are empty at first: only the draw's own row can be held.
            Draw.objects.select_for_update().filter(pk=pk).first()
        return super().get_for(person, pk, verb)


def may_look_back(standing: Standing) -> bool:
    """Who prepares a draw of what is looked at again."""
    return standing.has(Role.SUPERVISION)


def recusable(standing: Standing, draw: Draw) -> QuerySet[Person]:
    """For whom this person may declare: themselves, and whoever prepares the draw for every inspector of it."""
    people = Person.objects.filter(pk__in=draw.seats.values("person")).order_by("name", "pk")
    return people if plans_for(standing, draw.unit_id) else people.filter(pk__in=standing.person_ids)


def may_take_back(standing: Standing, recusal: Recusal) -> bool:
    """A conflict that somebody declared of themselves, or who stands in for them, is theirs to take back. What others know
    of an inspector, whoever declared it and any who prepare the draw: but nobody frees themselves of it, in no role."""
    if recusal.own:
        return recusal.person_id in standing.person_ids
    if recusal.by_id == standing.person.pk:
        return True
    return recusal.person_id not in standing.person_ids and plans_for(standing, recusal.draw.unit_id)


class VisitPolicy(Policy[Visit]):
    model = Visit
    verbs = frozenset(
        {
            "view",
            "change",
            "begin",
            "answer",
            "end",
            "sign_looking",
            "sign_looked_at",
            "note_unsigned",
            "cancel",
            "break_off",
            "notice",
        }
    )
    STATES = {
        "change": (VisitState.AHEAD,),
        "begin": (VisitState.AHEAD,),
        "answer": (VisitState.UNDERWAY,),
        "end": (VisitState.UNDERWAY,),
        "sign_looking": (VisitState.DONE,),
        "sign_looked_at": (VisitState.DONE, VisitState.UNSIGNED),
        "note_unsigned": (VisitState.DONE,),
        "cancel": (VisitState.AHEAD,),
        "break_off": (VisitState.UNDERWAY,),
        "notice": OVER,
    }

    def visible_to(self, person: Person) -> QuerySet[Visit]:
        rows = Visit.objects.select_related("unit", "looking_unit", "edition__checklist", "plan", "draw")
        if not person.is_active:
            return rows.none()
        standing = standing_of(person)
        if standing.has(Role.SUPERVISION):
            return rows
        sent = Q(Exists(Visit.team.through.objects.filter(visit=OuterRef("pk"), person__in=standing.person_ids)))
        sent |= Q(looking_unit__in=planned_for(standing))
        unbegun = Q(state__in=[VisitState.AHEAD, VisitState.CANCELLED], begun_at__isnull=True)
        shown = ~(unbegun & Q(kind__in=HIDDEN))
        if standing.sees_all:
            return rows.filter(sent | shown)
        units = standing.subtree_ids
        return rows.filter(sent | (shown & (Q(unit__in=units) | Q(looking_unit__in=units))))

    def allows(self, standing: Standing, verb: str, obj: Visit) -> bool:
        if obj.state not in self.STATES[verb]:
            return False
        sent = is_sent(standing, obj)
        if verb == "sign_looked_at":
            # Whoever looked does not answer for the unit as well.
            return not sent and speaks_for(standing, obj.unit)
        if verb == "note_unsigned":
            return sent and obj.signatures.filter(side=Side.LOOKING).exists()
        if verb in ("begin", "answer", "end", "sign_looking"):
            return sent
        if verb == "notice":
            return True
        if verb == "break_off":
            return plans_for(standing, obj.looking_unit_id)  # the team ends what it began
        if verb == "cancel" and obj.draw_id:
            return False  # a drawn visit falls out by a void of its draw, which stays visible
        return sent or plans_for(standing, obj.looking_unit_id)


def sent_to(person: Person) -> QuerySet[Any]:
    """Ids of the visits that this person is on the team of."""
    return Visit.team.through.objects.filter(person__in=standing_of(person).person_ids).values("visit")


def is_sent(standing: Standing, visit: Visit) -> bool:
    return any(person.pk in standing.person_ids for person in visit.team.all())


def has_say(standing: Standing, visit: Visit) -> bool:
    """Who goes there, and who sends them."""
    return is_sent(standing, visit) or plans_for(standing, visit.looking_unit_id)


def is_sent_to(standing: Standing, visit_id: int) -> bool:
    """Whoever is sent answers, and ends what the team answers, whoever of them began it."""
    visit = Visit.objects.filter(pk=visit_id).first()
    return visit is not None and is_sent(standing, visit)


def may_tell(standing: Standing, unit: Unit, scope: Unit) -> bool:
    """On behalf of `unit`, about the units below `scope`."""
    if standing.has(Role.SUPERVISION):
        return True
    return standing.in_unit(unit.pk, *PLANNERS) and scope.path.startswith(unit.path)


class BulletinPolicy(Policy[Bulletin]):
    """Issued ones are everybody's who holds a post; drafts are between those who plan for the unit and the office."""

    model = Bulletin
    verbs = frozenset({"view", "correct", "issue"})

    def visible_to(self, person: Person) -> QuerySet[Bulletin]:
        rows = Bulletin.objects.select_related("unit", "scope")
        standing = standing_of(person)
        if not person.is_active or not standing.posts:
            return rows.none()
        if standing.has(Role.SUPERVISION):
            return rows
        return rows.filter(Q(issued_at__isnull=False) | Q(unit__in=planned_for(standing)))

    def allows(self, standing: Standing, verb: str, obj: Bulletin) -> bool:
        return not obj.is_issued and plans_for(standing, obj.unit_id)


class SuggestionPolicy(Policy[Suggestion]):
    """Seen by its sender, by who answers, and by the supervision office. Nobody answers their own."""

    model = Suggestion
    verbs = frozenset({"view", "answer"})

    def visible_to(self, person: Person) -> QuerySet[Suggestion]:
        rows = Suggestion.objects.select_related("unit", "by", "task")
        if not person.is_active:
            return rows.none()
        standing = standing_of(person)
        if standing.has(Role.SUPERVISION):
            return rows
        return rows.filter(Q(by=person) | Q(unit__in=spoken_for(standing)))

    def allows(self, standing: Standing, verb: str, obj: Suggestion) -> bool:
        return (
            obj.state == SuggestionState.SENT
            and obj.by_id not in standing.person_ids
            and speaks_for(standing, obj.unit)
        )


class LookBackPolicy(Policy[LookBack]):
    """Seen by its checker and by those who made the draw; by the unit only through what becomes of it."""

    model = LookBack
    verbs = frozenset({"view", "judge", "reopen"})

    def visible_to(self, person: Person) -> QuerySet[LookBack]:
        rows = LookBack.objects.select_related("draw__unit", "checker")
        if not person.is_active:
            return rows.none()
        standing = standing_of(person)
        if standing.has(Role.SUPERVISION):
            return rows
        return rows.filter(Q(checker__in=standing.person_ids) | Q(draw__unit__in=planned_for(standing)))

    def allows(self, standing: Standing, verb: str, obj: LookBack) -> bool:
        if verb == "judge":
            return obj.held is None and obj.checker_id == standing.person.pk
        return obj.held is False and not obj.reopened and standing.has(Role.SUPERVISION)


edges = EdgePolicy()
bulletins = BulletinPolicy()
suggestions = SuggestionPolicy()
look_backs = LookBackPolicy()
plans = PlanPolicy()
draws = DrawPolicy()
visits = VisitPolicy()
