"""By when: Chinese dates and terms, counted from the meeting's day."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_NUM = r"(?:[0-9]{1,3}|[一二三四五六七八九十两]{1,3})"
_WEEKDAYS = {c: n for n, c in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 6}
_YEAR = r"(?:(?P<year>[0-9]{4}|[二〇○零一三四五六七八九]{4})年|(?P<rel>今年|明年|本年|次年|翌年|当年)(?:度)?的?)"
_FESTIVALS = {
    "元旦": (1, 1),
    "三八": (3, 8),
    "妇女节": (3, 8),
    "植树节": (3, 12),
    "五四": (5, 4),
    "青年节": (5, 4),
    "护士节": (5, 12),
    "圣诞": (12, 25),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "六一": (6, 1),
    "儿童节": (6, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "十一": (10, 1),
}

_CLOCK = r"(?:零时|零点)?(?:（[^）]{1,6}）|\([^)]{1,6}\))?(?:夜间|上午|下午|中午|晚上?|凌晨|早上|清晨|傍晚|天黑|夜里)?(?:[0-9零一二三四五六七八九十]{1,3}(?:[:：时点][0-9]{0,2}分?)?)?[整半]?"
_TERM_OPENS = re.compile("[儿季元三妇植青护圣五劳六七八教国十0-9一二三四九两半〇○零本当下次这月第上今明年周星礼后翌]")
_TERM = re.compile(
    r"(?:"
    r"(?P<plan>十[三四五六]五)”?(?:规划)?(?:期?末|末期|收官)"
    rf"|(?P<festival>元旦|三八|妇女节|植树节|五四|青年节|护士节|圣诞|五一|劳动节|六一|儿童节|七一|八一|教师节|国庆|十一(?<!双十一))[”’]?(?:国际)?(?:妇女节|青年节|劳动节|儿童节|建党节|建军节)?(?:节|假期|节日|小长假|长假|黄金周)?(?:、?中秋节?)?(?:之|以|到来之)?前(?!后)"
    rf"|{_YEAR}?(?P<month>{_NUM})月份?(?:(?P<day>{_NUM})(?:[日号]|(?=之?前|以前))|(?P<part>底|末|上旬|中旬|下旬)|(?P<bare>))"
    r"|(?P<near>本月|当月|下月|下个月|次月|这个月)(?:份)?(?:(?P<nday>[0-9]{1,2})[日号]|(?P<npart>底|末|内|上旬|中旬|下旬)|(?=[^，。；的]{0,4}(?:完成|到位|提交|上报|报送)(?!情况|的)))"
    r"|(?<![0-9每个本下当上半一二三四五六七八九十])月(?P<mpart>底|末|内)"
    rf"|{_YEAR.replace('<year>', '<qyear>').replace('<rel>', '<qrel>')}?(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下]半年))(?P<qend>末|底|内|结束|前)?"
    r"|(?:(?P<yyear>[0-9]{4}|[二〇○零一三四五六七八九]{4})年|(?P<yrel>今年|明年|本年|本年度|年)年?)(?P<yend>底|末|内(?![审控部外勤])|终(?=前))"
    r"|(?<![一每两])(?P<week>本|这|下|下下|本个|下个|这个)?(?:周|星期|礼拜)(?P<wday>[一二三四五六日天末])"
    r"|(?P<inweek>(?:本|这个?|下)(?:周|星期|礼拜))(?:之?内|(?=[把将])|(?=[^，。；的]{0,8}(?:完成|到位|提交|上报|报送|交|拿出|[走做修写查清看排搞办][完好齐清])))"
    rf"|(?P<count>{_NUM}|(?<!个)半)个?(?P<unit>工作日|自然日|小时|天|日|周|星期|礼拜|月|年)(?:(?:时间)?(?:之|以)?内|时间|(?=整改|完成|办结|清零|修好|修复|解决|补齐|归位))"
    rf"|(?<![0-9每月年至到—~-])(?P<mday>[0-9]{{1,2}}|[二三]?十[一二三四五六七八九]?)[日号](?={_CLOCK}(?:下班)?(?:之?前|以前|止)|(?:组织|召开|开展|完成|提交|报送|上报|到位|开班|开工|上线|启用|投用|验收|复查|集中|交[^付]))"
    rf"|(?<![0-9./-])(?:(?P<fyear>20[0-9][0-9])[./-])?(?P<fmonth>1[0-2]|0?[1-9])[./-](?P<fday>3[01]|[12][0-9]|0?[1-9])(?![0-9./%％-])[日号]?(?={_CLOCK}(?:下班)?(?:之?前|以前|止))"
    r"|(?P<this>本季度|(?<![每一二三四1-4各第])季度?(?=[末底]前))(?:末|底|内|(?=[^，。；的]{0,8}(?:完成|到位|提交|上报|报送|建成|拿出|出台)))"
    r"|(?P<mid>年中)(?=之?前|以前)"
    r"|(?P<that>当[天日晚])"
    r"|(?P<day0>今天|今日(?!头)|明天|明日|后天|(?<!成)本日(?!报)|今晚|明早|明晚))"
)
_QUICK = re.compile(
    r"[前底末内日号周旬今明]|当[天晚]|星期|礼拜|后天|半年|季度|季[末底]|年中|年终|月份?(?:完成|建成|投用|上线|竣工|投产|开通|通车|交付|拿出|启动|出台|提交|上报|报送)|限|止|时间|月份?，"
)
_DAYS = {"今天": 0, "今日": 0, "本日": 0, "今晚": 0, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "后天": 2}
_LIMIT = re.compile(r"[^，。；]{0,8}?(?:之?前|以前|为止|为限)")
_BEFORE = re.compile(
    rf"^{_CLOCK}(?:[早中晚夜上]班|下班|收工|交班|闭店|收盘|放学|开会)?(?:之前|以前|前(?!期|往|台|线|后|沿|三|两|来|述|者|置|移|一)|止|为限|为最后期限|为最后时限|为期限)"
)
_NOT_A_LIMIT = re.compile(
    rf"^{_CLOCK}(?:起|开始|以来|至(?!少)|到(?!位|岗|货|场|账|户)|—|-|~|－|召开|举行|举办|印发|下发|下达|发布|以后|之后|后|发生|会议|例会|的|份的|期间|,|，[^要须应]{{0,6}}召开)"
)
_LEADS_IN = re.compile(
    r"(?:在|于|到|至|截至|截止|截止到|限|限于|限期|确保|力争|争取|务必|最迟|最晚|不迟于|不晚于|不超过|必须)[^，。]{0,2}$|(?:截止|完成|办结|整改|交付|报送|提交)(?:的?(?:时间|时限|日期|期限|节点))(?:要求)?[为是定在：:]{0,2}$|(?:要|须|将|要求)$"
)
_ENDS_IT = re.compile(
    r"完成|提交|上报|报送|报[^告名警]|交[^流通叉易给]|送[^达]|整改|到位|结束|上线|投用|投产|投运|开工|竣工|完工|销号|建成|出台|印发|拿出|启动|实现|达到|覆盖|办结|清零|反馈|汇总|补|撤离|停止|落实|发布|制定|形成|验收|召开|举行|组织|进行|开展|确认|进场|到场|过会|上门|停机|退水|办|[走做修写查清看排搞][完好齐清]|发[到给至]|贴|挂|封顶|通车|开通|交付|归档|上会"
)
_AFTER_EVENT = re.compile(
    r"(?:发现|接到|收到|接报)[^，。；]{0,10}、$|(?:接到|收到|接报|自[^，]{1,10}起)[^，。；]{0,12}$|的(?:[按依一][^，。；]{0,10})?，$|(?:后(?!勤)|起|之日起?|之时|收到|接到|接报|发现|发生|结束|完成|受理|到期|诉求|投诉|来电|来访|工单(?!位)|信件|咨询|报修|举报|求助)[^，。；]{0,4}，?$"
)
_SHRINK = re.compile(r"(?:到|至|为|压缩|缩短|控制|降至|降到|不超过|保存|保质期|有效期|任期|近|最近|过去|前)$")
_PER = re.compile(r"每(?![名位家户人支])[^，。；]{0,6}$")
_FROM_NOW = re.compile(r"(?:会后|修改后，|即日起|今日起|今天起|本周起|(?:修改|修订|完善|审定|会签)后)[^，。；]{0,2}$")
_TOLD_TO = re.compile(r"(?:要求|责成|责令|叮嘱|通知)[^，。；]{2,20}$")
_AWAY = re.compile(r"(?:距离?|离)(?:今年)?$")
_RANGE_FROM = re.compile(r"[日号月]至?(?:至|—|-|~|－|到)$")
_DURING = re.compile(r"[^，。；]{0,6}[，,]?[^，。；]{0,4}(?:严禁|禁止|不得|不准|暂停|停止)")
_DONE_BY = re.compile(
    r"(?!工作|任务|情况|经营|生产)[^，。；]{0,12}?(?:到位|实现|完成|建成|覆盖|投用|清零|投产|达到|办结|竣工|交付|开工|启动|上线|出台|印发|拿出|提交|报送|上报|落地|打掉|拿下|[做修清建][完好]|不少于|不低于|不超过|新增)(?!情况|的)"
)
_THEN_DONE = re.compile(r"，[^，。；]{0,14}(?:要|应|须|必须|务必)(?:全部|全面|基本|如期)?(?:完成|建成|实现|竣工)")
_WITHIN_YEAR = re.compile(r"(?:全部|所有|剩余|其余|计划|既定|确定|各项|[0-9]+[个项条座户])")
_HAPPENS = re.compile(
    r"(?:累计|连续|再次|再|又|重复)*(?:投诉|出现|发生|被(?!巡)|有[0-9一二两三]|不得|不再|不予|不准|禁止|取消|无)"
)
_PERIOD_ONLY = re.compile(
    r"(?:起|开始[^，]{0,2}以来|以来|至(?!少)|到(?!位|岗|货|场|账|户)|—|-|~|－|召开|举行|举办|的|份的|期间|,|，|会议|例会)"
)
# 对5月9日检查发现的问题, 对照6月底前完成的目标: the date tells which, not by when
_WHICH = re.compile(
    rf"^{_CLOCK}(?:之?前|以前)?[^，。；]{{0,12}}?(?:发现|提出|印发|下发|通报|反映|交办|召开|举行|发生|施行|实施|完成|检查|上报|提交|欠交|反馈|收到|会议|例会)[^，。；]{{0,10}}?的(?!要求|，)"
)
_ON_A_MATTER = re.compile(r"(?:对|对照|针对|根据|按照?|依照|落实|围绕|执行|做好|学习|贯彻|传达)[^，。；前]{0,4}$")
_AT_MEETING = re.compile(r"^(?:上午|下午|晚上?)?[^，。；]{0,6}(?:会|会议|例会)上(?!报)")
_HOLDS_UNTIL = re.compile(r"(?:有效期|延期|顺延|推迟|延迟|延长|有效|截止日)[^，。；]{0,3}[至到]?$")
_DAY_THEN = re.compile(r"(?:一早|一大早|上午|中午|下午|晚上?)?，[^，。；有]{0,14}(?:[要须应先]|必须|把|将)")
_NO_DAY_OF_IT = re.compile(
    r"(?:的|起|开始|例会|会议|晨会|集中学习|学习|召开|举行|通报|检查发现|，|、|至|到|—|[^，]{0,6}[将已了会])"
)
_UNTIL = re.compile(r"(?:到|截至|截止)$")
_ALLOWS = re.compile(r"(?:用|花|留出?|给[^，。；]{0,8})$")
_AVOIDS = ("避免", "防止", "杜绝", "防范")
_PLANS = {"十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}


@dataclass(slots=True)
class Deadline:
    due: str | None
    text: str


def number(text: str) -> int:
    """12, 十二, 二十一, 两 → int."""
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    value = 0
    for c in text:
        value = value * 10 + _DIGITS[c]
    return value


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def last_day(year: int, month: int) -> dt.date | None:
    """The last day of a month, None when there is no such month."""
    try:
        return _month_end(year, month)
    except (ValueError, OverflowError):
        return None


def _add_months(day: dt.date, months: int) -> dt.date:
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _working_days(day: dt.date, count: int) -> dt.date:
    """Weekends only: the reader has no calendar of holidays; a person confirms the date anyway."""
    while count > 0:
        day += dt.timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


def _year_of(match: re.Match[str], month: int, date: dt.date | None, year: int | None) -> int | None:
    said, relative = match["year"] or match["qyear"], match["rel"] or match["qrel"]
    if said:
        return number(said)
    if date is None:
        return None if relative else year
    if relative in ("明年", "次年", "翌年"):
        return date.year + 1
    if relative is None and month < date.month and date.month - month >= 6:
        # said in December, 1月底前 is next January; in March, 1月 would be a slip, not next year
        return date.year + 1
    return date.year


def _resolve(match: re.Match[str], date: dt.date | None, year: int | None) -> dt.date | None:
    """`year`: the one the text is about, where its day is not known."""
    if match["month"] or match["quarter"] or match["half"]:
        return _in_year(match, date, year)
    if match["fmonth"]:
        year = number(match["fyear"]) if match["fyear"] else date.year if date else year
        return dt.date(year, int(match["fmonth"]), int(match["fday"])) if year else None
    if match["plan"]:
        return dt.date(_PLANS[match["plan"]], 12, 31)
    if match["yend"] and match["yyear"]:
        return dt.date(number(match["yyear"]), 12, 31)
    if date is None and year and match["yend"]:
        return dt.date(year, 12, 31)
    return None if date is None else _counted(match, date)


def _in_year(match: re.Match[str], date: dt.date | None, known: int | None) -> dt.date | None:
    """A month, quarter or half-year, of the year that is said or meant."""
    if match["month"]:
        month = number(match["month"])
    else:
        month = number(match["quarter"]) * 3 if match["quarter"] else 6 if match["half"] == "上半年" else 12
    year = _year_of(match, month, date, known)
    if year is None or not 1 <= month <= 12:
        return None
    if match["day"]:
        return dt.date(year, month, number(match["day"]))
    return _part(year, month, match["part"] or "底")


def _counted(match: re.Match[str], date: dt.date) -> dt.date | None:
    """What is counted from the meeting's day."""
    if match["festival"]:
        feast = _FESTIVALS[match["festival"]]
        year = date.year if feast > (date.month, date.day) else date.year + 1
        return dt.date(year, *feast) - dt.timedelta(days=1)
    if match["mid"]:
        return dt.date(date.year, 6, 30)
    if match["yend"]:
        return dt.date(date.year + (match["yrel"] == "明年"), 12, 31)
    if match["near"]:
        base = _add_months(date.replace(day=1), match["near"] in ("下月", "下个月", "次月"))
        if match["nday"]:
            return base.replace(day=int(match["nday"]))
        return _part(base.year, base.month, match["npart"])
    if match["this"]:
        return _month_end(date.year, (date.month + 2) // 3 * 3)
    if match["mpart"]:
        return _month_end(date.year, date.month)
    if match["wday"]:
        monday = date - dt.timedelta(days=date.weekday())
        weeks = {"下": 1, "下个": 1, "下下": 2}.get(match["week"] or "", 0)
        day = monday + dt.timedelta(days=7 * weeks + _WEEKDAYS[match["wday"]])
        return day + dt.timedelta(days=7) if match["week"] is None and day < date else day
    if match["inweek"]:
        monday = date - dt.timedelta(days=date.weekday())
        return monday + dt.timedelta(days=6 + 7 * (match["inweek"][0] == "下"))
    if match["mday"]:
        first = date.replace(day=1)
        day = first.replace(day=number(match["mday"]))
        return day if day >= date else _add_months(first, 1).replace(day=number(match["mday"]))
    if match["that"]:
        return date
    if match["count"]:
        return _within(match["count"], match["unit"], date)
    return date + dt.timedelta(days=_DAYS[match["day0"]])


def _part(year: int, month: int, part: str) -> dt.date:
    if part in ("上旬", "中旬"):
        return dt.date(year, month, 10 if part == "上旬" else 20)
    return _month_end(year, month)


def _within(count: str, unit: str, date: dt.date) -> dt.date | None:
    if count == "半":
        return _add_months(date, 6) if unit == "年" else date + dt.timedelta(days=15) if unit == "月" else None
    n = number(count)
    if unit == "工作日":
        return _working_days(date, n)
    if unit == "小时":
        # 两小时内, 24小时内 are how fast, not by when
        return date + dt.timedelta(days=n // 24) if n > 24 and n % 24 == 0 else None
    if unit in ("天", "日", "自然日"):
        return date + dt.timedelta(days=n)
    if unit in ("周", "星期", "礼拜"):
        return date + dt.timedelta(days=7 * n)
    return _add_months(date, n * (12 if unit == "年" else 1))


def _is_limit(text: str, match: re.Match[str]) -> bool:
    """Is this date a deadline, and not the day of an event, a period or a rhythm?"""
    before, after = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 24]
    if match["mpart"] and re.match(r"[^，。]{0,8}一次", after):
        return False
    if _PER.search(before) or before.endswith(("逢", "每逢")):
        return False
    if before.endswith(_AVOIDS):
        return False
    if match["plan"] or match["this"] or match["mid"]:
        return True
    if (
        match["day"]
        and before.endswith(("利用", "趁", "借"))
        and re.match("[^，。]{0,10}(?:机会|契机|之机|时机)", after)
    ):
        # 利用7月18日定修机会更换
        return True
    if match["day0"] and before.endswith("在") and re.match("的[^，。]{2,12}上", after):
        # 要在明天的升旗仪式上进行
        return True
    if _HOLDS_UNTIL.search(before) or (_ON_A_MATTER.search(before) and _WHICH.match(after)) or _AT_MEETING.match(after):
        return False
    if _AWAY.search(before) or (_RANGE_FROM.search(before) and _DURING.match(after)):
        return False
    if match["festival"]:
        return True
    if before.endswith("固定在"):
        return False
    if match["near"] == "次月" or (match["near"] == "当月" and re.search("每月|按月|逐月", text[: match.start()])):
        # 次月3日前 comes round every month
        return False
    if match["count"] and (_HAPPENS.match(after) or before.endswith(("当日转办、", "即时转办、", "当日受理、"))):
        # 一年内出现三次, 五年内不得: how long something counts
        return False
    if match["count"]:
        if match.group()[-1] not in "内间" and not before.endswith(("限", "限期")):
            # 限期一个月整改, but 三个月完成三项
            return False
        if before.endswith("第") or (match.group().endswith("时间") and not _ALLOWS.search(before)):
            # 开学第一周内 is a week of the term
            return False
        return (_FROM_NOW.search(before) or not _AFTER_EVENT.search(before)) and not _SHRINK.search(before)
    if match["that"]:
        return _TOLD_TO.search(before) is not None
    if match["half"] or match["quarter"]:
        if match["qend"]:
            return not before.endswith(("每", "各"))
        return bool(
            re.match(r"以?前|之前", after)
            or _DONE_BY.match(after)
            or re.match(
                r"(?:要|须|应|必须|务必)?(?:把|将)[^，。；]{2,24}?(?:降|压|提|升|控|增|完[成毕]|建成|推|纳|到位)", after
            )
            or _THEN_DONE.match(after)
            or re.search(r"(?:确保|力争|争取|务必)[^，]{0,4}$", before)
        )
    if match["yend"] == "内" and _WITHIN_YEAR.match(after):
        # 完成年内全部23个小区: which, not by when
        return False
    if _BEFORE.match(after):
        return True
    if match["part"] in ("上旬", "中旬", "下旬") and not _PERIOD_ONLY.match(after):
        # 6月上旬发布, 8月中旬全面扫尾
        return not re.match(r"(?:已|曾|[^，]{0,10}了)", after)
    if _NOT_A_LIMIT.match(after) and not (before.endswith(("要于", "须于", "务必于", "要在", "须在")) and match["day"]):
        return False
    if match["yend"] or match["mpart"] or match["part"] in ("底", "末") or match["npart"] or match["inweek"]:
        return not re.match(
            r"(?:考核|总结|考评|结算|决算|绩效|奖|将至|临近|关|冲刺|收官|前后|有|核算|不(?!少于|低于|得少)|突击)", after
        )
    if match["month"] and match["bare"] is not None and not match["day"] and not match["part"]:
        return bool(
            re.match(r"(?:之前|以前|前|内)", after)
            or re.match(
                r"(?:完成|建成|投用|上线|竣工|投产|开通|通车|交付|拿出|启动|出台|提交|上报|报送)(?!了|的|以来)", after
            )
        ) or bool(
            (re.search(r"(?:确保|力争|争取)$", before) and _ENDS_IT.match(after))
            or (after.startswith("，") and (_UNTIL.search(before) or _THEN_DONE.match(after)))
        )
    if match["day0"] and re.match("之?内", after):
        return True
    if match["day0"] or match["wday"]:
        return not _NO_DAY_OF_IT.match(after) or (
            bool(
                _LEADS_IN.search(before)
                or _ENDS_IT.search(after)
                or re.match(r"(?:就|必须|要)?(?:把|将|对)", after)
                or _DAY_THEN.match(after)
            )
            and not re.match(r"(?:的|例会|会议|集中学习|学习|[^，]{0,6}将)", after)
        )
    return bool(_LEADS_IN.search(before) or _ENDS_IT.search(after))


def _terms(text: str) -> Iterator[re.Match[str]]:
    """What _TERM.finditer finds, tried only where a term may begin."""
    at = 0
    while opens := _TERM_OPENS.search(text, at):
        match = _TERM.match(text, opens.start())
        if match:
            yield match
        at = match.end() if match else opens.end()


def find_deadline(text: str, date: dt.date | None, year: int | None = None) -> Deadline | None:
    """The last deadline of a directive sentence; `due` is None when its year or day cannot be known."""
    if not _QUICK.search(text):
        return None
    best: Deadline | None = None
    for match in _terms(text):
        if not _is_limit(text, match):
            continue
        try:
            day = _resolve(match, date, year)
        except (ValueError, KeyError, OverflowError):
            continue
        if (
            day is not None
            and match["month"]
            and not match["day"]
            and not match["part"]
            and re.match(r"(?:之|以)?前", text[match.end() :])
        ):
            day = day.replace(day=1) - dt.timedelta(days=1)
        tail = _BEFORE.match(text[match.end() :])
        said = match.group() + (tail.group() if tail else "")
        if best is None or (day is not None and (best.due is None or day.isoformat() > best.due)):
            best = Deadline(day.isoformat() if day else None, said)
    return best


_FULL_DATE = re.compile(
    r"(?P<y>[0-9]{4}|二[〇○零][一二三四五六七八九〇○零]{2})\s*[年\-/.]\s*(?P<m>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[月\-/.]\s*(?P<d>[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
)


_YEAR_SAID = re.compile(r"(?<![0-9])(20[0-9]{2})年")


def year_in(text: str) -> int | None:
    """The year a text is about, for when it bears no date: the only one it names."""
    years = set(_YEAR_SAID.findall(text[:4000]))
    return int(years.pop()) if len(years) == 1 else None


def date_in(text: str) -> dt.date | None:
    """The first full date of a text (its dateline), for when no date was given."""
    for match in _FULL_DATE.finditer(text[:4000]):
        try:
            return dt.date(number(match["y"]), number(match["m"]), number(match["d"]))
        except (ValueError, KeyError):
            continue
    return None
