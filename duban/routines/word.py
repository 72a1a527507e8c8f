"""A roll-up of briefings on paper, after GB/T 9704-2012: title, the opening sentence, each unit with its parts."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.formats import date_format
from docx.enum.text import WD_ALIGN_PARAGRAPH

from duban.exports.word.paper import (
    BODY,
    HEADING,
    SUBHEADING,
    TITLE,
    blank_sheet,
    lay,
    title_lines,
    to_bytes,
    write,
)

_TWO = 2 * BODY.points
_NUMBERS = "一二三四五六七八九十"

Parts = Sequence[tuple[str, Sequence[str]]]


def roll_up_paper(*, title: str, issuer: str, on: date, summary: str, reports: Sequence[tuple[str, Parts]]) -> bytes:
    """`reports`: each unit's name with its parts, a part's title with its lines; empty parts are left out."""
    document = blank_sheet(title=title)
    for line in title_lines(title, 18):
        write(lay(document.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER), line, TITLE)
    write(
        lay(document.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER, after=14),
        f"{issuer}  {date_format(on, 'Y-m-d')}",
        SUBHEADING,
    )
    if summary:
        write(lay(document.add_paragraph(), indent=_TWO), summary, BODY)
    for number, (unit, parts) in enumerate(reports):
        write(lay(document.add_paragraph(), indent=_TWO), f"{_chinese(number + 1)}、{unit}", HEADING)
        for heading, lines in parts:
            if not lines:
                continue
            paragraph = lay(document.add_paragraph(), indent=_TWO)
            write(paragraph, f"{heading}：", SUBHEADING)
            write(paragraph, "；".join(together(line.rstrip("。；;. ") for line in lines)) + "。", BODY)
    return to_bytes(document)


def together(lines: Iterable[str]) -> list[str]:
    """Lines one after another that begin alike, told with that beginning once: “已销号：甲、乙”. It is read aloud."""
    told: list[list[str]] = []
    for line in lines:
        begins, colon, rest = line.partition("：")
        if colon and told and told[-1][0] == begins:
            told[-1].append(rest)
        else:
            told.append([begins, rest] if colon else [line])
    return ["：".join((first, "、".join(rest))) if rest else first for first, *rest in told]


def _chinese(number: int) -> str:
    """1 to 99 as headings are numbered; beyond that in figures."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else _NUMBERS[tens - 1] + "十")
    return head + (_NUMBERS[ones - 1] if ones else "")
