"""Modals that order, 将 that promises, and the verb that opens an imperative without a subject."""

from __future__ import annotations

import re

import rjieba

from duban.reading.directives import moods
from duban.reading.directives.lexer import Lexed, Word

_URGES = frozenset("立即 及时 尽快 坚决 迅速 一律 必要时 限期 按时 当场 逐一 逐项 全力 切实 认真 抓紧".split())
_ORDERS_NOTHING = frozenset(
    "同意 有 仅有 具有 拥有 没有 超标 落后 滞后 超时 超支 下降 上升 回升 表示 影响 断供 制约 困扰 存在 缺乏 出现 发生 可以 可能 能够 愿意 认为 希望 觉得 看到 得知 获悉 据悉 属于 等于 来自 位于 参会 与会 出席 感谢 祝愿 相信 意味着 显示 表明 说明 体现 反映 带来 导致 造成 引发 标志着 使得 成为 变成".split()
)
_PLANNED = frozenset("于 在 与 由 从".split())
_MEASURED = re.compile(r"[率额]|[量数值度费款金](?:[为达是的，、较与和0-9]|$)")
_NOT_DONE = re.compile(r"(?:结果|情况|成效)(?:与|将|已|纳入|作为|直接)|以下|如下")
_OTHERS = tuple("特个分级区识性类鉴辨告差派")
_TOPICS = frozenset("就随关鉴至除")


def is_noun_modal(text: str, word: Word) -> bool:
    """要 that orders nobody: inside a noun or a relative clause, or at the very end."""
    s, e, _ = word
    said, following = text[s:e], text[e : e + 1]
    if said[0] == "别" and text[s - 1 : s] in _OTHERS:
        # 特别让, 分别给
        return True
    if said in ("需要", "需") and (
        following in "的，。" or (said == "需要" and text[s - 1 : s] in ("的", "有", "服", "市"))
    ):
        return True
    if said == "应" and following in "是只为，、的":
        return True
    if said in ("不得", "不准") and following in "，、。；":
        # 拖不得、等不起
        return True
    if not text[e : e + 2].strip("，。；！、 "):
        return said != "要" or following != "，"
    # 今年要退的税款
    return said in ("要", "须") and (following in "的了" or text[e + 1 : e + 2] == "的")


def promise_at(text: str, lexed: Lexed, first: int, last: int, modal: int) -> int:
    """Where a 将 that promises stands, -1 for none. 将 that hands something over is 把."""
    end = lexed[last][0] if last < len(lexed) else len(text)
    for i in range(first, last):
        s, e, kind = lexed[i]
        if kind == "N" and text[s:e] == "即将":
            return s
        if kind != "P" or text[s] != "将":
            continue
        if text.startswith(("有", "把", "对", "以", "继续", "持续", "适时"), e) and not 0 <= modal < i:
            return s
        ahead = lexed[i + 1] if i + 1 < last else None
        if ahead and ahead[0] == e and text[e : ahead[1]] in _PLANNED and not 0 <= modal < i:
            # 将于10月中旬对…复核, 将由6万吨提升到10万吨
            return s
        if 0 <= modal < i or moods.HANDS_OVER.match(text, s, end):
            return -1
        following = lexed[i + 1] if i + 1 < last else None
        if following and following[0] == e and (following[2] in "VDPMFC" or text[e : following[1]] in ("联合", "会同")):
            return s
        if following and following[0] == e and following[2] in "NBXQ":
            # 将制度落到实处
            return -1
        return s if moods.WILL.match(text[e : min(end, e + 40)].rstrip("。；，")) else -1
    return -1


def looked_up(text: str, at: int, end: int) -> str:
    """A verb that our lists lack but a dictionary has (纠治“四风”)."""
    for word, tag in rjieba.tag(text[at:end]):
        if tag.startswith("v") and len(word) > 1:
            return "" if word in _ORDERS_NOTHING else word
        if not tag.startswith(("d", "ad")):
            break
    return ""


def holds_verb(text: str, at: int, end: int) -> bool:
    """对…线索优先查办, 向三家客户登门致歉: does the dictionary know a verb anywhere?"""
    return any(tag.startswith("v") and word not in _ORDERS_NOTHING for word, tag in rjieba.tag(text[at:end]))


def opening_verb(text: str, lexed: Lexed, first: int, last: int, at: int, end: int, *, ask: bool) -> str:
    """The verb that makes a clause without a subject an order, "" if it is none.

    It stands first (加强…), behind how and when (切实做好…), or behind what it is done to (对…进行…, 将…纳入…).
    `ask` a dictionary for verbs unknown here: only where an order is sure to come, for maxims have verbs as well.
    """
    i, pos, preposed, urged = first, at, False, ""
    if first < last and lexed[first][2] == "P" and lexed[first][0] == at:
        purpose = text[at] == "为" and (
            text[at : at + 2] == "为了"
            or (first + 1 < last and lexed[first + 1][0] <= at + 1 and lexed[first + 1][2] in "VDW")
        )
        if purpose or text[at] in _TOPICS or text.startswith("通过", at):
            # 就抓好当前工作, 通过培训: what it is about and how, not what to do
            return ""
        # 对逾期未整改的企业: a verb before the last 的 only describes
        for j in range(last - 1, first, -1):
            if lexed[j][2] == "E" and text[lexed[j][0]] == "的":
                i, preposed = j + 1, True
                break
    while i < last:
        s, e, kind = lexed[i]
        if kind in "VW" and (s == pos or preposed) and _NOT_DONE.match(text, e):
            # 整改结果与绩效挂钩, 形成以下意见
            return ""
        if kind in "VW" and _MEASURED.match(text, e, end):
            return ""
        if kind == "V" and (s == pos or preposed):
            # 移交的九条线索: which
            return text[s:e] if text[e : e + 1] != "的" else ""
        if kind == "W" and s == pos and not preposed:
            following = lexed[i + 1][2] if i + 1 < last else ""
            return text[s:e] if following not in ("E", "M") and e < end else ""
        if kind == "W" and preposed:
            return text[s:e]
        if kind == "P" or (kind == "J" and s == at):
            preposed = True
        elif kind in "DTJ" and (s == pos or preposed):
            urged = urged or (text[s:e] if kind == "D" else "")
        elif not preposed:
            break
        i, pos = i + 1, e
    if urged in _URGES:
        return urged
    return looked_up(text, pos, end) if ask and not preposed else ""
