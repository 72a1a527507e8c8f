"""From the names in a document to units of the tree, and from a unit to who usually answers for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from duban.org.models import Appointment, Person, Role, Unit, UnitKind
from duban.org.names import name_table

# 各部门, 有关单位, 全体职工: a way to say "everybody", never another name of one unit.
COLLECTIVE = re.compile(r"^(各|有关|相关|全体|所有|其他|每|全)|(集团上下|双方|三方)$")


@dataclass(slots=True)
class Matched:
    lead: Unit | None = None
    supporting: list[Unit] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)


def speaker_of(unit: Unit) -> Unit:
    """Whose voice a document has: minutes that a department files speak for the body it belongs to."""
    if unit.kind in {UnitKind.DEPARTMENT, UnitKind.TASK_FORCE, UnitKind.EMERGENCY} and not unit.is_root():
        above: Unit = Unit.objects.get_parent(unit)
        return above
    return unit


def match_names(leading: Iterable[str], helping: Iterable[str], *, speaker: Unit | None) -> Matched:
    """The first unit that is known leads; the others named support. Names nobody knows are kept for a person.

    A collective (各二级单位) brings all its units in, but nobody leads by being one of many: that is left to a person.
    """
    table = name_table()
    matched = Matched()
    helpers = list(dict.fromkeys(helping))
    for name in dict.fromkeys([*leading, *helpers]):
        meaning = table.meaning(name, seen_from=speaker)
        if meaning.collective and not meaning.vague:
            matched.supporting += [unit for unit in meaning.collective if unit not in matched.supporting]
        elif meaning.unit is None:
            matched.unmatched.append(name)
        elif matched.lead is None and name not in helpers:
            matched.lead = meaning.unit
        elif meaning.unit not in matched.supporting:
            matched.supporting.append(meaning.unit)
    matched.supporting = [unit for unit in matched.supporting if unit != matched.lead]
    return matched


def known_names() -> list[str]:
    """Every name a unit goes by: the reader finds units it knows more surely."""
    return sorted({name for name in name_table().exact if len(name) > 1 and not name.isascii()})


def head_of(unit: Unit | None) -> Person | None:
    """Whoever heads the unit today; the first when there are several."""
    if unit is None:
        return None
    posts = Appointment.objects.in_force(timezone.localdate()).filter(
        unit=unit, role__in=[Role.HEAD, Role.LEADER], person__is_active=True
    )
    # Alphabetically "head" comes before "leader": a leader answers only where nobody heads.
    post = posts.select_related("person").order_by("role", "id").first()
    return post.person if post else None


class Names:
    """Matching and heads, each asked once: a document says the same few names again and again."""

    def __init__(self, speaker: Unit | None) -> None:
        self.speaker = speaker
        self._matched: dict[tuple[tuple[str, ...], tuple[str, ...]], Matched] = {}
        self._heads: dict[int, Person | None] = {}

    def match(self, leading: Iterable[str], helping: Iterable[str]) -> Matched:
        key = (tuple(leading), tuple(helping))
        if key not in self._matched:
            self._matched[key] = match_names(*key, speaker=self.speaker)
        return self._matched[key]

    def head(self, unit: Unit | None) -> Person | None:
        if unit is None:
            return None
        if unit.pk not in self._heads:
            self._heads[unit.pk] = head_of(unit)
        return self._heads[unit.pk]
