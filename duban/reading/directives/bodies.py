"""Who must act: names of bodies and posts, read where a sentence puts its subject or its addressee."""

from __future__ import annotations

import re
from collections.abc import Sequence

import rjieba

from duban.reading.directives.lexer import Lexed
from duban.reading.directives.names import Names, word_at
from duban.reading.directives.no_names import HELD_FOR_THEM, collective, is_name
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
_ASIDE = ("特别是", "尤其是", "包括", "等")
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
_ON_WATCH = frozenset("调度 监护 巡检 值班".split())
_SHORT_VERBS = frozenset("找喊叫带管派发签填报交送写找给拉查买装拆换扫洗停")
_HOW_MANY = re.compile(r"[双两三四五六七八九几]+(?:方|家|家单位)")
_ALL_OF_THEM = re.compile(r"(?<=[\u4e00-\u9fff]{2})[双两三四五六七八九几]+(?:方|家|家单位|个部门|个单位|员)$")
# 家委会|可派代表; not 可能, 可研
_MAY = re.compile(r"可(?![能研行靠视控以的])")
_WITHOUT_LEAVE = re.compile("未经[^，]{0,4}?(?:批准|同意|许可|审批|允许)")
_PERIOD = re.compile(
    "[\u4e00-\u9fff]{1,5}?(?:期内|期间)|[\u4e00-\u9fff]{2,4}(?<![临计小及实定同暂平按])时(?![代装间限尚段])"
)
_PAPER_OF = re.compile("[\u4e00-\u9fff]{2,12}(?:方案|台账|清单|名单|总结|预案)")
_SETS_UP = ("设专", "派专", "设兼", "设岗", "设卡", "设点", "设一", "派一", "配专", "设两", "派两")
_LETTERS = re.compile(r"[A-Z]{2,6}")
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭鲁韦马苗花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬乐顾孟黄穆萧尹姚邵汪祁毛狄戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾路娄江童"
    "车仲宁宗令司欧上诸慕皇尉端鲜颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房解丁邓洪石崔龚程邢裴陆翁荀甄曲封靳段焦侯全班仇甘武符刘景詹龙叶黎白蒲赖卓蔺屠池乔温庄晏柴瞿阎连习艾易廖耿关匡文欧蔚越隆师巩聂曾沙游简窦章麦涂敖卓冷辛栾尚牟隋佟楚冀"
)
_TITLED = re.compile(
    r"(?:主任|书记|经理|总监|长|主席|教授|工程师|会计|支书)"
    rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}$"
)
_WHO = re.compile(
    rf"(?:[小老][{SURNAMES}]|[{SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[0-9]{{1,2}}[月日]|[今明][天日早晚]|[本下]周|包案|包干|每|组织|召集|负责|牵头|带队|督办|保管|分管|于[0-9])"
)
_ON_DUTY = frozenset("夜间 夜班 白天 当班".split())
WHEN_NEXT = re.compile(
    r"每(?!个[部单科人])|[0-9一二两三四五六七八九十半]+(?:个?(?:月|周|年|季度|工作日|小时|分钟|学期)|[日天]|名|次|[上中下]旬)|[今明当][天日晚]|[日周月季](?=监测|通报|调度|检查|报|清|会商|汇总)|一[查抓盯包管跟]到底|[本下]周|会后|随[后时]|凌晨|最迟"
)
_WHEN_FIRST = frozenset("日周月季每一二两三四五六七八九十半今明当本下会随凌最")


def read_names(
    text: str, lexed: Lexed, at: int, index: int | None = None, limit: int | None = None, known: Sequence[str] = ()
) -> Names:
    """The list of names that begins at `at`; empty when what stands there is no body and no post."""
    i = word_at(lexed, at) if index is None else index
    limit = len(text) if limit is None else limit
    spans: list[tuple[int, int]] = []
    start, head, after, post = at, -1, False, False
    count = len(lexed)
    if i < count and not known:
        s, e, kind = lexed[i]
        moving = kind == "P" and text[s:e] in ON_THE_WAY and i + 1 < count and lexed[i + 1][0] == e
        if (
            s == at
            and not (moving and lexed[i + 1][2] == "R")
            and (kind in "MFTPSCE" or (kind in "VD" and (i + 1 >= count or lexed[i + 1][0] != e)))
        ):
            # no name begins with such a word
            return Names([], i, min(s, limit))
    letters = _LETTERS.match(text, at) if "A" <= text[at : at + 1] <= "Z" else None
    if letters and i < count and lexed[i][0] == letters.end() and lexed[i][2] in "MFVDTB":
        # QA, PMO, HSE办: departments that go by their letters
        head = letters.end()
    while i < count:
        s, e, kind = lexed[i]
        if s >= limit:
            break
        if known and head < 0 and s >= start:
            name = next((k for k in known if text.startswith(k, start)), None)
            if name is not None:
                head, after = start + len(name), False
                i = word_at(lexed, head)
                continue
        if (
            head >= 0
            and s > head
            and (text[head].isdigit() or (text[head] in _WHEN_FIRST and WHEN_NEXT.match(text, head)))
        ):
            # 农机科|9月15日以前, 年级主任|每两周
            break
        if head >= 0 and s > head and _MAY.match(text, head):
            break
        if head >= 0 and kind in "MF" and s > head and (initials := _LETTERS.fullmatch(text, head, s)):
            # 品质部QE
            head = initials.end()
        if kind in "BR":
            if head >= 0 and s > head and text.startswith(_SETS_UP, head):
                # 属地车间|设专职监护人
                break
            if head >= 0 and s - head > 1 and (text[s - 1] == "两" or text[s - 2] == "分" or text[s - 2 : s] == "人一"):
                # 供应商|两班倒, 农技站|分三组
                break
            if head >= 0 and s - head == 1 and text[head] in _SHORT_VERBS:
                # 法务部|发|律师函
                break
            if head >= 0 and s - head > 3 and not _told_apart(lexed, i, head):
                # 承包商人员|进入控制|区: a verb nobody listed stands between
                break
            head, after, post = e, False, kind == "R"
        elif kind in "WX":
            if head >= 0 and s - head == 1 and text[head] in "报交发送":
                # 网格员|报执法中队处理
                limit = head
                break
            if (
                s == start
                and text[s:e] == "保障"
                and i + 1 < count
                and lexed[i + 1][2] == "R"
                and text[e : e + 2] != "人员"
            ):
                # 保障职工轮休
                break
            if head >= 0:
                if kind == "X" and head == s and (e == limit or text[e : e + 1] in ("，", "。", "；", "、", "")):
                    # 综合执法局|立案: the field is what they do
                    break
                if (
                    head == s
                    and text[s:e] in _ON_WATCH
                    and i + 1 < count
                    and lexed[i + 1][0] == e
                    and lexed[i + 1][2] in "MFTDV"
                ):
                    # 各厂矿调度|每天
                    head, post = e, True
                    i += 1
                    continue
                if (
                    head == s
                    and lexed[i - 1][2] in "BR"
                    and text[s:e] in ACTS_UPON
                    and acted_upon(text, lexed, i + 1, e)
                ):
                    # 请志愿服务总队|安排志愿者, 民政局|指导村居
                    break
                if not head_follows(lexed, i + 1, e):
                    if head == s and kind == "W":
                        break
                    after = True
            elif (
                kind == "W"
                and s == start
                and not head_follows(lexed, i + 1, e)
                and (i + 1 >= count or lexed[i + 1][2] not in "BRWXNJ" or lexed[i + 1][0] - e > 4)
            ):
                # a work word that opens the clause is its verb, unless a name is still to come
                break
        elif kind == "N":
            if head < 0 and text[s:e] == "个人" and i > 0 and lexed[i - 1][2] == "J" and s == start:
                # 任何单位和个人
                head, post = e, True
            after = after or (head >= 0 and head != e)
        elif kind == "Q":
            if head >= 0 and s > head and text[s] in "该本":
                # 安全部|找|该队
                break
            if head >= 0:
                after = False
        elif kind == "J":
            if head == s or (head >= 0 and _HOW_MANY.fullmatch(text, head, s)):
                spans.append((start, head))
                start, head, after = e, -1, False
            elif head >= 0:
                if text[s] == "、":
                    break
                after = True
        elif kind == "K":
            mark = text[s]
            if mark not in _OPENERS:
                if mark == "”" and head < 0 and "“" in text[start:s]:
                    i += 1
                    continue
                if mark in "”）)》’" and head >= 0 and s - head <= 1:
                    head = e if mark == "”" else head
                    i += 1
                    continue
                break
            if mark in "（(":
                close = text.find(_CLOSERS[mark], e)
                if close < 0 or close - s > 24:
                    break
                if head == s:
                    head = close + 1
                i = word_at(lexed, close + 1)
                continue
        elif kind in "PT" and text[s:e] in (ON_THE_WAY if kind == "P" else _ON_DUTY):
            # 外委单位进场人员, 加气站夜间班组
            if i + 1 >= count or lexed[i + 1][0] != e or lexed[i + 1][2] not in "BR":
                break
        elif kind in "VD":
            following = lexed[i + 1] if i + 1 < count and lexed[i + 1][0] == e else None
            beyond = lexed[i + 2] if following and i + 2 < count and lexed[i + 2][0] == following[1] else None
            ordered = (
                s == start
                and beyond is not None
                and beyond[2] in "MF"
                and following is not None
                and following[2] in "BR"
            )
            if kind == "D" and head < 0 and text[s:e] in NAMING_ADVERBS and i + 1 < count:
                near = lexed[i + 1]
                if 0 < near[0] - e <= 2 and near[2] in "BR" and text[e : near[0]].isalpha():
                    # 现场防护员
                    i += 1
                    continue
            if (
                head >= 0
                and following is not None
                and following[2] in "BR"
                and (text[s:e] == "现场" or (text[following[0] : following[1]] in OF_A_TRADE and text[s:e] in TRADES))
            ):
                # 各分包现场负责人, 驻站维保人员
                i += 1
                continue
            if (
                following is not None
                and head < 0
                and (s > start or spans)
                and text[following[0] : following[1]] in WORKING_BODIES
                and text[start] in "各有相"
            ):
                # 各培养单位
                i += 1
                continue
            if following is None or not (ordered or names_with(text, lexed[i], following, head)):
                break
        else:
            break
        i += 1
    return _read_up_to(text, lexed, i, limit, spans, start, head, after=after, post=post)


def _read_up_to(
    text: str,
    lexed: Lexed,
    i: int,
    limit: int,
    spans: list[tuple[int, int]],
    start: int,
    head: int,
    *,
    after: bool,
    post: bool,
) -> Names:
    """What was read when word `i` stopped the reading: is the last name one, and what of the row is none?"""
    count = len(lexed)
    stop_at = lexed[i][0] if i < count else len(text)
    stop_at = min(stop_at, limit)
    if head < 0 and not spans and not text.startswith("各", start):
        # without a head only what is 各… may still act
        return Names([], i, stop_at)
    if head >= 0 and text.startswith("会", head) and not text.startswith(("会同", "会商", "会议室", "会签"), head):
        # 党小组会每月一次: the meeting
        head = -1
    if head >= 0 and not spans and HELD_FOR_THEM.match(text, head):
        return Names([], i, stop_at)
    if (
        after
        and post
        and i < count
        and lexed[i][2] == "M"
        and stop_at - head <= 5
        and not text.startswith(_THING, head)
    ):
        # 护林员巡山要…, 装维经理上门服务要…: a person at work, not a thing
        after = False
    if head >= 0 and i < count and lexed[i][2] in "MF" and text[stop_at - 1] in "时前后" and 2 <= stop_at - head <= 8:
        # 各班组交接班时要填写…: when, not what
        spans.append((start, head))
    elif (
        head >= 0
        and not after
        and stop_at - head <= 10
        and _ends_word(text, start, head, stop_at, ordered=not post and i < count and lexed[i][2] == "M")
    ):
        spans.append((start, head))
    elif spans and (after or head < 0):
        if after:
            spans = []
        # a join with nothing nameable behind it belongs to the predicate
    elif head < 0 and not spans and i < count and lexed[i][2] in "MFTPVD" and collective(text, start, stop_at):
        spans.append((start, stop_at))
    if not spans:
        return Names([], i, stop_at)
    if post and spans and 0 < stop_at - spans[-1][1] <= 3 and (named := _TITLED.search(text, spans[-1][0], stop_at)):
        # 村主任骆长根: a post and who holds it
        spans[-1] = (spans[-1][0], named.end())
    if post and spans and (named := _WHO.match(text, spans[-1][1])):
        # 内勤小俞, 项目经理潘大川
        spans[-1] = (spans[-1][0], named.end())
    if (len(spans) > 1 or text[spans[-1][0] - 1] == "、") and (counted := _ALL_OF_THEM.search(text, *spans[-1])):
        # 总包、监理、甲方三方: how many they are
        spans[-1] = (spans[-1][0], counted.start())
    good = [trimmed for a, b in spans if is_name(text, *(trimmed := _trim(text, a, b)))]
    return Names(_shared_determiner(text, _apart(text, good)), i, stop_at)


def _told_apart(lexed: Lexed, i: int, head: int) -> bool:
    """Do known words fill the way from one head to the next (集团公司|生产|技术部)?"""
    return i > 0 and lexed[i - 1][1] > head and lexed[i][0] - lexed[i - 1][1] <= 2


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


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    for aside in _ASIDE[:3]:
        cut = text.find(aside, start, end)
        if cut > start:
            end = cut
    start = _behind_marks(text, start, end)
    if leave := _WITHOUT_LEAVE.match(text, start, end - 1):
        # 未经批准|任何部门
        start = leave.end()
    if period := _PERIOD.match(text, start, end - 1):
        # 征期内|办税厅主任
        start = period.end()
    if (paper := _PAPER_OF.match(text, start, end)) and end - paper.end() >= 3:
        # 促销方案|企划部本周五前发各门店
        start = _behind_marks(text, paper.end(), end)
    return start, end


def _behind_marks(text: str, start: int, end: int) -> int:
    while start < end and text[start] in " 　，,、":
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
