"""Word documents (.docx): paragraphs and tables in their order, with the numbers that Word puts before them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from duban.reading.intake.archives import opened, part
from duban.reading.intake.numbering import Numbering
from duban.reading.intake.refusal import Refused
from duban.reading.intake.taken import Gathering, Taken

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = {
    W + "del",
    W + "moveFrom",
    W + "instrText",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def read_word(data: bytes) -> Taken:
    archive = opened(data)
    root = parsed(part(archive, "word/document.xml"))
    body = root.find(W + "body")
    if body is None:
        raise Refused("damaged")
    gathering = Gathering()
    _gather(body, gathering, Numbering(_optional(archive, "word/numbering.xml"), _optional(archive, "word/styles.xml")))
    return Taken(gathering.text(), "docx", gathering.tables, dated(archive))


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
    for child in block:
        if child.tag == W + "p":
            for line in _labelled(numbering.label(child), _text(child)).split("\n"):
                gathering.line(line)
        elif child.tag == W + "tbl":
            gathering.table(list(_rows(child, numbering)))
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "smartTag"):
            _gather(child, gathering, numbering)


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
    """Rows of cells; a cell merged over several columns counts once, one continued from above repeats its text."""
    above: dict[int, str] = {}
    for row in table.iter(W + "tr"):
        if next(row.iterancestors(W + "tbl")) is not table:
            continue
        cells: list[str] = []
        column = 0
        for cell in row.iter(W + "tc"):
            if next(cell.iterancestors(W + "tr")) is not row:
                continue
            paragraphs = cell.iter(W + "p")
            text = "\n".join(_in_cell(numbering.label(paragraph), _text(paragraph)) for paragraph in paragraphs)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(W + "val", "continue") == "continue":
                text = above.get(column, "")
            above[column] = text
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            width = span.get(W + "val", "1") if span is not None else "1"
            column += int(width) if width.isdigit() else 1
            cells.append(text)
        yield cells


def _text(element: Any) -> str:
    parts: list[str] = []
    todo = [element]
    while todo:
        node = todo.pop()
        tag = node.tag
        if tag in _SKIPPED:
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
