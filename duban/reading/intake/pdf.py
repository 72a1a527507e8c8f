"""PDF with text in it. Lines broken by the page are joined to paragraphs again."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from itertools import pairwise
from typing import Any

from duban.reading.intake.page import Line, Rows, seen_on
from duban.reading.intake.refusal import MOST_CHARACTERS, Refused
from duban.reading.intake.taken import Gathering, Taken
from duban.reading.paragraphs import BEGINS

MOST_PAGES = 3000
# A page with fewer letters is a picture, or empty.
FEWEST_LETTERS = 5
# Shorter lines are a list, however alike in length.
FEWEST_IN_LINE = 8
# Running heads stand in this part of a page's height, at its top and bottom.
MARGIN = 0.12
Page = list[Line | Rows]
_ENDS = re.compile(r"[。！？；：:;!?…”）)】]$")
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
        found: list[Page] = []
        length = 0
        for number in range(pages):
            page = document[number]
            found.append(_read(page))
            page.close()
            length += sum(map(_length, found[-1]))
            if length > MOST_CHARACTERS:
                raise Refused("bomb")
        dated = _dated(document.get_metadata_value("CreationDate"))
        written = [sum(map(_length, page)) >= FEWEST_LETTERS for page in found]
        if pages and not any(written):
            if not scans:
                raise Refused("scanned")
            from duban.reading.intake.picture import read_pages

            return read_pages((_picture(document[number]) for number in range(pages)), dated)
        missed = []
        for number in (n for n in range(pages) if scans and not written[n]):
            try:
                found[number] = _recognised(document[number])
            except Refused:
                missed.append(number + 1)
        taken = _put_together(_without_running_heads(found), dated)
        taken.pages_missed = missed
        return taken
    except pypdfium2.PdfiumError as error:
        raise Refused("damaged") from error
    finally:
        document.close()


def _read(page: Any) -> Page:
    reader = page.get_textpage()
    try:
        return seen_on(page, reader)
    except ValueError:
        # drawn rather than written: as the file has it
        return [_unplaced(line) for line in reader.get_text_range().splitlines()]
    finally:
        reader.close()


def _recognised(page: Any) -> Page:
    """The lines of a scanned page among others, none where it holds no picture."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    if next(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]), None) is None:
        return []
    from duban.reading.intake.picture import read_pages

    return [_unplaced(line) for line in read_pages([_picture(page)], None).text.split("\n")]


def _unplaced(text: str) -> Line:
    return Line(text, 0, 0, 0, 0)


def _length(seen: Line | Rows) -> int:
    return len(seen.text) if isinstance(seen, Line) else sum(len(cell) for row in seen for cell in row)


def _without_running_heads(pages: list[Page]) -> list[Page]:
    """Without what stands at the same place of the top or bottom of most pages, page numbers aside."""
    seen = Counter(head for page in pages for head in {_head(each) for each in page} if head)
    heads = {head for head, count in seen.items() if count > 1 and count * 2 > len(pages)}
    return [[each for each in page if _head(each) not in heads] for page in pages]


def _head(seen: Line | Rows) -> tuple[str, int] | None:
    if isinstance(seen, list) or not seen.height or MARGIN < seen.middle / seen.height < 1 - MARGIN:
        return None
    return re.sub(r"[\d\s]+", "", seen.text), round(seen.middle / 4)


def _put_together(pages: list[Page], dated: datetime.date | None) -> Taken:
    gathering = Gathering()
    lines: list[str] = []
    rows: Rows = []
    for seen in (each for page in pages for each in page):
        if isinstance(seen, Line):
            if _PAGE_NUMBER.match(seen.text):
                continue
            gathering.table(rows)
            rows = []
            lines.append(seen.text)
            continue
        if lines:
            gathering.line(joined("\n".join(lines)))
            lines = []
        if rows and len(rows[0]) != len(seen[0]):
            gathering.table(rows)
            rows = []
        # A table goes on where the next page begins.
        rows = [*rows, *seen]
    gathering.table(rows)
    if lines:
        gathering.line(joined("\n".join(lines)))
    return Taken(gathering.text(), "pdf", gathering.tables, dated)


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
    full = max(FEWEST_IN_LINE, lengths[len(lengths) * 3 // 4] * 0.85)
    out = [lines[0]]
    for before, line in pairwise(lines):
        # The length of the last line on the page decides, not that of the paragraph put together so far.
        cut = before.endswith(("，", "、")) or (len(before.strip()) >= full and not _ENDS.search(before))
        if cut and not BEGINS.match(line):
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
