"""How a Chinese name is typed: full pinyin and initials, for pickers (`sjb` finds 审计部)."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def spell(*names: str) -> str:
    """Space-separated search keys in lower case: every name's letters and its initials."""
    # Only who writes names needs it, and it holds 50 MiB.
    from pypinyin import Style, lazy_pinyin

    keys: list[str] = []
    for name in names:
        if name:
            keys.append("".join(lazy_pinyin(name)).lower())
            keys.append("".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower())
    return " ".join(dict.fromkeys(keys))[:400]
