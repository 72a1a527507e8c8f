"""The finer print of a directive: title, standard, programme, items."""

from __future__ import annotations

import re

_STANDARD = re.compile(r"(?:达到|符合|满足|实现)[^，。；]{2,30}?(?:标准|要求|水平|等级|目标)")
_FIGURE = re.compile(
    r"(?:率|比例|数|量|成本|时限|周期|时间)[^，。；]{0,8}?(?:达到|不低于|不少于|不高于|不超过|控制在|降到|降至|压降到|压缩到|提高到|保持在|降低)[^，。；]{0,4}?[0-9一二三四五六七八九十百千万.]+[^，。；]{0,8}"
    r"|(?:不少于|不低于|不超过|不得超过|不得少于)[^，。；]{1,14}"
)
_OUTCOME = re.compile(r"(?:确保|保证|做到|实现)[^，。；]{2,40}")
_HAS_STANDARD = re.compile(
    r"达到|符合|满足|实现|确保|保证|做到|不少于|不低于|不超过|不得[超少]|控制在|降到|降至|压缩到|提高到|保持在|降低|不高于"
)
_MANY = re.compile(
    r"[一二三四五六七八九十百两0-9](?:个|大|项|类|方面|种|条|处|是|要)|[①-⑳]|[（(][一二三四五六七八九十0-9]{1,2}[)）]|、[^”]*、[^”]*”"
)
_PROGRAMME = re.compile(
    r"“(?P<quoted>[^”]{2,16}(?:年|行动|攻坚战|工程|专项|活动|计划|月|大会战|三年行动))”(?:[^，。；]{0,8}?(?:活动|行动|专项行动))?"
)
_CAMPAIGN = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,10}(?:专项行动|百日行动|三年行动|攻坚战|专项整治|大排查大整治|攻坚行动|提升行动|百日攻坚))"
)
_CAMPAIGNS = re.compile(r"行动|攻坚|整治")
_LEAD = re.compile(
    r"^.*(?:开展|推进|深化|打赢|打好|实施|组织|做好|启动|抓好|落实|结合|围绕|参与|参加|配合|巩固|聚焦|推动|持续|深入|要|在|对|以|和|的)(?=[\u4e00-\u9fff]{4})"
)
_ENUMERATED = re.compile(
    r"[一二三四五六七八九十](?:是|要)(?P<item>[^；。一二三四五六七八九十]{2,60}?)(?=[；。，]?\s*[二三四五六七八九十](?:是|要)|[；。]|$)"
)
_NUMBERED = re.compile(r"(?:[①-⑳]|[（(][一二三四五六七八九十0-9]{1,2}[)）])(?P<item>[^；。①-⑳（(]{2,60})")
_COUNTED = re.compile(r"等?[一二三四五六七八九十百两0-9]+(?:个|大|项|类|方面|种|条|处)")
_QUOTED_LIST = re.compile(r"“(?P<list>[^”]*、[^”]*、[^”]*)”等?(?:方面|任务|内容|重点|工作|环节)")
_BEFORE_LIST = re.compile(r"^.*?(?:在|对|围绕|抓好|做好|聚焦|紧盯|针对|从|包括)(?=[^、]{2,}、)")
_PREFIX = re.compile(
    r"^(?:要|须|应|必须|应当|务必|一律|既要|也要|还要|都要|也应|均|都|也|还|并|且|进一步|切实|认真|深入|全面|持续|不断|坚决|充分|着力|全力|大力|积极|继续|及时|尽快|立即|迅速|抓紧|主动|严格按照要求|负责|的|，|、|：)+"
)
TITLE_LENGTH = 30


def criterion_of(sentence: str) -> str | None:
    """The standard that shows it is done, in the source's words."""
    if not _HAS_STANDARD.search(sentence):
        return None
    match = _STANDARD.search(sentence)
    if match is None:
        match = _FIGURE.search(sentence)
        if match is not None and match.group()[0] == "不":
            return match.group().strip("，、 ")
        if match is not None:
            left = max(sentence.rfind(mark, 0, match.start()) for mark in "，。；、") + 1
            return _PREFIX.sub("", sentence[max(left, match.start() - 16) : match.end()].strip("，、 ")).lstrip("把将")
        match = _OUTCOME.search(sentence)
    return match.group().strip("，、 ") if match else None


def programme_of(sentence: str) -> str | None:
    match = _PROGRAMME.search(sentence) if "“" in sentence else None
    if match:
        return f"“{match['quoted']}”"
    match = _CAMPAIGN.search(sentence) if _CAMPAIGNS.search(sentence) else None
    if match:
        name = _LEAD.sub("", match["name"])
        return name if len(name) >= 4 else None
    return None


def items_of(sentence: str) -> list[str]:
    """Enumerations inside one sentence: 一是…二是…, ①…②…, A、B、C等十个方面."""
    if not _MANY.search(sentence):
        return []
    for pattern in (_ENUMERATED, _NUMBERED):
        items = [m["item"].strip("，、 ") for m in pattern.finditer(sentence)]
        if len(items) >= 2:
            return items
    listed = _listed(sentence)
    if listed is None:
        return []
    return [
        item for item in (re.split(r"等", part)[0].strip() for part in _BEFORE_LIST.sub("", listed).split("、")) if item
    ]


def _listed(sentence: str) -> str | None:
    """What stands before 等十个方面, or in “A、B、C”等任务."""
    for match in _COUNTED.finditer(sentence):
        left = max(sentence.rfind(mark, 0, match.start()) for mark in "，。；“”") + 1
        if sentence.count("、", left, match.start()) >= 2:
            return sentence[left : match.start()]
    quoted = _QUOTED_LIST.search(sentence) if "“" in sentence else None
    return quoted["list"] if quoted else None


def title_of(clause: str, fallback: str) -> str:
    """A short task title in the source's words: what is to be done, without who and must."""
    title = _PREFIX.sub("", clause.strip("，。；：、 “”")).strip("，。；：、 ")
    if len(title) < 4:
        title = fallback.strip("，。；：、 ")
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1] + "…"
