"""督办通知单: one matter, one owner, one date, on one official sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from duban.exports.word.paper import (
    BODY,
    HEADING,
    RED,
    SMALL,
    TITLE,
    Face,
    blank_sheet,
    lay,
    rule_under,
    title_lines,
    to_bytes,
    write,
)
from duban.exports.word.tables import add_row, keep_together, no_outer_sides, ruled_table

CENTRE, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
_TWO = 2 * BODY.points


@dataclass(frozen=True, slots=True)
class Item:
    text: str
    due: date | None = None
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class NoticeSheet:
    """What stands on the sheet. Empty parts are left out; `items` are dated parts of the matter."""

    issuer: str
    number: str
    title: str
    addressee: str
    matter: str
    criterion: str
    due: date
    responsible: str
    looker: str
    signed_by: str
    signed_on: date
    basis: str = ""
    basis_words: str = ""
    supporting: Sequence[str] = ()
    accountable: str = ""
    reporting: str = ""
    items: Sequence[Item] = field(default_factory=tuple)
    contact: str = ""


def notice(sheet: NoticeSheet) -> bytes:
    document = blank_sheet(title=sheet.title)
    _red_head(document, sheet)
    _title(document, sheet.title)
    _line(document, f"{sheet.addressee}：", BODY)
    _body(document, sheet)
    _signature(document, sheet)
    _receipt(document, sheet)
    _imprint(document, sheet)
    return to_bytes(document)


def _line(document: DocumentType, text: str, face: Face, **layout: object) -> None:
    write(lay(document.add_paragraph(), **layout), text, face)  # type: ignore[arg-type]


def _title(document: DocumentType, title: str) -> None:
    lines = title_lines(title, room=19)  # 2号 in 156 mm
    for place, line in enumerate(lines):
        before, after = (28 if place == 0 else 0), (14 if line is lines[-1] else 0)
        _line(document, line, TITLE, align=CENTRE, before=before, after=after, pitch=Pt(33))


def _red_head(document: DocumentType, sheet: NoticeSheet) -> None:
    name = _("%(issuer)s supervision notice") % {"issuer": sheet.issuer}
    # As large as one line of the type area (156 mm ≈ 442 pt) takes it, and never above the standard's model size.
    points = max(22.0, min(48.0, 430 / max(len(name), 1)))
    head = lay(document.add_paragraph(), align=CENTRE, pitch=Pt(points * 1.3), after=28)
    write(head, name, Face(TITLE.name, points), RED)
    number = lay(document.add_paragraph(), align=CENTRE)
    write(number, sheet.number, BODY)
    rule_under(number, "E60012", 16, 11)


def _body(document: DocumentType, sheet: NoticeSheet) -> None:
    opening = (
        _("According to %(basis)s, the following matter is assigned to you. Please see it done as required.")
        % {"basis": sheet.basis}
        if sheet.basis
        else _("The following matter is assigned to you. Please see it done as required.")
    )
    _line(document, opening, BODY, indent=_TWO)
    parts: list[tuple[str, list[str]]] = [(_("The matter"), [sheet.matter, *_quoted(sheet)])]
    if sheet.items:
        parts.append((_("Items and time nodes"), [_said(n, item) for n, item in enumerate(sheet.items, 1)]))
    parts.append((_("Done-criterion"), [sheet.criterion]))
    parts.append((_("Time limit"), [_("To be completed by %(due)s.") % {"due": long_date(sheet.due)}]))
    parts.append((_("Division of work"), _division(sheet)))
    if sheet.reporting:
        parts.append((_("Reporting duty"), [sheet.reporting]))
    for number, (heading, texts) in enumerate(parts, 1):
        _line(document, numbered(number, heading), HEADING, indent=_TWO)
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        for text in texts:
            for paragraph in text.splitlines() or [""]:
                _line(document, paragraph, BODY, indent=_TWO)


def _quoted(sheet: NoticeSheet) -> list[str]:
    return [_("Source words: “%(words)s”") % {"words": sheet.basis_words}] if sheet.basis_words else []


def _said(number: int, item: Item) -> str:
    text = f"（{chinese(number)}）{item.text}"
    if item.due:
        text += _(" (by %(due)s)") % {"due": long_date(item.due)}
    if item.responsible:
        text += _(", %(who)s") % {"who": item.responsible}
    return text


def _division(sheet: NoticeSheet) -> list[str]:
    rows = [
        (_("Lead unit"), sheet.addressee),
        (_("Supporting units"), "、".join(sheet.supporting)),
        (_("Accountable leader"), sheet.accountable),
        (_("Responsible person"), sheet.responsible),
        (_("Looker"), sheet.looker),
    ]
    return [f"{label}：{text}" for label, text in rows if text]


def _signature(document: DocumentType, sheet: NoticeSheet) -> None:
    day = long_date(sheet.signed_on)
    # Without a seal (7.3.5.2): nothing nearer to the edge than two characters, the date begins two after the name.
    two, name_width, day_width = _TWO, _width(sheet.signed_by), _width(day)
    right_of_day = max(two, name_width - day_width)
    right_of_name = right_of_day + day_width + two - name_width
    for text, before, right in ((sheet.signed_by, 28.0, right_of_name), (day, 0.0, right_of_day)):
        paragraph = lay(document.add_paragraph(), align=RIGHT, before=before)
        paragraph.paragraph_format.right_indent = Pt(right)
        paragraph.paragraph_format.keep_with_next = True
        write(paragraph, text, BODY)
    if sheet.contact:
        _line(document, "（" + _("Contact") + f"：{sheet.contact}）", BODY, indent=_TWO)


def _width(text: str) -> float:
    """Points that a line of body text takes: a Chinese character its full size, any other half of it."""
    return sum(BODY.points if ord(c) > 0x2E7F else BODY.points / 2 for c in text)


def _receipt(document: DocumentType, sheet: NoticeSheet) -> None:
    _line(document, _("Receipt slip"), HEADING, align=CENTRE, before=14, after=4)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    table = ruled_table(document, [Mm(34), Mm(44), Mm(34), Mm(44)])
    for left, filled, right in (
        (_("Receiving unit"), sheet.addressee, _("Received on")),
        (_("Received by"), "", _("Head's signature")),
    ):
        add_row(table, [left, filled, right, ""], centred=(0, 1, 2, 3), height=Mm(12))
    add_row(table, [_("Opinion of the unit"), "", "", ""], centred=(0,), height=Mm(22))
    last = table.rows[-1].cells
    last[1].merge(last[3])
    keep_together(table)


def _imprint(document: DocumentType, sheet: NoticeSheet) -> None:
    rows = []
    if sheet.supporting:
        rows.append(_("Copies to") + "：" + "、".join(sheet.supporting))
    rows.append(_("%(office)s    issued on %(day)s") % {"office": sheet.signed_by, "day": long_date(sheet.signed_on)})
    lay(document.add_paragraph(), pitch=Pt(14))
    table = ruled_table(document, [Mm(156)])
    for text in rows:
        add_row(table, [text], face=SMALL)
    keep_together(table)
    no_outer_sides(table)


def numbered(number: int, text: str) -> str:
    """“一、…”: the first level of headings."""
    return f"{chinese(number)}、{text}"


_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """1 to 999 in Chinese numerals."""
    if number < 10:
        return _DIGITS[number]
    hundreds, rest = divmod(number, 100)
    if hundreds:
        tail = "" if not rest else (f"零{chinese(rest)}" if rest < 10 else ("一" if rest < 20 else "") + chinese(rest))
        return f"{_DIGITS[hundreds]}百{tail}"
    tens, ones = divmod(rest, 10)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def long_date(day: date) -> str:
    """2026年3月5日: Arabic digits, no leading zeros, as the standard writes dates."""
    return date_format(day, _("F j, Y"))
