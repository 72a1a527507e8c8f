"""The numbers that Word shows before paragraphs but does not write into them: 一、 1. （二） (ECMA-376, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
# A style may stand on another, and a list on a style; damaged files go round in circles.
MOST_STEPS = 20

_DIGITS = "〇一二三四五六七八九"
_ROMAN = [
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` is a pattern such as “（%1）”, `kind` how its number is written."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    legal: bool = False
    style: str = ""
    # Begins anew after a level above this one; 0 = never, 9 = after any level above its own.
    anew_after: int = LEVELS


@dataclass(slots=True)
class List:
    """One numbered list of the document. Lists with the same `counter` go on counting where the other stopped."""

    counter: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts through one document: ask `label` for each paragraph, once and in order."""

    def __init__(self, numbering: Any = None, styles: Any = None) -> None:
        self._styles = _styles(styles)
        self._lists = _lists(numbering, self._styles)
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def label(self, paragraph: Any) -> str:
        """What stands before this paragraph; "" when nothing does, or only a bullet."""
        number, depth = self._place(paragraph)
        found = self._lists.get(number)
        if found is None or depth not in found.levels:
            return ""
        counts = self._counted(number, found, depth)
        level = found.levels[depth]
        if level.kind in ("bullet", "none") and "%" not in level.text:
            return ""
        return re.sub(r"%([1-9])", lambda match: _part(found, counts, int(match[1]) - 1, level), level.text).strip()

    def _place(self, paragraph: Any) -> tuple[str, int]:
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return "", 0
        own = _place_of(properties)
        style = _value(properties, "pStyle")
        number, depth = own
        seen = 0
        while number is None and style in self._styles and seen < MOST_STEPS:
            above, number, styled_depth = self._styles[style]
            if number is not None and depth is None:
                depth = styled_depth if styled_depth is not None else self._depth_for(number, style)
            style, seen = above, seen + 1
        return number or "", depth or 0

    def _depth_for(self, number: str, style: str) -> int:
        """The level of a list that names this style."""
        found = self._lists.get(number)
        return next((depth for depth, level in found.levels.items() if level.style == style), 0) if found else 0

    def _counted(self, number: str, found: List, depth: int) -> list[int | None]:
        counts = self._counts.setdefault(found.counter, [None] * LEVELS)
        if number not in self._begun:
            self._begun.add(number)
            for restarted, start in found.restarts.items():
                counts[restarted] = start - 1
        before = counts[depth]
        counts[depth] = found.levels[depth].start if before is None else before + 1
        for deeper in range(depth + 1, LEVELS):
            if depth < found.levels.get(deeper, Level()).anew_after:
                counts[deeper] = None
        return counts


def _part(found: List, counts: list[int | None], depth: int, shown_in: Level) -> str:
    level = found.levels.get(depth, Level())
    count = counts[depth]
    kind = "decimal" if shown_in.legal else level.kind
    return written(level.start if count is None else count, kind)


def written(number: int, kind: str) -> str:
    """`number` as Word's number format `kind` writes it; a kind that is not known is written in digits."""
    return _WRITERS.get(kind, str)(number) if number > 0 else str(number)


def _chinese(number: int) -> str:
    """一, 十二, 一百零三, up to 9999."""
    if number >= 10_000:
        return str(number)
    parts: list[str] = []
    gap = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            parts.append(("零" if gap and parts else "") + _DIGITS[digit] + name)
        gap = not digit
    text = "".join(parts)
    return text.removeprefix("一") if text.startswith("一十") else text


def _formal(number: int) -> str:
    plain = _chinese(number)
    plain = f"一{plain}" if plain.startswith("十") else plain
    return plain.translate(str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟"))


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * min(count, 9)
    return text


def _letter(number: int) -> str:
    """a … z, then aa, bb, as Word does."""
    return chr(97 + (number - 1) % 26) * min(1 + (number - 1) // 26, 9)


def _from(first: str, most: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= most else str(number)


def _one_of(names: str) -> Callable[[int], str]:
    return lambda number: names[number - 1] if number <= len(names) else str(number)


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "chineseLegalSimplified": _formal,
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "none": lambda number: "",
    "bullet": lambda number: "",
}


Style = tuple[str, str | None, int | None]


def _styles(root: Any) -> dict[str, Style]:
    """Style → (style that it stands on, its list, its level)."""
    found: dict[str, Style] = {}
    for style in root.iter(W + "style") if root is not None else ():
        properties = style.find(W + "pPr")
        number, depth = (None, None) if properties is None else _place_of(properties)
        found[style.get(W + "styleId", "")] = (_value(style, "basedOn"), number, depth)
    return found


def _lists(root: Any, styles: dict[str, Style]) -> dict[str, List]:
    if root is None:
        return {}
    abstract = {each.get(W + "abstractNumId", ""): each for each in root.iter(W + "abstractNum")}
    numbers = {each.get(W + "numId", ""): each for each in root.iter(W + "num")}
    found: dict[str, List] = {}
    for number, each in numbers.items():
        name = _resolved(_value(each, "abstractNumId"), abstract, numbers, styles)
        if number == "0" or name not in abstract:
            continue
        levels = {_depth(level): _level(level) for level in abstract[name].iter(W + "lvl")}
        restarts: dict[int, int] = {}
        for override in each.iter(W + "lvlOverride"):
            depth = _depth(override)
            replaced = override.find(W + "lvl")
            if replaced is not None:
                levels[depth] = _level(replaced)
            start = _value(override, "startOverride")
            if start.isdigit() and depth < LEVELS:
                restarts[depth] = int(start)
        found[number] = List(name, {depth: level for depth, level in levels.items() if depth < LEVELS}, restarts)
    return found


def _resolved(name: str, abstract: dict[str, Any], numbers: dict[str, Any], styles: dict[str, Style]) -> str:
    """A list may only say “as this list style”; the style names the list that has the levels."""
    for _step in range(MOST_STEPS):
        each = abstract.get(name)
        link = _value(each, "numStyleLink") if each is not None else ""
        number = styles[link][1] if link in styles else None
        if number not in numbers:
            break
        name = _value(numbers[number], "abstractNumId")
    return name


def _level(node: Any) -> Level:
    start, anew = _value(node, "start"), _value(node, "lvlRestart")
    return Level(
        start=int(start) if start.isdigit() else 1,
        # Word's newer formats stand in an alternative beside the one for older programs.
        kind=next((each.get(W + "val", "") for each in node.iter(W + "numFmt")), "decimal"),
        text=_value(node, "lvlText"),
        legal=is_on(node.find(W + "isLgl")),
        style=_value(node, "pStyle"),
        anew_after=int(anew) if anew.isdigit() else LEVELS,
    )


def _place_of(properties: Any) -> tuple[str | None, int | None]:
    place = properties.find(W + "numPr")
    if place is None:
        return None, None
    number, depth = _value(place, "numId"), _value(place, "ilvl")
    return number or None, int(depth) if depth.isdigit() else None


def _depth(node: Any) -> int:
    depth = node.get(W + "ilvl", "")
    return int(depth) if depth.isdigit() else LEVELS


def _value(node: Any, name: str) -> str:
    child = node.find(W + name)
    return str(child.get(W + "val", "")) if child is not None else ""


def is_on(node: Any) -> bool:
    return node is not None and node.get(W + "val", "1") not in ("0", "false", "off")
