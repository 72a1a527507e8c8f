"""What must be produced in a directive: what the rules read, and what labelled sentences have taught."""

from __future__ import annotations

import re
from bisect import bisect_left

from duban.reading.directives.clause import Judgement
from duban.reading.directives.deliverables import DENIED, find_deliverables, handled_later, heads_in
from duban.reading.directives.documents import ACTS, makes
from duban.reading.directives.learned.tagger import Scores
from duban.reading.directives.made import says_which, tells_which

# What the rules read is none if nothing of it looks like part of one; what they do not read is one if it is more probable.
UNLIKELY, LIKELY = 0.01, 0.5
# “自选动作”表|达, 申请单|位: the end of a name that is the beginning of another word
_GOES_ON = re.compile("表[达现示明扬彰决态演述率]|单[位独个纯]|书[写记法店]|报[到名销警考]|图[谋书]")
# 3个工作日|报送材料
_NAMES_NONE = re.compile("[的篇群]$|形成$|^《[^》]*$|^[^《]*》$")
_ENDS_CLAUSE = re.compile("[，。；：,;:]")
# Words before whom, where or of what something is done: what is made may stand behind them all the same.
_BESIDE = frozenset("在 以 用 对 就 经 从 向 受 组织 涉及 包括 参加 结合 围绕 支持".split())
_COUNTED = ("个", *"0123456789")


def papers_of(sentence: str, judged: Judgement, scores: Scores) -> list[str]:
    found = [paper for paper in _read(sentence, judged) if not _unlikely(sentence, paper, judged, scores)]
    for one in scores.found():
        paper = sentence[one.start : one.end]
        if (
            one.chance > LIKELY
            and not any(paper in other or other in paper for other in found)
            and not DENIED.search(sentence, 0, one.start)
            and not _merely_followed(sentence, one.start, paper)
            and not _GOES_ON.match(sentence, one.end - 1)
            and not _NAMES_NONE.search(paper)
            and not says_which(sentence, one.end)
            and not (paper.startswith("工作日") and sentence[: one.start].endswith(_COUNTED))
        ):
            found.append(paper)
    return found


def _unlikely(sentence: str, paper: str, judged: Judgement, scores: Scores) -> bool:
    """Nothing of it looks like part of one. What opens a clause (工艺卡|由技术科起草) is left to the rules."""
    at = sentence.find(paper)
    opens = any(clause.body == at for clause in judged.clauses)
    return at >= 0 and not opens and scores.touched(at, at + len(paper)) < UNLIKELY


def _merely_followed(sentence: str, at: int, paper: str) -> bool:
    """完成|生产计划, 落实|制度: a verb right before it that makes no such thing, or one that only follows, and none that makes."""
    opening = max([mark.end() for mark in _ENDS_CLAUSE.finditer(sentence, 0, at)], default=0)
    acts = [act for act in ACTS.find(sentence, opening, at) if act.end() <= at and not tells_which(sentence, act)]
    if not acts:
        return False
    last = acts[-1]
    if last.end() == at:
        return not (last["make"] and makes(last["make"], paper))
    return last["follow"] is not None and last["follow"] not in _BESIDE and not any(act["make"] for act in acts)


def _read(sentence: str, judged: Judgement) -> list[str]:
    heads = heads_in(sentence)
    if not heads:
        return []
    found: list[str] = []
    for clause in judged.clauses:
        if clause.why != "pledge" and not clause.condition and heads[bisect_left(heads, clause.start)] < clause.end:
            found.extend(
                paper
                for paper in find_deliverables(sentence[clause.start : clause.end])
                if not any(named.endswith(paper) for named in found)
            )
    if not found and len(judged.clauses) > 1:
        return handled_later([sentence[c.start : c.end] for c in judged.clauses if c.why != "pledge"])
    return found
