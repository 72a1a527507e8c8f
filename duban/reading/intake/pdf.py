"""PDF with text in it. Lines broken by the page are joined to paragraphs again."""

from __future__ import annotations

import datetime
import re
from itertools import pairwise
from typing import Any

from duban.reading.intake.refusal import MOST_CHARACTERS, Refused
from duban.reading.intake.taken import Taken

MOST_PAGES = 3000
_ENDS = re.compile(r"[。！？；：:;!?…”）)】]$")
_BEGINS = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、)）]|第[一二三四五六七八九十百\d]+[章节条项]|[•●○■□◆※·-]\s)"
)
_PAGE_NUMBER = re.compile(r"^\s*(?:[—–-]\s*)?(?:第?\s*\d{1,4}\s*页?(?:\s*[/共]\s*\d{1,4}\s*页?)?)(?:\s*[—–-])?\s*$")


def read_pdf(data: bytes, *, scans: bool = True) -> Taken:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused("encrypted" if "assword" in str(error) else "damaged") from error
    try:
        pages = len(document)
        if pages > MOST_PAGES:
            raise Refused("bomb")
        texts: list[str] = []
        for number in range(pages):
            page = document[number]
            reader = page.get_textpage()
            texts.append(reader.get_text_range())
            reader.close()
            page.close()
            if sum(map(len, texts)) > MOST_CHARACTERS:
                raise Refused("bomb")
        dated = _dated(document.get_metadata_value("CreationDate"))
        text = joined("\n".join(texts))
        if pages and len(re.sub(r"\s", "", text)) < 5 * pages:
            if not scans:
                raise Refused("scanned")
            from duban.reading.intake.picture import read_pages

            return read_pages((_picture(document[number]) for number in range(pages)), dated)
        return Taken(text, "pdf", dated=dated)
    except pypdfium2.PdfiumError as error:
        raise Refused("damaged") from error
    finally:
        document.close()


def _picture(page: Any) -> Any:
    """The page at 144 dots an inch, or at less where it is as large as a wall."""
    from duban.reading.intake.picture import MOST_PIXELS

    width, height = page.get_size()
    return page.render(scale=min(2.0, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)).to_pil()


def joined(text: str) -> str:
    """Paragraphs from page lines: a line as long as most, without an end mark, goes on in the next one."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lines = [line for line in lines if line.strip() and not _PAGE_NUMBER.match(line)]
    if not lines:
        return ""
    lengths = sorted(len(line.strip()) for line in lines)
    full = lengths[len(lengths) * 3 // 4] * 0.85
    out = [lines[0]]
    for before, line in pairwise(lines):
        # The length of the last line on the page decides, not that of the paragraph put together so far.
        if len(before.strip()) >= full and not _ENDS.search(before) and not _BEGINS.match(line):
            out[-1] += _glue(before, line.strip())
        else:
            out.append(line)
    return "\n".join(out)


def _glue(before: str, after: str) -> str:
    return (
        f" {after}"
        if before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum()
        else after
    )


def _dated(value: str) -> datetime.date | None:
    """From PDF's own form: D:20220305101500+08'00'"""
    found = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})", value or "")
    try:
        return datetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
