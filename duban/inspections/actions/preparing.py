"""Before the freezing: a draw is prepared, changed or dropped, and inspectors declare where they must not go."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.burden import actions as burden
from duban.burden.askers import Ask
from duban.checklists.models import Edition
from duban.draws import DuplicateId
from duban.draws.manifest import FEWEST_THROWERS
from duban.findings.layers import layer_of
from duban.inspections import asking, kinds
from duban.inspections.access import draws, may_look_back, may_take_back, plans, recusable
from duban.inspections.actions.lookbacks import asks_of_look_back
from duban.inspections.manifests import plain
from duban.inspections.models import Draw, DrawInspector, Purpose, Recusal, Thrower
from duban.inspections.refusals import said
from duban.journal import actions as journal
from duban.org.access import standing_of
from duban.org.models import Appointment, Person, Unit
from duban.org.said import reason_given


@transaction.atomic
def prepare_draw(
    plan_id: int,
    *,
    actor: Person,
    named: str,
    edition: Edition,
    since: date,
    until: date,
    inspectors: Sequence[Person],
    throwers: Sequence[Unit],
    team: int = 2,
    cap: int = 2,
    burden_reason: str | None = None,
) -> Draw:
    """Say who may inspect, who throws, and what is drawn for. The pool is the plan's units.

    `burden_reason`: why it is asked although a unit would go beyond its budget, from a sender who saw that; None where
    nobody was shown it.
    """
    plan = plans.get_for(actor, plan_id, "draw", lock=True)
    made = Draw(
        plan=plan, unit=plan.unit, purpose=Purpose.VISITS, named=plain(named), edition=edition, since=since, until=until,
        team=team, cap=cap, made_by=actor,
    )  # fmt: skip
    return _prepare(made, actor, inspectors, throwers, burden_reason)


@transaction.atomic
def prepare_look_back(
    *,
    actor: Person,
    unit: Unit,
    named: str,
    since: date,
    until: date,
    inspectors: Sequence[Person],
    throwers: Sequence[Unit],
    cap: int = 5,
    burden_reason: str | None = None,
) -> Draw:
    """A draw over what was closed from `since` to `until`; each thing drawn is looked at by one outsider. `burden_reason` as in
    `prepare_draw`."""
    if not may_look_back(standing_of(actor)):
        raise PermissionDenied
    made = Draw(
        purpose=Purpose.LOOK_BACK, unit=unit, named=plain(named), since=since, until=until, team=1, cap=cap, made_by=actor,
    )  # fmt: skip
    return _prepare(made, actor, inspectors, throwers, burden_reason)


def _prepare(
    made: Draw, actor: Person, inspectors: Sequence[Person], throwers: Sequence[Unit], burden_reason: str | None
) -> Draw:
    _save(made, inspectors, throwers)
    tell(kinds.DRAW_MADE, made, actor, **_said(made), ids=_seated(made))
    _weigh(made, actor, burden_reason)
    return made


@transaction.atomic
def change_draw(
    draw_id: int,
    *,
    actor: Person,
    named: str,
    since: date,
    until: date,
    inspectors: Sequence[Person],
    throwers: Sequence[Unit],
    cap: int,
    team: int | None = None,
    edition: Edition | None = None,
    burden_reason: str | None = None,
) -> Draw:
    """Everything but what it is for, and on whose behalf; `team` and `edition` of visits only, and where they are given. What
    somebody declared who is no inspector now stays, and counts when they are one again."""
    made = draws.get_for(actor, draw_id, "change", lock=True)
    before, known = _said(made), _seated(made)
    made.named, made.since, made.until, made.cap = plain(named), since, until, cap
    if made.purpose == Purpose.VISITS:
        made.team, made.edition = made.team if team is None else team, edition or made.edition
    _save(made, inspectors, throwers)
    if (after := _said(made)) != before:
        seated = _seated(made)
        tell(kinds.DRAW_CHANGED, made, actor, **after, ids=[pk for pk in seated if pk not in known])
        if left := Person.objects.filter(pk__in=set(known) - set(seated)).order_by("name", "pk"):
            tell(kinds.DRAW_LEFT, made, actor, left=[each.name for each in left], ids=[each.pk for each in left])
    _weigh(made, actor, burden_reason)
    return made


@transaction.atomic
def drop_draw(draw_id: int, *, actor: Person) -> None:
    """Nothing was published of it, so nothing stays but the journal; told at its plan, as its own page is gone."""
    made = draws.get_for(actor, draw_id, "change", lock=True)
    at = ("inspection_plan", made.plan_id) if made.plan_id else ("draw", made.pk)
    body = {**_said(made), "ids": _seated(made)}
    journal.append(kinds.DRAW_DROPPED, actor=actor, noun=at[0], noun_id=at[1], unit_id=made.unit_id, body=body)
    made.delete()


def _said(made: Draw) -> dict[str, object]:
    """What the journal keeps of it."""
    return {
        "title": made.named,
        "since": made.since,
        "until": made.until,
        "team": made.team,
        "cap": made.cap,
        "edition": str(made.edition or ""),
        "inspectors": [seat.person.name for seat in made.seats.select_related("person")],
        "throwers": [str(each.unit) for each in made.throwing.select_related("unit")],
    }


def _seated(made: Draw) -> list[int]:
    """Whom it is news to: they declare where they must not go."""
    return list(made.seats.values_list("person", flat=True))


def asks_of_prepared(made: Draw) -> list[Ask]:
    """What a draw would ask, by its plan or by what was closed: for those who prepare it, until the dice have fallen."""
    if made.purpose == Purpose.LOOK_BACK:
        return asks_of_look_back(made, list(made.seats.values_list("person", "unit")))
    assert made.plan
    assert made.edition
    return asking.asks_of_draw(made.plan, made.edition, on=made.since, team=made.team, inspectors=made.seats.count())


def _weigh(made: Draw, actor: Person, reason: str | None) -> None:
    """Before anybody is drawn: a unit that would go beyond its budget counts, as each of them may be the one."""
    if reason is not None:
        burden.weigh(
            asks_of_prepared(made), actor=actor, source=("draw", made.pk), title=str(made), reason=reason,
            unit_id=made.unit_id,
        )  # fmt: skip


def _save(made: Draw, inspectors: Sequence[Person], throwers: Sequence[Unit]) -> None:
    """For all purposes, new or changed."""
    taken = _("There is a draw of that name. A draw is not made again.")
    others = Draw.objects.filter(plan=made.plan, named=made.named).exclude(pk=made.pk)
    if (others if made.plan else others.filter(unit=made.unit)).exists():
        raise ValidationError({"named": taken})
    if made.until < made.since:
        raise ValidationError({"until": _("It ends after it begins.")})
    if made.purpose == Purpose.LOOK_BACK and made.until > timezone.localdate():
        raise ValidationError({"until": _("These days are over, and end after they begin.")})
    if made.team < 1:
        raise ValidationError({"team": _("A team has at least one inspector.")})
    throwers, inspectors = list(dict.fromkeys(throwers)), list(dict.fromkeys(inspectors))
    if len(throwers) < FEWEST_THROWERS:
        raise ValidationError({"throwers": _("People of at least three units throw the dice.")})
    for name, times in Counter(plain(unit.name) for unit in throwers).items():
        if times > 1:
            raise ValidationError({"throwers": said(DuplicateId("throwing unit", name), {})})
    if not inspectors:
        raise ValidationError({"inspectors": _("Name the inspectors.")})
    seats = seats_of(inspectors)
    for person in inspectors:
        if person.pk not in seats:
            raise ValidationError({"inspectors": _("%(name)s holds no post today.") % {"name": person.name}})
    made.full_clean(exclude=["throwers", "inspectors"])
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # another took the name at the same moment
        raise ValidationError({"named": taken}) from None
    made.throwing.all().delete()
    Thrower.objects.bulk_create(Thrower(draw=made, unit=unit, order=at) for at, unit in enumerate(throwers))
    made.seats.all().delete()
    DrawInspector.objects.bulk_create(
        DrawInspector(draw=made, person=person, unit_id=seats[person.pk]) for person in inspectors
    )


def seats_of(people: Collection[Person]) -> dict[int, int]:
    """Person → the highest unit that each holds a post in today, who bears the work; whoever holds none is left out."""
    posts = Appointment.objects.in_force(timezone.localdate()).filter(person__in=people).select_related("unit")
    seats: dict[int, int] = {}
    for post in sorted(posts, key=lambda post: (layer_of(post.unit), post.unit.path)):
        seats.setdefault(post.person_id, post.unit_id)
    return seats


@transaction.atomic
def recuse(draw_id: int, *, actor: Person, person: Person, unit: Unit, reason: str) -> Recusal:
    """Somebody will not visit a unit. Declared by themselves, or by whoever prepares the draw, before the freezing."""
    made = draws.get_for(actor, draw_id, "recuse", lock=True)
    if not made.seats.filter(person=person).exists():
        raise ValidationError({"person": _("%(name)s is no inspector of this draw.") % {"name": person.name}})
    standing = standing_of(actor)
    if not recusable(standing, made).filter(pk=person.pk).exists():
        raise PermissionDenied
    reason = reason_given(reason)[:200]
    if made.plan and not made.plan.quotas.filter(unit=unit).exists():
        raise ValidationError({"unit": _("%(unit)s is not in the pool.") % {"unit": unit}})
    found, new = Recusal.objects.get_or_create(
        draw=made, person=person, unit=unit, by=actor,
        defaults={"reason": reason, "own": person.pk in standing.person_ids},
    )  # fmt: skip
    if new:
        tell(kinds.DRAW_RECUSED, made, actor, person=person.name, unit=str(unit), reason=found.reason)
    return found


@transaction.atomic
def take_back_recusal(draw_id: int, recusal_id: int, *, actor: Person) -> None:
    """Before the freezing; by whom, see `may_take_back`."""
    made = draws.get_for(actor, draw_id, "recuse", lock=True)
    found = made.recusals.select_related("person", "unit").filter(pk=recusal_id).first()
    if found is None:
        raise Http404
    if not may_take_back(standing_of(actor), found):
        raise PermissionDenied
    tell(kinds.DRAW_RECUSAL_BACK, made, actor, person=found.person.name, unit=str(found.unit), reason=found.reason)
    found.delete()


def tell(kind: kinds.Kind, made: Draw, actor: Person, **body: object) -> None:
    journal.append(
        kind,
        actor=actor,
        noun="draw",
        noun_id=made.pk,
        unit_id=made.unit_id,
        about=("inspection_plan", made.plan_id) if made.plan_id else None,
        body={"title": made.named, **body},
    )
