"""Who must act in a directive, lead first: the names that the rules read, and those that labelled sentences have taught."""

from __future__ import annotations

import re
from collections.abc import Collection

from duban.reading.directives import moods
from duban.reading.directives.clause import Judgement
from duban.reading.directives.kept_names import trimmed
from duban.reading.directives.learned.tagger import Scores
from duban.reading.directives.lexer import CLASS_OF
from duban.reading.directives.surnames import SURNAMES

# What the rules read is no name after all if no character of it looks like part of one, and where it opens a sentence not at all;
# what they do not read is one if it is more probable than this; and it takes the place of one that it holds, or is held by, if that
# is less probable by this factor.
HOPELESS, UNLIKELY, LIKELY, FAR_LIKELIER = 0.1, 0.3, 0.8, 0.3
_JOINED, _AND = re.compile("[、和与及]"), re.compile("[、和及]")
_IN_BRACKETS = re.compile(r"[（(](?P<lead>[^（）()，。；]{2,14})牵头(?:，(?P<helper>[^（）()，。；]{2,30})配合)?[）)]")
_HELPS = re.compile(r"(?:负责)?(?:积极|全力|密切|主动|共同|做好)*(?:配合|协助|协办|支持|参与)")
_LEADS = re.compile("牵头|主办|为主")
_PART = re.compile(
    r"(?:等[^，。；：、]{0,4})?[要应须]?(?:负责|总|积极|全力|密切|主动|共同|做好)*"
    r"(?P<part>牵头|主办|承办|为主|协调|配合|协助|协办|协同|支持|参与)(?:负责)?(?=[，。；、）)]|$)"
)
_ALL_WITH_A_PART = re.compile(rf"(?<=[、，])(?P<name>各[\u4e00-\u9fff]{{1,7}}?)(?={_PART.pattern})")
_LEADING = frozenset(("牵头", "主办", "承办", "为主"))
# 财务科提醒各单位…: who asks is not told to
_ASKS = re.compile(
    "(?:[还又也再]|已经?|同时|一并|会前|随即|当即|当场|特别|再次)*(?:要求|责令|责成|提醒|叮嘱|告诫|号召|(?<=已)通知)(?![的书])"
    "|(?:带领|带队|率队)[^，。；]{0,14}，(?:并|还)?(?:要求|责令|责成)"
)
_NOBODY = ("各项", "谁", "哪")
_BEHIND_BY = re.compile("(?:不[得准能再许可要]|严禁|禁止)由$")
# 组织委员|老范: a post and who holds it
_HOLDER = re.compile(rf"[A-Z]{{2,6}}|[小老][{SURNAMES}]|[{SURNAMES}][\u4e00-\u9fff]{{1,2}}")
_BEFORE_NAMES = re.compile("[由请以]")


def who_must(
    sentence: str, judged: Judgement, scores: Scores, known: Collection[str] = ()
) -> tuple[list[str], list[str]]:
    """Who must act; and which of them merely help. `known` are names the organisation gave, which nothing need be weighed for."""
    who = _read(sentence, judged)
    chance = {name: max(scores.chance(*span) for span in places) for name in who if (places := _places(sentence, name))}
    opening = judged.clauses[0].body if judged.clauses else 0
    bare = {
        sentence[a:b] for clause in judged.clauses if clause.bare_names and clause.names for a, b in clause.names.spans
    }
    for name in [
        name for name in who if name not in known and _unlikely(sentence, name, scores, opening, bare=name in bare)
    ]:
        del who[name]
    if len(who) > 1:
        for name in [name for name in who if _asks(sentence, sentence.find(name), name)]:
            del who[name]
    who |= {name: helps for name, helps in _labelled(sentence).items() if name not in who}
    for found in scores.found():
        start, end = trimmed(sentence, found.start, found.end)
        name = sentence[start:end]
        # 由副局长主持: who chairs a meeting need not act.
        if found.chance <= LIKELY or name in who or sentence.startswith("主持", end) or name.startswith(_NOBODY):
            continue
        if _asks(sentence, start, name) or _BEHIND_BY.search(sentence, 0, start):
            continue
        alike = [other for other in who if name in other or other in name]
        if any(other in known or _held_by(other, name) for other in alike):
            continue
        if all(
            chance.get(other, 1.0) < FAR_LIKELIER * found.chance
            and not (_AND if chance.get(other, 1.0) < HOPELESS else _JOINED).search(other)
            for other in alike
        ):
            for other in alike:
                del who[other]
            who[name] = _HELPS.match(sentence, end) is not None
            chance[name] = found.chance
    if _LEADS.search(sentence):
        who |= {each["name"]: True for each in _ALL_WITH_A_PART.finditer(sentence) if each["name"] not in who}
        who |= {name: True for name in who if _takes_a_lesser_part(sentence, name, who)}
    helping = [name for name, helps in who.items() if helps]
    return [name for name, helps in who.items() if not helps] + helping, helping


def _takes_a_lesser_part(sentence: str, name: str, who: Collection[str]) -> bool:
    """财务部牵头、审计部和法务部配合: the last two."""
    part = _part_at(sentence, sentence.find(name), who)
    return part is not None and part["part"] not in _LEADING


def _part_at(sentence: str, at: int, who: Collection[str]) -> re.Match[str] | None:
    """Which part those take whose names begin at `at`."""
    begun = at
    while name := max((each for each in who if sentence.startswith(each, at)), key=len, default=""):
        at += len(name)
        part = _PART.match(sentence, at)
        if part or _JOINED.match(sentence, at) is None:
            return part
        at += 1
    return None if at == begun else _PART.match(sentence, at)


def behind_parts(sentence: str, at: int, who: Collection[str]) -> int:
    """Where what is to be done begins, behind who takes which part."""
    while at < len(sentence):
        part = _part_at(sentence, at + (_BEFORE_NAMES.match(sentence, at) is not None), who)
        if part is None or part.end() + 1 >= len(sentence):
            break
        at = part.end() + 1
    return at


def is_part(words: str) -> bool:
    """Nothing but which part somebody takes."""
    return _PART.fullmatch(words) is not None


def _asks(sentence: str, at: int, name: str) -> bool:
    """Who asks others is not told to himself, unless 由 says so."""
    return _ASKS.match(sentence, at + len(name)) is not None and sentence[at - 1 : at] != "由"


def _held_by(name: str, post: str) -> bool:
    """组织委员|老范, 品质部|QE, but not 瞭望员|白天; 未整改到位的|单位."""
    if "的" in name and "的" not in post:
        return name.startswith(f"{post}的") or name.endswith(f"的{post}")
    holder = name.removeprefix(post)
    return _HOLDER.fullmatch(holder) is not None and holder not in CLASS_OF


def _unlikely(sentence: str, name: str, scores: Scores, opening: int, *, bare: bool) -> bool:
    """Nothing of the name looks like part of one. What opens a sentence, or is short where a word says that it must, is left to the
    rules, and so is a nickname (老严)."""
    places = _places(sentence, name, opening)
    if not places or (len(name) == 2 and (not bare or name[0] in "老小")):
        return False
    likeliest = max(scores.touched(*span) for span in places)
    return likeliest < UNLIKELY and (places[0][0] > opening or (bare and likeliest < HOPELESS))


def _places(sentence: str, name: str, start: int = 0) -> list[tuple[int, int]]:
    """Wherever it is said: 报财务科，财务科汇总."""
    found = []
    while (start := sentence.find(name, start)) >= 0:
        found.append((start, start + len(name)))
        start += 1
    return found


def _read(sentence: str, judged: Judgement) -> dict[str, bool]:
    """Name → does it merely help; what is said first counts."""
    who: dict[str, bool] = {}
    named = [clause for clause in judged.clauses if clause.names is not None and not clause.condition]
    for clause in named or judged.clauses:
        if clause.names is None or not (clause.orders or clause.feels):
            continue
        helps = _HELPS.match(sentence, clause.names.at, clause.end) is not None
        for a, b in clause.names.spans:
            who.setdefault(sentence[a:b], helps)
    return who


def _labelled(sentence: str) -> dict[str, bool]:
    """What stands behind 责任单位： or in brackets with 牵头, which nothing need be weighed for."""
    who: dict[str, bool] = {}
    if "：" in sentence or ":" in sentence:
        for match in moods.LABELLED.finditer(sentence):
            for name in re.split(r"[、和及]|会同", match["names"]):
                who.setdefault(name.strip(), match["label"][0] in "配协")
    for charged in _IN_BRACKETS.finditer(sentence) if "牵头" in sentence else ():
        # （渣土办牵头，交警中队配合）
        who.setdefault(charged["lead"], False)
        for name in _JOINED.split(charged["helper"] or ""):
            who.setdefault(name, True)
    who.pop("", None)
    return who
