"""How likely a string of simplified Chinese is: words and their costs (-10 ln p), read once and only when damage asks."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

UNKNOWN_CHARACTER = 170
SYMBOL = 190
OPEN_ENDED = 8  # longest word looked up

# Punctuation of minutes, by how often it stands in them; what is not here costs SYMBOL.
PUNCTUATION = {"，": 26, ",": 26, "、": 32, "。": 34, "“": 46, "”": 46, "；": 52, ";": 52, "：": 50, ":": 50}
PUNCTUATION |= {"《": 60, "》": 60, "（": 60, "）": 60, "(": 60, ")": 60, "？": 80, "?": 80, "！": 75, "!": 75}
PUNCTUATION |= {"\n": 40, " ": 60, "\u3000": 60, "—": 70, "…": 85, "·": 80, "％": 70, "%": 70, "〔": 80, "〕": 80}
PUNCTUATION |= dict.fromkeys("0123456789０１２３４５６７８９", 55) | {"-": 70, ".": 70, "/": 85, "‘": 75, "’": 75}


# How the words are looked up: punctuation in full width, every digit as 0.
FOLDED = str.maketrans(",;:!?()０１２３４５６７８９123456789", "，；：！？（）" + "0" * 19)


@cache
def _lines() -> dict[str, str]:
    text = files(__package__).joinpath("words.txt").read_text("utf-8")
    return {line[0]: line[2:] for line in text.splitlines()}


class _Tails(dict[str, dict[str, int]]):
    """First character → {rest of the word: cost}; a line is taken apart when its character is first met."""

    def __missing__(self, first: str) -> dict[str, int]:
        tails: dict[str, int] = {}
        for entry in _lines().get(first, "").split():
            rest, _, cost = entry.rpartition(":")
            if rest != "*":
                tails[rest] = int(cost)
        self[first] = tails
        return tails


tails = _Tails()


class _Seconds(dict[str, dict[str, list[tuple[str, int]]]]):
    """First character → {second character: [(what follows it, cost)]}: the shape a search through choices wants."""

    def __missing__(self, first: str) -> dict[str, list[tuple[str, int]]]:
        seconds: dict[str, list[tuple[str, int]]] = {}
        for rest, cost in tails[first].items():
            if rest:
                seconds.setdefault(rest[0], []).append((rest[1:], cost))
        self[first] = seconds
        return seconds


seconds = _Seconds()


class _Single(dict[str, int]):
    """The cost of one character standing alone."""

    def __missing__(self, character: str) -> int:
        cost = tails[character.translate(FOLDED)].get("", PUNCTUATION.get(character))
        if cost is None:
            if "\u4e00" <= character <= "\u9fff":
                cost = UNKNOWN_CHARACTER
            else:
                cost = 60 if character.isascii() and character.isalnum() else SYMBOL
        self[character] = cost
        return cost


single = _Single()


# Stands for the beginning of a line in pairs.txt.
BEGIN = "^"


class _Following(dict[str, tuple[int, dict[str, int]] | None]):
    """Word → what must be added to the cost of any word behind it, and the cost of those seen there; None if rare."""

    def __missing__(self, word: str) -> tuple[int, dict[str, int]] | None:
        entry = _pairs().get(word)
        found: tuple[int, dict[str, int]] | None = None
        if entry is not None:
            unseen, _, seen = entry.partition("\t")
            parted = (one.rpartition(":") for one in seen.split())
            found = int(unseen), {following: int(cost) for following, _, cost in parted}
        self[word] = found
        return found


following = _Following()


@cache
def _pairs() -> dict[str, str]:
    text = files(__package__).joinpath("pairs.txt").read_text("utf-8")
    return dict(line.split("\t", 1) for line in text.split("\n") if line)


@lru_cache(maxsize=30_000)
def rarity(character: str) -> int:
    """The cost of a character in any word; punctuation as it stands alone."""
    if "\u4e00" <= character <= "\u9fff":
        entry = _lines().get(character, "").partition(" ")[0]
        return int(entry[2:]) if entry.startswith("*:") else UNKNOWN_CHARACTER
    return single[character]


def cost_of(text: str) -> int:
    """The cost of the cheapest way to cut `text` into words."""
    best = [0]
    text = text.translate(FOLDED)
    for end in range(1, len(text) + 1):
        low = best[end - 1] + single[text[end - 1]]
        for start in range(max(0, end - OPEN_ENDED), end - 1):
            word = tails[text[start]].get(text[start + 1 : end])
            if word is not None and best[start] + word < low:
                low = best[start] + word
        best.append(low)
    return best[-1]
