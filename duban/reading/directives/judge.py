"""Does a sentence direct somebody? One pass over its clauses, carrying the mood of what was said before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duban.reading.directives import moods
from duban.reading.directives.clause import ASKED, LABELLED, Clause, Course, Judgement
from duban.reading.directives.framing import framed
from duban.reading.directives.grounds import HEARD, NEUTRAL, ORDERING, REPORTING
from duban.reading.directives.lexer import lex
from duban.reading.directives.rhythm import find_rhythms
from duban.reading.directives.sentences import clauses
from duban.reading.directives.subjects import Subjects
from duban.reading.directives.weighing import Weighing

# 教学秘书整理。
_TAKEN_DOWN = re.compile(r"[^，。；：]{0,6}(?:秘书|记录员|通讯员|文书)(?:整理|供稿|记录)[。）]*")
_TERMINAL = "。！？；!?;”）)"
_NUMBERED_TITLE = re.compile(r"^[^，。；：]{4,30}（(?:第?[0-9一二三四五六七八九十]+[号期次]|节选|摘要|试行)）$")
_HEADING = re.compile(r"[^，、：。；]{2,9}。$")
# 【本周安排】
_HEADS_A_WEEK = re.compile(
    "[本下上](?:周|月|季度|学期|阶段)[^，。：]{0,6}(?:安排|计划|工作|任务|打算|部署|要求|重点|情况|回顾|总结|小结)"
)
# 第四件，职工生活。
_NTH_MATTER = re.compile("第[一二三四五六七八九十]{1,2}(?:件|个问题|个方面|方面|项)[，：][^，。]{2,8}。")
_LINE_OF_ORDERS = re.compile(r"[一二三四五六七八九十（(0-9]")
_NOT_ORDERS = re.compile(r"情况|成效|回顾|落实$|汇报")
_AFTERWARDS = ("会后", "会前", "散会", "随后", "据悉", "据了解")
_DATES_BEGIN = frozenset("“每一二三四第上元春五端中国清汛入开0123456789在于到截最年月本季下周自即从")
_MAY_OPEN = frozenset(
    "“每元春五端中国清汛入开一二三四五六七八九十第（(0123456789①②③④⑤⑥⑦⑧⑨⑩在于到截最年月本季下周自即从"
)
_ON_A_DAY = re.compile(
    r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日(?:上午|下午|晚上?|凌晨)?(?:[0-9]{1,2}[时点][0-9]{0,2}分?)?[，,]"
)
_DURING = re.compile(
    r"(?!在)[\u4e00-\u9fff]{2,5}?(?<![间部科室局站所队组院厂处办要须应于每请在])(?:期间|当[天日晚])(?=[\u4e00-\u9fff]{4})"
)
_WHILE_IT_LASTS = re.compile(r"期间|当[天日晚]")
_ALL_OF_THEM = re.compile(r"大家|与会|委员|代表|一致|参会")
_LABELS = tuple(
    f"{label}{colon}"
    for label in (
        "要求",
        "具体要求",
        "工作要求",
        "任务内容",
        "工作任务",
        "具体任务",
        "任务",
        "督办事项",
        "交办事项",
        "整改措施",
        "工作措施",
    )
    for colon in "：:"
)
_COLONS = ("：", ":")
_SETS_OUT = re.compile(
    r"(?:意见|要点|纪要|决定|事项|任务|措施|分工|要求|布置|部署|安排|议定|商定|敲定|确定|明确|[几三四五六两][件点项条]事?|如下|以下工作)(?:如下)?$"
    r"|^[^，]{0,14}(?:安排|部署|布置)[^，]{2,14}$"
)
_PROMISES = ("表态发言", "表态", "承诺")
_WHOEVER = re.compile("(?:今后|以后|往后|即日起)凡[^，]{2,30}的")
_BEFORE_SPEECH = "：:，"
_EVERYBODY = ("大家", "我们", "咱们")
_MEETING = re.compile(r"会议|召开|例会|大会|部署会|专题会|通知")
_DEMANDED_OF = re.compile(r"[对向](?P<to>[^，。；]{2,16}?)提出")
# 今年的责任书有三点不同：一是…
_COUNTS_UP = re.compile(
    r"[有是讲][一二两三四五六七八九十几]{1,2}(?:点|个|条|个?方面)[^，：。]{0,4}(?:不同|变化|体会|原因|特点|收获|启示|亮点|感受|成效|经验|做法|成绩)"
)
_TOLD = re.compile(r"听取|汇报|通报|总结|回顾|介绍")


class Judge:
    """Reads the sentences of one text in order."""

    def __init__(self, known: Sequence[str] = ()) -> None:
        self.mood = NEUTRAL
        self.seen = False
        self.met = False
        """has a meeting been told of? Without one, sentences without a subject tell what is done, they do not order"""
        self.known = list(known)

    def judge(self, text: str, *, alone: bool = False) -> Judgement:
        """`alone`: the sentence is a whole line."""
        if (
            len(text) < 4
            or _NTH_MATTER.fullmatch(text)
            or _TAKEN_DOWN.fullmatch(text)
            or (text[0] in moods.FOOTER_FIRST and moods.FOOTER.match(text))
        ):
            return Judgement(False)
        lexed = lex(text)
        if len(text) < 120 and ("：" in text or ":" in text) and moods.LABELLED.search(text):
            return Judgement(True, [], lexed, LABELLED)
        titled = alone and (text[-1] not in _TERMINAL or _NUMBERED_TITLE.search(text) is not None)
        if titled and self._is_heading(text, any(kind in "MF" for _, _, kind in lexed)):
            return Judgement(False)
        numbered = moods.NUMBERING.match(text) if text[0] in moods.NUMBERING_FIRST else None
        if (
            numbered
            and numbered["heading"]
            and _HEADING.match(text, numbered.end())
            and set(lexed.kinds).isdisjoint("MF")
        ):
            # （二）强化巡查。
            self.mood = REPORTING if moods.REPORT_HEADING.search(text) else ORDERING
            return Judgement(False, [], lexed)
        course = Course(titled, _is_item(numbered), _says_must(numbered))
        course.narrated = (text.startswith(_AFTERWARDS) and text[2:3] != "各") or (
            text[0].isdigit() and _ON_A_DAY.match(text) is not None
        )
        if text.startswith(_LABELS):
            course.frame = "order"
        weighing = Weighing(Subjects(text, lexed, self.known), course, self.mood, self.seen, self.met)
        read: list[Clause] = []
        speaks = moods.SAID.search(text)
        speaks_from = speaks.start() if speaks else len(text)
        lasts = ("当" in text or "期间" in text) and _WHILE_IT_LASTS.search(text) is not None
        for n, (start, end) in enumerate(clauses(text)):
            at = start
            while text[at] == " " and at < end - 1:
                # a bullet stood there
                at += 1
            if text[at] in _MAY_OPEN or (n == 0 and numbered) or lasts:
                at = self._opening(text, at, end, numbered if n == 0 else None, course, first=n == 0)
                if at >= end:
                    read.append(Clause(start, end, at))
                    continue
            clause = Clause(start, end, at)
            read.append(clause)
            said = None
            if speaks_from < end or text[at] in moods.LINK_FIRST:
                said = self._spoken(text, clause, speaks_from < end, chained=course.chain)
                if said is not None and not self._enter(weighing, clause, said, read):
                    continue
                if clause.body >= end:
                    continue
            if text[end : end + 1] in _COLONS and text.endswith(_PROMISES, at, end):
                course.frame = "pledge"
                continue
            if _WHOEVER.fullmatch(text, at, end) and not course.narrated:
                # 今后凡不合格的，扣减奖金: a rule, whoever says it
                course.frame = course.frame or "order"
            if text[end : end + 1] in _COLONS and _SETS_OUT.search(text, start, end):
                # 评审会意见：…, 下一步抓三件事：…
                course.frame, course.narrated = "order", False
                continue
            if course.frame == "pledge":
                clause.why = "pledge"
                continue
            course.follow(weighing.weigh(clause, said, first=n == 0))
            course.must = False
            course.topic = clause.topic or course.topic
        self.seen = True
        self.met = self.met or _MEETING.search(text) is not None
        return self._sum_up(text, weighing, read)

    def _is_heading(self, line: str, orders: bool) -> bool:
        """A line of its own without a full stop; it may set the mood of the lines below it."""
        bare = moods.NUMBERING.sub("", line).strip("【】〔〕[]*#　 ")
        if orders or "负责" in line or (moods.DATED.search(line) and not _HEADS_A_WEEK.fullmatch(bare)):
            return False
        if len(bare) > 24 or "，" in bare or "," in bare:
            return False
        on_matter = bare.startswith("关于") and _LINE_OF_ORDERS.match(line)
        if on_matter or (moods.ORDER_HEADING.search(bare) and not _NOT_ORDERS.search(bare)):
            self.mood = ORDERING
        elif moods.REPORT_HEADING.search(bare):
            self.mood = REPORTING
        return True

    def _opening(
        self, text: str, start: int, end: int, numbered: re.Match[str] | None, course: Course, *, first: bool
    ) -> int:
        """Where the clause begins behind its number and a leading 6月底前."""
        at = start
        if numbered:
            at = min(end, numbered.end())
        elif not first and text[at] in "一二三四五六七八九十第（(0123456789①②③④⑤⑥⑦⑧⑨⑩":
            inner = moods.NUMBERING.match(text[at:end])
            if inner and inner.end() < end - at:
                course.must, course.listed = _says_must(inner), True
                at += inner.end()
        if text[at : at + 1] == "“" and (
            text[at - 1] in _BEFORE_SPEECH and "”" not in text[at : end - 1] if at else "”" not in text[at:-1]
        ):
            # 批示：“请市交通局牵头, and the quotation goes on
            at += 1
        if during := _DURING.match(text, at, end):
            at = during.end()
        if at >= end or text[at] not in _DATES_BEGIN:
            return at
        by = moods.BY_THEN.match(text, at, end)
        if by and by.end() >= end:
            # 国庆节前，行政部组织…: the whole sentence is dated
            course.by = True
        return by.end() if by and by.end() < end else at

    def _spoken(self, text: str, clause: Clause, speaks: bool, *, chained: bool) -> re.Match[str] | None:
        """The frame of the clause, with or without a connective before it; moves `body` past both."""
        at, end = clause.body, clause.end
        link = moods.LINK.match(text, at, end) if text[at] in moods.LINK_FIRST else None
        linked = at
        if link:
            linked = link.end()
            while linked < end and text[linked] in "，、 ":
                linked += 1
        clause.body = linked
        if not speaks or not moods.SAID.search(text, at, end):
            return None
        for begin in (at, linked) if linked != at else (at,):
            said = framed(text[begin:end])
            if said and chained and said["verb"] == "提醒" and not said["who"]:
                # 起草公开信，提醒考生…: it is the letter that does
                return None
            if said:
                clause.body = begin + said.end()
                return said
        return None

    def _enter(self, weighing: Weighing, clause: Clause, said: re.Match[str], read: list[Clause]) -> bool:
        """Takes up a frame; False when its clause holds nothing further to weigh."""
        text, course = weighing.text, weighing.course
        course.spoke = said["verb"]
        course.chain = False
        if course.spoke in moods.PLEDGES or (course.spoke == "认为" and _ALL_OF_THEM.search(said["who"])):
            course.frame = "pledge"
            return False
        course.frame, course.narrated = "order", False
        if (not said["who"] or said["who"] in ("他", "她")) and self.mood != ORDERING:
            # what came before was about the speaker: 周院长带队检查，要求…
            for earlier in read[:-1]:
                if earlier.must < 0 and not course.by and not earlier.why.startswith(ASKED):
                    earlier.orders = False
        for earlier in read[:-1]:
            # 办公室印发方案，要求各厂细化: what was done before is not asked for
            earlier.condition = earlier.condition or not earlier.orders
        at, end = clause.body, clause.end
        if (
            said["aspect"]
            or (moods.PRAISED.search(text, at, end) and not weighing.has_modal(at, end))
            or (course.spoke in ("提出", "明确", "强调") and moods.REPORTED.match(text, at, end))
        ):
            weighing.mood = ORDERING
            course.narrated, course.frame = False, "told"
            if to := _DEMANDED_OF.search(text, clause.start, end):
                # 他对项目部提出三条要求
                course.label = weighing.subjects.names(to.start("to"), None, to.end("to"))
                if not course.label.spans:
                    course.label = None
            return False
        inner = moods.NUMBERING.match(text[at:end]) if text[at : at + 1] in moods.NUMBERING_FIRST else None
        if inner:
            course.must = _says_must(inner)
            clause.body += inner.end()
        if text.startswith(_EVERYBODY, clause.body):
            clause.body += 2
        return True

    def _sum_up(self, text: str, weighing: Weighing, read: list[Clause]) -> Judgement:
        course = weighing.course
        acts = [c for c in read if c.orders]
        if acts and _only_seems_to_order(weighing, read, acts):
            acts = []
        self.mood = weighing.mood
        if _COUNTS_UP.search(text) and not any(c.must >= 0 for c in acts):
            self.mood, acts = REPORTING, []
        elif acts or course.frame == "order" or moods.GIVES_ORDERS.search(text):
            self.mood = ORDERING
        elif course.narrated and _TOLD.search(text):
            self.mood = HEARD
        if not acts:
            return Judgement(False, read, weighing.lexed)
        if course.label is not None and acts[0].names is None:
            acts[0].names = course.label
        said = f"{course.spoke} + " if course.spoke and course.frame != "pledge" else ""
        named = acts[0].names
        if not said and acts[0].must >= 0 and named is not None and named.spans:
            said = f"{text[slice(*named.spans[0])]} + "
        return Judgement(True, read, weighing.lexed, said + acts[0].why)


def _is_item(numbered: re.Match[str] | None) -> bool:
    return bool(numbered and (numbered["item"] or numbered["order"]))


def _says_must(numbered: re.Match[str] | None) -> bool:
    return bool(numbered and (numbered["must"] or numbered["must2"]))


def _only_seems_to_order(weighing: Weighing, read: list[Clause], acts: list[Clause]) -> bool:
    """A maxim (打赢…，是一场硬仗), praise (驾驶员坚守岗位，受到好评) or a mere hope (确保平安)."""
    if any(c.must >= 0 for c in acts):
        return False
    text, course = weighing.text, weighing.course
    if ("召开" in text or "举" in text) and moods.HELD.search(text):
        return True
    if all(c.bare_names for c in acts):
        return course.frame != "order" and read[-1].told and _undated(weighing, acts)
    if any(c.names is not None for c in acts):
        return False
    if any(not c.orders and moods.MAXIM_NEXT.match(text, c.body, c.end) for c in read):
        return True
    return all(moods.OUTCOME.match(text, c.body, c.end) for c in acts) and _undated(weighing, acts)


def _undated(weighing: Weighing, acts: list[Clause]) -> bool:
    return not any(weighing.dated(c) for c in acts) and not find_rhythms(weighing.text)
