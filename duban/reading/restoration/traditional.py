"""Traditional characters to simplified ones, with the right word: 著力 → 着力, 著名 stays."""

from __future__ import annotations

import re

from duban.reading.restoration.characters import opencc_converter

# These are simplified characters too (or stand in names today); alone they do not show that a text is traditional.
AMBIGUOUS = frozenset("乾著藉夥於徵瞭馀餘覆钟睾麽昇甦邨迺剋谘佇倖傢僱凈佔佈併侷係倣傑兇兎勳卻厭叡唸噹嚐坵埰墊堃")
# OpenCC leaves 著 as it is. It stays in these words, and is 着 elsewhere.
_ZHU = re.compile("(?<![显昭卓土原名论专编巨遗译拙合])著(?![名作称述书录者])")
# Variants that OpenCC does not know.
_VARIANTS = str.maketrans("堿砲濶廻徧枱鬪隣効傚畧寳敍攷黒", "碱炮阔回遍台斗邻效效略宝叙考黑")
_HAS_VARIANT = re.compile(f"[{''.join(map(chr, _VARIANTS))}]")
_WORDS = (("计画", "计划"), ("甚么", "什么"))
# Below these a traditional character in a longer text is a name or a quotation.
FEW, LONG = 2, 300


def simplified(text: str, damaged: bool) -> str:
    """`text` in simplified characters, of the same length; unchanged if it is not traditional."""
    plain = opencc_converter().convert(text)
    if plain == text:
        return text
    if len(plain) != len(text):
        plain = "".join(_same_length(character) for character in text)
    changed = set(text).difference(plain, AMBIGUOUS)
    if not changed or (not damaged and len(changed) <= FEW and len(text) > LONG):
        return text
    if _HAS_VARIANT.search(plain):
        plain = plain.translate(_VARIANTS)
    if "著" in plain:
        plain = _ZHU.sub("着", plain)
    for wrong, right in _WORDS:
        if wrong in plain:
            plain = plain.replace(wrong, right)
    return plain


def is_traditional(text: str, damaged: bool) -> bool:
    """Whether `simplified` would change `text`; mostly its beginning tells."""
    if len(text) > 2 * LONG:
        sample = text[:LONG]
        plain = opencc_converter().convert(sample)
        if plain != sample and len(set(sample).difference(plain, AMBIGUOUS)) > FEW:
            return True
    return simplified(text, damaged) is not text


class _OneByOne(dict[str, str]):
    """Each character by itself."""

    def __missing__(self, character: str) -> str:
        plain = self[character] = _same_length(character)
        return plain


one_by_one = _OneByOne()


def _same_length(character: str) -> str:
    plain = opencc_converter().convert(character)
    return plain if len(plain) == 1 else character
