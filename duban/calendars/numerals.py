"""Small Chinese numbers as they stand in terms: 三, 十五, 两, 二十, 半."""

import re

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "俩": 2}
CHINESE = "[〇零一二两三四五六七八九十百]+"


def number_of(text: str) -> int:
    """An Arabic or Chinese whole number below 1000. Raises ValueError."""
    if re.fullmatch(r"\d+", text):
        return int(text)
    match = re.fullmatch(
        r"(?:([一二两三四五六七八九])百零?)?(?:([一二三四五六七八九])?(十))?([〇零一二两三四五六七八九])?", text
    )
    if not text or not match:
        raise ValueError(f"not a number: {text!r}")
    hundreds, tens, ten, ones = match.groups()
    return (
        _DIGITS.get(hundreds or "零", 0) * 100
        + (10 * _DIGITS.get(tens or "一", 1) if ten else 0)
        + _DIGITS.get(ones or "零", 0)
    )
