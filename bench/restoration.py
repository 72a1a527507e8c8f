"""How well damaged copies of texts are read back: `python bench/restoration.py [FILE.jsonl…] [--each 5] [--errors]`.

Without files, the part of the corpus called check is taken: the tables were built from it, too, so that its figures show
whether something got worse, and not how well new texts are read. Writes bench/out/restoration.json.

The `text` fields of the files, that many to a document, are damaged in every way of WAYS as `damage.py` does and restored.
A site is a run of characters that the copy does not show at their own bytes; it is *exact* where the restored text equals
the original there, *open* where it does but for a □, *wrong* else. A Latin letter or digit that an orphan took along can be
known to nobody: a □ is right there.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from duban.reading.restoration import restore  # noqa: E402
from duban.reading.restoration.damage import PAIRS, annotate, cut_out_of_step, shown_bytes, traditional  # noqa: E402

MORE = (*PAIRS, *(mark.encode("gbk") for mark in "“”《》（）"))
SEMICOLON = ("；".encode("gbk"),)
Pairs = tuple[bytes, ...]
WAYS: dict[str, tuple[Callable[[str, Random], str], Pairs]] = {
    "traditional, readings": (lambda text, random: annotate(traditional(text), random), PAIRS),
    "traditional": (lambda text, random: traditional(text), PAIRS),
    "traditional, more pairs": (lambda text, random: annotate(traditional(text), random), MORE),
    "simplified, readings": (lambda text, random: annotate(text, random), PAIRS),
    "simplified": (lambda text, random: text, PAIRS),
    "traditional, readings, ；": (lambda text, random: annotate(traditional(text), random), SEMICOLON),
    "simplified, readings, ；": (lambda text, random: annotate(text, random), SEMICOLON),
}
WIDTH = str.maketrans("，；：！？（）", ",;:!?()")


class Site(NamedTuple):
    start: int  # in the clean text
    end: int
    open: frozenset[int]  # places that nobody can know


class Tally(NamedTuple):
    figures: Counter[str]
    errors: list[str]


def sites_of(clean: str, prepared: str, pairs: Pairs) -> list[Site]:
    """Where the copy of `prepared` does not show the characters of `clean`, which `prepared` has in the same order."""
    shown = shown_bytes(prepared, pairs)
    at, places, hurt, lost = 0, [], set(), set()
    data_at = 0
    for character in prepared:
        code = character.encode("gbk", "ignore")
        # An annotation's characters belong to none of the clean text's.
        place = at if at < len(clean) and _same(character, clean[at]) else None
        whole = not code or (data_at, len(code)) in shown
        if place is not None:
            places.append(place)
            at += 1
            if not whole:
                hurt.add(place)
                if character.isascii() and character.isalnum():
                    lost.add(place)
        data_at += len(code)
    sites: list[Site] = []
    for place in sorted(hurt):
        if sites and sites[-1].end == place:
            sites[-1] = sites[-1]._replace(end=place + 1)
        else:
            sites.append(Site(place, place + 1, frozenset()))
    return [site._replace(open=frozenset(range(site.start, site.end)) & lost) for site in sites]


@cache
def _same(character: str, clean: str) -> bool:
    return character in (clean, traditional(clean))


def measure(documents: list[str], way: str, seed: int = 7) -> Tally:
    prepare, pairs = WAYS[way]
    figures: Counter[str] = Counter()
    errors: list[str] = []
    for number, text in enumerate(documents):
        prepared = prepare(text, Random(seed * 1000 + number))
        copy = cut_out_of_step(prepared, pairs)
        restored = restore(copy)
        want, got = text.translate(WIDTH), restored.text.translate(WIDTH)
        opcodes = difflib.SequenceMatcher(None, want, got, autojunk=False).get_opcodes()
        figures["characters"] += len(want)
        figures["wrong characters"] += sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in opcodes if tag != "equal")
        place = {i1 + step: j1 + step for tag, i1, i2, j1, j2 in opcodes if tag == "equal" for step in range(i2 - i1)}
        sure = [one for one in restored.repairs if one.sure and one.kind == "gbk"]
        sites = sites_of(text, prepared, pairs)
        for site in sites:
            figures["sites"] += 1
            low = place.get(site.start - 1, -1 if site.start == 0 else None)
            high = place.get(site.end, len(got) if site.end == len(want) else None)
            found = got[low + 1 : high] if low is not None and high is not None else None
            kind = _judged(want, site, found)
            figures[kind] += 1
            if kind == "exact":
                continue
            if low is None or high is None:  # what stands around it is wrong, too
                near = [j for i, j in place.items() if site.start - 12 < i < site.start]
                low = max(near, default=0)
                near = [j for i, j in place.items() if site.end <= i < site.end + 12]
                high = min(near, default=len(got))
            claimed = kind == "wrong" and any(one.start < high and one.end > low + 1 for one in sure)
            figures["wrong but sure"] += claimed
            errors.append(
                f"{kind}{' SURE' if claimed else ''} {want[max(0, site.start - 12) : site.start]}"
                f"[{want[site.start : site.end]}]{want[site.end : site.end + 8]} → {got[low + 1 : high]}"
            )
        for i1, i2 in ((i1, i2) for tag, i1, i2, *_ in opcodes if tag != "equal"):
            if not any(site.start - 2 <= i2 and i1 <= site.end + 2 for site in sites):
                figures["wrong elsewhere"] += 1
                errors.append(f"elsewhere {want[max(0, i1 - 12) : i1]}[{want[i1:i2]}]{want[i2 : i2 + 8]}")
    return Tally(figures, errors)


def _judged(want: str, site: Site, found: str | None) -> str:
    if found is None or len(found) != site.end - site.start:
        return "wrong"
    places = range(site.start, site.end)
    differing = [place for place, got in zip(places, found, strict=True) if got != want[place]]
    boxes = [place for place, got in zip(places, found, strict=True) if got == "□"]
    if all(place in site.open and place in boxes for place in differing):
        return "exact"
    return "open" if set(differing) <= set(boxes) else "wrong"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", default=[ROOT / "tests/reading/corpus/check.jsonl"])
    parser.add_argument("--each", type=int, default=5)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--ways", nargs="*", default=list(WAYS))
    parser.add_argument("--seeds", type=int, nargs="*", default=[7])
    options = parser.parse_args()
    texts = [json.loads(line)["text"] for file in options.files for line in file.read_text("utf-8").splitlines()]
    documents = ["\n".join(texts[at : at + options.each]) for at in range(0, len(texts), options.each)]
    repaired = [text for text in (*texts, *documents) if restore(text).repairs]
    print(f"{len(texts)} texts, {sum(map(len, texts))} characters; repairs in clean text: {len(repaired)}")
    found: dict[str, dict[str, float]] = {}
    for way in options.ways:
        tallies = [measure(documents, way, seed) for seed in options.seeds]
        figures = sum((one.figures for one in tallies), Counter())
        sites = max(figures["sites"], 1)
        print(
            f"{way:26} {figures['sites']:4} sites, exact {figures['exact'] / sites:6.1%}, open {figures['open'] / sites:6.1%}"
            f", wrong {figures['wrong']:3}, wrong but sure {figures['wrong but sure']},"
            f" wrong characters {figures['wrong characters'] / figures['characters']:.3%}"
            f" (elsewhere {figures['wrong elsewhere']})"
        )
        found[way] = {
            "sites": figures["sites"],
            **{kind: figures[kind] for kind in ("exact", "open", "wrong", "wrong but sure")},
            "wrong characters, %": round(100 * figures["wrong characters"] / figures["characters"], 3),
        }
        if options.errors:
            print(*dict.fromkeys(error for one in tallies for error in one.errors), sep="\n")
    out = ROOT / "bench/out/restoration.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    result = {"files": [file.name for file in options.files], "repairs in clean text": len(repaired), "ways": found}
    out.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
