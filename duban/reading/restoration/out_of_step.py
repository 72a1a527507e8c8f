"""GBK bytes read out of step, decoded back.

What happened to such a copy: it was GBK bytes once; a program cut it at certain byte pairs (；is A3BB) without minding
where a character begins. Where a pair matched across two characters, the first one's lead byte was left alone and
shown as ?, and the second one's trail byte began a run that was decoded one byte off:

    常 B3A3 活 BBEE 動 84D3 (    →    ? [A3BB=；] EE84=顒 D3( = ?    →    ?；顒?dòng)

The run is in step again behind a character whose second byte is ASCII (it shows as that letter: 產 AE61 → a), at an
ASCII byte (swallowed by the lead byte before it, both shown as one ?), or at the next true match of a pair. Private-use
pairs within the run left no trace. So most characters of a run follow from the bytes; of the first only the trail byte
is known, of a vanished pair two bytes are lost. Those are chosen by the words around them, or become □.
"""

from __future__ import annotations

import re
from itertools import pairwise
from operator import ne

from duban.reading.restoration.annotations import BRACKET, OPENED, without_annotations
from duban.reading.restoration.characters import opencc_converter
from duban.reading.restoration.edits import Edit
from duban.reading.restoration.lattice import Lattice, OwnWords, Seen
from duban.reading.restoration.words import cost_of, single

PUNCTUATION = ";；:：,，。!！?？、…—“”‘’《》（）()【】〔〕"
WIDE = dict(zip(";:,!?()", "；：，！？（）", strict=True))
SITE = re.compile(rf"[?？\ufffd](?=([{re.escape(PUNCTUATION)}]))")
# A run longer than this is not a run.
LONGEST = 48
CONTEXT = 5
# What a reading must beat the text as it stands by, with and without other damage in the text.
MARGIN, MARGIN_IN_CLEAN = 40, 110
# Words of ordinary prose cost no more than this a character.
ORDINARY = 58
# A choice less probable than this becomes □; one more probable than that needs no second look.
CLEARLY, PAST_DOUBT = 0.7, 0.995


def look_ahead(text: str, at: int) -> list[Seen]:
    """What stands behind the match, up to where the run must have ended, and a few characters more."""
    seen: list[Seen] = []
    context = -1
    while at < len(text) and len(seen) < LONGEST and context < CONTEXT:
        character = text[at]
        if character == "\n":
            break
        if context >= 0:
            bracket = BRACKET.match(text, at)
            if bracket and seen:
                at = bracket.end()
                continue
            if SITE.match(text, at):
                break
            seen.append(Seen(character, at + 1, b"", ""))
            context, at = context + 1, at + 1
            continue
        if character in "?？\ufffd":
            opened = OPENED.match(text, at + 1)
            seen.append(Seen("?", opened.end() if opened else at + 1, b"?", opened.group(1) if opened else ""))
            at = seen[-1].end
            # Two of them: the first may be a pair that could not be decoded, and the run goes on.
            if opened or text[at : at + 1] not in ("?", "\ufffd"):
                context = 0
            continue
        bracket = BRACKET.match(text, at + 1)
        if character.isascii():
            reading = bracket.group(1) if bracket and character >= "@" else ""
            end = bracket.end() if bracket and reading else at + 1
            wide = WIDE.get(character)
            code = wide.encode("gbk") if wide else character.encode()
            seen.append(Seen(character, end, code, reading))
            at = end
            if character >= "@" or not wide:
                context = 0
            continue
        if bracket and "\u4e00" <= character <= "\u9fff":
            context = 0  # nothing inside a run can carry its reading: this one is in step
            continue
        code = character.encode("gbk", "ignore")
        seen.append(Seen(character, at + 1, code if len(code) == 2 else b"", ""))
        if len(code) != 2:
            context = 0
        at += 1
    return seen


def find_sites(text: str, damaged: bool) -> list[Edit]:
    """Edits that put runs out of step back; `damaged` says that other damage has been seen in the text."""
    edits: list[Edit] = []
    words: OwnWords | None = None
    foreign = ""
    done = 0
    for match in SITE.finditer(text):
        if match.start() < done:
            continue
        if words is None:
            bare = without_annotations(text)
            words = OwnWords(opencc_converter().convert(bare))
            foreign = "s" if differences(bare, words.document) * 25 > len(bare) else "t"
        edit = solve(text, match.start(), edits, damaged, foreign, words)
        if edit:
            edits.append(edit)
            done = edit[1]
    return edits


def differences(one: str, other: str) -> int:
    return sum(map(ne, one, other))


def left_of(text: str, start: int, edits: list[Edit]) -> str:
    """The characters before a site as they will read: without annotations, simplified, behind the last line break."""
    near = text[max(0, start - 40) : start]
    if edits and edits[-1][1] > start - 40:
        near = edits[-1][2] + text[edits[-1][1] : start]
    near = opencc_converter().convert(without_annotations(near).rpartition("\n")[2][-12:])
    return near[-4:]


def solve(text: str, start: int, edits: list[Edit], damaged: bool, foreign: str, words: OwnWords) -> Edit | None:
    """The edit for the site at `start`, or None if the ? is better left as a question mark."""
    mark = text[start + 1]
    code = WIDE.get(mark, mark).encode("gbk", "ignore")
    if len(code) != 2:
        return None
    left = left_of(text, start, edits)
    seen = look_ahead(text, start + 2)
    reading = None
    for hidden in (1, 3):
        lattice = Lattice(left, code[0], code[1], seen, foreign, words, hidden)
        reading = lattice.read()
        if reading is not None and reads_well(left, reading):
            break
    bound = literal_cost(left, text[start], mark, seen) - (MARGIN if damaged else MARGIN_IN_CLEAN)
    if reading is None or reading[0] >= bound:
        return None
    out, sure, in_step = [], True, 0
    for character, how, chance in reading[1]:
        if how == "=":
            in_step += 1
            continue
        if how == "0" and chance < CLEARLY:
            character = "□"
        sure = sure and character != "□" and (how == "1" or chance >= PAST_DOUBT)
        out.append(character)
    ending = len(seen) - in_step
    return start, (seen[ending - 1].end if ending else start + 2), "".join(out), "gbk", sure


def reads_well(left: str, reading: tuple[int, list[tuple[str, str, float]]]) -> bool:
    """Whether what was decoded is words, so that no deeper search is needed."""
    cost, characters = reading
    literal = "".join(character for character, how, _ in characters if how == "=")
    decoded = len(characters) - len(literal)
    return cost - cost_of(left) - cost_of(opencc_converter().convert(literal)) <= ORDINARY * decoded


def literal_cost(left: str, question: str, mark: str, seen: list[Seen]) -> int:
    """What the text costs if the ? is just a question mark."""
    rest = opencc_converter().convert("".join(one.character for one in seen))
    cost = cost_of(left) + single[question] + single[mark] + cost_of(rest)
    inside = mark + rest
    return cost + 60 * sum(a in PUNCTUATION and b in ";；:：,，。!！?？、" for a, b in pairwise(inside))
