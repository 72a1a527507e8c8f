"""Word documents (.docx): paragraphs and tables in their order, with the numbers that Word puts before them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from duban.reading.intake.archives import opened, part
from duban.reading.intake.numbering import Numbering, is_on
from duban.reading.intake.refusal import Refused
from duban.reading.intake.taken import Gathering, Taken

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The same words under the name of the strict standard (ISO/IEC 29500-1).
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MOST_COLUMNS = 63
# A text box stands in a paragraph, but is none of its words; a reading above characters is none either.
_BOX = W + "txbxContent"
_SKIPPED = {
    _BOX,
    W + "rt",
    W + "del",
    W + "moveFrom",
    W + "instrText",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def read_word(data: bytes, *, scans: bool = True) -> Taken:
    archive = opened(data)
    root = parsed(part(archive, "word/document.xml").replace(_STRICT, W[1:-1].encode()))
    body = root.find(W + "body")
    if body is None:
        raise Refused("damaged")
    gathering = Gathering()
    _gather(body, gathering, Numbering(_optional(archive, "word/numbering.xml"), _optional(archive, "word/styles.xml")))
    text = gathering.text()
    pictures = [] if text.strip() else [name for name in archive.namelist() if name.startswith("word/media/")]
    if pictures:
        return _pictures(archive, pictures, scans)
    return Taken(text, "docx", gathering.tables, dated(archive))


def _pictures(archive: Any, names: list[str], scans: bool) -> Taken:
    """A document that holds nothing but scanned pages."""
    if not scans:
        raise Refused("scanned")
    from duban.reading.intake.picture import read_picture

    texts = [read_picture(part(archive, name)).text for name in sorted(names, key=lambda name: (len(name), name))]
    return Taken("\n".join(texts), "picture", dated=dated(archive))


def parsed(xml: bytes) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("damaged") from error


def _optional(archive: Any, name: str) -> Any:
    """A part that only adds to the text: a document is not refused because it is missing or damaged."""
    try:
        return parsed(part(archive, name))
    except Refused:
        return None


def _gather(block: Any, gathering: Gathering, numbering: Numbering) -> None:
    begun = ""
    for child in block:
        if child.tag == W + "p":
            text = begun + _labelled(numbering.label(child), _text(child))
            begun = text if _goes_on(child) else ""
            if not begun:
                _lines(text, gathering)
            for box in _boxes(child):
                _gather(box, gathering, numbering)
        elif child.tag == W + "tbl":
            _table(child, gathering, numbering)
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "moveTo", W + "smartTag"):
            _gather(child, gathering, numbering)
    if begun:
        _lines(begun, gathering)


def _lines(text: str, gathering: Gathering) -> None:
    """Lines end where somebody broke them by hand, unless that cuts a sentence."""
    for line in re.sub("(?<=[，、]) *\n *", "", text).split("\n"):
        gathering.line(line)


def _goes_on(paragraph: Any) -> bool:
    """Was its end deleted while changes are tracked? Then the next paragraph is its end."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _boxes(paragraph: Any) -> Iterator[Any]:
    for box in paragraph.iter(_BOX):
        if not any(above.tag in _SKIPPED for above in box.iterancestors()):
            yield box


def _table(table: Any, gathering: Gathering, numbering: Numbering) -> None:
    if next(table.iterdescendants(W + "tbl"), None) is None:
        gathering.table(list(_rows(table, numbering)))
        return
    # A table that holds tables lays out a page.
    for cell in table.iter(W + "tc"):
        if next(cell.iterancestors(W + "tbl")) is table:
            _gather(cell, gathering, numbering)


def _labelled(label: str, text: str) -> str:
    """The number before its paragraph; apart from it where the two would read as one number: 1. 5月底前."""
    if not label or not text.strip():
        return text
    text = text.lstrip()
    ends, begins = label[-1], text[0]
    apart = (begins.isascii() and begins.isalnum() and (ends == "." or ends.isalnum())) or ends.isalnum()
    return f"{label} {text}" if apart else label + text


def _in_cell(label: str, text: str) -> str:
    """In a column of numbers the cell holds nothing but its number."""
    return label.rstrip(".、．") if label and not text.strip() else _labelled(label, text)


def _rows(table: Any, numbering: Numbering) -> Iterator[list[str]]:
    """Rows of cells; one merged over several columns leaves those behind its first empty, one continued from above
    repeats its text."""
    above: dict[int, str] = {}
    for row in table.iter(W + "tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        before = row.find(f"{W}trPr/{W}gridBefore")
        column = _number(before, 0)
        cells = [""] * column
        for cell in row.iter(W + "tc"):
            paragraphs = cell.iter(W + "p")
            text = "\n".join(_in_cell(numbering.label(paragraph), _text(paragraph)) for paragraph in paragraphs)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(W + "val", "continue") == "continue":
                text = above.get(column, "")
            above[column] = text
            width = _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
            column += width
            cells += [text, *[""] * (width - 1)]
        yield cells


def _number(node: Any, otherwise: int) -> int:
    """What a node says of columns; a table has no more of them than Word allows."""
    told = node.get(W + "val", "") if node is not None else ""
    return min(int(told), _MOST_COLUMNS) if told.isdigit() else otherwise


def _text(element: Any) -> str:
    parts: list[str] = []
    todo = [element]
    while todo:
        node = todo.pop()
        tag = node.tag
        if tag in _SKIPPED or (tag == W + "r" and _is_hidden(node)):
            continue
        if tag == W + "t":
            parts.append(node.text or "")
        elif tag in (W + "tab", W + "ptab") and node.getparent().tag == W + "r":
            parts.append("\t")
        elif tag in (W + "br", W + "cr"):
            parts.append("\n")
        elif tag == W + "noBreakHyphen":
            parts.append("-")
        else:
            todo.extend(reversed(node))
    return "".join(parts)


def _is_hidden(run: Any) -> bool:
    return is_on(run.find(f"{W}rPr/{W}vanish"))


def dated(archive: Any) -> datetime.date | None:
    try:
        root = parsed(part(archive, "docProps/core.xml"))
    except Refused:
        return None
    for name in ("created", "modified"):
        for node in root.iter(f"{{http://purl.org/dc/terms/}}{name}"):
            try:
                return datetime.date.fromisoformat((node.text or "")[:10])
            except ValueError:
                continue
    return None
