"""Makes words.txt, pairs.txt and readings.txt, in a checkout: `python -m duban.reading.restoration.build_tables JAR`.

Sources of figures: jieba's dict.txt (MIT licence, words with counts), the dictionary of Lucene's Chinese analyser in the file
JAR (Apache-2.0, see newspaper.py), pypinyin's pinyin_dict.json (MIT licence, readings of each character), and what we
wrote ourselves: genre.txt (words of minutes that a general dictionary does not know), samples.txt, trades.txt and meetings.txt
(clauses and documents of the genre), prose.txt (2,800 invented paragraphs of minutes of all trades), and the paragraphs and lists that the reader's tests learn from. What restoration is measured on
(tests/reading/restoration, the parts of the corpus from build39 and blind15 on) is never counted here. The packages are only needed here;
the reader itself opens the three small files and nothing else.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter, defaultdict
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from duban.reading.restoration.newspaper import BEGINNING, DATE, END, NUMBER, read_newspaper
from duban.reading.restoration.words import BEGIN, FOLDED, PUNCTUATION

HERE = Path(__file__).parent
READING = HERE.parents[2] / "tests/reading"
OWN = tuple(f"corpus/{part}.jsonl" for part in ("check", "blind", "build", *(f"build{n}" for n in range(2, 39))))
HAN = re.compile(r"[\u4e00-\u9fff]{1,5}")
# Counts below these are noise of the corpus (typing slips, names) and would make nonsense look like words.
LEAST = {1: 1, 2: 4, 3: 5, 4: 5, 5: 5}
NAMES = ("nr", "nrt", "nrfg")
# How often a word of minutes is counted at least: short ones compete with many others and get less.
GENRE_COUNT, GENRE_COUNT_SHORT = 3000, 900
# How much our own texts say of a word beside the dictionary; how often they are cut into words; what an unknown
# character costs there.
SHARE, ROUNDS, UNKNOWN = 0.7, 3, 16.0
# A comma by itself tells little of what stands behind it, 强调， much: a word that has one behind it so often is a word with it, too.
WITH_COMMA = 40
# How much newspapers say of a word beside jieba's dictionary, and of what stands behind a word beside that word by itself.
NEWS_WORDS, NEWS_PAIRS = 0.5, 0.4
# Of every pair that was seen, this much is kept for pairs that were not (absolute discounting), in our texts and in
# newspapers; and as if so many pairs had been seen that our texts say nothing of.
DISCOUNT, NEWS_DISCOUNT, UNTOLD = 0.75, 0.9, 3
# A pair whose cost differs less than this from what its words tell is not worth a place.
TELLING = 2
# Newspapers were counted sentence by sentence; how often these follow the end of one.
BEHIND_SENTENCES = {"”": 0.05, "）": 0.01}


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


def read_samples() -> list[str]:
    """Lines of our own texts, folded as the words are."""
    texts = [(HERE / name).read_text("utf-8") for name in ("samples.txt", "trades.txt", "meetings.txt", "prose.txt")]
    texts += [json.loads(line)["text"] for name in OWN for line in (READING / name).read_text("utf-8").splitlines()]
    texts += [path.read_text("utf-8") for path in sorted((READING / "directives/lists").glob("*.txt"))]
    lines = "\n".join(texts).translate(FOLDED).splitlines()
    return [line for line in map(str.strip, lines) if line]


Counts = dict[str, int]
Pairs = dict[str, Counter[str]]


def with_newspaper(counts: Counts, news: Counter[str]) -> Counts:
    """`counts` as they would be in texts half of which are newspapers; no word of ours becomes rarer by it."""
    ours = set((HERE / "genre.txt").read_text("utf-8").split())
    folded = Counter({word: count for word, count in news.items() if count and HAN.fullmatch(word)})
    scale = sum(counts.values()) / sum(folded.values())
    mixed: Counts = {}
    for word in {*counts, *folded}:
        known = counts.get(word, 0)
        both = (1 - NEWS_WORDS) * known + NEWS_WORDS * scale * folded[word]
        mixed[word] = math.ceil(max(both, known) if word in ours else both)
    return mixed


def count_words(lines: list[str], known: Counts) -> tuple[Counter[str], Counter[tuple[str, str]], dict[str, float]]:
    """Words of the samples, words behind words, and the probability of each word in minutes.

    The samples are cut into the cheapest known words; what they say of words then counts for the next cutting.
    """
    general = sum(known.values())
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for _ in range(ROUNDS):
        special = sum(words.values())
        chances = {word: count / general * ((1 - SHARE) if words else 1) for word, count in known.items()}
        for word, count in words.items():
            chances[word] = chances.get(word, 0) + SHARE * max(count - (word not in known) / 2, 0) / special
        costs = {word: -math.log(chance) for word, chance in chances.items()}
        words, pairs = Counter(), Counter()
        for line in lines:
            cut = [BEGIN, *cut_into_words(line, costs)]
            words.update(cut[1:])
            pairs.update(pairwise(cut))
        for (word, behind), count in pairs.items():
            if behind == "，" and count >= WITH_COMMA and HAN.fullmatch(word):
                words[word + behind] += count
    return words, pairs, chances


def cut_into_words(line: str, costs: dict[str, float]) -> list[str]:
    best: list[tuple[float, int]] = [(0, 0)]
    for end in range(1, len(line) + 1):
        ways = [
            (best[start][0] + costs[line[start:end]], start)
            for start in range(max(0, end - 5), end - 1)
            if line[start:end] in costs
        ]
        best.append(min([*ways, (best[end - 1][0] + costs.get(line[end - 1], UNKNOWN), end - 1)]))
    cut = []
    end = len(line)
    while end:
        cut.append(line[best[end][1] : end])
        end = best[end][1]
    return cut[::-1]


def write_words(chances: dict[str, float]) -> None:
    """One line a first character: the character, a tab, then `rest:cost` pairs; cost = -10 ln p, rounded.

    The pair `*:cost` says how often the character stands in any word.
    """
    lines: dict[str, list[str]] = defaultdict(list)
    anywhere: dict[str, float] = defaultdict(float)
    chances = {word: chance for word, chance in chances.items() if word.strip() and word != "*"}
    for word, chance in chances.items():
        for character in set(word):
            anywhere[character] += chance
    for character, chance in anywhere.items():
        lines[character].append(f"*:{round(-10 * math.log(chance))}")
    for word in sorted(chances):
        lines[word[0]].append(f"{word[1:]}:{round(-10 * math.log(chances[word]))}")
    text = "".join(f"{first}\t{' '.join(rest)}\n" for first, rest in sorted(lines.items()))
    (HERE / "words.txt").write_text(text, "utf-8")


def told_by(word: str, chances: dict[str, float]) -> float:
    """How probable a word is by itself."""
    return chances.get(word) or (math.exp(-PUNCTUATION[word] / 10) if word in PUNCTUATION else 0.0)


def newspaper_pairs(news: Counter[tuple[str, str]]) -> tuple[Pairs, Counter[str]]:
    """What stands behind each word in newspapers, and how often the word has anything behind it."""
    names = {NUMBER: "0", DATE: "0", BEGINNING: BEGIN}
    behind: Pairs = defaultdict(Counter)
    total: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    for (one, other), count in news.items():
        if one == DATE:
            continue  # its last sign is 日 or 月, and no number
        word, following = names.get(one, one.translate(FOLDED)), names.get(other, other.translate(FOLDED))
        total[word] += count
        if other == END:
            ended[word] += count
        elif "#" not in word + following:
            behind[word][following] += count
    for mark in "。？！":
        for following, count in behind[BEGIN].items():
            behind[mark][following] += count * ended[mark] // total[BEGIN]
        for following, share in BEHIND_SENTENCES.items():
            behind[mark][following] += round(share * total[mark])
        behind[mark] = +behind[mark]  # only what is there at all
    return behind, total


def write_pairs(pairs: Counter[tuple[str, str]], news: Counter[tuple[str, str]], chances: dict[str, float]) -> None:
    """One line a word: the word (BEGIN for the beginning of a line), a tab, what any word behind it costs more, a tab, then
    `next:cost` for the words seen behind it.

    Our texts say what follows a word; where they do not, newspapers do, half believed; then the words by themselves.
    """
    ours: Pairs = defaultdict(Counter)
    for (word, following), count in pairs.items():
        if word.strip() and following.strip():
            ours[word][following] = count
    theirs, totals = newspaper_pairs(news)
    lines = []
    for word in sorted({*ours, *theirs}):
        here, there = ours[word], theirs[word]
        seen = here.total() + UNTOLD
        if here.total() + totals[word] < 2:
            continue
        left = (DISCOUNT * len(here) + UNTOLD) / seen
        total = max(totals[word], there.total())
        left_there = 1 - NEWS_PAIRS * (there.total() - NEWS_DISCOUNT * len(there)) / total if there else 1.0
        told = []
        for following in sorted({*here, *there}):
            alone = told_by(following, chances)
            chance = left * left_there * alone
            unseen = -10 * math.log(chance) if chance else math.inf
            if following in there:
                chance += left * NEWS_PAIRS * (there[following] - NEWS_DISCOUNT) / total
            if following in here:
                chance += (here[following] - DISCOUNT) / seen
            if chance and abs(-10 * math.log(chance) - unseen) >= TELLING:
                told.append(f"{following}:{round(-10 * math.log(chance))}")
        lines.append(f"{word}\t{round(-10 * math.log(left * left_there))}\t{' '.join(told)}\n")
    (HERE / "pairs.txt").write_text("".join(lines), "utf-8")


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


def main(jar: Path) -> None:
    news_words, news_pairs = read_newspaper(jar)
    counts = with_newspaper(read_counts(), news_words)
    _, behind_each_other, probabilities = count_words(read_samples(), counts)
    write_words(probabilities)
    write_pairs(behind_each_other, news_pairs, probabilities)
    write_readings()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
