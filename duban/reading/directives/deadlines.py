"""By when: which of the dates that a sentence says is its deadline."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from duban.reading.directives.dates import CLOCK, resolve, terms

_QUICK = re.compile(
    r"[前底末内日号周旬今明]|当[天晚]|星期|礼拜|后天|半年|季度|季[末底]|年中|年终|月份?(?:完成|建成|投用|上线|竣工|投产|开通|通车|交付|拿出|启动|出台|提交|上报|报送)|限|止|时间|月份?，"
)
_LIMIT = re.compile(r"[^，。；]{0,8}?(?:之?前|以前|为止|为限)")
_BEFORE = re.compile(
    rf"^{CLOCK}(?:[早中晚夜上]班|下班|收工|交班|闭店|收盘|放学|开会)?(?:之前|以前|前(?!期|往|台|线|后|沿|三|两|来|述|者|置|移|一)|止|为限|为最后期限|为最后时限|为期限)"
)
_NOT_A_LIMIT = re.compile(
    rf"^{CLOCK}(?:起|开始|以来|至(?!少)|到(?!位|岗|货|场|账|户)|—|-|~|－|召开|举行|举办|印发|下发|下达|发布|以后|之后|后|发生|会议|例会|的|份的|期间|,|，[^要须应]{{0,6}}召开)"
)
_LEADS_IN = re.compile(
    r"(?:在|于|到|至|截至|截止|截止到|限|限于|限期|确保|力争|争取|务必|最迟|最晚|不迟于|不晚于|不超过|必须)[^，。]{0,2}$|(?:截止|完成|办结|整改|交付|报送|提交)(?:的?(?:时间|时限|日期|期限|节点))(?:要求)?[为是定在：:]{0,2}$|(?:要|须|将|要求)$"
)
_ENDS_IT = re.compile(
    r"完成|提交|上报|报送|报[^告名警]|交[^流通叉易给]|送[^达]|整改|到[位岗厂货场]|结束|上线|投用|投产|投运|开工|竣工|完工|销号|建成|出台|印发|拿出|启动|实现|达到|覆盖|办结|清零|反馈|汇总|补|撤离|停止|落实|发布|制定|形成|验收|召开|举行|组织|进行|开展|确认|进场|到场|过会|上门|停机|退水|办|[走做修写查清看排搞][完好齐清]|发[到给至]|贴|挂|封顶|通车|开通|交付|归档|上会"
)
_AFTER_EVENT = re.compile(
    r"(?:发现|接到|收到|接报)[^，。；]{0,10}、$|(?:接到|收到|接报|自[^，]{1,10}起)[^，。；]{0,12}$|的(?:[按依一][^，。；]{0,10})?，$|(?:后(?![勤备])|起|之日起?|之时|收到|接到|接报|发现|发生|结束|完成|受理|到期|诉求|投诉|来电|来访|工单(?!位)|信件|咨询|报修|举报|求助)[^，。；]{0,4}，?$"
)
_SHRINK = re.compile(r"(?:到|至|为|压缩|缩短|控制|降至|降到|不超过|保存|保质期|有效期|任期|近|最近|过去|前)$")
_PER = re.compile(r"每(?![名位家户人支])[^，。；]{0,6}$")
_FROM_NOW = re.compile(r"(?:会后|修改后，|即日起|今日起|今天起|本周起|(?:修改|修订|完善|审定|会签)后)[^，。；]{0,2}$")
_TOLD_TO = re.compile(r"(?:要求|责成|责令|叮嘱|通知)[^，。；]{2,20}$")
_AWAY = re.compile(r"(?:距离?|离)(?:今年)?$")
_RANGE_FROM = re.compile(r"[日号月]至?(?:至|—|-|~|－|到)$")
_DURING = re.compile(r"[^，。；]{0,6}[，,]?[^，。；]{0,4}(?:严禁|禁止|不得|不准|暂停|停止)")
_DONE_BY = re.compile(
    r"(?!工作|任务|情况|经营|生产)[^，。；]{0,12}?(?:到位|实现|完成|建成|取得|覆盖|投用|清零|投产|达到|办结|竣工|交付|开工|启动|上线|出台|印发|拿出|提交|报送|上报|落地|打掉|拿下|[做修清建][完好]|不少于|不低于|不超过|新增)(?!情况|的)"
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
    rf"^{CLOCK}(?:之?前|以前)?[^，。；]{{0,12}}?(?:发现|提出|印发|下发|通报|反映|交办|召开|举行|发生|施行|实施|完成|检查|上报|提交|欠交|反馈|收到|会议|例会)[^，。；]{{0,10}}?的(?!要求|，)"
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
# 供应商保证3月2日送到, 接访日定于5月15日: somebody's word, or a day that is fixed
_PROMISED = re.compile(r"(?:承诺|保证|答复|答应)[^，。；]{0,8}$|(?:日|会|时间)定于$|(?<![要须应])将于$")
_AVOIDS = ("避免", "防止", "杜绝", "防范")


@dataclass(slots=True)
class Deadline:
    due: str | None
    text: str


def _is_limit(text: str, match: re.Match[str]) -> bool:
    """Is this date a deadline, and not the day of an event, a period or a rhythm?"""
    before, after = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 24]
    if match["mpart"] and re.match(r"[^，。]{0,8}一次", after):
        return False
    if _PER.search(before) or before.endswith(("逢", "每逢")):
        return False
    if before.endswith(_AVOIDS) or _PROMISED.search(before):
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
                r"(?:完成|建成|投用|上线|竣工|投产|开通|通车|交付|拿出|启动|出台|提交|上报|报送|[拟编写排做改][好完])(?!了|的|以来)",
                after,
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


def find_deadline(text: str, date: dt.date | None, year: int | None = None) -> Deadline | None:
    """The last deadline of a directive sentence; `due` is None when its year or day cannot be known."""
    if not _QUICK.search(text):
        return None
    best: Deadline | None = None
    for match in terms(text):
        if not _is_limit(text, match):
            continue
        try:
            day = resolve(match, date, year)
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
