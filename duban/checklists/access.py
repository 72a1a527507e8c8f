"""Who sees and keeps checklists, who looks by them, and who reads what was found.

An edition that is or was in force is everybody's to read. Drafts are between the supervision office and the leaders and
heads of the owner unit; whoever drafted or last changed one does not approve it. A response is seen by whoever gave it,
by the people of the unit looked at and of the unit that looks, and of all above them. Those who look answer in it: whoever
is looked at reads what is said of them, and does not say it.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from duban.checklists.abouts import abouts
from duban.checklists.models import Answer, Checklist, Edition, EditionState, Pattern, Response, Rule
from duban.checklists.transitions import STATES
from duban.org.access import Policy, Standing, standing_of
from duban.org.models import Appointment, Person, Role, Unit, UnitKind

KEEPERS = (Role.LEADER, Role.HEAD)
# A department looks at everything below the unit it belongs to, not only below itself.
DEPARTMENTS = (UnitKind.DEPARTMENT, UnitKind.TASK_FORCE, UnitKind.EMERGENCY)


def may_keep(standing: Standing) -> bool:
    """Whether this person may make checklists at all."""
    return standing.has(Role.SUPERVISION, *KEEPERS)


def keeps(standing: Standing, owner_id: int) -> bool:
    return standing.has(Role.SUPERVISION) or standing.in_unit(owner_id, *KEEPERS)


class ChecklistPolicy(Policy[Checklist]):
    model = Checklist
    verbs = frozenset({"view", "edit", "draft"})

    def visible_to(self, person: Person) -> QuerySet[Checklist]:
        if not person.is_active:
            return Checklist.objects.none()
        standing = standing_of(person)
        if standing.has(Role.SUPERVISION):
            return Checklist.objects.all()
        own = [p.unit_id for p in standing.posts if p.role in KEEPERS]
        once = Exists(Edition.objects.filter(checklist=OuterRef("pk"), since__isnull=False))
        return Checklist.objects.filter(once | Q(owner__in=own))

    def allows(self, standing: Standing, verb: str, obj: Checklist) -> bool:
        return keeps(standing, obj.owner_id)

    def owners_for(self, person: Person) -> QuerySet[Unit]:
        """Units that may own a checklist this person makes."""
        standing = standing_of(person)
        if standing.has(Role.SUPERVISION):
            return Unit.objects.all()
        return Unit.objects.filter(pk__in=[p.unit_id for p in standing.posts if p.role in KEEPERS])


class EditionPolicy(Policy[Edition]):
    model = Edition
    verbs = frozenset({"view", "edit", "approve", "bring_into_force", "withdraw", "answer"})

    def visible_to(self, person: Person) -> QuerySet[Edition]:
        rows = Edition.objects.select_related("checklist__owner")
        if not person.is_active:
            return rows.none()
        standing = standing_of(person)
        if standing.has(Role.SUPERVISION):
            return rows
        own = [p.unit_id for p in standing.posts if p.role in KEEPERS]
        return rows.filter(Q(since__isnull=False) | Q(checklist__owner__in=own))

    def allows(self, standing: Standing, verb: str, obj: Edition) -> bool:
        if EditionState(obj.state) not in STATES[verb]:
            return False
        if verb == "answer":
            return bool(standing.posts)
        if verb == "approve" and standing.person_ids & {obj.drafted_by_id, obj.edited_by_id}:
            return False
        return keeps(standing, obj.checklist.owner_id)


def approvers_of(edition: Edition) -> list[Person]:
    """Who may approve this draft: its keepers but for whoever drafted or last changed it. Deputies are not named."""
    keepers = Q(role=Role.SUPERVISION) | Q(unit=edition.checklist.owner_id, role__in=KEEPERS)
    rows = Appointment.objects.in_force(timezone.localdate()).filter(keepers, person__is_active=True)
    rows = rows.exclude(person__in=[edition.drafted_by_id, *([edition.edited_by_id] if edition.edited_by_id else [])])
    return list(dict.fromkeys(row.person for row in rows.select_related("person")))


class ResponsePolicy(Policy[Response]):
    model = Response
    verbs = frozenset({"view", "answer", "finish"})

    def visible_to(self, person: Person) -> QuerySet[Response]:
        rows = Response.objects.select_related("edition__checklist", "unit", "looking_unit", "by")
        if not person.is_active:
            return rows.none()
        standing = standing_of(person)
        if standing.has(Role.SUPERVISION):
            return rows
        units, me = standing.subtree_ids, standing.person_ids
        at_large = Q() if standing.sees_all else Q(unit__in=units) | Q(looking_unit__in=units)
        at_large &= ~Q(about_noun__in=[noun for noun, about in abouts.items() if about.secret])
        mine = Q(by__in=me) | Q(Exists(Answer.objects.filter(response=OuterRef("pk"), by__in=me))) | at_large
        for noun, about in abouts.items():
            mine |= Q(about_noun=noun, about_id__in=about.seen(person))
        return rows.filter(mine)

    def allows(self, standing: Standing, verb: str, obj: Response) -> bool:
        # Those who look may lend a hand while it is open; only who began it, their unit's head, or whoever the room above
        # lets end what it began it for, ends it.
        if obj.finished_at is not None or not standing.posts:
            return False
        if verb == "answer":
            return self.has_a_hand(standing, obj)
        if obj.by_id in standing.person_ids or standing.in_unit(obj.looking_unit_id, Role.HEAD, Role.LEADER):
            return True
        about = abouts.get(obj.about_noun)
        return about is not None and obj.about_id is not None and about.ends(standing, obj.about_id)

    def has_a_hand(self, standing: Standing, obj: Response) -> bool:
        """Whether an answer of this person counts, whenever it arrives: began it, answered before, is sent, or, in a
        check that nobody was sent to, belongs to the unit that looks, stands above it, or sees everything."""
        if not standing.posts:
            return False
        about = abouts.get(obj.about_noun)
        if about is None:
            looks = standing.sees_all or obj.looking_unit_id in standing.subtree_ids
        else:
            looks = obj.about_id is not None and about.answers(standing, obj.about_id)
        return looks or obj.by_id in standing.person_ids or obj.answers.filter(by__in=standing.person_ids).exists()

    def units_to_look_at(self, person: Person) -> QuerySet[Unit]:
        """Units that this person may begin a response at by themselves; upper rooms may send them elsewhere."""
        standing = standing_of(person)
        if not person.is_active or not standing.posts:
            return Unit.objects.none()
        if standing.has(Role.SUPERVISION) or standing.sees_all:
            return Unit.objects.all()
        sides = set(Unit.objects.filter(pk__in=standing.unit_ids, kind__in=DEPARTMENTS).values_list("path", flat=True))
        below = Q(pk__in=[])
        for path in set(standing.paths()):
            below |= Q(path__startswith=path[: -Unit.steplen] if path in sides and len(path) > Unit.steplen else path)
        return Unit.objects.filter(below)


class PatternPolicy(Policy[Pattern]):
    """Patterns, rules and the norms they become are lessons for everybody; the office and heads work on them."""

    model = Pattern
    verbs = frozenset({"view", "edit", "draft_rule"})

    def visible_to(self, person: Person) -> QuerySet[Pattern]:
        return Pattern.objects.select_related("unit", "noted_by") if person.is_active else Pattern.objects.none()

    def allows(self, standing: Standing, verb: str, obj: Pattern) -> bool:
        return may_keep(standing)


class RulePolicy(Policy[Rule]):
    model = Rule
    verbs = frozenset({"view", "edit", "make_norm"})

    def visible_to(self, person: Person) -> QuerySet[Rule]:
        return Rule.objects.select_related("pattern") if person.is_active else Rule.objects.none()

    def allows(self, standing: Standing, verb: str, obj: Rule) -> bool:
        if verb == "edit" and obj.edition_id:
            return False
        return may_keep(standing)


checklists = ChecklistPolicy()
editions = EditionPolicy()
responses = ResponsePolicy()
patterns = PatternPolicy()
rules = RulePolicy()
