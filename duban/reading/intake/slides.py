"""Presentations (.pptx): slide by slide, titles and lines and tables as they stand on each."""

from __future__ import annotations

import posixpath
from typing import Any

from duban.reading.intake.archives import opened, part
from duban.reading.intake.refusal import MOST_CHARACTERS, Refused
from duban.reading.intake.taken import Gathering, Taken

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_slides(data: bytes) -> Taken:
    from duban.reading.intake.word import dated, parsed

    archive = opened(data)
    shown = parsed(part(archive, "ppt/presentation.xml"))
    targets = {
        each.get("Id"): posixpath.normpath(posixpath.join("ppt", each.get("Target", "")))
        for each in parsed(part(archive, "ppt/_rels/presentation.xml.rels"))
    }
    gathering = Gathering()
    length = 0
    for slide in shown.iter(P + "sldId"):
        if (name := targets.get(slide.get(R + "id"), "").lstrip("/")) not in archive.NameToInfo:
            raise Refused("damaged")
        _gather(parsed(part(archive, name)), gathering)
        length += archive.NameToInfo[name].file_size
        if length > 20 * MOST_CHARACTERS:
            raise Refused("bomb")
    return Taken(gathering.text(), "pptx", gathering.tables, dated(archive))


def _gather(block: Any, gathering: Gathering) -> None:
    """The texts of a slide in the order in which they were put on it, which is the order they are read out in."""
    todo = list(reversed(block))
    while todo:
        node = todo.pop()
        if node.tag == FALLBACK:
            continue
        if node.tag == A + "tbl":
            rows = ([_text(cell) for cell in row.iter(A + "tc")] for row in node.iter(A + "tr"))
            gathering.table(list(rows))
        elif node.tag == A + "p":
            for line in _text(node).split("\n"):
                if line.strip():
                    gathering.line(line)
        else:
            todo.extend(reversed(node))


def _text(node: Any) -> str:
    out: list[str] = []
    for each in node.iter(A + "t", A + "br", A + "p"):
        out.append(each.text or "" if each.tag == A + "t" else "\n" if out else "")
    return "".join(out)
