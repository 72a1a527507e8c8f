"""Word after GB/T 9704: rectification notice, bulletin, statement of one unit."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from duban.exports.word.notice import long_date
from duban.exports.word.paper import BODY, HEADING, TITLE, blank_sheet, lay, title_lines, to_bytes, write
from duban.exports.word.tables import add_row, ruled_table
from duban.findings.models import Finding
from duban.inspections.models import Bulletin, Visit
from duban.inspections.queries.facts import Statement

_TWO = 2 * BODY.points
_HEADS = tuple("一二三四五六七八九十")


def is_heading(text: str) -> bool:
    return len(text) > 2 and text[0] in _HEADS and "、" in text[:4]


def paragraphs_of(bulletin: Bulletin) -> list[str]:
    return [line for line in bulletin.body.splitlines() if line.strip()]


def paper(
    *, title: str, addressee: str = "", body: Sequence[str], table: tuple[Sequence[str], Sequence[Sequence[str]],
    Sequence[int]] | None = None, number: str = "", signed_by: str, on: date,
    enclosed: Callable[[DocumentType], None] | None = None,
) -> bytes:  # fmt: skip
    """Title, addressee, paragraphs (a line that begins like “一、” is a heading), one table, signature and date.
    `table` is head, rows and widths in millimetres, 156 together. `enclosed` writes what follows the signature."""
    document = blank_sheet(title=title)
    if number:
        write(lay(document.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER, after=10), number, BODY)
    for line in title_lines(title, room=19):
        write(lay(document.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER, pitch=Pt(33)), line, TITLE)
    document.paragraphs[-1].paragraph_format.space_after = Pt(14)
    if addressee:
        write(lay(document.add_paragraph()), f"{addressee}：", BODY)
    for text in body:
        heading = is_heading(text)
        write(lay(document.add_paragraph(), indent=_TWO), text, HEADING if heading else BODY)
        if heading:
            document.paragraphs[-1].paragraph_format.keep_with_next = True
    if table is not None:
        head, rows, widths = table
        ruled = ruled_table(document, [Mm(width) for width in widths])
        add_row(ruled, head, header=True)
        for row in rows:
            add_row(ruled, row, centred=tuple(n for n, width in enumerate(widths) if width <= 30))
    for place, text in enumerate((signed_by, long_date(on))):
        signed = lay(document.add_paragraph(), align=WD_ALIGN_PARAGRAPH.RIGHT, before=0 if place else 28)
        signed.paragraph_format.right_indent = Pt(_TWO * (2 if place else 1))
        write(signed, text, BODY)
    if enclosed is not None:
        enclosed(document)
    return to_bytes(document)


def notice_of(visit: Visit, found: Sequence[Finding], on: date) -> bytes:
    """整改通知书 for what a visit found."""
    when = long_date(visit.on)
    body = [
        _("On %(day)s %(looker)s inspected your unit and found %(n)s problems (see the list). Please proceed as follows:")
        % {"day": when, "looker": visit.looking_unit.name, "n": len(found)},
        _("1. Accept or dispute each problem within its term, and hand in a plan of rectification with cause, measures, "
          "person and date."),
        _("2. What is dangerous is secured at once; where rectification takes long, say what controls the danger meanwhile."),
        _("3. When a problem is put right, say so with evidence. It is checked again by somebody else before it is closed."),
    ]  # fmt: skip
    rows = [
        [str(n), f.number, f.condition, f.criterion, long_date(f.answer_by) if f.answer_by else ""]
        for n, f in enumerate(found, 1)
    ]
    head = [_("No."), _("Number"), _("What was found"), _("What should be"), _("Answer by")]
    return paper(
        title=notice_title(visit), addressee=visit.unit.name, body=body,
        table=(head, rows, (12, 30, 48, 42, 24)) if rows else None, signed_by=visit.looking_unit.name, on=on,
    )  # fmt: skip


def notice_title(visit: Visit) -> str:
    return _("Notice of rectification to %(unit)s") % {"unit": visit.unit.name}


def bulletin_of(bulletin: Bulletin, on: date) -> bytes:
    head = [_("Unit"), _("Visits"), _("Problems"), _("Put right"), _("Overdue"), _("Came back")]
    rows = [[str(cell) for cell in line] for line in bulletin.lines]
    return paper(
        title=bulletin.title,
        number=bulletin.number,
        body=paragraphs_of(bulletin),
        table=(head, rows, (56, 20, 20, 20, 20, 20)) if rows else None,
        signed_by=bulletin.unit.name,
        on=on,
    )


def statement_paper(statement: Statement, on: date) -> bytes:
    head = [_("No."), _("Problem"), _("Found on"), _("State"), _("Due or closed on")]
    rows = [
        [str(n), f"{f.number} {f.title}", f"{f.found_on:%Y-%m-%d}", str(f.get_state_display()), _day(f)]
        for n, f in enumerate(statement.rows, 1)
    ]
    unit = statement.facts.scope
    return paper(
        title=statement_title(statement), body=[statement.text],
        table=(head, rows, (12, 66, 26, 26, 26)) if rows else None, signed_by=unit.name, on=on,
    )  # fmt: skip


def statement_title(statement: Statement) -> str:
    return _("Statement of rectification of %(unit)s") % {"unit": statement.facts.scope.name}


def _day(finding: Finding) -> str:
    day = finding.ended_on or (finding.task.due_on if finding.task else finding.answer_by)
    return f"{day:%Y-%m-%d}" if day else ""
