"""Clauses with 要, 必须, 不得: an order, unless the modal is none or only an attitude is asked for."""

from __future__ import annotations

import re

from duban.reading.directives import moods
from duban.reading.directives.attitude import does_something, only_feels, only_says_how
from duban.reading.directives.clause import Clause
from duban.reading.directives.grounds import Grounds
from duban.reading.directives.imperative import is_noun_modal
from duban.reading.directives.names import Names, word_at

_SAYS = re.compile(r"[\u4e00-\u9fff]{1,2}(?:说|强调|指出|要求|表示|认为|提出)")
_STATE_OF_MIND = re.compile(r"(?:思想|认识|意识|站位|觉悟|信心|决心|弦|境界)$")
_GUESSED = re.compile(r"估计|预计|预测|恐怕|说不定")
_STILL = ("仍", "仍然", "尚", "还", "依然")
_NEVER = ("决不允许", "绝不允许")
_WEAK = frozenset("需要 不能 决不能 绝不能 决不允许 绝不允许".split())


class ModalClauses(Grounds):
    def _modal(self, begin: int, kinds: str) -> int:
        """Index of the first modal that orders, -1 for none."""
        for i, kind in enumerate(kinds, begin):
            if kind in "MF" and not is_noun_modal(self.text, self.lexed[i]) and not self._in_a_name(i):
                return i
        return -1

    def _tells_of(self, clause: Clause, modal: int) -> bool:
        """他讲了五件必须办好的事: the modal only says which."""
        s, e, _ = self.lexed[modal]
        return "了" in self.text[clause.body : s] and "的" in self.text[e : clause.end]

    def _in_a_name(self, i: int) -> bool:
        """副总裁应知远主持: 应 is also a surname."""
        s, e, _ = self.lexed[i]
        if self.text[s:e] != "应" or i + 1 >= len(self.lexed):
            return False
        if _SAYS.match(self.text, e):
            return True
        following = self.lexed[i + 1]
        return following[2] == "C" and following[0] - e <= 2

    def _told_to(self, clause: Clause, said: re.Match[str] | None, begin: int, modal: int, kinds: str) -> str:
        """A clause with 要, 必须, 不得…"""
        text, lexed, at, end = self.text, self.lexed, clause.body, clause.end
        clause.must = modal if modal >= 0 else begin
        after, word = at, "要"
        if modal >= 0:
            begins, after, kind = lexed[modal]
            word = text[begins:after]
            if text[at:begins].endswith(_STILL) or _GUESSED.search(text, at, begins):
                return "stop"
            self._name(clause, begin, modal)
        else:
            kind = "M"
        if moods.MAXIM.search(text, at, end) and ("V" not in kinds or moods.MAXIM.search(text, after, end)):
            return clause.feel() if clause.names is not None and clause.names.spans else "stop"
        if kind == "F":
            if clause.names is None:
                # 严禁员工与客户…: whoever must not is named behind
                named = self.subjects.names(after, modal + 1, end)
                if (
                    named.spans
                    and named.spans[0][0] == after
                    and (named.at < end or text.startswith("与", named.spans[-1][1]) or text.startswith("任何", after))
                    and self.subjects.acts(named, end)
                ):
                    clause.names = named
            return clause.order(word)
        if modal >= 0 and clause.names is None and _STATE_OF_MIND.search(text, at, lexed[modal][0]):
            return clause.feel()
        if word in _WEAK and clause.names is None and not (word in _NEVER and begins == at and "V" in kinds):
            return "stop"
        if only_feels(text, lexed, after, end, named=clause.names is not None):
            return clause.feel()
        if word == "要" and modal >= 0 and text[lexed[modal][0] - 1] == "越":
            # 越是困难越要保持定力
            return clause.feel()
        rest = end - after
        if rest == 1 and text[after] in "拆建改查清停报交修补换治管拉种栽装撤关":
            return clause.order(word)
        if (
            word == "要"
            and modal >= 0
            and clause.names is None
            and not said
            and 0 < lexed[modal][0] - at <= 4
            and rest <= 2
        ):
            # 冰雪虽冷，服务要热
            return "stop"
        if rest == 1 and text[after] in "硬严实细高强紧真准快稳狠新好大多深有顾":
            # 两手都要硬
            return "stop"
        if rest < 2 and end < len(text) - 1:
            # 要 alone before a comma: what is asked follows
            return clause.feel()
        if word == "要" and clause.names is None and not does_something(text, lexed, after, end):
            return clause.feel()
        if only_says_how(text, lexed, after, end):
            return clause.feel()
        return clause.order(word)

    def _name(self, clause: Clause, begin: int, modal: int) -> None:
        """Subject, or whom the clause before spoke of, and partners."""
        at = clause.body
        names = self.subjects.before(at, begin, modal, clause.end)
        if names is None and self.course.topic is not None and self.lexed[modal][0] - at <= 2:
            names = self.course.topic
        partners = self.subjects.partners(modal + 1, clause.end) or self.subjects.told_on(modal + 1, clause.end)
        if partners:
            names = Names((names.spans if names else []) + partners, modal, self.lexed[modal][0])
        if names is None:
            names = self._handed_on(modal + 1, clause.end)
            if names is None and "由" in self.text[self.lexed[modal][1] : clause.end]:
                # 必须在六一前由总务处加固
                names = self.subjects.by(modal + 1, word_at(self.lexed, clause.end))
        elif names.spans and "、" in self.text[names.at : clause.end]:
            names = self._beside(names, modal + 1, clause.end)
        clause.names = names

    def _beside(self, names: Names, i: int, end: int) -> Names:
        """主要领导要亲自盯、分管领导要靠前抓: whoever must behind a 、 as well."""
        lexed, spans = self.lexed, list(names.spans)
        while i < len(lexed) and lexed[i][0] < end:
            s, e, kind = lexed[i]
            i += 1
            if kind == "J" and self.text[s] == "、":
                more = self.subjects.names(e, i, end)
                if more.spans and more.at < end and more.stop < len(lexed) and lexed[more.stop][2] in "MF":
                    spans.extend(span for span in more.spans if span not in spans)
        return Names(spans, names.stop, names.at)

    def _handed_on(self, i: int, end: int) -> Names | None:
        """须由带班长陪同: who must stands behind the modal."""
        lexed = self.lexed
        while i < len(lexed) and lexed[i][2] == "D":
            i += 1
        if i >= len(lexed) or lexed[i][0] >= end or self.text[slice(*lexed[i][:2])] != "由":
            return None
        return self.subjects.by(i, word_at(lexed, end))
