"""A name read backwards from what must stand behind a subject."""

from __future__ import annotations

import re

import rjieba

from duban.reading.directives.bodies import WHEN_NEXT
from duban.reading.directives.lexer import Lexed
from duban.reading.directives.names import Names, word_at
from duban.reading.directives.no_names import HELD_FOR_THEM, LONGEST_NAME, is_name
from duban.reading.directives.trades import NAMES_WITH, NAMING_VERBS, ON_THE_WAY, field_ends, opens_name

_ON_DUTY_FOR = frozenset(("负责", "牵头", "配合", "协助", "承办", "主办", "协办"))
_ON_CONDITION = re.compile(
    r"(?:未|未[\u4e00-\u9fff]{2}|放学|下班|交班|上岗|进场|入场|出车|开工|作业)[\u4e00-\u9fff]{0,4}$"
)
_UNIT_END = r"(?:[部处室科办局厅司厂站所队组班院校委会段店馆]|中心|[集大]户|集团|机构|公司|专班|支部|街道|社区|[作企事]业区|[员长师方医工警]|[作执监经管责消使]者|平台|塔台|(?<![账客用落门入每开])户|(?:主办|承办|经办|代理|责任|包保|申请|监护|联系|受托)人|主任|书记|经理|代表|人员|负责人)"
_UNIT_ENDS = re.compile(_UNIT_END + "$")
_MAY_END_UNIT = re.compile(_UNIT_END)
_NO_NAME_HERE = re.compile(
    r"阶段|[路地时河管]段|教室|寝室|浴室|诊室|厕所|场所|(?<=[例晨前早晚周月度调头进题员班署析评商讨究证布流场频话谈组])会$|[的了着过往，：；“”《》（）0-9]|记录|档案|清单|台[账帐]|情况|工作$|不|各|有关|相关|全体|方案|台账|报告"
)


_NO_UNIT = frozenset("全部 局部 内部 分段 夜班 当班 早班 晚班 上班 下班 闭馆 场馆 时长 站点 点位 错漏处".split())
_PREFIXED = frozenset("待 涉 经 从 因 凡 属 含 带 每".split())
# What stands before these holds a meeting, is limited or speaks: it is not told to.
_NOT_TOLD = ("会", "限", "依次", "说", "宣布", "预报", "汇报", "介绍", "通报", "发言", "表示", "认为", "反映")


def anchored(text: str, lexed: Lexed, at: int, index: int, limit: int) -> Names | None:
    """A name read backwards from what must stand behind a subject: a modal, a time, a preposition, a verb of duty.

    检修策划部|5月底前, 投诉接待中心|于本周五前: verbs nobody expected in a name do not matter, its end does.
    """
    spans: list[tuple[int, int]] = []
    start, count = at, len(lexed)
    if index >= count:
        return None
    s, e, kind = lexed[index]
    field_to = -1
    if s == at and kind in "VP" and not opens_name(text, lexed, index):
        field_to = field_ends(text, lexed, index) if kind == "V" else -1
        if field_to < 0:
            return None
    elif s == at and kind in "MFTSCEKD":
        return None
    when = WHEN_NEXT.search(text, at + 2, min(limit, at + LONGEST_NAME))
    when_at = when.start() if when else len(text)
    for i in range(index, count):
        s, e, kind = lexed[i]
        if s >= limit or s - start > LONGEST_NAME:
            return None
        if start < when_at <= s:
            return Names([*spans, (start, when_at)], i, when_at) if _ends_unit(text, lexed, i, start, when_at) else None
        if kind == "J" and text[s:e] in ("、", "和", "与"):
            if not _ends_unit(text, lexed, i, start, s):
                return None
            spans.append((start, s))
            start = e
        elif kind in "MFTD" or (kind == "P" and text[s:e] not in ON_THE_WAY):
            if kind == "D" and s == start:
                return None
            if _ends_unit(text, lexed, i, start, s):
                return Names([*spans, (start, s)], i, s)
            when = _ON_CONDITION.search(text, start, s)
            if when and _ends_unit(text, lexed, i, start, when.start()):
                # 备勤民警|未|经批准不得
                return Names([*spans, (start, when.start())], i, s)
            if kind != "D":
                return None
        elif kind in "EKSC":
            return None
        elif kind == "V" and i >= field_to:
            word = text[s:e]
            if word in _ON_DUTY_FOR and _could_act(text, lexed, index, i, start, s):
                return Names([*spans, (start, s)], i, s)
            if s > start and lexed[i - 1][1] == s and lexed[i - 1][2] in "BR" and _ends_unit(text, lexed, i, start, s):
                return Names([*spans, (start, s)], i, s)
            if word not in NAMES_WITH and word not in NAMING_VERBS and not (s == start and opens_name(text, lexed, i)):
                return None
    return None


def tagged(text: str, lexed: Lexed, at: int, index: int, limit: int) -> Names | None:
    """轨道吊远控员|分三批…, 人民银行反洗钱处|按需…: cut by a dictionary, where a unit ends and a verb, a how or a when follows."""
    if index < len(lexed) and lexed[index][0] == at and lexed[index][2] in "VMFTPSCEKD":
        return None
    reach = min(limit, at + LONGEST_NAME)
    if not _MAY_END_UNIT.search(text, at, reach):
        kinds = lexed.kinds[max(0, index - 1) : word_at(lexed, reach)]
        if "B" not in kinds and "R" not in kinds:
            # no unit ends here, wherever a dictionary cuts
            return None
    spans: list[tuple[int, int]] = []
    start = end = at
    last, does = "", False
    for word, tag in rjieba.tag(text[at:reach]):
        i = word_at(lexed, end)
        before = lexed[i - 1] if i else None
        if (
            end > start
            and (tag[0] in "dptr" or tag == "v" or word in ("和", "、", "与", "不"))
            and last not in _NO_UNIT
            and before != (start, end, "N")
            and not (does and before and before[1:] == (end, "R"))
            and _ends_unit(text, lexed, i, start, end)
        ):
            if word.startswith(_NOT_TOLD):
                return None
            spans.append((start, end))
            if word not in ("和", "、"):
                return Names(spans, i, lexed[i][0] if i < len(lexed) else len(text))
            start, does = end + len(word), False
        elif tag[0] in "dptxucyr" or (tag == "v" and end > start) or word in _PREFIXED:
            return None
        does = does or tag[0] == "v"
        last, end = word, end + len(word)
    return None


def _could_act(text: str, lexed: Lexed, index: int, i: int, start: int, end: int) -> bool:
    """热控专业|负责…, 运行三值|牵头…: whoever stands before such a verb acts, whatever he is called."""
    first = word_at(lexed, start)
    return (
        2 <= end - start <= 12
        and text[start] not in "谁专每此该主全由"
        and "专人" not in text[start:end]
        and text[end - 1] not in "性度率量力感果"
        and not set(lexed.kinds[max(index, first) : i]) - set("NXBRWQ")
        and not _NO_NAME_HERE.search(text, start + (text[start] == "各"), end)
        and is_name(text, start, end)
    )


def _ends_unit(text: str, lexed: Lexed, i: int, start: int, end: int) -> bool:
    """Does text[start:end], with the words up to `i` in it, end as a body or a post does?"""
    return (
        2 < end - start <= 16
        and (
            _UNIT_ENDS.search(text, start, end) is not None
            or (i > 0 and lexed[i - 1][1] == end and lexed[i - 1][2] in "BR")
        )
        and not _NO_NAME_HERE.search(text, start + (text[start] == "各"), end)
        and is_name(text, start, end)
        and not HELD_FOR_THEM.match(text, end)
    )
