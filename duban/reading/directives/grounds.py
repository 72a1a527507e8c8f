"""What a clause is weighed on: its sentence, the course so far, and the mood that what came before left."""

from __future__ import annotations

import re

from duban.reading.directives import moods
from duban.reading.directives.clause import Clause, Course
from duban.reading.directives.names import word_at
from duban.reading.directives.subjects import Subjects
from duban.reading.directives.surnames import SURNAMES

NEUTRAL, ORDERING, REPORTING, HEARD = "neutral", "ordering", "reporting", "heard"
_RHYTHMIC = re.compile(r"每[天日周月季年晚早半旬班两三]|每个|每学期|逐[日周月季]|天天|按[月季周日]|一[日周月季]一|早晚")
_SURNAMED = re.compile(rf"[任记理监长员师席][{SURNAMES}]")
_FIGURES = re.compile(r"[万亿%％点]")


class Grounds:
    """Of one sentence; the clauses are weighed by what is built on it."""

    def __init__(self, subjects: Subjects, course: Course, mood: str, seen: bool, met: bool) -> None:
        self.subjects = subjects
        self.text, self.lexed = subjects.text, subjects.lexed
        self.course, self.mood, self.seen, self.met = course, mood, seen, met
        # What the whole sentence lacks need not be looked for in its clauses.
        self.dates = [match.span() for match in moods.DATED.finditer(self.text)]
        self.rhythmic = _RHYTHMIC.search(self.text) is not None
        self.figures = _FIGURES.search(self.text) is not None
        self.minutes = "分钟" in self.text or "小时" in self.text
        """may it say within how many minutes or hours?"""
        self.persons = _SURNAMED.search(self.text) is not None
        """may a post stand before a name?"""

    def dated(self, clause: Clause) -> bool:
        """Does it say when or how often?"""
        return bool(self.dates) and any(clause.start <= a and b <= clause.end for a, b in self.dates)

    def says_how_often(self, clause: Clause) -> bool:
        return self.rhythmic and _RHYTHMIC.search(self.text, clause.start, clause.end) is not None

    def has_modal(self, at: int, end: int) -> bool:
        kinds = self.lexed.kinds[word_at(self.lexed, at) : word_at(self.lexed, end)]
        return "M" in kinds or "F" in kinds
