"""Between the room's rows and DRAW-1's manifest."""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.draws import DrawError, Entry, Inspector, Manifest, Recusal, Rule, Seed, Throw, Void
from duban.draws.manifest import LONGEST, UNSEEN
from duban.inspections.models import Draw
from duban.inspections.refusals import refused
from duban.org.models import Appointment, Person, Unit


def id_of(row: Unit | Person) -> str:
    return f"{'unit' if isinstance(row, Unit) else 'person'}:{row.pk}"


def number_of(text: str) -> int:
    """The key in an id such as unit:7."""
    return int(text.rpartition(":")[2])


def plain(text: str) -> str:
    """One line as DRAW-1 wants it."""
    seen = UNSEEN.sub("", " ".join(text.split()))
    return normalize("NFC", " ".join(seen.split()))[:LONGEST].strip()


def manifest_of(
    draw: Draw,
    entries: Sequence[tuple[Entry, Unit]],
    per_stratum: dict[str, int],
    nonce: str,
    involved: Collection[tuple[int, str]] = (),
) -> Manifest:
    """`entries` with the unit each is about. Whoever holds a post in a unit today, or in one below it, is recused from it
    without being asked; so are those `involved`, pairs of a person and an entry's id. Who is above a unit may look at it.

    Raises ValidationError when it cannot be drawn from."""
    seats = list(draw.seats.select_related("person", "unit"))
    held = {seat.person_id: [seat.unit.path] for seat in seats}
    posts = Appointment.objects.in_force(timezone.localdate()).filter(person__in=held)
    for person, path in posts.values_list("person", "unit__path"):
        held[person].append(path)
    inspectors = tuple(Inspector(id_of(seat.person), plain(seat.person.name), plain(seat.unit.name)) for seat in seats)
    declared = {(recusal.person_id, recusal.unit_id) for recusal in draw.recusals.all()}
    recusals = {
        (id_of(seat.person), entry.id)
        for seat in seats
        for entry, unit in entries
        if (seat.person_id, unit.pk) in declared
        or any(path.startswith(unit.path) for path in held[seat.person_id])
        or (seat.person_id, entry.id) in involved
    }
    names = {entry.id: entry.name for entry, _unit in entries} | {each.id: each.name for each in inspectors}
    try:
        return Manifest(
            title=plain(f"{draw.plan} · {draw.named}" if draw.plan else draw.named),
            entries=tuple(entry for entry, _unit in entries),
            rule=Rule(per_stratum, draw.team, draw.cap),
            throwers=tuple(plain(each.unit.name) for each in draw.throwing.select_related("unit")),
            inspectors=inspectors,
            recusals=tuple(Recusal(*pair) for pair in sorted(recusals)),
            nonce=nonce,
        )
    except DrawError as error:
        raise refused(error, names) from error


def names_in(manifest: Manifest) -> dict[str, str]:
    """What its ids stand for."""
    return {one.id: one.name for one in manifest.entries} | {one.id: one.name for one in manifest.inspectors}


def require_enough(manifest: Manifest) -> None:
    """Before the dice fall: whoever may be drawn finds a team, and there are seats for all."""
    team, cap = manifest.rule.team, manifest.rule.cap
    if not team:
        return
    wanted, room = team * sum(manifest.strata.values()), cap * len(manifest.inspectors)
    if wanted > room:
        raise ValidationError(
            _("%(wanted)s seats are needed, the inspectors have %(room)s. Name more of them, or raise the cap.")
            % {"wanted": wanted, "room": room}
        )
    away = Counter(recusal.entry for recusal in manifest.recusals)
    for entry in manifest.entries:
        if len(manifest.inspectors) - away[entry.id] < team:
            raise ValidationError(
                _("Too many are recused from %(unit)s: no team of %(n)s is left.") % {"unit": entry.name, "n": team}
            )


def read_manifest(text: str) -> Manifest:
    """From the bytes that were frozen."""
    known = json.loads(text)
    return Manifest(
        title=known["title"],
        nonce=known["nonce"],
        entries=tuple(Entry(one["id"], one["name"], one["stratum"]) for one in known["entries"]),
        inspectors=tuple(Inspector(one["id"], one["name"], one["unit"]) for one in known["inspectors"]),
        recusals=tuple(Recusal(*pair) for pair in known["recusals"]),
        throwers=tuple(known["throwers"]),
        rule=Rule({one["name"]: one["draw"] for one in known["strata"]}, known["team"], known["cap"]),
    )


def thrown_of(draw: Draw) -> tuple[Manifest, Seed]:
    """What was frozen and what was thrown: everything to run the draw again."""
    return read_manifest(draw.frozen.manifest), Seed(Throw(*each) for each in draw.thrown.throws)


def voids_of(draw: Draw) -> list[Void]:
    return [Void(v.role, v.what, v.reason, v.at.isoformat(timespec="seconds"), v.entry) for v in draw.voids.all()]
