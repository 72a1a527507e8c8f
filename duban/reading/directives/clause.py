"""What is known of a clause, of the course a sentence takes, and of a sentence when it has been judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from duban.reading.directives.lexer import Lexed
from duban.reading.directives.names import Names

# Why a clause is an order, where no word of its own says it; shown to whoever confirms the directive.
ASKED, BY_WHEN, HOW_OFTEN, LABELLED = "点名 ", "限期", "定期", "写明责任单位"


@dataclass(eq=False)
class Clause:
    """Offsets are those of the sentence. Without slots, so that what it begins with costs nothing to set."""

    start: int
    end: int
    body: int
    """where its own words begin, after numbering, connectives and whoever is quoted"""
    orders: bool = field(default=False, init=False)
    feels: bool = field(default=False, init=False)
    """asks for a state of mind, or says only how; its names still count"""
    told: bool = field(default=False, init=False)
    """reports what has happened or how things stand"""
    must: int = field(default=-1, init=False)
    """index of the modal among the sentence's words"""
    names: Names | None = field(default=None, init=False)
    topic: Names | None = field(default=None, init=False)
    """whom the clause speaks of, for a 要 that opens the next clause"""
    bare_names: bool = field(default=False, init=False)
    """nothing but a name before a verb makes it an order"""
    condition: bool = field(default=False, init=False)
    """says of whom something holds (施工单位不按期整改的), not what to do"""
    why: str = field(default="", init=False)

    def order(self, why: str, names: Names | None = None) -> str:
        self.orders, self.why = True, why
        self.names = names or self.names
        return "order"

    def feel(self, names: Names | None = None) -> str:
        self.feels = True
        self.names = names or self.names
        return "feel"


@dataclass(eq=False)
class Course:
    """Where a sentence has got to, clause after clause. Without slots, as a clause is."""

    titled: bool
    """a line without a full stop"""
    listed: bool
    """an item of a numbered list"""
    must: bool
    """the numbering itself says 要 (一要…)"""
    frame: str = field(default="", init=False)
    """order (会议要求), told (强调了…), pledge (大家表示), will (将…) or nothing"""
    spoke: str = field(default="", init=False)
    chain: bool = field(default=False, init=False)
    """an order has been given; what follows continues it"""
    narrated: bool = field(default=False, init=False)
    by: bool = field(default=False, init=False)
    """a clause of its own has said by when"""
    past: bool = field(default=False, init=False)
    """what was told is only how things stood before"""
    topic: Names | None = field(default=None, init=False)
    label: Names | None = field(default=None, init=False)
    """the unit before a colon (教导处：组织阅卷)"""

    def follow(self, outcome: str) -> None:
        """What one clause turned out to be sets the ear for the next."""
        if outcome in ("order", "feel"):
            self.chain, self.narrated = True, False
        elif outcome in ("narrate", "past"):
            if outcome == "past" and self.spoke in ("认为", "指出") and not self.chain:
                self.frame = "told"
            self.chain, self.narrated, self.past = False, True, outcome == "past"
        elif outcome == "told":
            self.chain, self.narrated, self.frame = False, False, "told"
        elif outcome == "will":
            self.chain = False
            if self.frame != "order":
                self.frame = "will"
        elif outcome == "stop":
            self.chain = self.chain and not self.narrated


@dataclass(slots=True)
class Judgement:
    """What one sentence turned out to be."""

    actionable: bool
    clauses: list[Clause] = field(default_factory=list)
    lexed: Lexed = field(default_factory=Lexed)
    why: str = ""
