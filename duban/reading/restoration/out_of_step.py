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
from operator import itemgetter, ne

from duban.reading.restoration.annotations import BRACKET, OPENED, without_annotations
from duban.reading.restoration.characters import opencc_converter, table
from duban.reading.restoration.choices import Choices, Seen
from duban.reading.restoration.edits import Edit
from duban.reading.restoration.lattice import Lattice, Reading
from duban.reading.restoration.own_words import OwnWords
from duban.reading.restoration.traditional import one_by_one
from duban.reading.restoration.unmarked import unmarked_runs
from duban.reading.restoration.words import cost_of, rarity

PUNCTUATION = ";；:：,，。!！?？、…—“”‘’《》（）()【】〔〕"
# What a full-width sign becomes when an ASCII sign takes the place of its first byte.
HALVES = {";": "；", ":": "：", ",": "，", "!": "！", "?": "？", ".": "。"}
WIDE = dict(zip(";:,!?()", "；：，！？（）", strict=True))
SITE = re.compile(rf"[?？\ufffd](?=([{re.escape(PUNCTUATION)}]))")
_MARK_THEN_HAN = re.compile("[;；:：,，。!！、…“”](?=[\u4e00-\u9fff])")
# A character rarer than this behind a mark makes one look whether a run begins there.
ODD = 100
_WIDE_ALNUM = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_HAN_RUN = re.compile("[\u4e00-\u9fff]*")
# Characters in words cost less than this each.
NO_WORDS = 88
# A run longer than this is not a run.
LONGEST = 400
CONTEXT = 5
# How much of an unmarked run is read to find its beginning, and how much of it at once then.
GLIMPSE, LONGEST_UNMARKED = 8, 600
# How many places may look like an unmarked run and be none: each takes a tenth of a second to see.
TRIES = 3
# A text that is out of step all through is not minutes any more: it would take a second for each thousand characters.
MOST_UNMARKED = 40
# How far to look behind a ? that may or may not be the end of the run.
FURTHER = 96
MARKS = frozenset("?？\ufffd")
FOLLOWED_BY_TEXT = frozenset(";；:：,，。、")
# What can stand behind the last byte of a piece; behind anything else an ASCII byte was swallowed.
ENDS_PIECE = frozenset(("", "\n", *PUNCTUATION)) - MARKS
# How many places may turn out to be no site before the search is given up; how much text is learnt words from.
PATIENCE, VOCABULARY = 60, 30_000
# What a reading must beat the text as it stands by, with and without other damage in the text.
MARGIN, MARGIN_IN_CLEAN, RIDDLE = 40, 110, 250
# How many pairs may have vanished one behind the other, and how much dearer than the cheapest way others may be. The second,
# slower search is asked where a character in no word is rarer than ORDINARY or a choice is open; in simplified text,
# where pairs vanish often, always.
QUICK, THOROUGH = (1, 45), (2, 85)
ORDINARY = 90
# A choice less probable than this becomes □, and so does one that its best rival comes close to.
CLEARLY, FAR_AHEAD = 0.45, 1.5


def look_ahead(text: str, at: int, longest: int = LONGEST) -> list[Seen]:
    """What stands behind the match, up to where the run must have ended, and a few characters more."""
    seen: list[Seen] = []
    left = longest
    in_step = False
    while at < len(text) and left:
        character = text[at]
        bracket = BRACKET.match(text, at + 1)
        if character == "\n":
            seen.append(Seen(character, at + 1, b"", ""))
            break
        if in_step and SITE.match(text, at):
            break
        end, code, reading, took = at + 1, code_of(character), "", False
        if bracket and "\u4e00" <= character <= "\u9fff":
            in_step, left = True, min(left, CONTEXT)  # nothing inside a run can carry its reading
        if in_step:
            end = bracket.end() if bracket else end
        elif character in MARKS:
            code = b"?"
            opened = OPENED.match(text, end)
            if opened:
                end, reading = opened.end(), opened.group(1)
            if opened or text[end : end + 1] in ENDS_PIECE:
                in_step, left = True, CONTEXT + 1
            else:
                # Either the run ended here, or this pair could not be decoded and the run goes on.
                left, took = min(left, FURTHER), True
        elif character.isascii():
            if character >= "@":
                if bracket:
                    end, reading = bracket.end(), bracket.group(1)
                in_step, left = True, min(left, CONTEXT + 1)
            elif character not in WIDE:
                in_step, left = True, min(left, CONTEXT + 1)
        elif not code or character == "€":
            if bracket and character == "€":
                end, reading = bracket.end(), bracket.group(1)
            in_step, left = True, min(left, CONTEXT + 1)
        seen.append(Seen(character, end, code, reading, took))
        at, left = end, left - 1
    return seen


def code_of(character: str) -> bytes:
    """The bytes a character of a run stands for; copies show full-width punctuation as ASCII, too."""
    if character.isascii():
        return WIDE.get(character, character).encode("gbk")
    code = character.encode("gbk", "ignore")
    return code if len(code) == 2 else b""


def find_sites(text: str, damaged: bool) -> list[Edit]:
    """Edits that put runs out of step back; `damaged` says that other damage has been seen in the text."""
    edits: list[Edit] = []
    words: OwnWords | None = None
    foreign = ""
    done = refused = 0
    unmarked, runs = TRIES, 0
    for start, mark in _candidates(text, damaged):
        if start < done or mark < done:
            continue
        if start == mark and not promises(text, mark):
            continue
        if refused > PATIENCE + len(edits):
            break  # question marks by the thousand: a form or a log, no damage
        if words is None:
            bare = without_annotations(text)
            words = OwnWords(opencc_converter().convert(bare)[:VOCABULARY])
            foreign = "s" if differences(bare, words.document) * 25 > len(words.document) else "t"
            foreign += "" if _WIDE_ALNUM.search(bare) else "w"
        if start < mark and text[start] not in MARKS:
            if unmarked == 0 or runs == MOST_UNMARKED:
                continue
            edit = solve_unmarked(text, max(start, done), mark, edits, foreign, words)
            runs += edit is not None
            unmarked -= edit is None
        else:
            edit = solve(text, start, mark, edits, damaged or bool(edits), foreign, words)
        if edit:
            edits.append(edit)
            done = edit[1]
        else:
            refused += 1
    return edits


def _candidates(text: str, damaged: bool) -> list[tuple[int, int]]:
    """Where a run may begin: the place of the orphan, and that of the mark the pair was taken for.

    Some converters leave the orphan out; then the mark comes first, and only what follows it looks wrong.
    """
    found = [(match.start(), match.start() + 1) for match in SITE.finditer(text)]
    if damaged:
        for match in _MARK_THEN_HAN.finditer(text):
            at = match.start()
            if (
                rarity(one_by_one[text[at + 1]]) > ODD
                and text[at - 1 : at] not in MARKS
                and reads_badly(text[at + 1 : at + 7])
            ):
                found.append((at, at))
    return sorted(found + unmarked_runs(text), key=itemgetter(1, 0))


def promises(text: str, at: int) -> bool:
    """Whether the two characters behind the mark at `at` are common ones when they are read one byte off."""
    waiting = WIDE.get(text[at], text[at]).encode("gbk", "ignore")[1:]
    for character in text[at + 1 : at + 3]:
        code = code_of(character)
        if not waiting or len(code) != 2 or character.isascii():
            break
        choice = table().pairs.get((waiting[0], code[0]))
        if choice is None or rarity(choice.simplified) > ODD:
            return False
        waiting = code[1:]
    return True


def reads_badly(text: str) -> bool:
    """Whether the characters at the beginning of `text` make no words."""
    run = opencc_converter().convert(_HAN_RUN.match(text).group())  # type: ignore[union-attr]
    return cost_of(run) > NO_WORDS * len(run)


def differences(one: str, other: str) -> int:
    return sum(map(ne, one, other))


def left_of(text: str, start: int, edits: list[Edit]) -> str:
    """The characters before a site as they will read: without annotations, simplified, behind the last line break."""
    near = text[max(0, start - 40) : start]
    if edits and edits[-1][1] > start - 40:
        near = edits[-1][2] + text[edits[-1][1] : start]
    near = opencc_converter().convert(without_annotations(near).rpartition("\n")[2][-12:])
    return near[-4:]


def quoted_at(text: str, start: int, edits: list[Edit]) -> bool:
    """Whether a quotation is open before a site, as its line will read."""
    line = text.rfind("\n", 0, start) + 1
    before, at = "", line
    for first, end, replacement, _, _ in edits:
        if first >= line:
            before += text[at:first] + replacement
            at = end
    before += text[at:start]
    return before.rfind("“") > before.rfind("”")


def solve(
    text: str, start: int, at: int, edits: list[Edit], damaged: bool, foreign: str, words: OwnWords
) -> Edit | None:
    """The edit for the site at `start` with its mark at `at`, or None if the text is likelier as it stands."""
    mark = text[at]
    code = WIDE.get(mark, mark).encode("gbk", "ignore")
    if len(code) != 2:
        return None
    left = left_of(text, start, edits)
    seen = look_ahead(text, at + 1)
    literal = literal_cost(left, text[start:at], mark, seen)
    reading = None
    eaten = eaten_in(text, seen, words.half)
    quoted = quoted_at(text, start, edits)
    for hidden, beam in (QUICK, THOROUGH) if "s" in foreign else (THOROUGH,):
        choices = Choices(left, code[0], code[1], seen, foreign, hidden, eaten, quoted=quoted)
        reading = Lattice(choices, words, beam).read()
        if start == at and (reading is None or reading.cost > literal):
            return None  # a rare word behind a mark, no more
        if reading is not None and is_settled(reading):
            break
    margin = MARGIN if damaged and start < at else MARGIN_IN_CLEAN
    if reading is None or reading.cost >= literal - margin:
        return None
    edit = edit_of(reading, start, at, seen)
    if "□" in edit[2] and margin == MARGIN_IN_CLEAN and reading.cost >= literal - RIDDLE:
        return None  # in a text that is fine elsewhere, a question mark is likelier than a riddle
    return edit


def solve_unmarked(text: str, first: int, last: int, edits: list[Edit], foreign: str, words: OwnWords) -> Edit | None:
    """The edit for a run that began between `first` and `last`, or None if the text is likelier as it stands."""
    origin = max(first - 4, text.rfind("\n", 0, first) + 1, edits[-1][1] if edits else 0)
    ways: list[tuple[int, int, int, str]] = []
    for at in range(first, last + 1):
        code = code_of(text[at])
        if len(code) != 2:
            continue
        for start, known in beginnings(text, at, origin, code[0]):
            left = opencc_converter().convert(without_annotations(text[origin:start]))
            seen = look_ahead(text, at + 1, last - at + GLIMPSE)
            choices = Choices(left, code[0], code[1], seen, foreign, QUICK[0], "□", known)
            reading = Lattice(choices, words, QUICK[1], True, True).read()
            if reading is not None:
                ways.append((reading.cost, start, at, known))
    if not ways:
        return None
    _, start, at, known = min(ways)
    left = opencc_converter().convert(without_annotations(text[origin:start]))
    code, seen = code_of(text[at]), look_ahead(text, at + 1, LONGEST_UNMARKED)
    choices = Choices(left, code[0], code[1], seen, foreign, THOROUGH[0], eaten_in(text, seen, words.half), known)
    reading = Lattice(choices, words, QUICK[1], True).read()
    if reading is None or reading.cost >= literal_cost(left, text[start:at], text[at], seen) - RIDDLE:
        return None
    return edit_of(reading, start, at, seen)


def beginnings(text: str, at: int, origin: int, high: int) -> list[tuple[int, str]]:
    """Where the damage may start if the first pair out of step is at `at`, and what is known of its first character."""
    ways = [(at, "trail"), (at, "lead")]
    if at > origin and text[at - 1] in MARKS:
        ways.append((at - 1, "trail"))
    elif at > origin and text[at - 1] in HALVES and HALVES[text[at - 1]].encode("gbk")[1] == high:
        ways.append((at - 1, HALVES[text[at - 1]]))
    return ways


def eaten_in(text: str, seen: list[Seen], half: str) -> str:
    return swallowed(text, max((one.end for one in seen if one.took), default=0)) + half


def edit_of(reading: Reading, start: int, at: int, seen: list[Seen]) -> Edit:
    out, sure = [], reading.firm
    in_step = sum(how == "=" for _, how, _, _ in reading.characters)
    for one in reading.characters[: len(reading.characters) - in_step]:
        character = "□" if is_open(one) else one[0]
        # What the bytes leave no choice of is as doubtful as the number of characters before it.
        sure = sure and character != "□"
        out.append(character)
    last = len(seen) - in_step - 1
    end = seen[last].end if last >= 0 else at + 1
    return start, end, "".join(out), "gbk", sure


def is_settled(reading: Reading) -> bool:
    """Whether a slower search would hardly find another reading."""
    return reading.oddest <= ORDINARY and not any(map(is_open, reading.characters))


def is_open(one: tuple[str, str, float, float]) -> bool:
    """Whether a character had to be chosen and no choice is clearly best."""
    _, how, chance, rival = one
    return how == "0" and (chance < CLEARLY or chance < FAR_AHEAD * rival)


def swallowed(text: str, at: int) -> str:
    """The ASCII character that an orphan took along: an opening bracket if its other half stands here, else □."""
    rest = text[at : at + 20]
    closing = rest.find(")")
    return "(" if closing >= 0 and "(" not in rest[:closing] else "□"


def literal_cost(left: str, question: str, mark: str, seen: list[Seen]) -> int:
    """What the text costs if the ? is just a question mark."""
    rest = opencc_converter().convert("".join(one.character for one in seen))
    cost = cost_of(left) + cost_of(question + mark) + cost_of(rest)
    inside = mark + rest
    return cost + 60 * sum(a in FOLLOWED_BY_TEXT and b in FOLLOWED_BY_TEXT for a, b in pairwise(inside))
