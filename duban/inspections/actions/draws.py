"""The ceremony once a draw is prepared: freeze, throw, seal, void, open. Dice are typed in once, in one act with the drawing
and the sealing, so nobody can try out digits; the database keeps each step from being changed."""

from collections.abc import Mapping
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.draws import (
    DrawError,
    Entry,
    Manifest,
    NoDie,
    NoTeams,
    NothingThrown,
    Seed,
    Throw,
    Void,
    canonical,
    draw,
    follow,
    new_salt,
    seal,
)
from duban.inspections import kinds
from duban.inspections.access import draws
from duban.inspections.actions.lookbacks import Pool, look_back_pool, send_checkers
from duban.inspections.actions.preparing import tell
from duban.inspections.actions.visits import cancel_drawn, plan_drawn
from duban.inspections.manifests import (
    id_of,
    manifest_of,
    names_in,
    number_of,
    plain,
    read_manifest,
    require_enough,
    thrown_of,
    voids_of,
)
from duban.inspections.models import Draw, DrawVoid, Frozen, Opening, Purpose, Thrown
from duban.inspections.queries.plans import not_over
from duban.inspections.refusals import refused
from duban.org.models import Appointment, Person
from duban.org.said import reason_given


@transaction.atomic
def freeze_draw(draw_id: int, *, actor: Person) -> Frozen:
    """From now on nothing of it changes: the digest is published before anybody throws."""
    made = draws.get_for(actor, draw_id, "freeze", lock=True)
    manifest = manifest_as_it_stands(made)
    frozen = Frozen.objects.create(draw=made, manifest=canonical(manifest).decode(), digest=manifest.digest, by=actor)
    tell(kinds.DRAW_FROZEN, made, actor, digest=frozen.digest, entries=len(manifest.entries))
    return frozen


def manifest_as_it_stands(made: Draw) -> Manifest:
    """What would be frozen now. Raises ValidationError with what stands in the way."""
    entries, per_stratum, involved = _pool(made) if made.purpose == Purpose.VISITS else look_back_pool(made)
    manifest = manifest_of(made, entries, per_stratum, new_salt(), involved)
    require_enough(manifest)
    return manifest


def _pool(made: Draw) -> Pool:
    assert made.plan is not None
    quotas = made.plan.quotas.select_related("unit", "stratum")
    entries = [(Entry(id_of(q.unit), plain(q.unit.name), plain(q.stratum.name)), q.unit) for q in quotas]
    held = {entry.stratum for entry, _unit in entries}
    return entries, {plain(s.name): s.draw for s in made.plan.strata.all() if plain(s.name) in held}, set()


@transaction.atomic
def throw_dice(draw_id: int, *, actor: Person, throws: Mapping[int, tuple[Person, str]]) -> Thrown:
    """The dice as they fell, by unit id: who threw, and the digits. Draws and seals at once, for good.

    Each thrower is of the unit, and no person throws twice; what is wrong is told by `who` or `dice` and the
    unit's id. When the inspectors turn out not to suffice, that is kept as well: this draw has failed, and stays to be seen.
    """
    made = draws.get_for(actor, draw_id, "throw", lock=True)
    manifest, salt = read_manifest(made.frozen.manifest), new_salt()
    units = [each.unit for each in made.throwing.select_related("unit")]
    given, people = [], set()
    # By the names that were published, whatever a unit is called by now.
    for unit, name in zip(units, manifest.throwers, strict=True):
        if unit.pk not in throws:
            raise ValidationError({f"dice{unit.pk}": _("The dice of %(unit)s are missing.") % {"unit": unit}})
        person, digits = throws[unit.pk]
        posts = Appointment.objects.in_force(timezone.localdate()).filter(unit__path__startswith=unit.path)
        if not posts.filter(person=person).exists():
            words = _("%(name)s is not of %(unit)s.") % {"name": person.name, "unit": unit}
            raise ValidationError({f"who{unit.pk}": words})
        if person.pk in people:
            raise ValidationError({f"who{unit.pk}": _("Each unit's dice are thrown by another person.")})
        people.add(person.pk)
        # Chinese keyboards type digits of full width as well.
        given.append(Throw(name, plain(person.name), normalize("NFKC", "".join(digits.split()))))
    try:
        result = draw(manifest, Seed(given))
    except NoTeams:
        result = None  # kept as well
    except (NoDie, NothingThrown) as error:
        unit = units[manifest.throwers.index(error.unit)]
        raise ValidationError({f"dice{unit.pk}": refused(error, {}).messages}) from error
    except DrawError as error:
        raise refused(error, names_in(manifest)) from error
    rows = [[each.unit, each.by, each.digits] for each in given]
    try:
        with transaction.atomic():
            thrown = Thrown.objects.create(
                draw=made, throws=rows, salt=salt, seal=seal(result, salt) if result else "", by=actor,
                result=result.to_bytes().decode() if result else "",
            )  # fmt: skip
    except IntegrityError:
        raise ValidationError(_("The dice of this draw have fallen already.")) from None
    if result is None:
        tell(kinds.DRAW_FAILED, made, actor, throws=rows)
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
    reason = plain(reason_given(plain(reason))[:200])
    if role == "entry":
        _require_not_begun(made, what)
    void = DrawVoid(draw=made, role=role, what=what, entry=entry, reason=reason, by=actor)
    manifest, seed = thrown_of(made)
    names = names_in(manifest)
    void.at = timezone.now()
    try:
        now = follow(
            manifest,
            seed,
            [*voids_of(made), Void(role, what, reason, void.at.isoformat(timespec="seconds"), entry)],
        )
    except DrawError as error:
        raise refused(error, names) from error
    void.save(force_insert=True)
    name = f"{names[what]}（{names[entry]}）" if entry else names[what]
    followed = [names[pk] for pk in now.steps[-1].follows]
    tell(kinds.DRAW_VOID, made, actor, reason=reason, name=name, role=role, what=what, followed=followed)
    if made.purpose == Purpose.VISITS:
        teams = {number_of(t.entry): [number_of(i) for i in t.inspectors] for t in now.teams}
        wanted = {number_of(pk) for one in now.strata for pk in one.selected}
        cancel_drawn(made, keep=wanted, reason=reason, actor=actor)
        plan_drawn(made, {pk: teams.get(pk, []) for pk in wanted}, actor=actor)
    else:
        checkers = {t.entry: number_of(t.inspectors[0]) if t.inspectors else None for t in now.teams}
        send_checkers(made, {pk: checkers.get(pk) for one in now.strata for pk in one.selected}, actor=actor)
    return void


def _require_not_begun(made: Draw, what: str) -> None:
    """Also of what was broken off: whoever dislikes what a look shows must not draw on."""
    noun, number = what.partition(":")[0], number_of(what)
    if made.visits.filter(unit=number, begun_at__isnull=False).exists():
        raise ValidationError(_("This visit has begun already."))
    if made.look_backs.filter(noun=noun, noun_id=number, held__isnull=False).exists():
        raise ValidationError(_("This has been looked at already."))


@transaction.atomic
def open_draw(draw_id: int, *, actor: Person) -> Opening:
    """When what was drawn has been looked at: now everybody sees it, and may run the draw again."""
    made = draws.get_for(actor, draw_id, "open", lock=True)
    left = not_over(made)
    if left:
        raise ValidationError(_("%(n)s checks of this draw are not over yet.") % {"n": left}, code="early")
    opening = Opening.objects.create(draw=made, by=actor)
    manifest, seed = thrown_of(made)
    names = names_in(manifest)
    selected = [names[pk] for one in follow(manifest, seed, voids_of(made)).strata for pk in one.selected]
    tell(kinds.DRAW_OPENED, made, actor, selected=selected, salt=made.thrown.salt)
    return opening
