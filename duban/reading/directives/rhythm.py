"""How often: the rhythm of a standing duty."""

from __future__ import annotations

import re

ORDER = ("daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly")
_ACT = r"(?:调度|报告|上报|通报|例会|小结|总结|检查|巡查|排查|分析|考核|排名|评比|督查|评估|简报|会商|讲评|点评|推进会|安全会|汇报|更新|研判|核算|清查|盘点|抽查|评议|碰头|会诊|点名|讲评|清零|销号|督办)"
_TIMES = r"[一二两三四五六]|不少于|至少|开展|组织|召开"
_RHYTHMS = (
    (
        "daily",
        re.compile(
            r"每[天日](?![^，。]{0,4}报\d)|每[晚早]|每个?工作日|天天(?<![明今昨后前]天天)|逐日|按[日天](?!程|期)|[一每][日天][一二两三多]|一[日天][一]|早晚(?:各|两|巡|分|报|汇|检|测|会|例)|早晨会|晚汇报|早中晚|晨午检|日产日清|日清日[结毕]|日结日清|当日出|当天出|"
            rf"日(?<![0-9一二三四五六七八九十近今昨明本度假节半当次即同工生]日)(?:{_ACT}|清|结|零报告|例会|早会|成本核算)|日报(?<![0-9近今昨明本当即次同作]日报)(?!社)|零报告|每日|日通报|班前会制度"
        ),
    ),
    (
        "weekly",
        re.compile(
            rf"逢周[一二三四五六日]|每周(?<!两每周)(?!边)|每个?(?:星期|礼拜)|一周(?:[一两二三]|内?一)|逐周|按周|周(?<![上本下这两双每一二三四五0-9]周)(?:{_ACT}|报(?!名|告会)|计划|清|汇总|督办)|周(?<![上本下这一每]周)[一二三四五六日](?:集中)?(?:学习|例会|调度|集中学习)|周(?<![上本下这一每双两0-9]周)[^一二三四五六日天末边期转岁年内，。]{{1,2}}制度"
        ),
    ),
    (
        "monthly",
        re.compile(
            rf"次月[0-9]{{1,2}}[日号](?:之|以)?前|每个?月|按月|逐月|一月一|一个月一|每月|月底[^，。]{{0,8}}一次|月(?<![0-9一二三四五六七八九十本上下个当两半]月)(?:度{_ACT}|{_ACT}|报(?!名)|清|结|汇总|督办|评)|月度(?<![0-9一二三四五六七八九十本上下]月度)(?:{_ACT}|工作例会)"
        ),
    ),
    (
        "quarterly",
        re.compile(
            rf"每个?季度?|按季度?|逐季|一季度?一|季(?<![一二三四1-4本上下两第]季)(?:度?{_ACT}|度?评(?![优先])|度?清)"
        ),
    ),
    ("half-yearly", re.compile(r"每半年|半年一|每个?学期|一学期一|按半年|按学期|半年度(?:考核|总结|检查|评估)")),
    (
        "yearly",
        re.compile(
            r"每(?:一)?年(?!龄|级|轻)|每学年|一年一|按年度?|逐年(?!递|增|减|下|上)|每年度|年度(?:审计|体检|述职|检修|盘点|评审|复审|年检)[^，。]{0,10}(?:工作|制度|一次)"
        ),
    ),
)
# 日检、周检、月检; 日清周结月考核: rhythms in a row, each longer than the one before
_SERIES = re.compile(
    r"[日周旬月季](?<![0-9一二三四五六七八九十两双半近今昨明本度假节当次即同工生上下每个按逐][日周旬月季])(?![常期前后益历底末初中节边岁转内报])[\u4e00-\u9fff]{1,4}?"
    r"(?:[、，和]?[周旬月季年](?![期底末初中节边岁转内])[\u4e00-\u9fff]{1,4}?)+(?=[、，。；和]|制|相结合|机制|$)"
)
# 由每周一次改为每三天一次: what it was is no more
_NO_LONGER = re.compile(r"[由从][^，。；]{2,14}?(?:改|调整)为")
_LENGTHS = "日周旬月季年"
_NAMES = {"日": "daily", "周": "weekly", "月": "monthly", "季": "quarterly", "年": "yearly"}
_QUICK = re.compile(r"[每日天周月季年晚]")


def find_rhythms(text: str) -> list[str]:
    """All rhythms a sentence names, the most frequent first. 每半月, 每两小时, 每班 and 24小时 have no name here."""
    if not _QUICK.search(text):
        return []
    if "改为" in text or "调整为" in text:
        text = _NO_LONGER.sub("", text)
    found = {name for name, pattern in _RHYTHMS if pattern.search(text)}
    for series in _SERIES.finditer(text):
        units = [c for c in series.group() if c in _LENGTHS]
        if units == sorted(set(units), key=_LENGTHS.index):
            found.update(_NAMES[c] for c in units if c in _NAMES)
    return [name for name in ORDER if name in found]
