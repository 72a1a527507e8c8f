"""Whether a term (三日内, 一周内) counts from the meeting, and not from what happens later, again and again."""

from __future__ import annotations

import re

# 五年内不得, 一年内出现三次, 一个月内停电三次以上: how long something holds or is counted
_HOLDS = re.compile(
    r"累计|连续(?!完成)|(?:再次|再|又|重复)*(?:投诉|出现|发生|被(?!巡)|有[0-9一二两三]|有效|不(?![少低]于|折不扣)|禁止|取消|无)"
    r"|[^，。；]{0,6}[0-9一二两三四五六七八九十]+[次起例](?:以上|[不未])"
)
_SHRINK = re.compile(
    r"(?:到|至|为|不超过|保存|保质期|有效期|任期|近|最近|过去|前|持|凭)$|(?:压缩|缩短|压减|控制)[^，。；]{0,4}$|降至$"
)
_ALLOWS = re.compile(r"(?:用|花|留出?|给[^，。；]{0,8})$")
_FROM_NOW = re.compile(
    r"(?:会后|修改后，|即日起|今日起|今天起|本周起|会议(?:召开)?之日起|(?:修改|修订|完善|审定|会签)后|本(?:通知|函|文|纪要|方案|意见|决定|通报|办法)[^，。；]{0,6}[后起])[^，。；]{0,2}$"
)
_AFTER_EVENT = re.compile(
    r"(?:发现|接到|收到|接报)[^，。；]{0,10}、$|(?:接到|收到|接报|接了?[单诉件]|自[^，]{1,10}起)[^，。；]{0,12}$"
    r"|(?:(?<=[^，。；、：“”])后(?![勤备])|起|之日起?|之时|收到|接到|接报|发现|发生|结束|完成|受理|[到期届][期满])[^，。；]{0,4}，?$"
    r"|(?:发出|送达|签收|公布|回[来国校]|返[程回校岗]|开学|开工|入[学院职库]|到[货港账])之?$"
)
# What comes in again and again, unless it is counted or pointed at: 初信初访7日内见面, but 3件信访七日内办结
_CASE = re.compile(
    r"(?:诉求|投诉|来电|来访|初访|来信|信件|咨询|报修|举报|求助|申诉|差评|[急平特]件|[大小]事|一般事项|工单(?!位)|变更|异常|突发)[^，。；]{0,4}，?$"
)
_THIS_ONE = re.compile(
    r"[0-9一二三四五六七八九十两]+[件条个起宗户家项处份名]|[这该此]|上述|现有|积压|剩余|目前|全部|存量|至今|尚|[已过]的|拖?欠|[0-9一二三四五六七八九十]月|上[次周]"
)
# 每天巡查，发现的三日内处置: what is done in rounds has its terms in each round
ROUNDS = re.compile(r"每(?:[天日晚周月季年班]|个月|半|学期)|[按逐][日周月季旬]|定期")
# 每周召开例会，一周内拿出方案
_MADE_ONCE = re.compile(r"[^，。；]{0,12}?(?:拿出|制[定订]|出台|印发|建立|建成|方案|名单)")
# 调解不成的七日内答复, 凡企业提出的问题，五日内答复
_SUCH = re.compile(
    r"(?:的(?:[按依一][^，。；]{0,10})?|凡[^；。]{1,24}的[^，。；]{2,4})(?:，[^，。；]{0,12})?$|凡[^，。；]{2,14}$"
)
# 台风过后，财务部三天内汇总损失: whenever it comes; not 会议结束后
_ONCE_OVER = re.compile("(?:^|[，,。；：])[^，,。；会]{1,10}(?:过后|发生后|结束后|来临后)[，,]")
# 出院患者一周内电话随访: each from a day of their own
_CALLS_UPON = re.compile("(?:电话|上门|入户)?(?:随访|回访|家访)")
# 把企业提的问题整理成交办单，承办部门七日内答复
_BROUGHT = re.compile("(?:提|反映)出?的(?:问题|意见|诉求|困难)")
_FLOWS = re.compile(r"(?:资金|款|结果|工资|报酬)(?:应当?|必?须|要|一律)?[在于]?$")
_ANSWERED = re.compile(
    r"[^，。；]{0,6}?(?:答复|回复|回应|回访|反馈本人|告知|兑[现付]|办结|派单|移交|打卡|发放|支付|退还|到[户账])"
)
# 两小时内回应、一日内办结: a pace
_PACE = re.compile(
    r"小时(?:之|以)?内[^，。；]{1,8}[、，]$|(?:当[日天]|即时)[^，。；]{2,4}、[^，。；0-9]{0,6}$|[一1][天日]内[^，。；]{1,4}、$"
)
# 三个月内必须完成的: which
_THOSE = re.compile(r"(?:能|可以?|必须|应)?(?:完成|整改|解决|办结|处理)(?:到位|完毕)?的(?![，。])")
# 自本周起，病历在三个工作日内归档: a rule for all that comes
_RULE_FROM = re.compile(r"(?:^|[，：；。])(?:自|从)(?:本[周月]|今[日天]|下[周月]|[0-9]{1,2}月[0-9]{1,2}日)起，")
_WHENEVER = re.compile(r"(?:接到|收到|接报)[^，。；]{2,16}后")
# 24小时内上报 is how fast, each time; 48小时内 and 立即抢修，24小时内恢复 are by when
_A_DAY = ("24", "二十四")
_AT_ONCE = re.compile(r"立即|马上|立刻|即刻|责[令成]")


def from_the_meeting(text: str, match: re.Match[str], before: str, after: str) -> bool:
    """Does 三日内 count from the meeting? `before` and `after` are what stands close around it."""
    if match.group()[-1] not in "内间" and not before.endswith(("限", "限期")):
        # 限期一个月整改, but 三个月完成三项
        return False
    if before.endswith("第") or (match.group().endswith("时间") and not _ALLOWS.search(before)):
        # 开学第一周内 is a week of the term
        return False
    if match["unit"] == "小时" and match["count"] in _A_DAY and not _AT_ONCE.search(text, 0, match.start()):
        return False
    if _HOLDS.match(after) or _THOSE.match(after) or _SHRINK.search(before) or _PACE.search(before):
        return False
    return bool(_FROM_NOW.search(before)) or not (_AFTER_EVENT.search(before) or _recurs(text, match, before, after))


def _recurs(text: str, match: re.Match[str], before: str, after: str) -> bool:
    sentence = max(text.rfind("。", 0, match.start()), text.rfind("；", 0, match.start())) + 1
    if _THIS_ONE.search(text, sentence, match.start()):
        return False
    if _CASE.search(before) or _CALLS_UPON.match(after) or _ONCE_OVER.search(text, sentence, match.start()):
        return True
    if _RULE_FROM.search(text, sentence, match.start()) or _WHENEVER.search(text, sentence, match.start()):
        return True
    if ROUNDS.search(text, sentence, match.start()):
        return not _MADE_ONCE.match(after)
    if _BROUGHT.search(text, sentence, match.start()) and _ANSWERED.match(after):
        return True
    if _SUCH.search(before) and ROUNDS.search(text, match.end()):
        return True
    return bool((_SUCH.search(before) or _FLOWS.search(before)) and _ANSWERED.match(after))
