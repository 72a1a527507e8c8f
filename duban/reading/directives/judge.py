"""Does a sentence direct somebody? One pass over its clauses, carrying the mood of what was said before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import rjieba

from duban.reading.directives import moods
from duban.reading.directives.bodies import Names, read_names, word_at
from duban.reading.directives.lexer import Word, lex
from duban.reading.directives.sentences import Span, clauses

NEUTRAL, ORDERING, REPORTING = "neutral", "ordering", "reporting"

_TERMINAL = "。！？；!?;”）)"
_DATED = re.compile(
    r"前(?<=[日号月底天节末度内一二三四五六]前)|底(?<=[年月周]底)|内(?<=[天日周月年]内)|本周|下周[一二三四五六日]|每[天日周月季年晚早]|每学期|按[月季周日]|一[日周月季]一|早晚|日(?<=[0-9]日)|号(?<=[0-9]号)"
)
_ASSIGN = re.compile(r"^(?:负责|牵头|配合|协助|会同|联合|协办|承办|分管|督办|抓落实)")
_RHYTHMIC = re.compile(r"每[天日周月季年晚早半]|每学期|按[月季周日]|一[日周月季]一|早晚")
_AVERTS = re.compile(r"(?:坚决|严格|切实|有效|全力|努力|着力|积极)*(?:防止|杜绝|避免|严防|防范|遏制|减少|严禁)")
_TOPIC = re.compile(r"在[^，]{2,30}(?:的?同时|过程中|[中时下前后上]|基础上|期间)$")
_URGES = frozenset("立即 及时 尽快 坚决 迅速 一律 必要时 限期 按时 当场 逐一 逐项 全力 切实 认真 抓紧".split())
# Without a subject these speak of how things ought to be (河长制不能成为挂名制).
_WEAK = frozenset("需要 不能 决不能 绝不能 决不允许 绝不允许".split())
_MEASURED = frozenset("率量额数值度费款金")


@dataclass(slots=True)
class Clause:
    start: int
    end: int
    body: int
    """where its own words begin, after numbering, connectives and whoever is quoted"""
    orders: bool = False
    feels: bool = False
    must: int = -1
    """index of the modal in the sentence's words"""
    names: Names | None = None
    topic: Names | None = None
    """who the clause speaks of, for a 要 that opens the next clause"""
    why: str = ""
    told: bool = False
    """reports what has happened"""


@dataclass(slots=True)
class Judgement:
    """What one sentence turned out to be. `mood` is what it leaves behind for the next."""

    actionable: bool
    mood: str
    clauses: list[Clause] = field(default_factory=list)
    lexed: list[Word] = field(default_factory=list)
    why: str = ""


def _frame(text: str) -> re.Match[str] | None:
    """会议要求…, 他强调…, 并要求…: who speaks is in the match, what is said begins at its end."""
    match = moods.FRAME.match(text)
    if match is None:
        return None
    who, verb = match["who"], match["verb"]
    rest = text[match.end() :]
    if moods.NOT_SAID.match(rest) and not match["aspect"]:
        return None
    if who and not moods.WHO_NAMED.search(who):
        if moods.WHO_NOT.search(who) and not moods.WHO_OK.search(who):
            return None
        if moods.WHO_NOT.match(who):
            return None
        if not moods.WHO_OK.search(who) and not (
            moods.NAME_ONLY.match(who) and verb not in ("明确", "提出", "建议", "指示", "相信")
        ):
            return None
        if verb in ("明确", "提出") and not re.search(r"(?:会议|会|会上|纪要|他|她|长|书记|主任|经理|总)$", who):
            return None
    elif verb not in moods.WHO_ANY and not (match["manner"] and "会" in match["manner"]):
        return None
    if not rest and (
        (verb == "要求" and not who and not match["manner"])
        or verb in ("提醒", "希望", "号召", "叮嘱", "建议", "说", "讲")
    ):
        return None
    return match


def _only_feels(text: str, lexed: list[Word], at: int, end: int, *, named: bool = False) -> bool:
    """Is all that is asked from `at` on a matter of attitude? Whatever verb is left over is something to do."""
    covered: list[tuple[int, int]] = [m.span() for m in moods.FEELING.finditer(text, at, end) if m.end() > m.start()]
    if not covered:
        return False
    if named and moods.UNITED_TO.search(text, at, end):
        return False
    for s, e, kind in lexed[word_at(lexed, at) :]:
        if s >= end:
            break
        if kind in "VWF" and not any(a <= s < b for a, b in covered):
            if kind == "W" and any(b == s or (a < e and s < b) for a, b in covered):
                continue
            if kind == "W" and covered[0][0] > s:
                continue
            return False
    return True


def _does_something(text: str, lexed: list[Word], at: int, end: int) -> bool:
    """Is there a verb at all behind the modal? 要慎之又慎, 要满腔热忱 have none that could be looked up."""
    for s, _, kind in lexed[word_at(lexed, at) :]:
        if s >= end:
            break
        if kind in "VWFP":
            return True
    return any(tag == "v" and len(word) > 1 for word, tag in rjieba.tag(text[at:end]))


def _opens_with_verb(name: str) -> bool:
    """推送乡镇, 接受家长委员会: the dictionary knows verbs that the word lists lack."""
    if name[0] in "各全市县区省" or len(name) < 4:
        return False
    first = rjieba.tag(name)[0]
    return first[1] == "v" and len(first[0]) == 2 and lex(first[0])[:1] == []


class Judge:
    """Reads the sentences of one text in order."""

    def __init__(self, known: Sequence[str] = ()) -> None:
        self.mood = NEUTRAL
        self.seen = False
        self.known = list(known)

    def _names(
        self, text: str, lexed: list[Word], at: int, index: int | None = None, limit: int | None = None
    ) -> Names:
        return read_names(text, lexed, at, index, limit, self.known)

    def _partners(self, text: str, lexed: list[Word], i: int, end: int) -> list[Span]:
        """要会同X、Y…: those brought in act as well."""
        while i < len(lexed) and lexed[i][2] == "D":
            i += 1
        if i >= len(lexed) or lexed[i][0] >= end or text[lexed[i][0] : lexed[i][1]] not in ("会同", "联合", "协同"):
            return []
        return self._names(text, lexed, lexed[i][1], i + 1, end).spans

    def heading(self, line: str) -> bool:
        """A line of its own without a full stop; it may set the mood of the lines below it."""
        bare = moods.NUMBERING.sub("", line).strip("【】〔〕[]*#　 ")
        if len(bare) > 24 or "，" in bare or "," in bare:
            return False
        if re.match(r"关于", bare) and re.search(r"^[一二三四五六七八九十（(0-9]", line):
            self.mood = ORDERING
        elif moods.ORDER_HEADING.search(bare) and not re.search(r"情况|成效|回顾|落实$|汇报", bare):
            self.mood = ORDERING
        elif moods.REPORT_HEADING.search(bare):
            self.mood = REPORTING
        return True

    def judge(self, text: str, *, alone: bool = False) -> Judgement:
        """`alone`: the sentence is a whole line."""
        if len(text) < 4 or moods.FOOTER.match(text):
            return Judgement(False, self.mood)
        if moods.LABELLED.search(text) and len(text) < 120:
            return Judgement(True, self.mood, [], lex(text), "names who is responsible")
        closed = text[-1] in _TERMINAL
        numbered = moods.NUMBERING.match(text)
        lexed = lex(text)
        if (
            not closed
            and alone
            and not any(k in "MF" for _, _, k in lexed)
            and not _DATED.search(text)
            and "负责" not in text
            and self.heading(text)
        ):
            return Judgement(False, self.mood)
        return self._read(text, lexed, numbered, titled=alone and not closed)

    def _read(self, text: str, lexed: list[Word], numbered: re.Match[str] | None, *, titled: bool) -> Judgement:
        frame = ""
        chain = False
        pending_must = bool(numbered and (numbered["must"] or numbered["must2"]))
        listed = bool(numbered and (numbered["item"] or numbered["order"]))
        read: list[Clause] = []
        spoke = ""
        narrated = False
        speaks = moods.SAID.search(text) is not None
        topic: Names | None = None
        spans = clauses(text)
        for n, (start, end) in enumerate(spans):
            at = start
            if n == 0 and numbered:
                at = min(end, numbered.end())
            elif n and text[at] in "一二三四五六七八九十第（(":
                inner = moods.NUMBERING.match(text[at:end])
                if inner and inner.end() < end - at:
                    pending_must = bool(inner["must"] or inner["must2"])
                    listed = True
                    at += inner.end()
            by = moods.BY_THEN.match(text, at, end)
            if by and by.end() < end:
                at = by.end()
            link = moods.LINK.match(text[at:end])
            linked = at
            if link and link.end() == end - at:
                clause = Clause(start, end, end)
                read.append(clause)
                continue
            if link:
                linked = at + link.end()
                while linked < end and text[linked] in "，、 ":
                    linked += 1
            clause = Clause(start, end, at)
            read.append(clause)
            said = None
            for begin in ((at, linked) if linked != at else (at,)) if speaks else ():
                said = _frame(text[begin:end])
                if said:
                    at = begin
                    break
            if said is None:
                at = linked
            else:
                spoke = said["verb"]
                if spoke in moods.PLEDGES:
                    frame, chain = "pledge", False
                    continue
                at += said.end()
                frame, chain = "order", False
                if not said["who"] or said["who"] in ("他", "她"):
                    # what came before was about the speaker: 周院长带队检查，要求…
                    for earlier in read[:-1]:
                        if earlier.must < 0:
                            earlier.orders = False
                if (
                    said["aspect"]
                    or (
                        moods.PRAISED.search(text, at, end) and not any(k in "MF" for s, _, k in lexed if at <= s < end)
                    )
                    or (spoke in ("提出", "明确", "强调") and moods.REPORTED.match(text[at:end]))
                ):
                    clause.body = at
                    self.mood = ORDERING
                    narrated = False
                    frame = "told"
                    continue
                inner = moods.NUMBERING.match(text[at:end])
                if inner:
                    pending_must = bool(inner["must"] or inner["must2"])
                    at += inner.end()
            clause.body = at
            if at >= end:
                continue
            if frame == "pledge":
                clause.why = "pledge"
                continue
            kind = self._clause(
                text,
                lexed,
                clause,
                must=pending_must,
                frame=frame,
                chain=chain,
                listed=listed,
                said=said,
                titled=titled,
                narrated=narrated,
                spans=spans,
                n=n,
                topic=topic,
            )
            pending_must = False
            topic = clause.topic or topic
            if kind == "narrate":
                narrated = True
                chain = False
            elif kind == "order" or kind == "feel":
                chain = True
                narrated = False
            elif kind == "will":
                chain = False
                if frame != "order":
                    frame = "will"
            elif kind == "past":
                narrated, chain = True, False
            elif kind == "stop":
                chain = chain and not narrated
        self.seen = True
        return self._sum_up(text, lexed, read, frame, spoke, narrated)

    def _sum_up(
        self, text: str, lexed: list[Word], read: list[Clause], frame: str, spoke: str, narrated: bool
    ) -> Judgement:
        acts = [c for c in read if c.orders]
        mood = self.mood
        if (
            acts
            and any(moods.MAXIM_NEXT.match(text[c.body : c.end]) for c in read if not c.orders)
            and all(c.must < 0 and c.names is None for c in acts)
        ):
            acts = []
        if (
            acts
            and frame != "order"
            and all(
                c.must < 0
                and c.names
                and c.why == text[slice(*c.names.spans[0])]
                and not _DATED.search(text, c.start, c.end)
                for c in acts
            )
            and read[-1].told
        ):
            # 驾驶员坚守岗位，受到好评: praise, not an order
            acts = []
        if acts and all(
            c.must < 0
            and c.names is None
            and moods.OUTCOME.match(text[c.body : c.end])
            and not _DATED.search(text, c.start, c.end)
            for c in acts
        ):
            acts = []
        if acts or (frame == "order" and spoke):
            self.mood = ORDERING
        elif not acts and moods.GIVES_ORDERS.search(text):
            self.mood = ORDERING
        elif narrated and re.search(r"听取|汇报|通报|总结|回顾|介绍", text):
            self.mood = REPORTING
        mood = self.mood
        why = ""
        if acts:
            why = (f"{spoke} + " if spoke and frame != "pledge" else "") + acts[0].why
        return Judgement(bool(acts), mood, read, lexed, why)

    def _clause(
        self, text: str, lexed: list[Word], clause: Clause, *, must: bool, frame: str, chain: bool, listed: bool,
        said: re.Match[str] | None, titled: bool, narrated: bool, spans: list[Span], n: int, topic: Names | None,
    ) -> str:  # fmt: skip
        """order, feel, narrate, will, or nothing that changes the course ("")."""
        at, end = clause.body, clause.end
        body = text[at:end]
        first = word_at(lexed, at)
        last = first
        modal, kinds = -1, set()
        while last < len(lexed) and lexed[last][0] < end:
            kind = lexed[last][2]
            if kind in "MF" and modal < 0 and not self._noun_modal(text, lexed, last):
                modal = last
            kinds.add(kind)
            last += 1
        if modal >= 0 and "的" in text[lexed[modal][1] : end] and moods.COPULA.search(text, at, lexed[modal][0]):
            modal = -1
        will = self._will(text, lexed, first, last, modal)
        if modal >= 0 or must:
            if will and (modal < 0 or will < lexed[modal][0]) and not must:
                return "will"
            clause.must = modal if modal >= 0 else first
            if modal >= 0:
                before = text[at : lexed[modal][0]]
                if before.endswith(("仍", "仍然", "尚", "还", "依然")):
                    return "stop"
                clause.names = self._subject(text, lexed, clause, first, modal)
                if clause.names is None and topic is not None and lexed[modal][0] - at <= 2:
                    clause.names = topic
                partners = self._partners(text, lexed, modal + 1, end)
                if partners:
                    clause.names = Names(
                        (clause.names.spans if clause.names else []) + partners, modal, lexed[modal][0]
                    )
                after = lexed[modal][1]
                word = text[lexed[modal][0] : lexed[modal][1]]
            else:
                after, word = at, "要"
            if moods.MAXIM.search(body) and not (kinds & {"V"} and not moods.MAXIM.search(text, after, end)):
                return "stop"
            if lexed and modal >= 0 and lexed[modal][2] == "F":
                clause.orders, clause.why = True, word
                return "order"
            if word in _WEAK and clause.names is None:
                return "stop"
            if frame == "will" and word in ("能", "可"):
                return "stop"
            if _only_feels(text, lexed, after, end, named=clause.names is not None):
                clause.feels = True
                return "feel"
            rest = text[after:end]
            if modal >= 0 and clause.names is None and not said and 0 < lexed[modal][0] - at <= 4 and len(rest) <= 2:
                # 冰雪虽冷，服务要热
                return "stop"
            if len(rest.strip()) < 2 and n + 1 < len(spans):
                # 要 stands alone before a comma: what is asked follows
                clause.feels = True
                return "feel"
            if word == "要" and clause.names is None and not _does_something(text, lexed, after, end):
                clause.feels = True
                return "feel"
            if self._only_frames(text, lexed, after, end, last):
                clause.feels = True
                return "feel"
            clause.orders, clause.why = True, word
            return "order"
        if will:
            return "will"
        given = self._addressed(text, lexed, clause, said)
        rhythmic = _RHYTHMIC.search(body) is not None
        if given:
            clause.names = given
            if _only_feels(text, lexed, given.at, end, named=True):
                clause.feels = True
                return "feel"
            if given.stop >= len(lexed) and given.at >= end:
                return "feel"
            clause.orders, clause.why = True, "asks " + text[given.spans[0][0] : given.spans[-1][1]]
            return "order"
        if (moods.TELLS.search(body) and not _DATED.search(body) and frame != "order") or (
            n == 0 and text[end : end + 1] in "：:" and moods.LABEL_REPORT.match(body)
        ):
            return "narrate"
        if (
            "C" in kinds
            and not chain
            and frame != "order"
            and not rhythmic
            and not self._quoted_only(text, lexed, first, last)
        ):
            return "narrate"
        past = moods.PAST.search(body) if not rhythmic else None
        if body.startswith(("会同", "联合", "协同")) and chain:
            partners = self._partners(text, lexed, first, end)
            if partners:
                clause.names = Names(partners, first, end)
                clause.orders, clause.why = True, body[:2]
                return "order"
        clause.told = past is not None or bool(moods.SITUATION.search(body))
        if past and past.group() == "以来" and frame != "pledge":
            return "past"
        if (
            past
            or (moods.SITUATION.search(body) and not _AVERTS.match(body))
            or (moods.FARES.search(body) and not re.match(r"(?:确保|保证|保障|维护|做到|实现|保持)", body))
        ):
            return "stop"
        by = self._by(text, lexed, first, last)
        if by and (self.mood != REPORTING or frame == "order" or _DATED.search(body)):
            clause.names = by
            clause.orders, clause.why = True, "由"
            return "order"
        if moods.COPULA.search(body):
            named = self._names(text, lexed, at, first, end)
            if named.spans and text.startswith("是", named.at):
                clause.topic = named
            return "stop"
        ordering = (frame in ("order", "told") or chain or self.mood == ORDERING) and not (narrated and not chain)
        dated = bool(_DATED.search(body))
        limited = dated or bool(_DATED.search(text, end))
        names = self._names(text, lexed, at, first, end)
        if names.spans and (
            text.startswith(("特别是", "尤其是", "包括", "比如", "例如"), clause.start)
            or text[names.spans[-1][1] - 1] in "省市国"
        ):
            return ""
        if (
            names.spans
            and self._predicate(text, lexed, names, end)
            and not _opens_with_verb(text[names.spans[0][0] : names.spans[0][1]])
        ):
            assigned = bool(_ASSIGN.match(text[names.at : end]))
            if _TOPIC.search(text, names.at, end):
                clause.topic = names
                return ""
            if (
                (ordering and self.mood != REPORTING)
                or ((assigned or dated or (limited and self.seen and text[-1] in "。；")) and not narrated)
                or frame == "order"
                or chain
            ):
                if _only_feels(text, lexed, names.at, end, named=True):
                    clause.feels = True
                    return "feel"
                clause.names = names
                clause.orders, clause.why = True, text[names.spans[0][0] : names.spans[0][1]]
                return "order"
            return ""
        if titled and not listed:
            return ""
        opening = self.seen and self.mood == NEUTRAL and n == 0 and not narrated and text[-1] in "。；"
        if not ordering and not opening and not (listed and self.mood != REPORTING):
            return ""
        return self._bare(text, lexed, clause, first, last, dated)

    def _bare(self, text: str, lexed: list[Word], clause: Clause, first: int, last: int, dated: bool) -> str:
        """加强…, 对…进行…, 通过…不断…: an imperative without a subject."""
        at, end = clause.body, clause.end
        verb = self._opening_verb(text, lexed, first, last, at, end)
        if not verb:
            if text[at] in "将把" and end - at > 6:
                clause.orders, clause.why = True, text[at]
                return "order"
            if dated and any(k in "VW" for _, _, k in lexed[first:last]):
                clause.orders, clause.why = True, "deadline"
                return "order"
            return ""
        if _only_feels(text, lexed, at, end):
            clause.feels = True
            return "feel"
        clause.orders, clause.why = True, verb
        return "order"

    def _opening_verb(self, text: str, lexed: list[Word], first: int, last: int, at: int, end: int) -> str:
        i, pos = first, at
        preposed = False
        urged = ""
        if first < last and lexed[first][2] == "P" and lexed[first][0] == at:
            if text[at] in "就为随关鉴至除":
                # 就抓好当前工作: what it is about, not what to do
                return ""
            # 对逾期未整改的企业: a verb before the last 的 only describes
            for j in range(last - 1, first, -1):
                if lexed[j][2] == "E" and text[lexed[j][0]] == "的":
                    i, preposed = j + 1, True
                    break
        while i < last:
            s, e, kind = lexed[i]
            if kind in "VW" and text[e : e + 1] in _MEASURED and e < end:
                return ""
            if kind in "V" and (s == pos or preposed):
                return text[s:e]
            if kind == "W" and s == pos and i + 1 <= last:
                following = lexed[i + 1][2] if i + 1 < last else ""
                return text[s:e] if following not in ("E", "M") and e < end else ""
            if kind == "W" and preposed:
                return text[s:e]
            if kind in "DT" and (s == pos or preposed):
                urged = urged or (text[s:e] if kind == "D" else "")
                i, pos = i + 1, e
                continue
            if kind == "P":
                preposed = True
                i, pos = i + 1, e
                continue
            if not preposed:
                break
            i, pos = i + 1, e
        return urged if urged in _URGES else ""

    def _noun_modal(self, text: str, lexed: list[Word], i: int) -> bool:
        """要 that orders nobody: 需要/应 inside a relative clause, 要 at the very end."""
        s, e, _ = lexed[i]
        word = text[s:e]
        if (
            word in ("需要", "需")
            and text[e : e + 1] in ("的", "，", "。", "")
            or (word == "需要" and text[s - 1 : s] in ("的", "有", "服", "市"))
        ):
            return True
        if word == "应" and text[e : e + 1] in ("是", "只", "为"):
            return True
        if word == "应" and text[e : e + 1] in ("，", "、", "的", ""):
            return True
        if not text[e : e + 2].strip("，。；！、 "):
            return word != "要" or text[e : e + 1] != "，"
        if word in ("要", "须") and text[e : e + 1] in ("的", "了"):
            return True
        return word == "一律" and False

    def _only_frames(self, text: str, lexed: list[Word], at: int, end: int, last: int) -> bool:
        """要结合…实际, 要以…为契机: how, not what; the next clause says what."""
        i = word_at(lexed, at)
        while i < len(lexed) and lexed[i][0] < end and lexed[i][2] in "D":
            i += 1
        if i >= len(lexed) or lexed[i][0] >= end or lexed[i][2] != "P":
            return False
        head = text[lexed[i][0] : lexed[i][1]]
        rest = lexed[i + 1 :]
        if head in ("以", "把", "将") and re.search(
            r"为(?:契机|抓手|导向|目标|重点|主线|引领|指导|核心|基础|牵引|突破口|切入点|载体|鉴|依据|准则|遵循|己任|荣|前提|中心|动力|标杆|根本|先)",
            text[at:end],
        ):
            return True
        if head in ("结合", "围绕", "针对", "立足", "按照", "根据", "依托", "通过", "对照", "本着", "从"):
            return not any(k in "V" and s < end for s, _, k in rest) or bool(
                re.search(
                    r"(?:实际|要求|目标|举措|精神|部署|原则|情况|特点|任务|重点|优势|职责|问题|标准|着手|入手|出发)$",
                    text[at:end],
                )
            )
        return False

    def _will(self, text: str, lexed: list[Word], first: int, last: int, modal: int) -> int:
        """Where a 将 that promises stands, 0 for none. 将 that hands something over is 把."""
        for i in range(first, last):
            s, e, kind = lexed[i]
            if kind == "P" and text[s:e] == "将":
                if 0 <= modal < i:
                    return 0
                following = lexed[i + 1] if i + 1 < last else None
                clause_end = lexed[last][0] if last < len(lexed) else len(text)
                if (
                    following
                    and following[0] == e
                    and (following[2] in "VDPMFC" or text[e : following[1]] in ("联合", "会同"))
                    and not moods.HANDS_OVER.match(text[s:clause_end])
                ):
                    return s or 1
                if moods.WILL.match(text[e : min(clause_end, e + 40)].rstrip("。；，")) and not moods.HANDS_OVER.match(
                    text[s:clause_end]
                ):
                    return s or 1
                return 0
            if text[s:e] == "即将":
                return s or 1
        return 0

    def _quoted_only(self, text: str, lexed: list[Word], first: int, last: int) -> bool:
        """A narrative word inside 《》 or “” tells nothing."""
        for s, _, kind in lexed[first:last]:
            if kind == "C":
                opened = max(text.rfind("《", 0, s), text.rfind("“", 0, s))
                closed = max(text.rfind("》", 0, s), text.rfind("”", 0, s))
                if opened <= closed:
                    return False
        return True

    def _subject(self, text: str, lexed: list[Word], clause: Clause, first: int, modal: int) -> Names | None:
        at = clause.body
        names = self._names(text, lexed, at, first, clause.end)
        if names.spans and names.at <= lexed[modal][0]:
            return names
        if names.spans:
            return None
        for i in range(first, modal):
            s, e, kind = lexed[i]
            if kind in "TP" or (kind == "Q" and s > at) or kind == "E":
                begin = s if kind == "Q" else e
                j = i if kind == "Q" else i + 1
                found = self._names(text, lexed, begin, j, clause.end)
                if found.spans and found.stop == modal and (kind in "QT" or text[s:e] in ("前", "内", "由")):
                    return found
        return None

    def _by(self, text: str, lexed: list[Word], first: int, last: int) -> Names | None:
        for i in range(first, last):
            s, e, kind = lexed[i]
            if kind == "P" and text[s:e] == "由":
                end = lexed[last][0] if last < len(lexed) else len(text)
                names = self._names(text, lexed, e, i + 1, end)
                if (
                    names.spans
                    and (names.stop >= len(lexed) or lexed[names.stop][2] not in "CE")
                    and not re.match(r"组成|主持|引[发起]|造成|导致|构成|担任", text[names.at : names.at + 2])
                ):
                    return names
        return None

    def _addressed(self, text: str, lexed: list[Word], clause: Clause, said: re.Match[str] | None) -> Names | None:
        """要求施工单位…, 责成安全部…, 请各单位…: the addressee and what he is asked."""
        at, end = clause.body, clause.end
        if said is not None and said["verb"] in (
            "要求",
            "责成",
            "责令",
            "希望",
            "提醒",
            "号召",
            "叮嘱",
            "告诫",
            "指示",
        ):
            names = self._names(text, lexed, at, None, end)
            if names.spans and self._predicate(text, lexed, names, end):
                return names
            return None
        for i in range(word_at(lexed, at), len(lexed)):
            s, e, kind = lexed[i]
            if s >= end:
                break
            if kind == "S" and text[s:e] in (
                "请",
                "望",
                "责成",
                "责令",
                "委托",
                "敬请",
                "务请",
                "恳请",
                "敦请",
                "要求",
                "提醒",
                "希望",
                "指派",
            ):
                if (
                    text[s:e] in ("要求", "请", "望")
                    and s > at
                    and lexed[i - 1][2] not in "ES"
                    and text[s - 1] not in "，、并现场 且"
                ):
                    continue
                names = self._names(text, lexed, e, i + 1, end)
                if names.spans and self._predicate(text, lexed, names, end):
                    return names
        return None

    def _predicate(self, text: str, lexed: list[Word], names: Names, end: int) -> bool:
        """Do the names stand before something that they do?"""
        if names.at >= end:
            tail = text[names.spans[-1][1] : end].strip("，。；：、 ")
            return len(tail) >= 2
        if names.stop >= len(lexed):
            return True
        kind = lexed[names.stop][2]
        if kind == "K":
            return len(text[names.spans[-1][1] : names.at].strip()) >= 2
        return kind not in "CES" or text[names.at] == "请"
