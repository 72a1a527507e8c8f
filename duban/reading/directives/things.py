"""What a thing to be produced is called: its head noun with its near modifiers."""

from __future__ import annotations

import re

from duban.reading.directives.documents import HEADS

# Said alone, these name nothing that could be handed in.
TOO_BARE = frozenset(
    "报告 措施 文件 记录 标准 制度 机制 体系 资料 通报 总结 政策 规定 规范 意见 材料 安排 建议 策划 设想 申请 成果 要点 说明 通知 设计 体会 要领 草案".split()
)
SEPARATOR = re.compile(r"[、]|以及|及(?!时|其|早)|和(?!谐|平|解)|与(?!会)|并(?!且|行|轨)")
NOT_MADE = re.compile(r"(?:情况|结果|会议|演练|活动|整改方案要|措施到位|零报告)$")
_LEADING = re.compile(
    r"^(?:了|下(?=军令状)|好(?!评)|出(?!台|租|入)|一[份套个项期本张批次遍册篇]|的|其|各自|相应|相关|有关|科学|合理|逐[户项人村级]|尽快|及时|抓紧|认真|和(?!谐|平)|与|及|切实可行的?|行之有效的?|完善的|完备的|系统的|相应的|针对性的|有针对性的?|可操作的|长效的?(?=长效)|统一的|严格的|具体的?|详细的?|配套的?|新的|新(?=意见)|进一步|一批|一整套|一系列|以下|如下|[过后]的|有(?=[\u4e00-\u9fff]{2}$))+"
)


def trimmed(np: str) -> str:
    np = np.strip("，、：: 　”《》")
    np = _LEADING.sub("", np)
    return np.lstrip("的地得了 ")


def names_thing(np: str) -> bool:
    heads = HEADS.find(np)
    return bool(heads) and heads[-1].end() == len(np) and np not in TOO_BARE and not NOT_MADE.search(np)


def last_separator(np: str) -> int:
    """Where the last co-ordinate begins; a bare work word before 、 still belongs to the noun (排查、整改台账)."""
    cut = 0
    for match in SEPARATOR.finditer(np):
        left = np[cut : match.start()]
        if np.count("“", 0, match.start()) > np.count("”", 0, match.start()):
            continue
        if HEADS.find(left) or match.group() in ("并",):
            cut = match.end()
    return cut
