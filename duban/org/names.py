"""Which unit a name in a document means: exact, as written otherwise, shortened, or several at once (各部门)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from duban.org.models import Unit, UnitAlias, UnitKind
from duban.ui.fresh import Fresh

_LEGAL = re.compile(r"(有限责任|股份有限|有限)公司$")
_GROUP = re.compile(r"^(本|我)?集团(公司|总部|本部|机关)?")
_NOISE = re.compile(r"[\s()（）〔〕\[\]【】《》“”\"'·:：]+")

# What a collective stands for, seen from the unit that says it. The longest words first.
COLLECTIVES: list[tuple[str, tuple[str, ...]]] = [
    ("二级单位", (UnitKind.SECONDARY,)),
    ("直属单位", (UnitKind.SECONDARY,)),
    ("党支部", (UnitKind.BRANCH,)),
    ("党总支", (UnitKind.BRANCH,)),
    ("支部", (UnitKind.BRANCH,)),
    ("应急工作组", (UnitKind.EMERGENCY,)),
    ("工作组", (UnitKind.TASK_FORCE, UnitKind.EMERGENCY)),
    ("专班", (UnitKind.TASK_FORCE,)),
    ("子公司", (UnitKind.SECONDARY, UnitKind.COMPANY)),
    ("分公司", (UnitKind.SECONDARY, UnitKind.COMPANY)),
    ("权属公司", (UnitKind.SECONDARY, UnitKind.COMPANY)),
    ("权属企业", (UnitKind.SECONDARY, UnitKind.COMPANY)),
    ("公司", (UnitKind.SECONDARY, UnitKind.COMPANY)),
    ("企业", (UnitKind.SECONDARY, UnitKind.COMPANY)),
    ("港区", (UnitKind.SECONDARY,)),
    ("机关部室", (UnitKind.DEPARTMENT,)),
    ("职能部门", (UnitKind.DEPARTMENT,)),
    ("部室", (UnitKind.DEPARTMENT,)),
    ("处室", (UnitKind.DEPARTMENT,)),
    ("科室", (UnitKind.DEPARTMENT,)),
    ("部门", (UnitKind.DEPARTMENT,)),
    ("基层单位", (UnitKind.COMPANY,)),
    ("下属单位", (UnitKind.SECONDARY, UnitKind.COMPANY)),
    ("单位", (UnitKind.DEPARTMENT, UnitKind.SECONDARY)),
]
_EACH = re.compile(r"(各个|各级|各|全体|所有|全部)")
_VAGUE = re.compile(r"(各?有关|各?相关|各?责任)")


@dataclass(frozen=True, slots=True)
class Match:
    """One unit a name may mean. `score` 1.0: it is called so; ≥ 0.8: take it; below: ask."""

    unit: Unit
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name in a document means: one unit of several candidates, or many units at once.

    `collective` units are all meant; `vague` collectives (有关部门) leave open which of them.
    """

    text: str
    candidates: list[Match] = field(default_factory=list)
    collective: list[Unit] = field(default_factory=list)
    vague: bool = False

    @property
    def unit(self) -> Unit | None:
        """The one unit to propose: sure enough and clearly ahead of the next."""
        if not self.candidates or self.candidates[0].score < 0.8:
            return None
        if len(self.candidates) > 1 and self.candidates[0].score - self.candidates[1].score < 0.03:
            return None
        return self.candidates[0].unit


def normal(text: str) -> str:
    """One spelling for names that differ only in width, brackets, spaces and legal form."""
    text = _NOISE.sub("", unicodedata.normalize("NFKC", text))
    text = _LEGAL.sub("公司", text)
    return re.sub(r"办公室$", "办", text)


class NameTable:
    """All names of the units in force, for matching many names with one look at the database."""

    def __init__(self, units: Iterable[Unit], aliases: Iterable[UnitAlias]) -> None:
        self.units = {unit.pk: unit for unit in units}
        self.exact: dict[str, list[int]] = {}
        self.spelt: dict[str, list[int]] = {}
        self.names: list[tuple[str, int]] = []
        named = [(name, unit.pk) for unit in self.units.values() for name in (unit.name, unit.short_name) if name]
        named += [(alias.text, alias.unit_id) for alias in aliases if alias.unit_id in self.units]
        for name, pk in named:
            self._add(self.exact, name, pk)
            plain = normal(name)
            self._add(self.spelt, plain, pk)
            self.names.append((plain, pk))
        for pk, unit in self.units.items():
            self._add(self.exact, unit.code.upper(), pk)

    @staticmethod
    def _add(table: dict[str, list[int]], key: str, pk: int) -> None:
        known = table.setdefault(key, [])
        if pk not in known:
            known.append(pk)

    @cached_property
    def top(self) -> Unit | None:
        return min(self.units.values(), key=lambda unit: unit.path, default=None)

    def meaning(self, text: str, *, seen_from: Unit | None = None) -> Meaning:
        """What a name means, said by `seen_from` (the top when not given)."""
        text = text.strip()
        if collective := self._collective(text, seen_from or self.top):
            return collective
        return Meaning(text, self.candidates(text, seen_from=seen_from))

    def candidates(self, text: str, *, seen_from: Unit | None = None, most: int = 5) -> list[Match]:
        """Units the text may name, best first; empty when nothing comes near."""
        text = text.strip()
        plain = normal(text)
        if not plain:
            return []
        scores: dict[int, tuple[float, str]] = {}

        def say(pks: Iterable[int], score: float, why: str) -> None:
            for pk in pks:
                if score > scores.get(pk, (0.0, ""))[0]:
                    scores[pk] = (score, why)

        say(self.exact.get(text, ()) or self.exact.get(text.upper(), ()), 1.0, "name")
        say(self.spelt.get(plain, ()), 0.97, "spelling")
        bare = _GROUP.sub("", plain)
        if bare and bare != plain:
            say(self.spelt.get(bare, ()), 0.95, "spelling")
        if not scores or max(score for score, _ in scores.values()) < 0.95:
            for form in {plain, bare} - {""}:
                self._near(form, say)
        speaker = seen_from or self.top
        home = speaker.path if speaker else ""
        ranked = sorted(
            # Who speaks of “the safety section” means the one nearest below.
            ((score + self._nearness(self.units[pk], home), pk, why) for pk, (score, why) in scores.items()),
            key=lambda row: (-row[0], self.units[row[1]].path),
        )
        return [Match(self.units[pk], round(min(score, 1.0), 3), why) for score, pk, why in ranked[:most]]

    @staticmethod
    def _nearness(unit: Unit, home: str) -> float:
        if not unit.path.startswith(home):
            return -0.04
        return -0.01 * ((len(unit.path) - len(home)) // Unit.steplen)

    def _near(self, form: str, say) -> None:
        for name, pk in self.names:
            if len(form) >= 2 and _abbreviates(form, name):
                say([pk], 0.9 if form[-1] == name[-1] else 0.82, "abbreviation")
            elif len(form) >= 4 and name.endswith(form):
                say([pk], 0.87, "abbreviation")
            elif len(name) >= 3 and name in form:
                say([pk], 0.7 + 0.2 * len(name) / len(form), "contained")
            elif len(form) >= 3:
                likeness = SequenceMatcher(None, form, name, autojunk=False).ratio()
                if likeness >= 0.6:
                    say([pk], likeness * 0.85, "likeness")

    def _collective(self, text: str, speaker: Unit | None) -> Meaning | None:
        plain = normal(text)
        if plain in self.spelt or speaker is None:
            return None
        each, vague = _EACH.search(plain), _VAGUE.search(plain)
        mark = each or vague
        if not mark:
            return None
        rest = plain[mark.end() :]
        wanted: set[str] = set()
        for part in re.split(r"[、,和与及]", rest):
            kind = next((kinds for word, kinds in COLLECTIVES if part.endswith(word) or part == word), None)
            if kind is None:
                return None
            wanted.update(kind)
        before = _GROUP.sub("", plain[: mark.start()])
        if before:
            speakers = self.candidates(before, seen_from=speaker, most=1)
            if not speakers or speakers[0].score < 0.8:
                return None
            speaker = speakers[0].unit
        return Meaning(text, collective=self._meant(speaker, wanted), vague=bool(vague))

    def _meant(self, speaker: Unit, wanted: set[str]) -> list[Unit]:
        below = [u for u in self.units.values() if u.path.startswith(speaker.path) and u.pk != speaker.pk]
        meant: list[Unit] = []
        for kind in wanted:
            rows = [unit for unit in below if unit.kind == kind]
            if kind in (UnitKind.DEPARTMENT, UnitKind.TASK_FORCE, UnitKind.EMERGENCY):
                # A group that says 各部门 means its own, not those of its secondary units.
                own = [unit for unit in rows if len(unit.path) == len(speaker.path) + Unit.steplen]
                rows = own or rows
            meant += rows
        return sorted(meant, key=lambda unit: unit.path)


def _abbreviates(short: str, name: str) -> bool:
    """安环部 → 安全环保部: the same first character, all others in order, and shorter."""
    if len(short) >= len(name) or short[0] != name[0]:
        return False
    rest = iter(name)
    return all(character in rest for character in short)


def _read_names() -> NameTable:
    today = timezone.localdate()
    units = Unit.objects.in_force(today)
    aliases = UnitAlias.objects.filter(Q(unit__closed_on__isnull=True) | Q(unit__closed_on__gt=today))
    return NameTable(units, aliases)


# At most ten seconds old; new at once in the process that changed a name.
name_table = Fresh(_read_names)
forget_names = name_table.forget


def match_unit(text: str, *, seen_from: Unit | None = None) -> list[Match]:
    """Units the text may name, best first. For many texts: `name_table().meaning(text)`."""
    return name_table().candidates(text, seen_from=seen_from)
