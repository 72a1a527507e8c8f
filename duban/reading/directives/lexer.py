"""Cuts a sentence into the words that matter; what lies between them is taken as (part of) a noun."""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

from duban.reading.directives import words

# One letter each, so that a sentence's classes can be looked at as a string.
MODAL, FORBID, VERB, WORK, ADVERB, PREPOSITION, SPEAK, TIME = "M", "F", "V", "W", "D", "P", "S", "T"
FIELD, BODY, POST, NOUN, QUANTIFIER, JOIN, NARRATE, MARK, PARTICLE = "X", "B", "R", "N", "Q", "J", "C", "K", "E"

_ORDER = (
    ("FIELD", FIELD),
    ("WORK", WORK),
    ("ADVERB", ADVERB),
    ("VERB", VERB),
    ("NARRATE", NARRATE),
    ("PREPOSITION", PREPOSITION),
    ("TIME", TIME),
    ("BODY", BODY),
    ("POST", POST),
    ("NOUN", NOUN),
    ("QUANTIFIER", QUANTIFIER),
    ("JOIN", JOIN),
    ("SPEAK", SPEAK),
    ("MODAL", MODAL),
    ("FORBID", FORBID),
    ("PARTICLE", PARTICLE),
)

Word = tuple[int, int, str]
"""start, end, class"""


class Lexed(list[Word]):
    """The words of a sentence in order; `starts` and `kinds` are their columns, for what looks at one column only."""

    starts: Sequence[int] = ()
    kinds: str = ""


def _classes() -> dict[str, str]:
    """Later sections win: a noun that happens to spell a verb was put there on purpose."""
    listed = words.load()
    doing = {*listed["VERB"], *listed["WORK"]}
    listed["SPEAK"] = [w for w in listed["SPEAK"] + listed.pop("ADDRESS") if w not in doing]
    found = {word: kind for name, kind in _ORDER for word in listed[name]}
    return found | dict.fromkeys("，。；：,;:！？!?“”‘’《》（）() \t\u3000", MARK)


CLASS_OF = _classes()


# Two words that look like one noun when certain characters follow: 要点名, 要领会, 要务必.
TWOFOLD = {
    "要点": "名对面到评亮检",
    "要领": "会导取悟",
    "要务": "必实",
    "要职": "工责能",
    "应对": "",
    "商": "",
    "应保": "持障证",
    "应收": "回拢",
    "应查": "明清处",
    "应检": "查验",
    "应缴": "纳清齐",
    "应改": "进正变为用",
    "应救": "治",
    "应接": "受收到",
    "村务": "必须",
    "处于": "每本今明次月年一二三四五六七八九十0123456789",
    "向上": "级",
    "科协": "助调同办商",
    "对公": "职众共司安布开示告平正务",
    "望": "",
    "对手": "卫术工机动头",
    "处分": "两三四批期头别阶步级类",
    "要闻": "令风",
    "总工会": "同商",
    "联合会": "审商诊签",
}
TWOFOLD |= dict.fromkeys(("工会组织", "妇联组织", "社会组织"), "开召各全党职女青学观参收大")


def _told_apart(word: str, following: str, before: list[Word], at: int) -> str:
    """The word that really stands here, "" for none."""
    named = bool(before) and before[-1][1] == at and before[-1][2] in "BR"
    if word == "商":
        # 农业农村局商财政局, but 市商务局
        return word if named and following not in "务业店城户" else ""
    if word == "望":
        # 望各单位…, but 望江县
        asks = following in "各全大有相广你贵能" and not (before and before[-1][1] == at and before[-1][2] != "K")
        return word if asks else ""
    if word == "应对":
        # 施工单位应对塔机…检查
        return "应" if named else word
    if word.endswith("组织"):
        # 工会组织开展活动
        return word[:-2] if following and following in TWOFOLD[word] else word
    if word.endswith("会"):
        # 项目总工|会同, 财务部联合|会审
        return word[:-1] if following and following in TWOFOLD[word] else word
    return word[0] if following and following in TWOFOLD[word] else word


_WORDS = list(CLASS_OF)
_KINDS = [CLASS_OF[word] for word in _WORDS]
_TWOFOLD_AT = frozenset(n for n, word in enumerate(_WORDS) if word in TWOFOLD)
_MATCHES = AhoCorasick(_WORDS, matchkind=MatchKind.LeftmostLongest, store_patterns=False).find_matches_as_indexes


def lex(text: str) -> Lexed:
    """The longest known word at each place."""
    matches = _MATCHES(text)
    if not matches:
        return Lexed()
    which, starts, stops = zip(*matches, strict=True)
    if not _TWOFOLD_AT.isdisjoint(which):
        return _lex_in_parts(text)
    kinds = "".join([_KINDS[n] for n in which])
    found = Lexed(zip(starts, stops, kinds, strict=True))
    found.starts, found.kinds = starts, kinds
    return found


def _lex_in_parts(text: str) -> Lexed:
    found, begin = Lexed(), 0
    while begin >= 0:
        begin = _lex_on(text, begin, found)
    if found:
        found.starts, _, kinds = zip(*found, strict=True)
        found.kinds = "".join(kinds)
    return found


def _lex_on(text: str, begin: int, found: list[Word]) -> int:
    """Adds the words from `begin` on; returns where to go on behind a word that was cut short, -1 at the end."""
    for n, start, stop in _MATCHES(text[begin:]):
        at, end, kind = begin + start, begin + stop, _KINDS[n]
        if n in _TWOFOLD_AT:
            word = _told_apart(_WORDS[n], text[end] if end < len(text) else "\0", found, at)
            if len(word) != stop - start:
                if word:
                    found.append((at, at + len(word), CLASS_OF[word]))
                return at + max(1, len(word))
        found.append((at, end, kind))
    return -1
