"""How often: the rhythm of a standing duty."""

from __future__ import annotations

import re

from duban.reading.directives.patterns import sorted_out

ORDER = ("daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly")
# What is done again and again, so that the length before it says how often (周调度, 月通报, 季讲评).
_ACT = (
    r"(?:调度|报告|上报|通报|例会|小结|总结|检查|巡查|巡检|排查|分析|考核|排名|评比|督查|督导|评估|简报|会商|讲评|点评|点检|推进会|安全会|安全活动|工作例会|汇报|更新|研判|核算|清查|盘点|盘存|抽查|抽检|评议|碰头|会诊|"
    r"点名|清零|销号|督办|复盘|跟踪|对[账帐]|提醒|提示|晾晒|监测|统计|梳理|推进|调研|反馈|保养|述职|述评|结算|汇总)"
)
# 一周一调度, 半年一小结; not 一周一定, 一年一直, 一季度一般公共预算
_ONE = r"一(?![定起直般些步样致心线旦概并律早号日月季年周至到带]|次性)"
_TIMES = r"(?:不少于|不低于|至少|开展|组织|召开|进行|各)[^，。；]{0,8}?[一二两三四五六七八九十0-9]+[次回遍轮]"
# 10日, 今日, 节假日, 双休日, 开放日: a day, and none of many
_OF_A_DAY = "0-9一二三四五六七八九十近今昨明本度假节半当次即同工生休放党题待动易隔首末整单双庆"
_OF_A_WEEK = "上本下这两双每一二三四五六七八九十0-9隔单半当次首整传动年圆四内前后近"
_OF_A_MONTH = "0-9一二三四五六七八九十本上下个当两半双单次今同整满隔岁"
# 春季, 雨季, 淡季: a season, and no quarter
_OF_A_QUARTER = "一二三四1-4本上下两第春夏秋冬雨旱汛旺淡换当四花雪风火次首干"
_NO_CAMPAIGN = r"(?<!生产月)(?<!活动月)(?<!宣传月)(?<!主题月)(?<!教育月)(?<!整治月)(?<!攻坚月)(?<!行动月)(?<!服务月)"
_SAID = {
    "daily": (
        r"每[天日](?![^，。]{0,4}报\d)|每[晚早夜]|每个?工作日|每个(?:白天|夜晚|晚上|早上)|天天(?<![明今昨后前]天天)|逐[日天]|按[日天](?!程|期|然|气)|[一每][日天](?<![十同这那第整]一[日天])(?:[两二三][^，。；]{0,2}?[次报检查巡]|两[\u4e00-\u9fff]|三[\u4e00-\u9fff]|多次)|一[日天](?<![十同这那第整]一[日天])[两二三四][次版趟遍回]|一[日天](?=(?:不少于|至少|不低于)[一二三四五六七八九十两0-9]+[次趟遍])|一[日天](?<![十同这那第整]一[日天])"
        + _ONE
        + r"|早[、和]?晚(?:各|两|巡|分|报|汇|检|测|会|例|点|清|碰|进行|开展|消|通)|早晨会|晚汇报|早、?中、?晚|晨、?午、?检|日日(?<![0-9今昨明假节]日日)[\u4e00-\u9fff]|日产日清|日清日[结毕]|日结日清|当日出|当天出|"
        rf"日(?<![{_OF_A_DAY}]日)(?:{_ACT}|清|结|零报告|早会|成本核算)|日报(?<![{_OF_A_DAY}作民方济明]日报)(?![社》])|零报告(?<!每[周月季]零报告)(?<!归零报告)|日通报(?<![{_OF_A_DAY}]日通报)|班前会制度"
    ),
    "weekly": (
        rf"逢周[一二三四五六日末]|每周(?<!两每周)(?!边)|每个?(?:星期|礼拜)|一(?<!第一)个?(?:周|星期|礼拜)(?:内?{_ONE}|内?[两二三][次回遍检查报])|逐周|按周|周周(?<![本上下这每]周周)(?![一二三四五六日末边])|"
        rf"周(?<![{_OF_A_WEEK}]周)(?:{_ACT}|报(?!名|告会)|计划(?<!的周计划)|清|{_TIMES})|周(?<![上本下这一每]周)[一二三四五六日](?:集中)?(?:学习|例会|调度|集中学习)|周[一二](?<![本上下这]周[一二])[^，。；周]{{1,10}}[、，]周[五六末]|"
        r"周(?<![上本下这一每双两0-9]周)[^一二三四五六日天末边期转岁年内会，。]{1,2}(?:制度|通报|例会|分析会|调度会)"
    ),
    "monthly": (
        rf"次月[0-9]{{1,2}}[日号](?:之|以)?前|每个?月|逢月[初末底]|按月(?!球|饼)|逐月|一(?<!十一)个?月(?:{_ONE}|[两二三][次回遍检查报])|月月(?<![{_OF_A_MONTH}每]月月)(?![初中末底])|月底(?<![0-9一二三四五六七八九十]月底)(?!之?前)[^，。]{{0,8}}一次|月初[^，。；]{{1,10}}[、，]月[末底]|"
        rf"月(?<![{_OF_A_MONTH}]月){_NO_CAMPAIGN}(?:度?{_ACT}|报(?!名)|清|结|评|度?{_TIMES})|月度(?<![0-9一二三四五六七八九十本上下]月度)(?!绩效|考核结果|考核(?:指标|分|奖|成绩)|计划|目标|任务)[\u4e00-\u9fff]{{0,4}}?(?:{_ACT}|分析会|调度会)"
    ),
    "quarterly": (
        rf"每一?个?季度?(?!节)|按季度?(?!节)|逐季|一季(?<![第]一季)(?:度?{_ONE}|度?[两二三][次回遍])|季(?<![{_OF_A_QUARTER}]季)(?:度?{_ACT}|度?评(?![优先])|度?清|度?{_TIMES}|度[\u4e00-\u9fff]{{2,4}}(?:例会|分析会|调度会|讲评会))"
    ),
    "half-yearly": (
        rf"每半年|半年(?<!近半年)(?<!前半年)(?:{_ONE}|度?{_TIMES}|[\u4e00-\u9fff]{{1,4}}一次)|上[、和]?下半年(?:各|分别)|每个?学期|逐学期|一学期(?:{_ONE}|[两二三]次|至少)|学期(?:初|末|中|期末)[^，。；]{{0,8}}[各一]次|按半年|按学期|半年度(?:考核|总结|检查|评估)"
    ),
    "yearly": (
        rf"每(?:一)?年(?!龄|级|轻)|每学年|一年(?<![新近过]一年)(?<!的一年){_ONE}|一年(?:[两二三四][次回遍]|至少|不少于)|按年度?|逐年(?!递|增|减|下|上)|每年度|年度(?:审计|体检|述职|检修|盘点|评审|复审|年检)[^，。]{{0,10}}(?:工作|制度|一次)"
    ),
}
# Nothing that says so is without one of these.
_HAS = {
    "daily": "日天晚早夜晨零班",
    "weekly": "周星礼",
    "monthly": "月",
    "quarterly": "季",
    "half-yearly": "半学",
    "yearly": "年",
}
_RHYTHMS = tuple((name, re.compile(f"[{_HAS[name]}]"), re.compile(sorted_out(said))) for name, said in _SAID.items())
# 日检、周检、月检; 日清周结月考核: rhythms in a row, each longer than the one before
_SERIES = re.compile(
    r"[日周旬月季](?<![0-9一二三四五六七八九十两双半近今昨明本度假节当次即同工生上下每个按逐][日周旬月季])(?![常期前后益历底末初中节边岁转内报志记程用子])(?:(?!每)[\u4e00-\u9fff]){1,4}?"
    r"(?:[、，和]?[周旬月季年](?![期底末初中节边岁转内])[\u4e00-\u9fff]{1,4}?)+(?=[、，。；和”]|制|相结合|机制|$)"
)
# 周、月通报: lengths side by side before what they share
_SHARED = re.compile(rf"[日周月季](?<![{_OF_A_DAY}][日周月季])(?:[、和][周旬月季年])+度?{_ACT}")
# 由每周一次改为每三天一次: what it was is no more
_NO_LONGER = re.compile(r"[由从][^，。；]{2,14}?(?:改|调整)为")
_LENGTHS = "日周旬月季年"
_NAMES = {"日": "daily", "周": "weekly", "月": "monthly", "季": "quarterly", "年": "yearly"}
_QUICK = re.compile(r"[每日天周月季年晚星礼]|学期")


def find_rhythms(text: str) -> list[str]:
    """All rhythms a sentence names, the most frequent first. 每半月, 每两小时, 每班 and 24小时 have no name here."""
    if not _QUICK.search(text):
        return []
    if "改为" in text or "调整为" in text:
        text = _NO_LONGER.sub("", text)
    found = {name for name, has, pattern in _RHYTHMS if has.search(text) and pattern.search(text)}
    for rows in (_SERIES, _SHARED) if "、" in text or "和" in text else (_SERIES,):
        for row in rows.finditer(text):
            lengths = [c for c in row.group() if c in _LENGTHS]
            if lengths == sorted(set(lengths), key=_LENGTHS.index):
                found.update(_NAMES[c] for c in lengths if c in _NAMES)
    return [name for name in ORDER if name in found]
