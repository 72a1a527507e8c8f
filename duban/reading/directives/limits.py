"""Which of the dates that a sentence says are deadlines, and not the day of an event, a period or a rhythm."""

from __future__ import annotations

import re

from duban.reading.directives.dates import CLOCK
from duban.reading.directives.from_meeting import ROUNDS, from_the_meeting

_HOUR = re.compile(CLOCK)
# 前期, 前往, 前移, 前一天, 前面, 前提条件 say something else; 前面向社会征集, 前提交 do not
AHEAD_OF_IT = r"前(?!期|往|台|线|后(?![退移撤])|沿|来|述|者|置|移|面(?![向对试谈])|提(?![交供出前报请])|[一两三](?:[天日周晚年个月季]|小时))"
BEFORE = re.compile(
    rf"{CLOCK}(?:[早中晚夜上]班|下班|收工|交班|闭店|收盘|放学|放假|开会)?(?:之前|以前|{AHEAD_OF_IT}|止|为限|为最后期限|为最后时限|为期限)"
)
# 至20日, 到月底: the other end of a span; not 到现场, 到一线
_TO = r"(?:—|-|~|－|[至到](?=(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[年月日号时点]|周|星期|[下本][周月个]|[月年]底|[今明后次当][天日早晚年]))"
_STARTS = "起(?![诉草运吊]|重[机量])"
_NOT_A_LIMIT = re.compile(
    rf"{CLOCK}(?:[早中晚夜]班)?(?:{_STARTS}|开始|以来|{_TO}|印发|下发|下达|发布|以后|之后|后|发生|会议|例会|的|份的|期间|,|，[^要须应]{{0,6}}召开)"
)
_PERIOD_ONLY = re.compile(rf"(?:{_STARTS}|开始[^，]{{0,2}}以来|以来|{_TO}|召开|举行|举办|的|份的|期间|,|，|会议|例会)")
_LEADS_IN = re.compile(
    r"(?:在|于|到|至|截至|截止|截止到|限|限于|限期|确保|力争|争取|务必|最迟|最晚|不迟于|不晚于|不超过|必须)[^，。]{0,2}$|(?:截止|完成|办结|整改|交付|报送|上报|反馈|提交)(?:的?(?:时间|时限|日期|期限|节点))(?:要求)?[为是定在：:]{0,2}$|(?:要|须|将|要求)$"
)
_ENDS_IT = re.compile(
    r"完成|提交|上报|报送|报[^告名警]|交[^流通叉易给]|送[^达]|整改|到[位岗厂货场]|结束|上线|投用|投产|投运|开工|竣工|完工|销号|建成|出台|印发|拿出|启动|实现|达到|覆盖|办结|清零|反馈|汇总|补|撤离|停[止产工航]|落实|发布|制定|形成|验收|召开|举行|组织|进行|开展|确认|进场|到场|过会|上门|停机|退水|办|[走做修写查清看排搞][完好齐清]|发[到给至]|贴|挂|集合|封顶|通车|开通|交付|归档|上会|上岗|公[布示开]|复[工课市产]|一遍|盖章|试行"
)
_DONE = r"(?<!的)(?:到位|实现|完成|建成|取得|覆盖|投用|清零|投产|达到|办结|竣工|交付|开工|启动|上线|出台|印发|拿出|提交|报送|上报|落地|兑现|打掉|拿下|[做修清建][完好]|不少于|不低于|不超过|新增)"
_DONE_BY = re.compile(rf"(?!工作|任务|情况|经营|生产)[^，。；]{{0,12}}?{_DONE}(?!情况|的)")
_THEN_DONE = re.compile(r"，[^，。；]{0,14}(?:要|应|须|必须|务必)(?:全部|全面|基本|如期)?(?:完成|建成|实现|竣工)")
_TAKES = re.compile(r"(?:要|须|应|必须|务必)?(?:把|将)[^，。；]{2,24}?(?:降|压|提|升|控|增|完[成毕]|建成|推|纳|到位)")
_STRIVES = re.compile(r"(?:确保|力争|争取|务必)[^，]{0,4}$")
_PER = re.compile(r"每(?![名位家户人支]|个[^月季星学工，])[^，。；]{0,6}$")
# 接此令后当天组织学习, 散会后请办公室当天发出纪要
_ON_HEARING = re.compile("接到?[此本][^，。；]{1,6}后，?$|散会后[^，。；]{0,8}$")
_TOLD_TO = re.compile(r"(?:要求|责成|责令|叮嘱|通知)[^，。；]{2,20}$|会议精神[^，。；]{0,4}$")
_AWAY = re.compile(r"(?:距离?|离)(?:今年)?$|(?:周|星期)[一二三四五六][至到—-]$")
_RANGE_FROM = re.compile(r"[日号月起天]至?(?:至|—|-|~|－|到)$|(?:持续|延续|值守|一直)[^，。；]{0,4}[到至]$")
# 即日起至3月31日开展整治 is to be done by then; 4月29日至5月5日封闭管理 is how long
_POINT = re.compile("这[一个]?(?:时间|关键)?(?:节点|关口)")
_FROM_TODAY = re.compile("即日起至?[至到]?$")
_CAMPAIGN = re.compile(r"(?:期间)?，?[^，。；每]{0,6}?(?:集中|开展|完成|整治|清理|逐[一户个项条])")
# 完成年内全部23个小区, 对年内竣工的项目: which, not by when
_WITHIN_YEAR = re.compile(
    r"(?:全部(?!立案|完成|办结|到位|清零|整改|建成|开工)|所有|剩余|其余|计划|既定|确定|各项|[0-9]+[个项条座户])"
    r"|[^，。；]{0,4}(?:竣工|完工|投产|开工|到期|交付|建成|退休)的"
)
# 对5月9日检查发现的问题, 对照6月底前完成的目标: the date tells which, not by when
_WHICH = re.compile(
    rf"{CLOCK}(?:之?前|以前)?[^，。；]{{0,12}}?(?:发现|提出|印发|下发|通报|反映|交办|召开|举行|发生|施行|实施|完成|检查|上报|提交|欠交|反馈|收到|会议|例会)[^，。；]{{0,10}}?的(?!要求|，)"
)
_ON_A_MATTER = re.compile(r"(?:对|对照|针对|根据|按照?|依照|落实|围绕|执行|做好|学习|贯彻|传达)[^，。；前]{0,4}$")
# 4月30日前应交的材料
_OWED = re.compile(r"(?:之?前|以前)[应须已未][^，。；]{1,6}的")
_SAID_TODAY = re.compile(
    r"[^，。；]{0,4}(?:坐在|在座|到会|讲|说|提出?|谈到?|看[到见]|查出|交办|部署|通报|反映|暴露|[商议]?定)[^，。；把将完]{0,6}的|[干做]什么|[又还]有人|就?这[么样]|[^，。；]{1,4}明[日天]"
)
# 今日欠账明日补
_OWED_TODAY = re.compile("今[日天][^，。；]{1,4}$")
_AT_MEETING = re.compile(r"(?:上午|下午|晚上?)?[^，。；]{0,6}(?:会|会议|例会)上(?!报)")
_HOLDS_UNTIL = re.compile(r"(?:有效期|延期|顺延|推迟|延迟|延长|有效|截止日)[^，。；]{0,3}[至到]?$|提前[到至]$")
_DAY_THEN = re.compile(r"，[^，。；有]{0,14}(?:[要须应先]|必须|把|将)")
_NO_DAY_OF_IT = re.compile(
    rf"(?:的|{_STARTS}|开始|例会|会议|晨会|集中学习|学习|召开|举行|通报|检查发现|，|、|{_TO}|[^，]{{0,6}}[将已了会])"
)
# 今夜不得离岗, 今天先不要冲产量: how long, not by when
_HELD_OFF = re.compile(rf"{CLOCK}[^，。；前]{{0,3}}(?:不[要准许]|不得(?![少低晚])|严禁|禁止)")
_RESTS = re.compile(r"[^，。；]{0,8}(?:停[课开运业]|休息|放假|值[班守]|留人)")
# 下周一例会上把分析摆出来
_BROUGHT_TO = re.compile(
    "[^，。；]{0,3}(?:例会|会议|会)上?(?:要|再)?(?:[把将讲报交]|上交|提交|汇报|说明|讨论|审议|原原本本)"
)
_UNTIL = re.compile(r"(?:到|截至|截止)$")
# 供应商保证3月2日送到, 接访日定于5月15日: somebody's word, or a day that is fixed
_PROMISED = re.compile(
    r"(?:承诺|保证|答应|答复)(?![的口意])[^，,。；]{0,8}$|(?:日|会|时间)定于$|(?<![要须应])将于$|(?:回复说|可能|预计|估计|大概)[^，。；]{0,3}$"
)
# 典礼六月二十九日办, 观摩放在6月17日
_EVENT = re.compile(r"(?:典礼|会议?|赛|节|仪式|观摩|考试|活动)(?:(?:放|定|安排)在)?$")
_IS_HELD = re.compile(r"(?:举?办|[召举]?开|举行)?(?:[，。；]|$)")
# 严禁为结案率而年底停止收案
_FORBIDDEN = re.compile(r"(?:严禁|禁止|不[准要许能]|不得(?![晚迟超少低])|避免|防止|杜绝|防范|坚决纠正)[^，。；：]*$")
# 省里12月中旬要来验收
_VISITED = re.compile("[将要会]?来(?:验收|检查|督[查导]|考核|调研)")
# 上半年前, 三季度之前
_EARLIER = re.compile("[之以]?前")
_CHANCE = re.compile("[^，。]{0,10}(?:机会|契机|之机|时机)")
_MONTHLY = re.compile("每月|按月|逐月")
_ONCE = re.compile("[^，。]{0,8}一次")
# 在明天的升旗仪式上
_OCCASION = re.compile("的[^，。]{2,12}上")
_BY_WEEKEND = re.compile("[^，。；]{0,6}(?:完成|提交|上报|报送|交付|拿出)")
# 周末和节假日
_AND_MORE_DAYS = re.compile("[、和及](?:周|星期|节|假)")
# 周三例会, 明天集中学习: what is held then
_GATHERS = re.compile("的|例会|会议|集中学习|学习|[^，]{0,6}将")
_TAKES_IN_HAND = re.compile("(?:就|必须|要)?[把将对]")
# 6月上旬已完成
_TOLD = re.compile("已|曾|[^，]{0,10}了")
_YEAR_END_OF = re.compile(
    r"(?:考核|总结|考评|结算|决算|绩效|奖|将至|临近|关|冲刺|收官|前后|有|核算|不(?!少于|低于|得少)|突击)"
)
_BY_ITS_END = re.compile(
    r"(?:要|须|应|必须|务必)?(?:把|将|对|全)|[^，。；]{0,6}率|前|(?:按规定|统一|一并)?报(?![告表])"
)
_IN_ITS_MONTH = re.compile(
    r"(?:之前|以前|前|内)"
    r"|(?:[要须应就]|必须|务必)?(?:全部|全面|如期|基本)?(?:完成|建成|投用|上线|竣工|投产|开通|通车|交付|拿出|启动|出台|提交|上报|报送|投放|[拟编写排做改][好完])(?!了|的|以来)"
    r"|(?:[要须就能]|必须|务必)[^，。；]{0,8}(?:全部|用上|开工|见效)|拿[^，。；]{0,4}方案|能让"
    r"|[^，。；]{0,8}(?:不少于|不得少于|至少)"
)


def is_limit(text: str, match: re.Match[str]) -> bool:
    """Is this date a deadline, and not the day of an event, a period or a rhythm?"""
    before, after = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 24]
    if _is_of_no_task(text, match, before, after):
        return False
    if match["plan"] or match["this"] or match["mid"] or match["festival"]:
        return True
    if match["count"]:
        return from_the_meeting(text, match, before, after)
    if match["that"]:
        return (_TOLD_TO.search(before) or _ON_HEARING.search(before)) is not None
    if match["half"] or match["quarter"]:
        if match["qend"]:
            return not before.endswith(("每", "各"))
        return bool(
            _EARLIER.match(after)
            or _DONE_BY.match(after)
            or _TAKES.match(after)
            or _THEN_DONE.match(after)
            or _STRIVES.search(before)
            or (before.endswith(("在", "于")) and _ONCE.match(after))
        )
    if match["yend"] == "内" and _WITHIN_YEAR.match(after):
        return False
    if BEFORE.match(after):
        return True
    if match["day0"] or match["wday"]:
        return _is_day_of_it(match, before, after)
    if match["part"] or match["npart"] or match["mpart"] or match["yend"] or match["inweek"]:
        return _is_part_of_it(text, match, before, after)
    if _NOT_A_LIMIT.match(after) and not (before.endswith(("要于", "须于", "务必于", "要在", "须在")) and match["day"]):
        return False
    if match["month"] and match["bare"] is not None:
        return bool(
            _IN_ITS_MONTH.match(after)
            or (before.endswith(("确保", "力争", "争取")) and _ENDS_IT.match(after))
            or (after.startswith("，") and (_UNTIL.search(before) or _THEN_DONE.match(after)))
        )
    return bool(
        match["mday"]
        or _POINT.match(after)
        or _LEADS_IN.search(before)
        or _ENDS_IT.search(after)
        or _takes_the_chance(before, after)
    )


def _takes_the_chance(before: str, after: str) -> bool:
    """利用7月18日定修机会更换"""
    return before.endswith(("利用", "趁", "借")) and _CHANCE.match(after) is not None


def _is_of_no_task(text: str, match: re.Match[str], before: str, after: str) -> bool:
    """Does it say how often, which one, how long, or what somebody promised?"""
    if _PER.search(before) or before.endswith(("逢", "固定在", "自", "从")):
        return True
    if match["wday"] == "末" and not match["week"] and not (BEFORE.match(after) or _BY_WEEKEND.match(after)):
        # 周末安排好轮休: any weekend
        return True
    if match["wday"] and not match["week"] and _comes_round(text, match, after):
        return True
    if match["day0"] and _OWED_TODAY.search(before):
        return True
    if match["near"] == "次月" or (match["near"] == "当月" and _MONTHLY.search(text, 0, match.start())):
        # 次月3日前 comes round every month
        return True
    if match["mpart"] and (_ONCE.match(after) or _comes_round(text, match, after)):
        return True
    if _FORBIDDEN.search(before) or _PROMISED.search(before) or _AWAY.search(before) or _HOLDS_UNTIL.search(before):
        return True
    if (_ON_A_MATTER.search(before) and _WHICH.match(after)) or _OWED.match(after):
        return True
    if _HELD_OFF.match(after) or (match["day0"] and _SAID_TODAY.match(after)):
        return True
    if BEFORE.match(after):
        return False
    if _RANGE_FROM.search(before):
        return not (_CAMPAIGN.match(after) or (_FROM_TODAY.search(before) and after[:1] == "，"))
    if (_AT_MEETING.match(after) and not _BROUGHT_TO.match(after)) or _VISITED.match(after):
        return True
    return bool(_EVENT.search(before) and _IS_HELD.match(after))


def _comes_round(text: str, match: re.Match[str], after: str) -> bool:
    """每周调度一次，月末公示: the end of every month."""
    return not BEFORE.match(after) and ROUNDS.search(text, 0, match.start()) is not None


def _is_day_of_it(match: re.Match[str], before: str, after: str) -> bool:
    """A weekday, today or tomorrow: the day on which it is to be done?"""
    if after.startswith(("内", "之内")):
        return True
    if before.endswith("在") and _OCCASION.match(after):
        # 要在明天的升旗仪式上进行
        return True
    if (not _BROUGHT_TO.match(after) and _NOT_A_LIMIT.match(after)) or _AND_MORE_DAYS.match(after):
        return False
    after = _HOUR.sub("", after, count=1)
    if _BROUGHT_TO.match(after):
        return True
    if _RESTS.match(after) or _GATHERS.match(after):
        return False
    if after[:1] == "，" and match.group()[0] in "明后":
        return True
    return not _NO_DAY_OF_IT.match(after) or bool(
        _LEADS_IN.search(before) or _ENDS_IT.search(after) or _TAKES_IN_HAND.match(after) or _DAY_THEN.match(after)
    )


def _is_part_of_it(text: str, match: re.Match[str], before: str, after: str) -> bool:
    """The end of a month or year, a third of a month, what is left of a week: the time by which it is done?"""
    part = (match["part"] or match["npart"] or match["mpart"] or match["yend"] or "内")[-1]
    if part == "旬":
        return not _TOLD.match(after) and bool(
            not _PERIOD_ONLY.match(after) or (after[:1] == "，" and _ENDS_IT.search(after))
        )
    if (after[:1] != "，" and _PERIOD_ONLY.match(after)) or _YEAR_END_OF.match(after):
        return False
    if match["yend"] and part != "内":
        return bool(_LEADS_IN.search(before) or _DONE_BY.match(after) or _BY_ITS_END.match(after))
    return True
