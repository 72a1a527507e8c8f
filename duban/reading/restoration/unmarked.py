"""Where a run out of step begins without an orphan and a mark: a byte was lost, or an ASCII byte put in, by accident.

    各类事故 → a lead byte lost → 各类鹿?…    前提 → an ASCII byte inside 前 → ?疤…

Such a run shows as one rare character after another. The rare ones are told by their place in the code table (level 2 of
GB 2312, and its rows of signs), so that a clean text is looked through without opening the dictionary.
"""

from __future__ import annotations

import re
from functools import cache

# A run has this many rare characters, with at most two others between two of them.
FEWEST = 3
# How many characters before the first rare one the run may have begun.
BEFORE = 7


_HAN = re.compile("[\u4e00-\u9fff]")


@cache
def _pattern() -> re.Pattern[str]:
    rows = [*range(0xD8, 0xF8), 0xA2, *range(0xA4, 0xAA)]
    signs = {bytes((lead, trail)).decode("gbk", "ignore") for lead in rows for trail in range(0xA1, 0xFF)}
    # Circled and Roman numbers stand in lists, and measures in any text.
    listed = "①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅰⅱⅲⅳⅴαβγμΩ㎡㎏㎜㎝─│┌┐└┘├┤┬┴┼━┃"
    rare = re.escape("".join(sorted(signs.difference(listed))))
    return re.compile(rf"[{rare}](?:[^\n{rare}]{{0,2}}[{rare}]){{{FEWEST - 1}}}")


def unmarked_runs(text: str) -> list[tuple[int, int]]:
    """For each place where a run shows, the first and the last place where it may have begun."""
    places: list[tuple[int, int]] = []
    for match in _pattern().finditer(text):
        first = match.start()
        if len(_HAN.findall(text, first, match.end() + 8)) < FEWEST:
            continue  # another script
        line = text.rfind("\n", 0, first) + 1
        places.append((max(line, first - BEFORE, places[-1][1] + 1 if places else 0), first))
    return places


def shows_unmarked_run(text: str) -> bool:
    return not text.isascii() and bool(_pattern().search(text)) and bool(unmarked_runs(text))
