"""The order of the repairs, and how each of them maps back to the raw text."""

from __future__ import annotations

from operator import ne

from duban.reading.restoration.annotations import find_annotations
from duban.reading.restoration.edits import Edit, applied, composed
from duban.reading.restoration.forms import find_forms
from duban.reading.restoration.misread import reread
from duban.reading.restoration.out_of_step import SITE, find_sites
from duban.reading.restoration.remains import find_html, find_invisible, find_misread_spaces, find_spaces
from duban.reading.restoration.traditional import is_traditional, simplified
from duban.reading.restoration.unmarked import shows_unmarked_run
from duban.reading.restoration.wraps import find_quotes, find_wraps
from duban.reading.types import Repair, Restoration

_END: Edit = (-1, -1, "", "", True)


def restore(raw: str) -> Restoration:
    """Give back `raw` with its damage repaired; a clean text comes back as it is, without repairs."""
    edits: list[Edit] = []
    text = raw
    again = reread(raw)
    if again is not None:
        edits = [(0, len(raw), again, "encoding", "□" not in again)]
        text = again
    for find in (find_html, find_invisible, find_misread_spaces, find_forms, find_quotes, find_wraps):
        found = find(text)
        if found:
            edits, text = composed(raw, edits, found), applied(text, found)
    looked_at, traditional = text, is_traditional(text, bool(edits))
    found = find_annotations(text, traditional)
    if traditional or found or SITE.search(text) or shows_unmarked_run(text):
        sites = find_sites(text, traditional or bool(found))
        if sites and not traditional:
            found = find_annotations(text, True)
        found = _together(sites, found)
    if found:
        edits, text = composed(raw, edits, found), applied(text, found)
    spaces = find_spaces(text)
    if spaces:
        edits, text = composed(raw, edits, spaces), applied(text, spaces)
    plain = text if text is looked_at and not traditional else simplified(text, bool(edits))
    if not edits and plain is text:
        return Restoration(raw)
    return Restoration(plain, _repairs(raw, edits, text, plain))


def _together(sites: list[Edit], annotations: list[Edit]) -> list[Edit]:
    """Both lists as one; an annotation that a site took in belongs to the site."""
    if not sites:
        return annotations
    together: list[Edit] = []
    at = done = 0
    for site in sites:
        while at < len(annotations) and annotations[at][0] < site[1]:
            if annotations[at][0] >= done and annotations[at][1] <= site[0]:
                together.append(annotations[at])
            at += 1
        together.append(site)
        done = site[1]
    return together + [edit for edit in annotations[at:] if edit[0] >= done]


def _repairs(raw: str, edits: list[Edit], text: str, plain: str) -> list[Repair]:
    """Every edit and every run of characters made simplified, in order; the latter inside the former join them."""
    repairs: list[Repair] = []
    changed = b"" if plain is text else bytes(map(ne, text, plain))
    at = 0  # how far `text` has been looked through for traditional characters
    shift = 0  # text offset minus raw offset
    for start, end, replacement, kind, sure in (*edits, _END):
        low = start + shift if start >= 0 else len(text)
        i = changed.find(1, at, low)
        while i >= 0:
            j = changed.find(0, i, low)
            if j < 0:
                j = low
            begin, stop = i - shift, j - shift
            repairs.append(Repair(i, j, raw[begin:stop], plain[i:j], "traditional", True, begin, stop))
            i = changed.find(1, j, low)
        if start < 0:
            break
        high = low + len(replacement)
        repairs.append(Repair(low, high, raw[start:end], plain[low:high], kind, sure, start, end))
        at, shift = high, high - end
    return repairs
