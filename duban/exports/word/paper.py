"""The sheet of GB/T 9704-2012: margins, type area, typefaces, line pitch, page numbers, the red rule."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from duban.exports.neutral import printable

RED = RGBColor(0xE6, 0x00, 0x12)
PITCH = Pt(28)
LATIN = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface in a size. Sizes by their Chinese numbers: 2号 is 22 pt, 3号 16 pt, 4号 14 pt."""

    name: str
    points: float
    bold: bool = False


TITLE = Face("方正小标宋简体", 22)
BODY = Face("仿宋_GB2312", 16)
HEADING = Face("黑体", 16)
SUBHEADING = Face("楷体_GB2312", 16)
SMALL = Face("仿宋_GB2312", 14)
PAGE_NUMBER = Face("宋体", 14)


def element(tag: str, **attributes: Any) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def write(paragraph: Paragraph, text: str, face: Face, colour: RGBColor | None = None) -> Run:
    """Text in a face. Word chooses by script between two fonts, so both have to be named."""
    run = paragraph.add_run(printable(text))
    run.font.name, run.font.size, run.font.bold = LATIN, Pt(face.points), face.bold
    if colour is not None:
        run.font.color.rgb = colour
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face.name)
    fonts.set(qn("w:hint"), "eastAsia")  # quotation marks and dashes in full width
    return run


def lay(
    paragraph: Paragraph,
    *,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    indent: float = 0,
    pitch: Pt = PITCH,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, pitch
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.alignment = align
    form.first_line_indent = Pt(indent)
    form.widow_control = False
    if pitch != PITCH:
        _off_grid(paragraph)
    return paragraph


def _off_grid(paragraph: Paragraph) -> None:
    """Lines with a pitch of their own: the page's grid would stretch them to the next multiple of 28 points."""
    paragraph._p.get_or_add_pPr().insert_element_before(
        element("w:snapToGrid", val="0"), "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def blank_sheet(*, title: str, landscape: bool = False) -> DocumentType:
    """A4 with the standard's margins, body typeface, character grid and page numbers, and nothing on it yet."""
    document = Document()
    core = document.core_properties
    core.title, core.author, core.comments = printable(title), "", ""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(BODY.points)
    normal_run = normal.element.get_or_add_rPr()
    normal_run.get_or_add_rFonts().set(qn("w:eastAsia"), BODY.name)
    # Without a language Word may set commas and full stops as Taiwan does, in the middle of their square.
    normal_run.append(element("w:lang", val="en-US", eastAsia="zh-CN"))
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The number's line stands 7 mm under the type area; its own height is about 5 mm.
    section.footer_distance = Mm(35 - 7 - 5)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        # The upright sheet turned: what was its top is now the left side.
        section.top_margin, section.bottom_margin = Mm(28), Mm(26)
        section.left_margin, section.right_margin = Mm(35), Mm(37)
        section.footer_distance = Mm(14)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    section._sectPr.append(element("w:docGrid", type="lines", linePitch=int(PITCH.pt * 20)))
    _number_pages(document)
    return document


def _number_pages(document: DocumentType) -> None:
    """“— 1 —”: outside edge of each page, one character from the side."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        form = paragraph.paragraph_format
        form.alignment = align
        form.left_indent = form.right_indent = Pt(PAGE_NUMBER.points)
        write(paragraph, "— ", PAGE_NUMBER)
        for part in (
            element("w:fldChar", fldCharType="begin"),
            _instruction("PAGE"),
            element("w:fldChar", fldCharType="end"),
        ):
            write(paragraph, "", PAGE_NUMBER)._element.append(part)
        write(paragraph, " —", PAGE_NUMBER)


def _instruction(text: str) -> Any:
    made = OxmlElement("w:instrText")
    made.set(qn("xml:space"), "preserve")
    made.text = text
    return made


def rule_under(paragraph: Paragraph, colour: str, eighths: int, space: int = 4) -> None:
    """A rule across the type area: `eighths` of a point thick, `space` points under the text."""
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val="single", sz=eighths, space=space, color=colour))
    properties = paragraph._p.get_or_add_pPr()
    # The schema fixes the order of a paragraph's properties: borders come before spacing.
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def title_lines(text: str, room: int) -> list[str]:
    """A long title in lines of nearly equal length: the standard asks for a trapezium or a rhombus, never an orphan."""
    count = -(-len(text) // room)
    size = -(-len(text) // count) if count else 0
    lines = [text[start : start + size] for start in range(0, len(text), size)] if size else [text]
    for here in range(len(lines) - 1):
        # Neither a figure nor a quoted name's closing mark is torn from what it belongs to.
        while lines[here + 1] and (
            lines[here + 1][0] in "》”）〕、，。；：" or (lines[here][-1:] + lines[here + 1][0]).isdecimal()
        ):
            lines[here] += lines[here + 1][0]
            lines[here + 1] = lines[here + 1][1:]
    return [line for line in lines if line]


def to_bytes(document: DocumentType) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()
