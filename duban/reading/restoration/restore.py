"""The order of the repairs, and how each of them maps back to the raw text."""

from __future__ import annotations

from duban.reading.restoration.annotations import find_annotations
from duban.reading.restoration.edits import Edit, applied, composed
from duban.reading.restoration.misread import reread
from duban.reading.restoration.out_of_step import SITE, find_sites
from duban.reading.restoration.remains import find_html, find_invisible, find_misread_spaces, find_spaces
from duban.reading.restoration.traditional import simplified
from duban.reading.types import Repair, Restoration


def restore(raw: str) -> Restoration:
    """Give back `raw` with its damage repaired; a clean text comes back as it is, without repairs."""
    edits: list[Edit] = []
    text = raw
    again = reread(raw)
    if again is not None:
        edits = [(0, len(raw), again, "encoding", "□" not in again)]
        text = again
    for find in (find_html, find_invisible, find_misread_spaces):
        found = find(text)
        if found:
            edits, text = composed(raw, edits, found), applied(text, found)
    plain = simplified(text, bool(edits))
    traditional = plain is not text
    found = find_annotations(text, traditional)
    if traditional or found or SITE.search(text):
        sites = find_sites(text, traditional or bool(found))
        if sites and not traditional:
            found = find_annotations(text, True)
        found = _together(sites, found)
    if found:
        edits, text = composed(raw, edits, found), applied(text, found)
    spaces = find_spaces(text)
    if spaces:
        edits, text = composed(raw, edits, spaces), applied(text, spaces)
    if found or spaces:
        plain = simplified(text, True)
    if not edits and plain is text:
        return Restoration(raw)
    return Restoration(plain, _repairs(raw, edits, text, plain))


def _together(sites: list[Edit], annotations: list[Edit]) -> list[Edit]:
    """Both lists as one; an annotation that a site took in belongs to the site."""
    if not sites:
        return annotations
    spans = [(start, end) for start, end, *_ in sites]
    rest = [edit for edit in annotations if not any(edit[0] < end and start < edit[1] for start, end in spans)]
    return sorted(sites + rest)


def _repairs(raw: str, edits: list[Edit], text: str, plain: str) -> list[Repair]:
    """Every edit and every run of characters made simplified, in order; the latter inside the former join them."""
    repairs: list[Repair] = []
    at = 0  # how far `text` has been looked through for traditional characters
    shift = 0  # text offset minus raw offset
    for start, end, replacement, kind, sure in edits:
        low = start + shift
        high = low + len(replacement)
        _add_simplified(repairs, raw, text, plain, at, low, shift)
        repairs.append(Repair(low, high, raw[start:end], plain[low:high], kind, sure, start, end))
        at, shift = high, high - end
    _add_simplified(repairs, raw, text, plain, at, len(text), shift)
    return repairs


def _add_simplified(repairs: list[Repair], raw: str, text: str, plain: str, low: int, high: int, shift: int) -> None:
    before, after = text[low:high], plain[low:high]
    if before == after:
        return
    begin = -1
    for at, (one, other) in enumerate(zip(before, after, strict=True), low):
        if one != other:
            if begin < 0:
                begin = at
        elif begin >= 0:
            repairs.append(_simplified(raw, plain, begin, at, shift))
            begin = -1
    if begin >= 0:
        repairs.append(_simplified(raw, plain, begin, high, shift))


def _simplified(raw: str, plain: str, begin: int, end: int, shift: int) -> Repair:
    raw_start, raw_end = begin - shift, end - shift
    return Repair(begin, end, raw[raw_start:raw_end], plain[begin:end], "traditional", True, raw_start, raw_end)
