"""What looks like the name of a body or a post, and is none."""

from __future__ import annotations

import re

_NOT_A_NAME = (
    "我",
    "确需",
    "确因",
    "个别",
    "部分",
    "少数",
    "一些",
    "有的",
    "某些",
    "与",
    "和",
    "同",
    "及",
    "把",
    "比",
    "其",
    "未",
    "凡",
    "供",
    "发各",
    "发给",
    "发至",
    "发到",
    "发全",
    "发有",
    "拜托",
    "报",
    "经",
    "送",
    "交",
    "向",
    "给",
    "被评",
    "对",
    "由",
    "无",
    "离开",
    "困难",
    "特殊",
    "受灾",
    "被困",
    "逐",
    "没有",
    "直到",
    "遇",
    "有两",
    "有三",
    "有几",
    "有个",
    "赴",
    "各家",
    "进入",
    "据",
    "回原",
    "欢迎",
    "配合市",
    "配合县",
    "配合区",
    "配合省",
    "涉及",
    "其中",
    "不该",
    "不能",
    "不应",
    "同意",
    "原则同意",
    "超定",
    "超强",
    "超载",
    "超限",
    "去",
)
_GOES_DOWN = frozenset(
    "驻村 包村 联村 离村 离市 进市 入市 离县 离区 出市 下村 下乡 下队 进村 入户 到村 到组 到站 到校 到院 到场".split()
)
LONGEST_NAME = 26
# 优秀教师|评选活动: what is held for them, not they
HELD_FOR_THEM = re.compile(
    r"(?:评选|评比|表彰|选拔|竞聘|竞赛|招聘|培训|考核|考试|大赛|比武|交流|座谈|联谊|慰问)(?:活动|工作|大赛|竞赛|考试|会)"
)
_NAME_AFTER_ALL = re.compile(
    r"经审|逐梦|报账|供[电水热气应销货暖排氧油配粮方]|供[\u4e00-\u9fff]{1,3}(?:中心|公司|部|站|所)|经治|把钩|交[警通投运管旅建控集发]|报[关社]|经[发侦贸营济管办信开]|对外(?![包委协聘])|对口|对公(?![众共司布开示告平正])|其[他余]|给排|送变?电|和[谐平]|同济|未成年|由衷|无线|无人机"
)
_NO_BODY = re.compile(r"之所|掌握|熟悉|虽然|没有|造成|记录(?!员|仪|组|人)|结果|进展|成效")
# 问一问职工, 检修排涝泵站: what is to be done to them
_DONE_TO = re.compile(r"(.)一\1|(?:检修|维修|修复|改造|清理|新建).{0,6}(?:泵站|电站|水库|泵房|厂房|小区)$")
_DATED_NAME = re.compile(
    r"(?:[^第，]{0,4}第)?[0-9一二三四五六七八九十两几]+(?:年|月|周|日|天|点(?!位)|个(?!责任|[\u4e00-\u9fff]{0,6}(?:[镇乡村县区组队站厂院局所班]|科室|部门|单位|企业|公司|站长|站点|项目部)$)|次(?!班)|是)"
)
_NUMBERED_AREA = re.compile(r"(?:采|掘进|开拓|综掘|运转|准备|修护|充填|通防)[一二三四五六七八九十]区$")
_PLACES = frozenset("区市县镇乡村省")
_ACTING_AREAS = frozenset(
    "县区 乡镇 市县 街镇 个镇 个村 个县 个乡 病区 社区 业区 校区 院区 矿区 工区 厂区 港区 理区 务区 园区 景区 队区".split()
)
_PAPER_GOES = re.compile(r"[表单录料告案册书图账帐样本件品物簿](?:交(?![警通投])|报(?!社)|送|留|存)")


def is_name(text: str, start: int, end: int) -> bool:
    if (
        text.startswith(("大家", "我们", "你们"), start)
        or not 1 < end - start <= LONGEST_NAME
        or text[start:end] in _GOES_DOWN
        or (text.startswith(_NOT_A_NAME, start) and not _NAME_AFTER_ALL.match(text, start))
        or _DATED_NAME.match(text, start, end)
        or _DONE_TO.match(text, start, end)
        or _PAPER_GOES.search(text, start, end)
        or text[start:end] == "人员"
        or text.startswith("一次", start + 1)
        or (text[start] in "一每" and text[start + 2 : start + 3] in "一每")
    ):
        return False
    if text.count("“", start, end) != text.count("”", start, end) or _NO_BODY.search(text, start, end):
        # 变“企业|找政策”, 评查结果与检察官
        return False
    if (
        text[end - 2] in "两三四五六七八九十0123456789"
        and text[end - 1] in "科个市县区镇村家级"
        and not _NUMBERED_AREA.search(text, start, end)
    ):
        return False
    # 候鸟集中区 is a place, 城关镇, 各县区 and 二病区 can act
    return (
        text[end - 2 : end] in _ACTING_AREAS
        or text[end - 1] not in _PLACES
        or end - start <= 4
        or text[start] in "各全本有相"
    )


def collective(text: str, start: int, end: int) -> bool:
    """各平台 must: with 各 before it, what stands before a modal acts, unless it is a known thing (各项工作)."""
    return (
        text[start] == "各"
        and (3 <= end - start <= 8 or (end - start == 2 and text[start + 1] in "船轮站所队班组科室部厂矿校院店段馆"))
        and text[start + 1] not in "项类种自方个位"
        and text[start:end].isalnum()
    )
