"""Who must act: names of bodies and posts, read where a sentence puts its subject or its addressee."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from duban.reading.directives.kept_names import names_in
from duban.reading.directives.lexer import Lexed, Word
from duban.reading.directives.names import Names, word_at
from duban.reading.directives.sentences import Span
from duban.reading.directives.trades import (
    ACTS_UPON,
    NAMING_ADVERBS,
    OF_A_TRADE,
    ON_THE_WAY,
    TRADES,
    WORKING_BODIES,
    acted_upon,
    head_follows,
    names_with,
)

_OPENERS = frozenset(("“", "（", "(", "《", "‘"))
_CLOSERS = {"“": "”", "（": "）", "(": ")", "《": "》", "‘": "’"}
_ON_WATCH = frozenset("调度 监护 巡检 值班".split())
_SHORT_VERBS = frozenset("找喊叫带管派发签填报交送写找给拉查买装拆换扫洗停")
_HOW_MANY = re.compile(r"[双两三四五六七八九几]+(?:方|家|家单位)")
# 家委会|可派代表; not 可能, 可研
_MAY = re.compile(r"可(?![能研行靠视控以的])")
_SETS_UP = ("设专", "派专", "设兼", "设岗", "设卡", "设点", "设一", "派一", "配专", "设两", "派两")
_LETTERS = re.compile(r"[A-Z]{2,6}")
_ON_DUTY = frozenset("夜间 夜班 白天 当班".split())
WHEN_NEXT = re.compile(
    r"每(?!个[部单科人])|[0-9一二两三四五六七八九十半]+(?:个?(?:月|周|年|季度|工作日|小时|分钟|学期)|[日天]|名|次|[上中下]旬)|[今明当][天日晚]|[日周月季](?=监测|通报|调度|检查|报|清|会商|汇总)|一[查抓盯包管跟]到底|[本下]周|会后|随[后时]|凌晨|最迟"
)
_WHEN_FIRST = frozenset("日周月季每一二两三四五六七八九十半今明当本下会随凌最")


@dataclass(slots=True)
class Row:
    """A row of names as far as it has been read, word by word; `i` is the word it has got to."""

    text: str
    lexed: Lexed
    i: int
    start: int
    """where the name begins that is being read"""
    limit: int
    spans: list[Span] = field(default_factory=list)
    """the names before it"""
    head: int = -1
    """where its last body or post ends, -1 while there is none"""
    after: bool = False
    """does something stand behind the head that makes it no name (安全部|资料)?"""
    post: bool = False

    def read(self, known: Sequence[str]) -> None:
        """Goes on until a word stands there that is part of no name."""
        text, lexed, count = self.text, self.lexed, len(self.lexed)
        while self.i < count:
            s, e, kind = lexed[self.i]
            if s >= self.limit:
                return
            if known and self.head < 0 and s >= self.start:
                name = next((k for k in known if text.startswith(k, self.start)), None)
                if name is not None:
                    self.head, self.after = self.start + len(name), False
                    self.i = word_at(lexed, self.head)
                    continue
            if 0 <= self.head < s:
                if self._ended_at_head():
                    return
                if kind in "MF" and (initials := _LETTERS.fullmatch(text, self.head, s)):
                    # 品质部QE
                    self.head = initials.end()
            reads = _READS.get(kind)
            if reads is None or not reads(self, s, e, kind):
                return
            self.i += 1

    def _ended_at_head(self) -> bool:
        """农机科|9月15日以前, 年级主任|每两周, 家委会|可派代表"""
        first = self.text[self.head]
        return (
            first.isdigit()
            or (first in _WHEN_FIRST and WHEN_NEXT.match(self.text, self.head) is not None)
            or _MAY.match(self.text, self.head) is not None
        )

    def _next(self, at: int) -> Word | None:
        """The word behind this one, if it begins at `at`."""
        i = self.i + 1
        return self.lexed[i] if i < len(self.lexed) and self.lexed[i][0] == at else None

    def body(self, s: int, e: int, kind: str) -> bool:
        text, head = self.text, self.head
        if (
            0 <= head < s
            and (
                # 属地车间|设专职监护人
                text.startswith(_SETS_UP, head)
                # 供应商|两班倒, 农技站|分三组
                or (s - head > 1 and (text[s - 1] == "两" or text[s - 2] == "分" or text[s - 2 : s] == "人一"))
                # 法务部|发|律师函
                or (s - head == 1 and text[head] in _SHORT_VERBS)
                # 承包商人员|进入控制|区: a verb nobody listed stands between
                or (s - head > 3 and not self._told_apart())
            )
        ):
            return False
        self.head, self.after, self.post = e, False, kind == "R"
        return True

    def _told_apart(self) -> bool:
        """Do known words fill the way from one head to the next (集团公司|生产|技术部)?"""
        i, lexed = self.i, self.lexed
        return i > 0 and lexed[i - 1][1] > self.head and lexed[i][0] - lexed[i - 1][1] <= 2

    def work(self, s: int, e: int, kind: str) -> bool:
        """A field of work, or what may be one or a verb."""
        text, lexed, i, head = self.text, self.lexed, self.i, self.head
        following = lexed[i + 1] if i + 1 < len(lexed) else None
        if head >= 0 and s - head == 1 and text[head] in "报交发送":
            # 网格员|报执法中队处理
            self.limit = head
            return False
        if s == self.start and text[s:e] == "保障" and following and following[2] == "R" and text[e : e + 2] != "人员":
            # 保障职工轮休
            return False
        if head < 0:
            # a work word that opens the clause is its verb, unless a name is still to come
            return not (
                kind == "W"
                and s == self.start
                and not head_follows(lexed, i + 1, e)
                and (following is None or following[2] not in "BRWXNJ" or following[0] - e > 4)
            )
        if head == s:
            if kind == "X" and (e == self.limit or text[e : e + 1] in ("，", "。", "；", "、", "")):
                # 综合执法局|立案: the field is what they do
                return False
            if text[s:e] in _ON_WATCH and following and following[0] == e and following[2] in "MFTDV":
                # 各厂矿调度|每天
                self.head, self.post = e, True
                return True
            if lexed[i - 1][2] in "BR" and text[s:e] in ACTS_UPON and acted_upon(text, lexed, i + 1, e):
                # 请志愿服务总队|安排志愿者, 民政局|指导村居
                return False
        if not head_follows(lexed, i + 1, e):
            if head == s and kind == "W":
                return False
            self.after = True
        return True

    def noun(self, s: int, e: int, kind: str) -> bool:
        if (
            self.head < 0
            and self.text[s:e] == "个人"
            and self.i > 0
            and self.lexed[self.i - 1][2] == "J"
            and s == self.start
        ):
            # 任何单位和个人
            self.head, self.post = e, True
        self.after = self.after or (self.head >= 0 and self.head != e)
        return True

    def which(self, s: int, e: int, kind: str) -> bool:
        if 0 <= self.head < s and self.text[s] in "该本":
            # 安全部|找|该队
            return False
        self.after = self.after and self.head < 0
        return True

    def join(self, s: int, e: int, kind: str) -> bool:
        head = self.head
        if head == s or (head >= 0 and _HOW_MANY.fullmatch(self.text, head, s)):
            self.spans.append((self.start, head))
            self.start, self.head, self.after = e, -1, False
            if "A" <= self.text[e : e + 1] <= "Z" and (letters := by_letters(self.text, self.lexed, self.i + 1, e)):
                # 骨科、ICU
                self.head = letters
        elif head >= 0:
            if self.text[s] == "、":
                return False
            self.after = True
        return True

    def mark(self, s: int, e: int, kind: str) -> bool:
        text, mark = self.text, self.text[s]
        if mark not in _OPENERS:
            if mark == "”" and self.head < 0 and "“" in text[self.start : s]:
                return True
            if mark in "”）)》’" and self.head >= 0 and s - self.head <= 1:
                self.head = e if mark == "”" else self.head
                return True
            return False
        if mark in "（(":
            close = text.find(_CLOSERS[mark], e)
            if close < 0 or close - s > 24:
                return False
            if self.head == s:
                self.head = close + 1
            self.i = word_at(self.lexed, close + 1) - 1
        return True

    def on_the_way(self, s: int, e: int, kind: str) -> bool:
        """外委单位进场人员, 加气站夜间班组"""
        if self.text[s:e] not in (ON_THE_WAY if kind == "P" else _ON_DUTY):
            return False
        following = self._next(e)
        return following is not None and following[2] in "BR"

    def verb(self, s: int, e: int, kind: str) -> bool:
        """A verb or an adverb is part of a name only in certain company."""
        text, word, head = self.text, self.text[s:e], self.head
        if kind == "D" and head < 0 and word in NAMING_ADVERBS and self.i + 1 < len(self.lexed):
            near = self.lexed[self.i + 1]
            if 0 < near[0] - e <= 2 and near[2] in "BR" and text[e : near[0]].isalpha():
                # 现场防护员
                return True
        following = self._next(e)
        if following is None:
            return False
        behind = text[following[0] : following[1]]
        if head >= 0 and following[2] in "BR" and (word == "现场" or (behind in OF_A_TRADE and word in TRADES)):
            # 各分包现场负责人, 驻站维保人员
            return True
        if head < 0 and (s > self.start or self.spans) and behind in WORKING_BODIES and text[self.start] in "各有相":
            # 各培养单位
            return True
        if s == self.start and following[2] in "BR" and self.i + 2 < len(self.lexed):
            beyond = self.lexed[self.i + 2]
            if beyond[0] == following[1] and beyond[2] in "MF":
                # 承办单位|要
                return True
        return names_with(text, self.lexed[self.i], following, head)


_READS: dict[str, Callable[[Row, int, int, str], bool]] = {
    "B": Row.body,
    "R": Row.body,
    "W": Row.work,
    "X": Row.work,
    "N": Row.noun,
    "Q": Row.which,
    "J": Row.join,
    "K": Row.mark,
    "P": Row.on_the_way,
    "T": Row.on_the_way,
    "V": Row.verb,
    "D": Row.verb,
}


def read_names(
    text: str, lexed: Lexed, at: int, index: int | None = None, limit: int | None = None, known: Sequence[str] = ()
) -> Names:
    """The list of names that begins at `at`; empty when what stands there is no body and no post."""
    i = word_at(lexed, at) if index is None else index
    limit = len(text) if limit is None else limit
    if i < len(lexed) and not known and _opens_none(text, lexed, at, i):
        return Names([], i, min(lexed[i][0], limit))
    row = Row(text, lexed, i, at, limit)
    if "A" <= text[at : at + 1] <= "Z" and (letters := by_letters(text, lexed, i, at)):
        row.head = letters
    row.read(known)
    return names_in(row)


def by_letters(text: str, lexed: Lexed, i: int, at: int) -> int:
    """QA, PMO, HSE办: where the letters end that a department goes by, 0 for none."""
    letters = _LETTERS.match(text, at)
    named = letters and i < len(lexed) and lexed[i][0] == letters.end() and lexed[i][2] in "MFVDTB"
    return letters.end() if letters and named else 0


def _opens_none(text: str, lexed: Lexed, at: int, i: int) -> bool:
    """No name begins with a modal, a verb that stands alone, …"""
    s, e, kind = lexed[i]
    if s != at:
        return False
    following = lexed[i + 1] if i + 1 < len(lexed) and lexed[i + 1][0] == e else None
    if kind in "VD":
        return following is None
    moving = kind == "P" and text[s:e] in ON_THE_WAY and following is not None and following[2] == "R"
    return kind in "MFTPSCE" and not moving
