"""Makes words.txt and readings.txt. Run after changing genre.txt: `python -m duban.reading.restoration.build_tables`.

Sources: jieba's dict.txt (MIT licence, words with counts), pypinyin's pinyin_dict.json (MIT licence, readings of each
character), and genre.txt (ours: words of minutes that a general dictionary does not know). Both packages are only
needed here; the reader itself opens the two small files and nothing else.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

HERE = Path(__file__).parent
HAN = re.compile(r"[\u4e00-\u9fff]{1,5}")
# Counts below these are noise of the corpus (typing slips, names) and would make nonsense look like words.
LEAST = {1: 1, 2: 4, 3: 5, 4: 5, 5: 5}
NAMES = ("nr", "nrt", "nrfg")
# How often a word of minutes is counted at least: short ones compete with many others and get less.
GENRE_COUNT, GENRE_COUNT_SHORT = 3000, 900


def read_counts() -> dict[str, int]:
    counts: dict[str, int] = {}
    for line in files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines():
        word, count, tag = line.split()
        if not HAN.fullmatch(word) or int(count) < LEAST[len(word)] or (tag in NAMES and len(word) > 1):
            continue
        counts[word] = int(count)
    for word in (HERE / "genre.txt").read_text("utf-8").split():
        if HAN.fullmatch(word):
            least = GENRE_COUNT if len(word) > 2 else GENRE_COUNT_SHORT
            counts[word] = max(least, counts.get(word, 0))
    return counts


def write_words(counts: dict[str, int]) -> None:
    """One line a first character: the character, a tab, then `rest:cost` pairs; cost = -10 ln p, rounded.

    The pair `*:cost` says how often the character stands in any word.
    """
    total = sum(counts.values())
    lines: dict[str, list[str]] = defaultdict(list)
    anywhere: dict[str, int] = defaultdict(int)
    for word, count in counts.items():
        for character in set(word):
            anywhere[character] += count
    for character, count in anywhere.items():
        lines[character].append(f"*:{round(-10 * math.log(count / total))}")
    for word in sorted(counts):
        lines[word[0]].append(f"{word[1:]}:{round(-10 * math.log(counts[word] / total))}")
    text = "".join(f"{first}\t{' '.join(rest)}\n" for first, rest in sorted(lines.items()))
    (HERE / "words.txt").write_text(text, "utf-8")


def write_readings() -> None:
    """One line a syllable: with its tone, a tab, the characters usually read so, a tab, those sometimes read so."""
    table = json.loads(files("pypinyin").joinpath("pinyin_dict.json").read_text("utf-8"))
    usual: dict[str, set[str]] = defaultdict(set)
    sometimes: dict[str, set[str]] = defaultdict(set)
    for code, said in table.items():
        character = chr(int(code))
        if len(character.encode("gbk", "ignore")) != 2:
            continue
        first, *others = said.split(",")
        usual[first].add(character)
        for syllable in others:
            sometimes[syllable].add(character)
    text = "".join(
        f"{syllable}\t{''.join(sorted(usual[syllable]))}\t{''.join(sorted(sometimes[syllable]))}\n"
        for syllable in sorted({*usual, *sometimes})
    )
    (HERE / "readings.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    write_words(read_counts())
    write_readings()
