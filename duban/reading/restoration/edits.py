"""Edits of a text, and how edits of edits are one list again that maps back to the first text."""

from __future__ import annotations

Edit = tuple[int, int, str, str, bool]
"""Start and end in the text before, what takes the place, kind of repair, sure. Lists are sorted, without overlap."""


def applied(text: str, edits: list[Edit]) -> str:
    parts: list[str] = []
    at = 0
    for start, end, replacement, _, _ in edits:
        parts.append(text[at:start])
        parts.append(replacement)
        at = end
    parts.append(text[at:])
    return "".join(parts)


def composed(text: str, first: list[Edit], then: list[Edit]) -> list[Edit]:
    """One list of edits of `text` that does what `first` and, on its result, `then` do.

    Where the two touch the same characters they become one edit, as sure as the less sure one, of the first's kind.
    """
    if not first or not then:
        return first or then
    middle = applied(text, first)
    # Each edit of `first` with the place of its replacement in the middle text.
    placed: list[tuple[int, int, Edit]] = []
    shift = 0
    for edit in first:
        start = edit[0] + shift
        placed.append((start, start + len(edit[2]), edit))
        shift += len(edit[2]) - (edit[1] - edit[0])

    out: list[Edit] = []
    i = j = 0
    shift = 0  # middle offset minus text offset, behind the edits of `first` passed so far
    while i < len(placed) or j < len(then):
        if j == len(then) or (i < len(placed) and placed[i][1] <= then[j][0] and placed[i][0] < then[j][1]):
            out.append(placed[i][2])
            shift = placed[i][1] - placed[i][2][1]
            i += 1
            continue
        if i == len(placed) or then[j][1] <= placed[i][0]:
            start, end, replacement, kind, sure = then[j]
            out.append((start - shift, end - shift, replacement, kind, sure))
            j += 1
            continue
        # They overlap: take in everything that hangs together.
        low, high = min(placed[i][0], then[j][0]), max(placed[i][1], then[j][1])
        kind, certain = placed[i][2][3], True
        raw_low = placed[i][2][0] - (placed[i][0] - low)
        pieces: list[str] = []
        at = low
        while True:
            if i < len(placed) and placed[i][0] < high:
                high = max(high, placed[i][1])
                certain = certain and placed[i][2][4]
                shift = placed[i][1] - placed[i][2][1]
                i += 1
            elif j < len(then) and then[j][0] < high:
                high = max(high, then[j][1])
                certain = certain and then[j][4]
                pieces += [middle[at : then[j][0]], then[j][2]]
                at = then[j][1]
                j += 1
            else:
                break
        pieces.append(middle[at:high])
        out.append((raw_low, high - shift, "".join(pieces), kind, certain))
    return out
