"""Clauses without a modal: 加强…, X负责…, 由X…: an order only where orders are being given."""

from __future__ import annotations

import re

from duban.reading.directives import moods
from duban.reading.directives.attitude import only_feels
from duban.reading.directives.clause import ASKED, BY_WHEN, HOW_OFTEN, Clause
from duban.reading.directives.grounds import HEARD, NEUTRAL, ORDERING, REPORTING
from duban.reading.directives.imperative import holds_verb, opening_verb
from duban.reading.directives.named_clauses import ASSIGN, NamedClauses
from duban.reading.directives.names import Names
from duban.reading.directives.patterns import sorted_out
from duban.reading.directives.surnames import SURNAMES

_AVERTS = re.compile(r"(?:坚决|严格|切实|有效|全力|努力|着力|积极)*(?:防止|杜绝|避免|严防|防范|遏制|减少|严禁)")
_SECURES = re.compile(r"确保|保证|保障|维护|做到|实现|保持")
_BY_THEN = re.compile(r"[底末日号节周月年旬](?:之|以)?前|[天日周月]内")
_HANDED_IN = re.compile(
    r"(?:[于在]|(?<=[表单录料告案册书图帐账报划章结稿件])(?=[0-9本下今明月]))(?P<by>[^，。]{2,12}前)(?:统一|书面|一并|及时|直接)?(?:报|送|交|提交|上报|报送|反馈)(?!告|名)"
)
_ACHIEVED = re.compile(r"(?:实现|完成|达到|新增)[^，。]{0,16}[0-9][0-9.]*(?:万|亿|%|％|个百分点)")
_CHANGED = re.compile(
    r"[^将把]*[由从](?:原来的?)?[0-9.]+[^，。]{0,4}(?:提高|上升|下降|降低|增加|增长|提升|缩短|压缩)[到至]"
)
_AIMS = re.compile(r"确保|力争|争取|努力|务必|要")
_ONCE = re.compile(r"[^，在0-9]{2,8}(?<![之以会今])(?:会?后|之际|的同时|过程中)$")
_TOGETHER = re.compile(r"会同|联合(?!会|社)|协同")
_CONVENES = re.compile(r"召开|举行|举办|主持|出席|列席|听取")
_COURTESY = ("为盼", "为荷", "为感", "周知")
_SINCE_WHEN = ("达", "去年", "上年", "昨", "上月", "上周", "上半年", "共计")
_IN_MINUTES = re.compile(
    r"[0-9一二三两半]+个?(?:分钟|小时)(?:之|以)?内[^，。；]{0,6}(?:报告|上报|到[位场岗达]|响应|答复|回复|办结|处置|完成|送达|出[动警诊])"
)
_EVERYWHERE = frozenset("所有 全部 全市 全县 全区 全镇 全厂 全矿 全线 辖区 各类 一切".split())
_MEASURE = re.compile(r"(?P<verb>实行|执行|停止|暂停|关闭|取消|启用|停运|停工|停课|停业|禁止)(?!了)")
_TELLS_ON = re.compile(sorted_out(r"通知|[交转].{2,18}[办处负落牵承研阅]|[指确明][定确].{2,18}为"))
_TALKS = re.compile("会议|座谈|讨论|调研|活动|仪式|上述|检查|会$|参[加与]$")
# 座谈会上提出的意见: what is to be dealt with
_BROUGHT_UP = re.compile("(?:提出|反映|反馈|指出|交办)的[^，]{0,6}(?:意见|建议|问题|诉求|事项|设想|申请)$")
_UNDER_RULE = re.compile("(?:实行|执行|采取|推行)[^，]{1,14}(?:制|制度|办法|标准|管理)$|改[为成](?!了)[^，]{2,10}$")
_DO_AT_ONCE = re.compile("(?:马上|立即|立刻|当场)(?:[报换停撤补修改送通拆清关]|打电话)(?![的了])")
_TAKES = re.compile(r"[把将]")
# 党工委书记马德胜4月13日到红旗里现场办公
_NAMED_PERSON = re.compile(
    rf"[^，。；]{{1,14}}(?:主任|书记|经理|总监|[长记员师]|主席)[{SURNAMES}][\u4e00-\u9fff]{{1,2}}(?:[0-9]{{1,2}}月|到(?!位)|赴|带队|一行|来到|深入|前往|说)"
)
_AGREED = re.compile("(?:会议|上会)?(?:原则|一致|研究)?(?:上|性)?同意(?![^，]{0,30}(?:由|负责|牵头))")
_NTH_MEETING = re.compile(r"第[一二三四五六七八九十0-9]+次[^，]{0,6}会议?$")
_A_NOT_A = re.compile(r"([\u4e00-\u9fff])不\1")
_TIMES = re.compile("[0-9一二三四五六七八九十两几][次遍回趟]")
# 场部主任是第一责任人，要…; but not 民营企业是自己人，要…
_IN_CHARGE = re.compile("责任|主体|单位|部门|牵头|力量|组织|主力|骨干|关键|一线|窗口|管理|的人$")
_OPINES = ("指出", "认为", "勉励")


class BareClauses(NamedClauses):
    def _bare(
        self, clause: Clause, said: re.Match[str] | None, begin: int, last: int, kinds: str, *, first: bool
    ) -> str:
        """A clause without a modal."""
        text, lexed, course, at, end = self.text, self.lexed, self.course, clause.body, clause.end
        body = text[at:end]
        if body.endswith(_COURTESY) or _AGREED.match(body):
            return "stop"
        if (
            text.startswith("请", at)
            and not text.startswith("请假", at)
            and begin < last
            and lexed[begin][:2] == (at, at + 1)
            and not course.titled
        ):
            # 请于2月10日前…, 请对…自查: whoever reads it
            given = self.subjects.addressed(at, end, None)
            if given is None and not only_feels(text, lexed, at + 1, end):
                return clause.order("请", course.label)
        given = self.subjects.addressed(at, end, said) if said or "S" in kinds or _TELLS_ON.search(body) else None
        if given:
            if only_feels(text, lexed, given.spans[-1][1], end, named=True) or (
                given.stop >= len(lexed) and given.at >= end
            ):
                return clause.feel(given)
            return clause.order(ASKED + text[given.spans[0][0] : given.spans[-1][1]], given)
        # a date that opens the clause has been passed over already
        dated = course.by or self.dated(clause)
        rhythmic = self.says_how_often(clause)
        if self._tells(clause, body, begin, last, kinds, dated, rhythmic, first):
            return "told" if _asks(body) else "narrate"
        past = None if rhythmic else moods.PAST.search(body)
        if (
            past
            and past.start()
            and past.group().startswith(_SINCE_WHEN)
            and (dated or _TAKES.search(body, 0, past.start()))
        ):
            # 6月底前结清去年尾款: when it began, not that it is over
            past = moods.PAST.search(body, past.end())
        if past is None and self.figures and not dated and not _AIMS.search(body):
            past = _ACHIEVED.search(body)
        situation = moods.SITUATION.search(body)
        # 做到过机率100%: asked for, not told
        stands = (
            situation is not None
            and not _SECURES.search(body, 0, situation.start())
            and not (dated and situation.group().startswith("率"))
        )
        if past is None and not dated and course.frame != "order" and not course.listed:
            past = _CHANGED.match(body) if "由" in body or "从" in body else None
        clause.told = (past is not None or stands) and not _SECURES.match(body)
        if course.chain and body.startswith(("会同", "联合", "协同", "与", "同")):
            partners = self.subjects.partners(begin, end)
            if partners:
                return clause.order(body[:2], Names(partners, begin, end))
        if course.frame != "order" and _asks(body):
            return "told"
        if past:
            return "past"
        if "不" in body and _A_NOT_A.search(body) and not dated:
            # 干部敢不敢担当
            return "stop"
        if (stands and not _AVERTS.match(body)) or (moods.fares(body) and not _SECURES.match(body)):
            return "stop"
        by = self.subjects.by(begin, last) if "由" in body else None
        if by and (self.mood != REPORTING or course.frame == "order" or dated or ASSIGN.match(text, by.at, end)):
            return clause.order("由", self.subjects.shared(by, end))
        if "是" in body and moods.COPULA.search(body):
            named = self.subjects.names(at, begin, end)
            if named.spans and text.startswith("是", named.at) and _IN_CHARGE.search(text, named.at, end):
                clause.topic = named
            return "stop"
        if (
            rhythmic
            and kinds.lstrip("NXWBRQT").startswith("C")
            and (course.chain or course.frame == "order" or self.mood == ORDERING)
        ):
            # 每季度召开一次会议, 场部每旬召开分析会
            who = self.subjects.names(at, begin, end)
            return clause.order(text[slice(*lexed[begin + kinds.index("C")][:2])], who if who.spans else None)
        if rhythmic and course.chain and _TIMES.search(body):
            # 暗访要常态化，每月不少于三次
            who = self.subjects.names(at, begin, end)
            return clause.order(HOW_OFTEN, who if who.spans else None)
        if course.spoke in _OPINES and course.frame == "order" and not (course.chain or dated or rhythmic):
            # 会议指出，优化营商环境没有完成时: how things are, unless 要 says what to do
            return "stop"
        return self._imperative(clause, begin, last, kinds, dated, first)

    def _tells(
        self, clause: Clause, body: str, begin: int, last: int, kinds: str, dated: bool, rhythmic: bool, first: bool
    ) -> bool:
        """Somebody did, attended, chaired, reported."""
        course, text = self.course, self.text
        if (
            not dated
            and course.frame != "order"
            and not (body[0] == "由" and "C" not in kinds)
            and (tells := moods.TELLS.search(body))
            and not (course.chain and body.endswith(("参加", "参与")))
            # 财务部牵头、各单位参与: each is given a part
            and not (tells.group()[:2] == "参与" and ASSIGN.search(body[: body.rfind("、")]))
            and not (self.mood == ORDERING and tells.group()[:2] in ("参与", "参加") and not _TALKS.search(body))
        ):
            return True
        if (self.persons and _NAMED_PERSON.match(body)) or _NTH_MEETING.search(body):
            return True
        if _BROUGHT_UP.search(body):
            return False
        if first and text[clause.end : clause.end + 1] in ("：", ":") and moods.LABEL_REPORT.match(body):
            return True
        told = "C" in kinds and not course.chain and course.frame != "order" and not rhythmic
        if told and self.mood == ORDERING and "由" in body:
            # 质量分析会由年级主任主持
            return False
        if told and "V" in kinds[: kinds.index("C")] and not _CONVENES.search(body):
            # 各班组坚持班前讲话制度
            return False
        return told and not all(
            _is_quoted(text, s) or text.startswith("前", e) for s, e, kind in self.lexed[begin:last] if kind == "C"
        )

    def _imperative(self, clause: Clause, begin: int, last: int, kinds: str, dated: bool, first: bool) -> str:
        """X做…, 加强…, 对…进行…: an order only where orders are being given."""
        text, lexed, course, at, end = self.text, self.lexed, self.course, clause.body, clause.end
        ordering = (course.frame in ("order", "told") or course.chain or self.mood == ORDERING) and (
            course.chain or not course.narrated
        )
        names = self.subjects.names(at, begin, end)
        if names.spans and ordering and names.at >= end and _TOGETHER.search(text, at, end):
            # 审核科会同市民政局，…完成: what they do follows
            return clause.order("会同", names)
        if names.spans:
            outcome = self._named(clause, names, ordering, dated, first=first)
            if outcome is not None:
                return outcome
        if text.startswith(("有的", "有些", "不少", "只要", "未", "凡"), clause.start) and text[end - 1] == "的":
            # 未按要求落实的: of whom it holds
            return ""
        if text.startswith(("有的", "有些", "不少", "只要"), clause.start) or (
            end - at <= 12 and text[end - 1] in "后际时中" and _ONCE.match(text, at, end)
        ):
            # 有的职工建议…; 通水后
            return ""
        handed = _HANDED_IN.search(text, at, end) if dated and not course.narrated else None
        if handed and not course.titled:
            # 各分支机构值班表于9月26日前报办公室
            clause.names = self.subjects.owner(at, begin, handed.start())
            return clause.order(BY_WHEN)
        opening = first and self.met and self.mood == NEUTRAL and not course.narrated and text[-1] in "。；"
        if course.frame == "will":
            return ""
        if (course.titled and not course.listed) or not (
            ordering or opening or (course.listed and not course.narrated and self.mood not in (REPORTING, HEARD))
        ):
            return ""
        sure = course.listed or (course.frame in ("order", "told") and course.spoke not in ("指出", "认为"))
        if ordering and not course.titled and self.minutes and _IN_MINUTES.search(text, at, end):
            return clause.order(BY_WHEN)
        if ordering and text[at : at + 2] in _EVERYWHERE and (measure := _MEASURE.search(text, at, end)):
            # 辖区内所有小区实行封闭管理
            return clause.order(measure["verb"])
        if ordering and not course.titled and (now := _DO_AT_ONCE.search(text, at, end)):
            # 夜巡发现坏灯马上换
            return clause.order(now.group())
        if ordering and not course.titled and (rule := _UNDER_RULE.search(text, at, end)):
            # 工程质量实行终身负责制
            return clause.order(rule.group()[:2])
        verb = opening_verb(text, lexed, begin, last, at, end, ask=sure)
        if not verb and ordering and self.says_how_often(clause) and holds_verb(text, at, end):
            # 每年大修前对托轮作一次探伤
            return clause.order(HOW_OFTEN)
        if not verb:
            if text[at] in "将把" and end - at > 6:
                if only_feels(text, lexed, at, end):
                    return clause.feel()
                return clause.order(text[at])
            acts = dated and (
                "V" in kinds or "W" in kinds or (_BY_THEN.search(text, clause.start, end) and holds_verb(text, at, end))
            )
            return clause.order(BY_WHEN, course.topic if not course.chain else None) if acts else ""
        if only_feels(text, lexed, at, end):
            return clause.feel()
        partners = self.subjects.brought_in(begin, last, end) if "会同" in text[at:end] else []
        if partners:
            return clause.order(verb, Names(partners, begin, end))
        # 质检部逐批扦样，出具报告: the unit stands in the clause before
        return clause.order(verb, course.topic if not course.chain else None)


def _is_quoted(text: str, at: int) -> bool:
    """A narrative word inside 《》 or “” tells nothing."""
    return max(text.rfind("《", 0, at), text.rfind("“", 0, at)) > max(text.rfind("》", 0, at), text.rfind("”", 0, at))


def _asks(clause: str) -> bool:
    return "提出" in clause and moods.ASKS.search(clause) is not None
