"""Dates and terms as they are said in Chinese, counted from the meeting's day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from duban.reading.directives.reckoning import add_months, month_end, number, within

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
    "建党节": (7, 1),
    "建军节": (8, 1),
    "八一": (8, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "十一": (10, 1),
}
# By the sun, not by the month: see _festival.
_QINGMING = "清明"
_NAMED = (_QINGMING, *_FESTIVALS)
_FEASTS = "|".join(name for name in _FESTIVALS if name.endswith("节"))
CLOCK = r"(?:零时|零点)?(?:（[^）]{1,6}）|\([^)]{1,6}\))?(?:夜间|上午|下午|中午|晚上?|凌晨|早上|清晨|傍晚|天黑|夜里)?(?:[0-9零一二三四五六七八九十]{1,3}(?:[:：时点][0-9]{0,2}分?)?)?[整半]?"
_TERM_OPENS = re.compile(
    f"[{''.join({name[0] for name in _NAMED})}0-9元一二三四五六七八九十两半〇○零本当下次这月季第上今明年周星礼后翌]"
)
_TERM = re.compile(
    r"(?:"
    r"(?P<plan>十[三四五六]五)”?(?:规划)?(?:期?末|末期|收官)"
    rf"|(?<!双)(?P<festival>{'|'.join(_NAMED)})[”’]?(?:国际)?(?:{_FEASTS})?(?:节|假期|节日|小长假|长假|黄金周)?(?:、?中秋节?)?(?:之|以|到来之|放假)?前(?!后)"
    rf"|{_YEAR}?(?P<month>{_NUM}|元)月份?(?:(?P<day>{_NUM})(?:[日号]|(?=之?前|以前))|(?P<part>底|末|上旬|中旬|中?下旬|最后一个工作日)|(?P<bare>))"
    r"|(?P<near>本月|当月|下月|下个月|次月|这个月)(?:份)?(?:(?P<nday>[0-9]{1,2})[日号]|(?P<npart>底|末|内|上旬|中旬|中?下旬|最后一个工作日)|(?=[都就]要|[^初，。；的]{0,4}(?:完成|到位|提交|上报|报送|补[齐交]|清[零完]|办结|拿出)(?!情况|的)))"
    r"|(?<![0-9每个本下当上半一二三四五六七八九十])月(?P<mpart>底|末|内)"
    rf"|{_YEAR.replace('<year>', '<qyear>').replace('<rel>', '<qrel>')}?(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下]半年))(?P<qend>末|底|内|结束|前)?"
    r"|(?:(?P<yyear>[0-9]{4}|[二〇○零一三四五六七八九]{4})年|(?P<yrel>今年|明年|本年|本年度|年)年?)(?P<yend>底|末|内(?![审控部外勤])|终(?=前))"
    r"|(?<![一每两值])(?<![日号][（(])(?P<week>本|这|下|下下|本个|下个|这个)?(?:周|星期|礼拜)(?P<wday>[一二三四五六天末]|日(?![志报程记]))"
    r"|(?P<inweek>(?:本|这个?|下)(?:周|星期|礼拜))(?:之?内|(?=[把将])|(?=[^，。；的]{0,8}(?:完成|到位|提交|上报|报送|交|拿[出个]|[走做修写查清看排搞办][完好齐清])))"
    rf"|(?P<count>{_NUM}(?:个半(?=月))?|(?<!个)半)个?(?P<unit>工作日|自然日|小时|天|日|周|星期|礼拜|月|年|(?<=个)季度)(?:(?:时间)?(?:之|以)?内|时间|(?=整改|完成|办结|清零|修好|修复|解决|补齐|归位|自行|拆除))"
    rf"|(?<![0-9每月年至到—~-])(?P<mday>[0-9]{{1,2}}|[二三]?十[一二三四五六七八九]?)[日号](?={CLOCK}(?:下班)?(?:之?前|以前|止)|{CLOCK}(?:组织|召开|开展|完成|提交|报送|上报|到[位岗厂货场]|停(?!车)|开班|开工|上[线岗]|启用|投用|验收|复查|集中|交[^付]|[要须就先去把将]|必须|全部))"
    rf"|(?<![0-9./-])(?:(?P<fyear>20[0-9][0-9])[./-])?(?P<fmonth>1[0-2]|0?[1-9])[./-](?P<fday>3[01]|[12][0-9]|0?[1-9])(?![0-9./%％-])[日号]?(?={CLOCK}(?:下班)?(?:之?前|以前|止))"
    r"|(?P<this>本季度|(?<![每一二三四1-4各第])季度?(?=[末底]前))(?:末|底|内|(?=[^，。；的]{0,8}(?:完成|到位|提交|上报|报送|建成|拿出|出台)))"
    r"|(?P<mid>年中)(?=之?前|以前)"
    r"|(?P<that>当[天日晚])"
    r"|(?P<day0>今天|今日(?!头)|明天|明日|(?<!大)后天|(?<!成)本日(?!报)|今[晚早]|明[早晚]))"
)
_DAYS = {
    "今天": 0,
    "今日": 0,
    "本日": 0,
    "今晚": 0,
    "今早": 0,
    "明天": 1,
    "明日": 1,
    "明早": 1,
    "明晚": 1,
    "后天": 2,
}
_PLANS = {"十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_FULL_DATE = re.compile(
    r"(?P<y>[0-9]{4}|二[〇○零][一二三四五六七八九〇○零]{2})\s*[年\-/.]\s*(?P<m>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[月\-/.]\s*(?P<d>[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
)
_YEAR_SAID = re.compile(r"(?<![0-9])(20[0-9]{2})年")


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


def resolve(match: re.Match[str], date: dt.date | None, year: int | None) -> dt.date | None:
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


def _festival(name: str, year: int) -> dt.date:
    if name == _QINGMING:
        # the sun at 15°: good for this century
        return dt.date(year, 4, int(year % 100 * 0.2422 + 4.81) - year % 100 // 4)
    return dt.date(year, *_FESTIVALS[name])


def _counted(match: re.Match[str], date: dt.date) -> dt.date | None:
    """What is counted from the meeting's day."""
    if match["festival"]:
        day = _festival(match["festival"], date.year)
        return (day if day > date else _festival(match["festival"], date.year + 1)) - dt.timedelta(days=1)
    if match["mid"]:
        return dt.date(date.year, 6, 30)
    if match["yend"]:
        return dt.date(date.year + (match["yrel"] == "明年"), 12, 31)
    if match["near"]:
        base = add_months(date.replace(day=1), match["near"] in ("下月", "下个月", "次月"))
        if match["nday"]:
            return base.replace(day=int(match["nday"]))
        return _part(base.year, base.month, match["npart"] or "底")
    if match["this"]:
        return month_end(date.year, (date.month + 2) // 3 * 3)
    if match["mpart"]:
        return month_end(date.year, date.month)
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
        return day if day >= date else add_months(first, 1).replace(day=number(match["mday"]))
    if match["that"]:
        return date
    if match["count"]:
        return within(match["count"], match["unit"], date)
    return date + dt.timedelta(days=_DAYS[match["day0"]])


def _part(year: int, month: int, part: str) -> dt.date:
    if part in ("上旬", "中旬"):
        return dt.date(year, month, 10 if part == "上旬" else 20)
    last = month_end(year, month)
    return last - dt.timedelta(days=max(0, last.weekday() - 4)) if part.endswith("工作日") else last


def terms(text: str) -> Iterator[re.Match[str]]:
    """What _TERM.finditer finds, tried only where a term may begin."""
    at = 0
    while opens := _TERM_OPENS.search(text, at):
        match = _TERM.match(text, opens.start())
        if match:
            yield match
        at = match.end() if match else opens.end()


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
