"""The finer print of a directive: title, standard, programme, items."""

from __future__ import annotations

import re

import rjieba

_STANDARD = re.compile(r"(?:达到|符合|满足|实现)[^，。；]{2,30}?(?:标准|要求|水平|等级|目标)")
_FIGURE = re.compile(
    r"(?:率|比例|数|量|成本|时限|周期|时间)[^，,。；]{0,8}?(?:达到|不低于|不少于|不高于|不超过|控制在|降到|降至|压降到|压缩到|提高到|保持在|降低)[^，。；]{0,4}?[0-9一二三四五六七八九十百千万.]+[^，。；]{0,8}"
    r"|(?:不少于|不低于|不超过|不得超过|不得少于)[^，。；]{1,14}"
)
_OUTCOME = re.compile(r"(?:确保|保证|做到|实现)[^，。；]{2,40}")
_HAS_STANDARD = re.compile(
    r"达到|符合|满足|实现|确保|保证|做到|不少于|不低于|不超过|不得[超少]|控制在|降到|降至|压缩到|提高到|保持在|降低|不高于"
)
_MANY = re.compile(
    r"[一二三四五六七八九十百两0-9①-⑳（(、](?:(?<=[一二三四五六七八九十百两0-9])(?:个|大|项|类|方面|种|条|处|是|要)|(?<=[①-⑳])|(?<=[（(])[一二三四五六七八九十0-9]{1,2}[)）]|(?<=、)[^”]*、[^”]*”)"
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
    r"(?:要|须|应|必须|应当|务必|一律|既要|也要|还要|都要|也应|均|都|也|还|并|且|进一步|切实|认真|深入|全面|持续|不断|坚决|充分|着力|全力|大力|积极|继续|及时|尽快|立即|迅速|抓紧|主动|严格按照要求|负责|的|，|、|：)*"
)
_BY_WHEN = re.compile(
    r"(?:在|于|赶在|最迟|限|力争|争取|务必|自|从|会后|即日起)*(?:(?:元旦|春节|五一|端午|中秋|国庆|汛期)节?(?:来临|到来)?|(?:[0-9]{4}年|今年|明年)?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月份?(?:[0-9]{1,2}[日号]|底|末|[上中下]旬)?"
    r"|[本下]?(?:周|星期)[一二三四五六日天末]?|[本下当]?个?月(?:[0-9]{1,2}[日号]|底|末)?|[本今明]?年(?:底|末)?|(?:第?[一二三四]季度|[上下]半年)末?"
    r"|(?:今|明|后)[天日]|(?:[0-9]{1,3}|[一二三四五六七八九十两半]{1,3})个?(?:工作日|小时|天|日|周|月)|[0-9]{1,2}[日号])"
    r"(?:（[^）]{1,6}）)?(?:[上下]午|中午|晚上?)?(?:(?:[0-9]{1,2}|[零一二三四五六七八九十]{1,3})[时点:：][0-9]{0,2}分?|下班)?(?:(?:之|以)?[前内]|(?<=[底末]))[，,]?"
)
_WHEN_OPENS = frozenset(
    "在于赶最限力争务自从会即元春五端中国汛0123456789今明一二三四六七八九十本下周星当个月年第上后两半"
)
_CUT_DATE = re.compile(r"(?:（[^）]{1,6}）|下班|[日号月]|月?底|[时点])(?:之|以)?[前内][，,]?")
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
            left = max(sentence.rfind(mark, 0, match.start()) for mark in "，。；、,;：:") + 1
            return _bare(sentence[_word_before(sentence, left, match.start()) : match.end()].strip("，、 ")).lstrip(
                "把将"
            )
        match = _OUTCOME.search(sentence)
    return match.group().strip("，、 ") if match else None


def _bare(said: str) -> str:
    """Without 要, 切实 and the like at its head."""
    match = _PREFIX.match(said)
    return said[match.end() :] if match else said


def _word_before(sentence: str, left: int, at: int) -> int:
    """Where to begin so that a long clause is cut between words."""
    if at - left <= 16:
        return left
    for word in rjieba.cut(sentence[left:at]):
        if at - left <= 16:
            break
        left += len(word)
    return left


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
    title = _bare(clause.strip("，。；：、 “”")).strip("，。；：、 ")
    dated = (title[:1] in _WHEN_OPENS and _BY_WHEN.match(title)) or _CUT_DATE.match(title)
    if dated and len(title) - dated.end() >= 4:
        # by when has its own field
        title = _bare(title[dated.end() :])
    if len(title) < 4:
        title = fallback.strip("，。；：、 ")
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1] + "…"
