"""The ceremony: prepare, recuse, freeze, throw, seal, void, open. Dice are typed in once, in one act with the drawing and
the sealing, so nobody can try out digits; the database keeps each step from being changed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.burden import actions as burden
from duban.burden.askers import Ask
from duban.checklists.models import Edition
from duban.draws import BadSeed, DrawError, Entry, NoTeams, Void, canonical, draw, follow, new_salt, seal
from duban.draws.seed import FEWEST_DIGITS
from duban.findings.layers import layer_of
from duban.inspections import asking, kinds
from duban.inspections.access import draws, plans
from duban.inspections.actions.lookbacks import Pool, asks_of_look_back, look_back_pool, send_checkers
from duban.inspections.actions.visits import cancel_drawn, plan_drawn
from duban.inspections.manifests import (
    id_of,
    manifest_of,
    number_of,
    plain,
    read_manifest,
    read_seed,
    require_enough,
    voids_of,
)
from duban.inspections.models import (
    Draw,
    DrawInspector,
    DrawVoid,
    Frozen,
    Opening,
    Purpose,
    Recusal,
    Thrower,
    Thrown,
    VisitState,
)
from duban.journal import actions as journal
from duban.org.access import standing_of
from duban.org.models import Appointment, Person, Role, Unit

FEWEST_UNITS = 3


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
    named = plain(named)
    if Draw.objects.filter(plan=plan, named=named).exists():
        raise ValidationError({"named": _("This plan has a draw of that name. A draw is not made again.")})
    if until < since:
        raise ValidationError({"until": _("It ends after it begins.")})
    if team < 1:
        raise ValidationError({"team": _("A team has at least one inspector.")})
    made = Draw(
        plan=plan, unit=plan.unit, purpose=Purpose.VISITS, named=named, edition=edition, since=since, until=until,
        team=team, cap=cap, made_by=actor,
    )  # fmt: skip
    save_draw(made, actor, inspectors, throwers)
    _weigh(made, actor, burden_reason)
    return made


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
    if not standing_of(actor).has(Role.SUPERVISION):
        raise PermissionDenied
    named = plain(named)
    if Draw.objects.filter(plan=None, unit=unit, named=named).exists():
        raise ValidationError({"named": _("There is a draw of that name. A draw is not made again.")})
    if until < since or until > timezone.localdate():
        raise ValidationError({"until": _("These days are over, and end after they begin.")})
    made = Draw(
        purpose=Purpose.LOOK_BACK, unit=unit, named=named, since=since, until=until, team=1, cap=cap, made_by=actor
    )
    save_draw(made, actor, inspectors, throwers)
    _weigh(made, actor, burden_reason)
    return made


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


def save_draw(made: Draw, actor: Person, inspectors: Sequence[Person], throwers: Sequence[Unit]) -> None:
    """Shared by all purposes: checks who throws and who inspects, and keeps the draw."""
    if len({unit.pk for unit in throwers}) < FEWEST_UNITS:
        raise ValidationError({"throwers": _("People of at least three units throw the dice.")})
    if not inspectors:
        raise ValidationError({"inspectors": _("Name the inspectors.")})
    made.full_clean(exclude=["throwers", "inspectors"])
    made.save()
    for order, unit in enumerate(dict.fromkeys(throwers)):
        Thrower.objects.create(draw=made, unit=unit, order=order)
    seats = seats_of(inspectors)
    for person in dict.fromkeys(inspectors):
        if person.pk not in seats:
            raise ValidationError({"inspectors": _("%(name)s holds no post today.") % {"name": person.name}})
        DrawInspector.objects.create(draw=made, person=person, unit_id=seats[person.pk])
    tell(kinds.DRAW_MADE, made, actor)


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
    mine = person.pk == actor.pk
    if not mine and not draws.allows(standing_of(actor), "freeze", made):
        raise PermissionDenied
    if not made.seats.filter(person=person).exists():
        raise ValidationError({"person": _("%(name)s is no inspector of this draw.") % {"name": person.name}})
    if not reason.strip():
        raise ValidationError({"reason": _("Give a reason.")})
    if made.plan and not made.plan.quotas.filter(unit=unit).exists():
        raise ValidationError({"unit": _("%(unit)s is not in the pool.") % {"unit": unit}})
    found, new = Recusal.objects.get_or_create(
        draw=made, person=person, unit=unit, defaults={"reason": reason.strip()[:200], "by": actor}
    )
    if new:
        tell(kinds.DRAW_RECUSED, made, actor, person=person.name, unit=str(unit), reason=found.reason)
    return found


@transaction.atomic
def freeze_draw(draw_id: int, *, actor: Person) -> Frozen:
    """From now on nothing of it changes: the digest is published before anybody throws."""
    made = draws.get_for(actor, draw_id, "freeze", lock=True)
    entries, per_stratum, involved = _pool(made) if made.purpose == Purpose.VISITS else look_back_pool(made)
    try:
        manifest = manifest_of(made, entries, per_stratum, new_salt(), involved)
    except DrawError as error:
        raise ValidationError(_("This cannot be drawn from: %(why)s") % {"why": error}) from None
    require_enough(manifest)
    frozen = Frozen.objects.create(draw=made, manifest=canonical(manifest).decode(), digest=manifest.digest, by=actor)
    tell(kinds.DRAW_FROZEN, made, actor, digest=frozen.digest, entries=len(entries))
    return frozen


def _pool(made: Draw) -> Pool:
    assert made.plan is not None
    quotas = made.plan.quotas.select_related("unit", "stratum")
    entries = [(Entry(id_of(q.unit), plain(q.unit.name), plain(q.stratum.name)), q.unit) for q in quotas]
    held = {entry.stratum for entry, _unit in entries}
    return entries, {plain(s.name): s.draw for s in made.plan.strata.all() if plain(s.name) in held}, set()


@transaction.atomic
def throw_dice(draw_id: int, *, actor: Person, throws: Mapping[int, tuple[Person, str]]) -> Thrown:
    """The dice as they fell, by unit id: who threw, and the digits. Draws and seals at once, for good.

    Each thrower is of the unit, and no person throws twice. When the inspectors turn out not to suffice, that is kept as
    well: this draw has failed, and stays to be seen.
    """
    made = draws.get_for(actor, draw_id, "throw", lock=True)
    units = [each.unit for each in made.throwing.select_related("unit")]
    given = []
    for unit in units:
        if unit.pk not in throws:
            raise ValidationError(_("The dice of %(unit)s are missing.") % {"unit": unit})
        person, digits = throws[unit.pk]
        digits = "".join(digits.split())
        if (
            not Appointment.objects.in_force(timezone.localdate())
            .filter(person=person, unit__path__startswith=unit.path)
            .exists()
        ):
            raise ValidationError(_("%(name)s is not of %(unit)s.") % {"name": person.name, "unit": unit})
        if not digits or set(digits) - set("123456"):
            raise ValidationError(
                _("The dice of %(unit)s: type one digit from 1 to 6 for each throw.") % {"unit": unit}
            )
        given.append((plain(unit.name), plain(person.name), digits, person.pk))
    if len({each[3] for each in given}) < len(given):
        raise ValidationError(_("Each unit's dice are thrown by another person."))
    if sum(len(each[2]) for each in given) < FEWEST_DIGITS:
        raise ValidationError(_("At least %(n)s dice are thrown altogether.") % {"n": FEWEST_DIGITS})
    rows = [list(each[:3]) for each in given]
    manifest, seed, salt, failed, result = read_manifest(made.frozen.manifest), read_seed(rows), new_salt(), "", None
    try:
        result = draw(manifest, seed)
    except NoTeams as error:
        failed = str(error)[:300]
    except (BadSeed, DrawError) as error:
        raise ValidationError(_("This cannot be drawn from: %(why)s") % {"why": error}) from None
    try:
        with transaction.atomic():
            thrown = Thrown.objects.create(
                draw=made, throws=rows, salt=salt, seal=seal(result, salt) if result else "", failed=failed, by=actor,
                result=result.to_bytes().decode() if result else "",
            )  # fmt: skip
    except IntegrityError:
        raise ValidationError(_("The dice of this draw have fallen already.")) from None
    if result is None:
        tell(kinds.DRAW_FAILED, made, actor, reason=failed, throws=rows)
        return thrown
    tell(kinds.DRAW_SEALED, made, actor, seal=thrown.seal, throws=rows)
    if made.purpose == Purpose.VISITS:
        plan_drawn(made, {number_of(t.entry): [number_of(i) for i in t.inspectors] for t in result.teams}, actor=actor)
    else:
        send_checkers(made, {t.entry: number_of(t.inspectors[0]) for t in result.teams}, actor=actor)
    return thrown


@transaction.atomic
def declare_void(draw_id: int, *, actor: Person, role: str, what: str, reason: str, entry: str = "") -> DrawVoid:
    """Somebody or something that was drawn falls out; who follows has been settled by the dice."""
    made = draws.get_for(actor, draw_id, "void", lock=True)
    reason = plain(reason)[:200]
    if not reason:
        raise ValidationError({"reason": _("Give a reason.")})
    # Also one that was broken off: whoever dislikes what a visit shows must not draw on.
    begun = made.visits.filter(begun_at__isnull=False)
    if role == "entry" and made.purpose == Purpose.VISITS and begun.filter(unit=number_of(what)).exists():
        raise ValidationError(_("This visit has begun already."))
    void = DrawVoid(draw=made, role=role, what=what, entry=entry, reason=reason, by=actor)
    manifest, seed = read_manifest(made.frozen.manifest), read_seed(made.thrown.throws)
    void.at = timezone.now()
    try:
        now = follow(
            manifest,
            seed,
            [*voids_of(made), Void(role, what, reason, void.at.isoformat(timespec="seconds"), entry)],
        )
    except DrawError as error:
        raise ValidationError(_("This cannot fall out: %(why)s") % {"why": error}) from None
    void.save(force_insert=True)
    tell(kinds.DRAW_VOID, made, actor, reason=reason, role=role, what=what, follows=list(now.steps[-1].follows))
    if made.purpose == Purpose.VISITS:
        teams = {number_of(t.entry): [number_of(i) for i in t.inspectors] for t in now.teams}
        wanted = {number_of(pk) for one in now.strata for pk in one.selected}
        cancel_drawn(made, keep=wanted, reason=reason, actor=actor)
        plan_drawn(made, {pk: teams.get(pk, []) for pk in wanted}, actor=actor)
    else:
        checkers = {t.entry: number_of(t.inspectors[0]) if t.inspectors else None for t in now.teams}
        send_checkers(made, {pk: checkers.get(pk) for one in now.strata for pk in one.selected}, actor=actor)
    return void


@transaction.atomic
def open_draw(draw_id: int, *, actor: Person) -> Opening:
    """When what was drawn has been looked at: now everybody sees it, and may run the draw again."""
    made = draws.get_for(actor, draw_id, "open", lock=True)
    left = made.visits.filter(state__in=[VisitState.AHEAD, VisitState.UNDERWAY]).count()
    left += made.look_backs.filter(held__isnull=True).count()
    if left:
        raise ValidationError(_("%(n)s checks of this draw are not over yet.") % {"n": left}, code="early")
    opening = Opening.objects.create(draw=made, by=actor)
    manifest, seed = read_manifest(made.frozen.manifest), read_seed(made.thrown.throws)
    names = {entry.id: entry.name for entry in manifest.entries}
    selected = [names[pk] for one in follow(manifest, seed, voids_of(made)).strata for pk in one.selected]
    tell(kinds.DRAW_OPENED, made, actor, selected=selected, salt=made.thrown.salt)
    return opening


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
