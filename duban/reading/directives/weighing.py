"""What a single clause is: an order, an attitude, a report, a promise, or how things stand."""

from __future__ import annotations

import re

from duban.reading.directives import moods
from duban.reading.directives.bare_clauses import BareClauses
from duban.reading.directives.clause import Clause
from duban.reading.directives.imperative import promise_at
from duban.reading.directives.modal_clauses import ModalClauses
from duban.reading.directives.names import word_at


class Weighing(ModalClauses, BareClauses):
    """Weighs the clauses of one sentence in order."""

    def weigh(self, clause: Clause, said: re.Match[str] | None, *, first: bool) -> str:
        """order, feel, narrate, told, past, will, stop, or "" for what changes nothing."""
        text, lexed = self.text, self.lexed
        begin, last = word_at(lexed, clause.body), word_at(lexed, clause.end)
        kinds = lexed.kinds[begin:last]
        modal = self._modal(begin, kinds) if "M" in kinds or "F" in kinds else -1
        if (
            modal >= 0
            and "的" in text[lexed[modal][1] : clause.end]
            and (moods.COPULA.search(text, clause.body, lexed[modal][0]) or self._tells_of(clause, modal))
        ):
            # 更是必须履行的职责: the modal only describes
            modal = -1
        promise = promise_at(text, lexed, begin, last, modal) if "将" in text else -1
        if modal >= 0 or self.course.must:
            if promise >= 0 and not self.course.must and promise < lexed[modal][0]:
                return "will"
            return self._told_to(clause, said, begin, modal, kinds)
        if promise >= 0:
            return "will"
        return self._bare(clause, said, begin, last, kinds, first=first)
