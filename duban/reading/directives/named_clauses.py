"""Clauses that open with a name and have no modal: is it told to, does it tell, or does the name only say when and whose?"""

from __future__ import annotations

import re

import rjieba

from duban.reading.directives.attitude import does_something, only_feels, opens_with_verb
from duban.reading.directives.clause import Clause
from duban.reading.directives.grounds import HEARD, ORDERING, REPORTING, Grounds
from duban.reading.directives.imperative import holds_verb
from duban.reading.directives.lexer import CLASS_OF
from duban.reading.directives.names import Names, word_at

_BY_OR_EACH = re.compile(r"(?:底|[日号时点]|节|年|周[一二三四五六日])(?:之|以)?前|[天日周月]内|每[天日周月季年班]")
_WHILE = re.compile(r"在[^，]{2,30}(?:的?同时|过程中|[中时下前后上]|基础上|期间)$")
_WHEN = re.compile(r"[^0-9底日月号节天，在之会]{2,6}[前后时]$")
_TOO_GENERAL = frozenset("中心 工地 系统 主体 机构 行业 网格 战线 集镇 社会 全员".split())
_ASIDES = ("特别是", "尤其是", "包括", "比如", "例如")
_MEASURE_OF = re.compile(
    r"(?![对把将])[\u4e00-\u9fff]{1,5}?[率量额比](?:要|应|须)?(?:[达为升降这偏较仍还未没]|的?(?:问题|短板)|不[低高超少]|控制|提[高升到]|压[降缩]|保持)"
)
_SANCTIONED = re.compile("的(?:，|按|一律|予以|给予|扣|处|视|取消|从严|立即|不予|罚|列入|纳入)")
_SETS_UP = re.compile("设(?![备施计在有想立置])|派(?![出驻遣发送])")
_MADE_KNOWN = ("通报", "公示", "推广", "通告", "公布", "曝光")
_MUST = ("须", "要", "应", "必须", "务必", "不得", "严禁", "禁止", "一律")
_IF = re.compile("若|如(?:果|再|仍|有|未|因|遇|需|发|出|不)|一旦|逾期")
# Words of these kinds do something.
_ACTS = frozenset("VWPF")
_ONLY_THEN = re.compile("方[可能]")
# 市文物局专家组6月11日来馆
_CAME = re.compile("[0-9]{1,2}月[0-9]{1,2}日(?:[上下]午)?(?:来|到(?!位)|赴|莅)")
# 展厅接线板, 物业群里: a thing of theirs
_OWNS = re.compile("(?:展厅|仓库|库房|物业|景区|家长|业主|住户|游客|旅客)$")
_NOT_DONE_BY = re.compile("只[进交跑]|(?:未(?!经|按)|因)[^，]{2,12}(?<![的后前时者])$")
# 不及格者调离, 缺训三次者予以调整: it befalls them
_WHO_FAILS = re.compile(r"[^，]{0,6}[不未缺违拒漏错迟]")
_SPEAKS = ("说", "宣布", "预报", "依次", "预测", "笑")
_MEETS = re.compile("(?<!委)(?<!工)(?<!协)(?<!商)会(?:议|纪要)?$")
_HANDLES = "对就把将向给跟"
# By the next day or at once: such a present is no report.
_AT_ONCE = re.compile(
    r"立即|马上|立刻|尽快|即日起|[今明][天早晚]|今后|以后|当班|夜里|每[0-9一二三四五六七八九十两半]*(?:小时|[天日周月])|抓紧|赶紧|赶快|先[把去报]|[本这下]周|(?<![上每逢])周[一二三四五六日末]|[0-9一二三四五六七八九十两]+(?:分钟|小时|天|日)之?内|下次(?:例会|会议)|[月日]起|，[^，。；]{0,3}把"
)
ASSIGN = re.compile(r"负责|牵头|配合|协助|会同|联合|协办|承办|分管|督办|抓落实")


class NamedClauses(Grounds):
    def _named(self, clause: Clause, names: Names, ordering: bool, dated: bool, *, first: bool) -> str | None:
        """A clause that opens with a name; None when it is not the name that decides."""
        text, lexed, course, at, end = self.text, self.lexed, self.course, clause.body, clause.end
        behind = names.spans[-1][1]
        if first and names.at >= end and behind == end and text[end : end + 1] in ("：", ":"):
            course.label = names
            if self.mood not in (REPORTING, HEARD) and text[at] not in "各全" and not _MEETS.search(text, at, end):
                # 运检部：本周三前完成…
                course.frame = "order"
            return ""
        if text.endswith(("当天", "当日", "当晚", "期间", "会上", "会议上", "现场会", "例会上"), at, end):
            # 水厂开放日当天: when, not who
            return ""
        if text[end - 1] in "前后时" and _WHEN.match(text, behind, end):
            # 外委单位人员进厂前: when, not who; 办公室主任调整岗位时，必须…: who as well
            if text.startswith(_MUST, end + 1):
                clause.topic = names
            return ""
        if _NOT_DONE_BY.match(text, behind, end) or _CAME.match(text, behind, end):
            # 操作工未及时换渣, 临展厅因布展不对外开放
            return "told"
        if _MEASURE_OF.match(text, behind, end):
            # 网点覆盖率达100%: what is counted, not who acts
            return ""
        if text.startswith(_ASIDES, clause.start) or text[behind - 1] in "省市国":
            return ""
        if _IF.match(text, behind, end):
            # 供应商若再次出现投诉: on what condition; 公路站一旦接到预警，须…: still on him
            if text.startswith(_MUST, end + 1):
                clause.topic = names
            return ""
        if (text[end - 1] == "的" and "未" in text[names.at : end]) or text.startswith(
            ("只要", "有的", "有些", "不少"), clause.start
        ):
            # 研究生未通过准入考试的: on what condition; …的，不得…: still on them
            if text.startswith(_MUST, end + 1):
                clause.topic = names
            return ""
        name = text[slice(*names.spans[0])]
        if name.startswith(("一位", "一名", "某")) or (name[0] == "有" and name[1:2] not in "关色限"):
            return ""
        if _OWNS.search(name) and any(tag[0] == "n" for _, tag in rjieba.tag(text[behind:end])[:1]):
            return None
        if name in _TOO_GENERAL or (name[-1] == "者" and _WHO_FAILS.match(name)):
            return ""
        if name[0] == "全" and text.startswith(_MADE_KNOWN, names.at):
            # 并全院通报: how widely, not who
            return clause.order(text[names.at : names.at + 2]) if ordering else ""
        if names.at >= end and behind == end:
            # 区教育局、区市场监管局，要…: what they must do follows
            clause.topic = names
            if course.frame == "order" and clause.body > clause.start:
                # 叮嘱工区负责人，…: he is spoken to
                course.label = names
            return ""
        if _ONLY_THEN.search(text, behind, end):
            # 必须清点，管理部复核无误后方可开放: whoever checks must do so
            checks = course.chain and not _OWNS.search(name) and "后方" in text[names.at : end]
            return clause.order(name, names) if checks else ""
        if text.startswith(("被要求", "已被要求", "被责成", "被责令"), behind):
            return clause.order("要求", names)
        if self.subjects.acts(names, end) and (
            ASSIGN.match(text, names.at, end) or name in CLASS_OF or not opens_with_verb(name)
        ):
            if _WHILE.search(text, names.at, end):
                clause.topic = names
                return ""
            may = self._may_order(names, ordering, dated, end)
            if (
                not dated
                and "小时" not in text[at:end]
                and _ACTS.isdisjoint(self._kinds_after(names, end))
                and not (course.chain and does_something(text, lexed, behind, end))
                and not (may and course.spoke not in ("指出", "认为") and self._has_verb(names, end))
            ):
                # 内二科超标严重: no verb that could be an order
                clause.topic = names
                return ""
            if not may:
                clause.topic = names
                return ""
            if only_feels(text, lexed, behind, end, named=True) and not text.endswith("负责", at, end):
                return clause.feel(names)
            clause.bare_names = True
            names = Names(names.spans + self.subjects.partners(names.stop, end), names.stop, names.at)
            clause.condition = text[end - 1] == "的" or _SANCTIONED.search(text, names.at, end) is not None
            return clause.order(name, self.subjects.shared(names, end) if "、" in text[names.at : end] else names)
        return None

    def _has_verb(self, names: Names, end: int) -> bool:
        """A verb that our lists lack, first or behind how, when and to what it is done."""
        at = names.spans[-1][1]
        if self.text.startswith(_SPEAKS, at):
            return False
        if self.text[at] in _HANDLES:
            return end - at > 4 or holds_verb(self.text, at, end)
        return (
            self._kinds_after(names, end)[:1] == "D"
            or _SETS_UP.match(self.text, at, end) is not None
            or holds_verb(self.text, at, end)
        )

    def _kinds_after(self, names: Names, end: int) -> str:
        return self.lexed.kinds[names.stop : word_at(self.lexed, end)]

    def _may_order(self, names: Names, ordering: bool, dated: bool, end: int) -> bool:
        """A name before a verb: is this the place for an order, or does it look like one by itself?"""
        course, text = self.course, self.text
        if course.frame == "order" or course.chain or (ordering and self.mood != REPORTING):
            return True
        if course.narrated and not (course.past and self.mood == ORDERING):
            return dated and _BY_OR_EACH.search(text, names.at, end) is not None
        if self.mood == HEARD and self.seen and text[-1] in "。；":
            # after 会议通报了… a unit that does something now is told to
            return True
        limited = text[-1] in "。；" and (
            any(a >= end for a, _ in self.dates) if self.seen else _BY_OR_EACH.search(text, end) is not None
        )
        behind = names.spans[-1][1]
        now = text[-1] in "。；" and self.seen and (text[behind] == "把" or _AT_ONCE.search(text, behind) is not None)
        return dated or limited or now or ASSIGN.match(text, names.at, end) is not None
