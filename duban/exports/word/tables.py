"""Ruled tables: header repeated on every page, rows not torn apart, column widths that hold."""

from collections.abc import Sequence

from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.table import Table, _Cell, _Row

from duban.exports.word.paper import Face, element, lay, write

CELL = Face("仿宋_GB2312", 12)
CELL_HEAD = Face("黑体", 12)
_PITCH = Pt(18)
CENTRE, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT


def ruled_table(document: DocumentType, widths: Sequence[Length]) -> Table:
    table = document.add_table(rows=0, cols=len(widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def add_row(
    table: Table,
    texts: Sequence[str],
    *,
    face: Face = CELL,
    centred: Sequence[int] = (),
    header: bool = False,
    height: Length | None = None,
) -> _Row:
    """A row; columns counted in `centred` are centred. A `header` is repeated at the top of every page."""
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if height is not None:
        row.height = height
    if header:
        properties.append(element("w:tblHeader"))
    for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = table.columns[place].width
        fill(cell, text, face, CENTRE if header or place in centred else LEFT)
    return row


def fill(cell: _Cell, text: str, face: Face = CELL, align: WD_ALIGN_PARAGRAPH = LEFT) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        lay(paragraph, align=align, pitch=_PITCH, before=2, after=2)
        write(paragraph, line, face)


def keep_together(table: Table) -> None:
    """All rows on one page, with the paragraph that follows excepted."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def no_outer_sides(table: Table) -> None:
    """The imprint (版记) has rules between its lines and at its ends, and none at its sides."""
    borders = element("w:tblBorders")
    for side, size in (("top", 8), ("bottom", 8), ("insideH", 6)):
        borders.append(element(f"w:{side}", val="single", sz=size, space=0, color="000000"))
    for side in ("left", "right", "insideV"):
        borders.append(element(f"w:{side}", val="nil"))
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblBorders")):
        properties.remove(old)
    properties.append(borders)
