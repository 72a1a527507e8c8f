"""What must be produced: documents, lists, rules, mechanisms to be written, set up, amended or handed in."""

from __future__ import annotations

import re

from duban.reading.directives.patterns import any_of

# Verbs that bring a thing into being or hand it over.
_MAKE = (
    "研究制定|研究制订|研究出台|制定完善|制定出台|制定|制订|订立|出台|编制|编写|编印|编发|编排|编撰|建立健全|建立完善|建立|建好|建起|建设好|健全完善|健全|完善|构建|形成|生成|提交|上报|报送|呈报|报备|呈送|"
    "印发|下发|发布|发出|发送|发一期|出具|开具|出好|修订完善|修订|修改完善|修改|修编|重新修订|起草|草拟|拟定|拟订|拟出|梳理|列出|拉出|拿出|提出|填写|填报|填好|签订|签署|签好|汇总|绘制|绘出|公布|公示|公开|"
    "设立|创建|推出|更新完善|更新|补充完善|补充|细化完善|细化|优化完善|优化|撰写|写出|递交|送达|发放|上交|交出|做好|做实|留存|保存|整理|收集整理|实行|推行|打造|搭建|写好|记好|要记|须记|筛选|研究|滚动修订|滚动更新|动态更新|再梳理|会签|审定|逐级签订|明确|建成|设计|提供|附上|制作|印制|张贴|开列|排出|整理好|拟写|上传|完成|[排定备留编拟]好"
)
# Verbs under which a document is merely followed, read or judged.
_FOLLOW = (
    "按照|按|根据|依据|依照|对照|遵照|参照|落实|执行|遵守|贯彻|坚持|围绕|结合|运用|利用|符合|学习|领会|宣传|熟悉|掌握|启动|实施|推进|推动|开展|组织|加强|抓好|严格|履行|检查|督促|监督|审核|审查|审批|审议|通过|考核|"
    "达到|实现|确保|强化|深化|依托|以|用|对|就|违反|打破|突破|受|经|参加|召开|讨论|听取|传达|比照|遵循|规范|发挥|采取|服从|配合|支持|衔接|纳入|列入|作为|查阅|查看|核对|应用|使用|启用|巩固|把握|紧扣|聚焦|兑现|停止|取消|废止|在|从|向|分解|担任|涉及|涵盖|包括|加快|提高|提升|优化营商环境|全面执行|运行|执行好|扛|压实|夯实|筑牢|构筑|细化落实"
)
_HEAD = (
    r"办法|方案|计划(?!生育|单列|内|外|经济)|规划(?!局|和|部|处|科|设计院)|清单|台[账帐]|机制|制度(?!化)|报告(?!厅|会|人|制度|单)|实施意见|工作意见|指导意见|处理意见|整改意见|意见(?!建议|箱|和建议)|预案|细则|规程|规范(?!化|性|管理|运作|运行|操作|有序|使用|填|文明|流程|设置|停|执|经|办|程)|操作标准|工作标准|管理标准|技术标准|标准(?=[，。；、]|$|和|及)|手册|名单|名录|名册|总结(?!会|表彰|经验)|档案(?!室|馆|管理员)|体系|措施|"
    r"责任书|承诺书|责任状|保证书|协议书?|合同(?!履|价|款|约)|简报|通报(?!批评|表扬|排名|会|制度|曝光|一次)|日报表?|周报表?|月报表?|专报|季报表?|年报|快报|专刊|报表|一览表|进度表|分解表|登记表|汇总表|统计表|明细表|评分表|值班表|排班表|安排表|检查表|申请表|计划表|反馈表|任务书|流程图|时间表|路线图|施工图|作战图|风险图|四色图|分布图|示意图|会议纪要|纪要|日志|指标体系|考核指标|政策|文件(?!精神|要求|规定)|规定(?=[，。；、]|$)|章程|条例|守则|公约|村规民约|指南|指引|目录|建议书|通知书|通知单|告知书|倡议书|公开信|"
    r"意见书|说明书|指导书|证明书|确认书|报告书|督办函|提示函|函件|工作函|建议函|模板|心得体会|学习心得|心得|证明材料|佐证材料|申报材料|汇报材料|公告(?!栏)|通告|材料(?=[，。；、]|$)|资料(?=[，。；、]|$|报|送)|分析材料|案例集|汇编|工作规则|议事规则|操作规则|规则(?=[，。；、]|$)|作业指导书|一[人企户车店船老校村项厂院]一(?:档|策|案|表|卡|册)|否决制|责任制(?!度?落实|[定订])|承诺制|负责制(?![定订])|轮值制|网络体系|对策|议案|题库|"
    r"记录(?!仪|本|人|在案|好)|招标文件|投标文件|可行性研究报告|事故分析|流程(?=[，。；、]|$)|图(?=[，。；、]|$)|修改稿|送审稿|思路|预算(?!执行)|库(?=[，。；、]|$)|题库|图则|答复(?=报)|批复|复函|提案|规约|意见稿|征求意见稿|讨论稿|初稿|送审稿|申请书?(?=[，。；]|$)"
)
_HEADS = re.compile(_HEAD)
_MAKE_WORDS = [w for w in _MAKE.split("|") if "[" not in w]
_ACTS = re.compile(
    rf"(?P<make>{any_of(_MAKE_WORDS)}|[排定备留编拟]好|出(?=[\u4e00-\u9fff]{0, 4}(?:日报|周报|月报|简报|报表)))|(?P<follow>{any_of(_FOLLOW.split('|'))})"
)
_SEPARATOR = re.compile(r"[、]|以及|及(?!时|其|早)|和(?!谐|平|解)|与(?!会)|并(?!且|行|轨)")
_HANDED = re.compile(
    r"^[”》）)]*(?:及时|尽快|按时|统一|一并|逐级|以书面形式|书面|重新|由[^，。]{2,14}?|于[^，。]{2,14}?|在[^，。]{2,14}?|[0-9一二三四五六七八九十年月日底前周五]+)*(?:报(?!告|名|废|警)|上报|报送|提交|上交|送(?!达率)|交(?!流|通|叉|易)|印发|下发|公布|公示|上墙|更新|修订|修改|补充完善|完善|制定|编制|拟定|出台|反馈|发|汇总|整理|归档|抄送|备案|签订)"
)
_NOMINAL = re.compile(
    r"^[”》]*的?(?:编制|制定|制订|修订|起草|编写|签订|报送|报批|报审|上报|整理|填报|印发|拟定|完善|更新|梳理|汇编|归档|收集|撰写|建立)(?:工作|任务|事宜|完善)?(?=[，。；、]|$)"
)
_OTHER = re.compile(
    r"^(?:[”》]*)(?:的?(?:落实|执行|情况|要求|中|内|规定|上(?!墙|报)|范围|精神|内容|标准|约定|任务|目标|指标|实施|作用|建设|管理|工作|相关|衔接|进度|考核|兑现|运行|评审|论证|体系建设|起来))"
)
_TITLE = re.compile(r"《[^》]{2,40}》")
_NOT_MADE = re.compile(r"(?:情况|结果|会议|演练|活动|整改方案要|措施到位)$")
_LEADING = re.compile(
    r"^(?:了|好(?!评)|出(?!台|租|入)|一[份套个项期本张批]|的|其|各自|相应|相关|有关|科学|合理|逐[户项人村级]|尽快|及时|抓紧|认真|和(?!谐|平)|与|及|切实可行的?|行之有效的?|完善的|完备的|系统的|相应的|针对性的?|有针对性的?|可操作的|长效的?(?=长效)|统一的|严格的|具体的?|详细的?|配套的?|新的|进一步|一批|一整套|一系列)+"
)
_WEAK_MAKE = frozenset(
    (
        "做好",
        "做实",
        "保存",
        "整理",
        "收集整理",
        "优化",
        "细化",
        "实行",
        "推行",
        "打造",
        "搭建",
        "明确",
        "公开",
        "研究",
        "出",
        "记",
        "报",
        "提供",
        "筛选",
        "设计",
        "发",
        "更新",
        "汇总",
        "张贴",
        "公布",
        "补充",
        "提出",
        "建成",
        "发放",
        "完成",
    )
)
_WEAK_OK = {
    "做好": re.compile(r"计划|方案|台账|预案|总结|记录|档案|规划"),
    "做实": re.compile(r"清单|台账|预案|计划"),
    "实行": re.compile(r"制$"),
    "推行": re.compile(r"责任制$|承诺制$"),
    "明确": re.compile(r"清单|标准|办法"),
    "出": re.compile(r"报|表|方案"),
    "要记": re.compile(r"日志|台账|记录"),
    "须记": re.compile(r"日志|台账|记录"),
    "打造": re.compile(r"体系|机制"),
    "搭建": re.compile(r"体系|机制|库"),
    "研究": re.compile(r"方案|办法|措施|意见|政策|对策"),
    "优化": re.compile(r"方案|办法|预案|制度|机制|指标|规程|细则"),
    "细化": re.compile(r"方案|预案|清单|分解表|办法|计划|细则|规程|台账"),
    "完成": re.compile(r"(?:方案|报告|预案|手册|办法|清单|台账|图|细则|初稿|规划|制度|规程)$"),
    "公开": re.compile(r"清单|目录|名单"),
}
_MEASURES_NEED = frozenset(
    "研究制定 研究制订 研究出台 制定完善 制定出台 制定 制订 出台 形成 拿出 提出 编制 建立 研究 报送 提交 上报 列出".split()
)
_DENIED = re.compile(r"不得|严禁|禁止|无需|不再|不准|不要|不许|未按")
_QUICK = re.compile(
    r"[法案划单账帐制度告见预细程范册单录总档系施书议同报表图要志标政文定例则约南引函板得料编案策记思算纸卡牌库稿请析]"
)


def _one_for_each(head: str) -> bool:
    """一厂一策 says how (one policy a factory) unless it is what is made."""
    return len(head) == 4 and head[0] == head[2] == "一"


def _trimmed(np: str) -> str:
    np = np.strip("，、：: 　”《》")
    np = _LEADING.sub("", np)
    return np.lstrip("的地得了 ")


def find_deliverables(clause: str) -> list[str]:
    """Head nouns with their near modifiers, in order, of one clause of a directive."""
    if not _QUICK.search(clause):
        return []
    heads = list(_HEADS.finditer(clause))
    titles = list(_TITLE.finditer(clause)) if "《" in clause else []
    if not heads and not titles:
        return []
    acts = list(_ACTS.finditer(clause))
    found: list[str] = []
    floor = 0
    last_make = ""
    denied = _DENIED.search(clause)
    for match in heads:
        start, end = match.span()
        if denied and denied.end() <= start:
            break
        if end < len(clause) and clause[end : end + 1] and _HEADS.match(clause, end) and clause[end] not in "、，":
            continue
        after = clause[end:]
        handed = _HANDED.match(after)
        nominal = _NOMINAL.match(after)
        if _OTHER.match(after) and not nominal and not handed:
            floor = end
            continue
        governor = None
        for act in acts:
            if act.end() > start or act.start() < floor:
                continue
            if (
                act["make"] is None
                and governor is not None
                and governor["make"] is not None
                and not _independent(clause, governor, act)
            ):
                continue
            governor = act
        ok, begin = False, floor
        if governor is not None:
            begin = governor.end()
            if governor["make"]:
                verb = governor["make"]
                ok = _fits(verb, clause[begin:end])
                last_make = verb if ok else ""
        elif floor and last_make and _SEPARATOR.match(clause, floor):
            ok = _fits(last_make, clause[floor:end])
        unique = _one_for_each(clause[start:end])
        if not ok and (handed or nominal) and not unique:
            # 将自查报告报…, 方案由…制定, 完成方案的编制: the verb stands behind
            lead = re.search(
                r"(?:将|把|完成|做好|抓好|启动|加快|推进|负责|组织|要求|提交|[要须应于前]|^)([^，。；]*?)$",
                clause[:start],
            )
            governed = governor is not None and governor["follow"] in (
                "按照",
                "按",
                "根据",
                "依据",
                "依照",
                "对照",
                "围绕",
                "结合",
            )
            opens = (
                governor is not None
                and governor.start() == 0
                and governor["follow"] in ("检查", "考核", "审核", "监督", "督促", "学习", "落实")
            )
            if not governed and (
                nominal
                or re.search(r"将|把", clause[floor:start])
                or (handed and floor == 0 and (governor is None or opens))
            ):
                begin = 0 if opens else max(floor, lead.start(1) if lead else floor)
                for mark in ("将", "把"):
                    at = clause.rfind(mark, floor, start)
                    if at >= 0:
                        begin = at + 1
                ok = True
        if ok:
            np = (
                clause[begin:end].replace("“", "").replace("”", "")
                if clause.count("“", begin, end) != clause.count("”", begin, end)
                else clause[begin:end]
            )
            cut = _last_separator(np)
            np = _trimmed(np[cut:])
            if "的" in np and len(np) > 14:
                np = np.rsplit("的", 1)[1] if len(np.rsplit("的", 1)[1]) >= 2 else np
            if (
                2 <= len(np) <= 30
                and not _NOT_MADE.search(np)
                and not re.fullmatch(
                    r"报告|计划|意见|措施|文件|记录|标准|制度|机制|方案|体系|资料|通报|总结|政策|规定|规范",
                    np[-2:] if len(np) == 2 else "",
                )
            ):
                found.append(np)
            elif np in ("方案", "预案", "台账", "清单", "计划", "名单", "办法", "细则", "档案"):
                found.append(np)
        floor = end
    for match in titles:
        governor = next((a for a in reversed(acts) if a.end() <= match.start()), None)
        if (
            governor is not None
            and governor["make"]
            and match.start() - governor.end() <= 4
            and governor["make"] not in ("公开", "研究", "做好")
            and not any(x in match.group() or match.group() in x for x in found)
        ):
            found.append(match.group())
    return found


def _last_separator(np: str) -> int:
    """Where the last co-ordinate begins; a bare work word before 、 still belongs to the noun (排查、整改台账)."""
    cut = 0
    for match in _SEPARATOR.finditer(np):
        left = np[cut : match.start()]
        if _HEADS.search(left) or match.group() in ("并",):
            cut = match.end()
    return cut


def _independent(clause: str, make: re.Match[str], follow: re.Match[str]) -> bool:
    """Does the following verb stand on its own, or inside the noun that is made (考核奖惩办法)?"""
    between = clause[make.end() : follow.start()]
    if follow["follow"] in ("在", "以", "用", "对", "就", "经", "从", "向", "按", "受", "扛"):
        return False
    return bool(re.search(r"[，、并]$|再$|[和与]$", between)) and follow["follow"] in (
        "落实",
        "执行",
        "严格",
        "遵守",
        "贯彻",
        "坚持",
        "学习",
        "宣传",
        "按照",
        "完成",
        "确保",
    )


def _fits(verb: str, np: str) -> bool:
    if np.endswith(("措施", "对策")) and verb not in _MEASURES_NEED:
        return False
    if np.endswith("流程") and verb in ("梳理", "做好", "完成", "明确"):
        return False
    if np.endswith("材料") and verb not in (
        "报送",
        "提交",
        "上报",
        "整理",
        "形成",
        "报备",
        "编制",
        "撰写",
        "收集整理",
        "上交",
        "递交",
    ):
        return False
    if np.endswith("思路") and verb not in ("提出", "拿出", "形成"):
        return False
    if np.endswith("记录") and verb not in (
        "填写",
        "填报",
        "留存",
        "提交",
        "报送",
        "上报",
        "形成",
        "建立",
        "完善",
        "保存",
        "整理",
    ):
        return False
    if np.endswith("体系") and verb not in (
        "建立",
        "建立健全",
        "建立完善",
        "健全",
        "健全完善",
        "完善",
        "形成",
        "构建",
        "打造",
        "搭建",
        "编制",
        "制定",
    ):
        return False
    if verb in _WEAK_OK:
        return bool(_WEAK_OK[verb].search(np))
    return True
