"""Which names of a row that was read are some, and where each of them ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import rjieba

from duban.reading.directives.names import Names
from duban.reading.directives.no_names import HELD_FOR_THEM, collective, is_name
from duban.reading.directives.surnames import SURNAMES

if TYPE_CHECKING:
    from duban.reading.directives.bodies import Row

_ASIDE = ("特别是", "尤其是", "包括")
_THING = (
    "管理",
    "培训",
    "教育",
    "考核",
    "队伍",
    "作风",
    "工作",
    "建设",
    "名单",
    "信息",
    "情况",
    "素质",
    "能力",
    "意识",
    "责任",
    "服务质",
    "服务水",
    "工资",
    "薪酬",
    "待遇",
    "津贴",
    "资质",
    "证件",
    "名册",
    "食宿",
    "健康证",
    "钥匙",
    "传感器",
    "停车场",
    "停车位",
    "门口",
    "账户",
    "专户",
    "日志",
    "电话",
    "合同",
    "费用",
    "合力",
    "宿舍",
    "等部位",
    "等处",
    "等场所",
    "等区域",
    "等地",
    "诉求",
    "需求",
)
_ALL_OF_THEM = re.compile(r"(?<=[\u4e00-\u9fff]{2})[双两三四五六七八九几]+(?:方|家|家单位|个部门|个单位|员)$")
_PERIOD = re.compile(
    "[\u4e00-\u9fff]{1,5}?(?:期内|期间)|[\u4e00-\u9fff]{2,4}(?<![临计小及实定同暂平按])时(?![代装间限尚段])"
)
_WITHOUT_LEAVE = re.compile("未经[^，]{0,4}?(?:批准|同意|许可|审批|允许)")
# 切换前|技术部, 评议后|每名党员; not 后勤, 前台
_AFTER_THAT = re.compile("(?!各|排|靠)[\u4e00-\u9fff]{2,3}?(?<![之以])[前后](?![勤台线期方沿厨端备续场卫院门街])")
# 护林员|全员, 市场监管所|逐店, 各单位正职|离矿
_HOW_OF_THEM = re.compile(r"(?<![安质检])(?:全员|人人|逐[\u4e00-\u9fff]|离[县市矿岗校厂场港]|外出|请假|休假)$")
_PAPER_OF = re.compile("[\u4e00-\u9fff]{2,12}(?:方案|台账|清单|名单|总结|预案)")
_TITLED = re.compile(
    r"(?:主任|书记|经理|总监|长|主席|教授|工程师|会计|支书)"
    rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}$"
)
_WHO = re.compile(
    rf"(?:[小老][{SURNAMES}]|[{SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[0-9]{{1,2}}[月日]|[今明][天日早晚]|[本下]周|包案|包干|每|组织|召集|负责|总负责|具体|全程|亲自|盯|带|跟|抓|牵头|带队|督办|保管|分管|于[0-9])"
)


def names_in(row: Row) -> Names:
    """The names of a row that was read to its end: is the last one a name, and what of the row is none?"""
    text, i, spans, start, head, after = row.text, row.i, row.spans, row.start, row.head, row.after
    s, _, kind = row.lexed[i] if i < len(row.lexed) else (len(text), 0, "")
    stop_at = min(s, row.limit)
    if head < 0 and not spans and not text.startswith("各", start):
        # without a head only what is 各… may still act
        return Names([], i, stop_at)
    if head >= 0 and text.startswith("会", head) and not text.startswith(("会同", "会商", "会议室", "会签"), head):
        # 党小组会每月一次: the meeting
        head = -1
    if head >= 0 and not spans and HELD_FOR_THEM.match(text, head):
        return Names([], i, stop_at)
    if after and row.post and kind == "M" and stop_at - head <= 5 and not text.startswith(_THING, head):
        # 护林员巡山要…, 装维经理上门服务要…: a person at work, not a thing
        after = False
    if head >= 0 and kind in ("M", "F") and text[stop_at - 1] in "时前后" and 2 <= stop_at - head <= 8:
        # 各班组交接班时要填写…: when, not what
        spans.append((start, head))
    elif (
        head >= 0
        and not after
        and stop_at - head <= 10
        and _ends_word(text, start, head, stop_at, ordered=not row.post and kind == "M")
    ):
        spans.append((start, head))
    elif spans and (after or head < 0):
        if after:
            spans = []
        # a join with nothing nameable behind it belongs to the predicate
    elif head < 0 and not spans and kind and kind in "MFTPVD" and collective(text, start, stop_at):
        spans.append((start, stop_at))
    if not spans:
        return Names([], i, stop_at)
    if row.post and 0 < stop_at - spans[-1][1] <= 3 and (named := _TITLED.search(text, spans[-1][0], stop_at)):
        # 村主任骆长根: a post and who holds it
        spans[-1] = (spans[-1][0], named.end())
    if row.post and (named := _WHO.match(text, spans[-1][1])):
        # 内勤小俞, 项目经理潘大川
        spans[-1] = (spans[-1][0], named.end())
    if (len(spans) > 1 or text[spans[-1][0] - 1] == "、") and (counted := _ALL_OF_THEM.search(text, *spans[-1])):
        # 总包、监理、甲方三方: how many they are
        spans[-1] = (spans[-1][0], counted.start())
    good = [span for a, b in spans if is_name(text, *(span := trimmed(text, a, b)))]
    return Names(_shared_determiner(text, _apart(text, good)), i, stop_at)


def _ends_word(text: str, start: int, head: int, stop: int, *, ordered: bool) -> bool:
    """校 in 校门 is no school: where unknown characters follow a one-character head, ask a dictionary for the cut."""
    if stop > head and text.startswith(_THING, head):
        return False
    if text[start] == "全" and head == start + 2 and stop > head:
        # 全村12口山塘 are ponds, not the village
        return False
    if ordered and stop > head and text[head] not in "“（(之":
        # 村庄清洁要…, 医院感染要…: things, as far as one can see
        return False
    if stop == head or text[head].isdigit() or text[head] in "“（(":
        return True
    at = start
    for word in rjieba.cut(text[start : stop + 2]):
        at += len(word)
        if at >= head:
            return at == head
    return True


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A name without what stands before it (未经批准|任何部门) or behind it (特别是…)."""
    for aside in _ASIDE:
        cut = text.find(aside, start, end)
        if cut > start:
            end = cut
    if (how := _HOW_OF_THEM.search(text, start, end)) and how.start() - start >= 2:
        end = how.start()
    start = _behind_marks(text, start, end)
    if leave := _WITHOUT_LEAVE.match(text, start, end - 1):
        # 未经批准|任何部门
        start = leave.end()
    if period := _PERIOD.match(text, start, end - 1):
        # 征期内|办税厅主任
        start = period.end()
    if (then := _AFTER_THAT.match(text, start, end)) and end - then.end() >= 3:
        start = then.end()
    if (paper := _PAPER_OF.match(text, start, end)) and end - paper.end() >= 3:
        # 促销方案|企划部本周五前发各门店
        start = _behind_marks(text, paper.end(), end)
    return start, end


def _behind_marks(text: str, start: int, end: int) -> int:
    while start < end and text[start] in " 　，,、—①②③④⑤⑥⑦⑧⑨⑩":
        start += 1
    return start


def _apart(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """公安、交通部门 are two, though neither 公安 nor 交通 alone would be seen as a body."""
    if not spans or text.find("、", spans[0][0], spans[-1][1]) < 0:
        return spans
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if "、" in text[start:end] and "（" not in text[start:end]:
            for part in text[start:end].split("、"):
                out.append((start, start + len(part)))
                start += len(part) + 1
        else:
            out.append((start, end))
    return out


def _shared_determiner(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """各党总支、支部 is one name: 支部 without its 党 leans on the word before."""
    if len(spans) < 2:
        return spans
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and text[start:end] == "支部" and text[out[-1][0]] == "各":
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out
