"""任务分解表: many tasks on a landscape table, one line each, the header on every page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from duban.exports.word.notice import long_date
from duban.exports.word.paper import SMALL, TITLE, blank_sheet, lay, to_bytes, write
from duban.exports.word.tables import CELL_HEAD, Face, add_row, ruled_table

_CELL = Face("仿宋_GB2312", 10.5)
_HEAD = Face(CELL_HEAD.name, 10.5)
# A number such as 督办〔2026〕31号 and a date such as 2026年11月20日 each fit on one line.
_WIDTHS = (12, 40, 43, 34, 22, 19, 16, 39)


@dataclass(frozen=True, slots=True)
class Line:
    number: str
    matter: str
    criterion: str
    lead: str
    supporting: str
    responsible: str
    due: date


def breakdown(lines: Iterable[Line], *, title: str, issuer: str, on: date) -> bytes:
    """`issuer` and `on` stand under the title at the right; lines are numbered in the order given."""
    document = blank_sheet(title=title, landscape=True)
    write(lay(document.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER, after=6, pitch=Pt(33)), title, TITLE)
    under = lay(document.add_paragraph(), align=WD_ALIGN_PARAGRAPH.RIGHT, after=6)
    write(under, f"{issuer}  {long_date(on)}" if issuer else long_date(on), SMALL)
    table = ruled_table(document, [Mm(width) for width in _WIDTHS])
    head = [
        _("No."),
        _("Document number"),
        _("Matter to be done"),
        _("Done-criterion"),
        _("Lead unit"),
        _("Supporting units"),
        _("Responsible person"),
        _("Completion date"),
    ]
    add_row(table, head, face=_HEAD, header=True)
    for place, line in enumerate(lines, 1):
        texts = [
            str(place),
            line.number,
            line.matter,
            line.criterion,
            line.lead,
            line.supporting,
            line.responsible,
            long_date(line.due),
        ]
        add_row(table, texts, face=_CELL, centred=(0, 1, 4, 5, 6, 7))
    return to_bytes(document)
