"""What look-backs ask, as data for the ledger of burdens: of each checker's unit to look, of the unit to show what was done.

The checker is charged when sent. The unit is to know of it no sooner than somebody looks: it is charged with the verdict.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from math import ceil

from django.utils import timezone

from duban.burden import actions as burden
from duban.burden.askers import Ask
from duban.burden.standing import corrected, minutes_of
from duban.draws import Entry
from duban.findings.access import findings
from duban.findings.models import Finding
from duban.inspections.access import look_backs
from duban.inspections.models import LookBack
from duban.ledger.access import tasks
from duban.ledger.models import Task
from duban.org.models import Person, Unit

NOUN = "look_back"
LOOK, SHOW = "look_back_look", "look_back_show"
# What is measured: looking back, whatever at.
EVERY = (NOUN, 0)


def asks_of_pool(
    entries: Iterable[tuple[Entry, Unit]], wanted: Mapping[str, int], checkers: Collection[tuple[int, int]], cap: int
) -> list[Ask]:
    """Before the dice fall: of each unit as many as fall to it on an average, of a part of one with its chance; of each
    checker (person, unit) as many as one may be given. `wanted` is how many of each stratum are drawn."""
    on = timezone.localdate()
    held = Counter(entry.stratum for entry, _unit in entries)
    asks: list[Ask] = []
    for (unit, stratum), n in Counter((unit.pk, entry.stratum) for entry, unit in entries).items():
        expected = n * wanted[stratum] / held[stratum]
        if times := ceil(expected):
            asks.append(Ask(unit, SHOW, on, minutes_of(SHOW, on), times=times, chance=expected / times))
    drawn = sum(wanted.values())
    if times := min(cap, drawn):
        took, chance = _look_takes(on), min(drawn / (times * max(len(checkers), 1)), 1)
        asks += [Ask(unit, LOOK, on, took, 1, times, EVERY, who=person, chance=chance) for person, unit in checkers]
    return asks


def _look_takes(on: date) -> float:
    return corrected(EVERY, minutes_of(LOOK, on))


def _asks_of(row: LookBack) -> list[Ask]:
    on = timezone.localdate()
    seats = row.draw.seats.filter(person=row.checker_id)
    asks = [Ask(seat.unit_id, LOOK, on, _look_takes(on), of=EVERY, once=True, who=seat.person_id) for seat in seats]
    if row.held is not None:
        asks.append(Ask(_unit_of(row), SHOW, on, minutes_of(SHOW, on), once=True))
    return asks


def _unit_of(row: LookBack) -> int:
    if row.noun == "task":
        return Task.objects.get(pk=row.noun_id).lead_unit_id
    return Finding.objects.get(pk=row.noun_id).unit_id


def charge(row: LookBack) -> None:
    """After every change of it: when a checker is sent, another in their place, and when the verdict is there."""
    burden.declare((NOUN, row.pk), _asks_of(row), asker_id=row.draw.unit_id)


def take_back(row: LookBack) -> None:
    """It has fallen out."""
    burden.declare((NOUN, row.pk), [], asker_id=None)


def measure(row: LookBack, took: float | None) -> None:
    if took is not None:
        burden.measure(EVERY, seen=(NOUN, row.pk), minutes=took)


def titles(person: Person, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """To whoever sees the look-back; once it was judged also to whoever sees what was looked at, as that itself."""
    rows = look_backs.visible_to(person).filter(pk__in=ids)
    found = {row.pk: (row.title, row.get_absolute_url()) for row in rows}
    judged = LookBack.objects.filter(pk__in=set(ids) - set(found), held__isnull=False)
    for noun, seen, at in (
        ("task", tasks.visible_to(person), "/tasks/"),
        ("finding", findings.visible_to(person), "/findings/"),
    ):
        about = judged.filter(noun=noun)
        shown = set(seen.filter(pk__in=about.values("noun_id")).order_by().values_list("pk", flat=True))
        found |= {row.pk: (row.title, f"{at}{row.noun_id}") for row in about if row.noun_id in shown}
    return found
