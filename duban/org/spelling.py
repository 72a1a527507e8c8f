"""How a Chinese name is typed: full pinyin and initials, for pickers (`sjb` finds 审计部)."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=4096)
def spell(*names: str) -> str:
    """Space-separated search keys in lower case: every name's letters and its initials."""
    keys: list[str] = []
    for name in names:
        if name:
            keys.append("".join(lazy_pinyin(name)).lower())
            keys.append("".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower())
    return " ".join(dict.fromkeys(keys))[:400]
