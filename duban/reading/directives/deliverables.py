"""What must be produced: documents, lists, rules, mechanisms to be written, set up, amended or handed in."""

from __future__ import annotations

import re

from duban.reading.directives.documents import ACTS, HEADS, makes
from duban.reading.directives.patterns import sorted_out

# Said alone, these name nothing that could be handed in.
_TOO_BARE = frozenset(
    "报告 措施 文件 记录 标准 制度 机制 体系 资料 通报 总结 政策 规定 规范 意见 材料 安排 建议 策划 设想 申请 成果 要点 说明 通知 设计 体会 要领 草案".split()
)
_SEPARATOR = re.compile(r"[、]|以及|及(?!时|其|早)|和(?!谐|平|解)|与(?!会)|并(?!且|行|轨)")
_HANDED = re.compile(
    r"^[”》）)]*(?:[、和及与][\u4e00-\u9fff]{2,6}(?=[0-9于须要应一]))?(?:会[前后上]|提前[^，]{1,6}|[要须应均都也]|必须|应当|务必|下班前|上班前|及时|尽快|按时|统一|张榜|公开|逐一|一次性|全部|当面|同步|如期|如数|再次|按[周月季年日]|每[周月季天日年]度?|密封|定期|动态|实时|[今明后][天日早晚]|本|次|当[日天晚场月周]|每[晚班旬]|随[^，]{2,6}|随即|立即|马上|先|再|一式.份|一.一[份表档册张本]|加盖公章后?|签字后|盖章后|审[核定签]后|一并|逐级|以书面形式|书面|重新|由[^，。]{2,14}?|于[^，。]{2,14}?|在[^，。]{2,14}?|经[^，。]{2,14}?后?|[0-9一二三四五六七八九十年月日时点上下午底前周五]+)*(?:留(?=[^，。；]{1,8}(?:备查|存档|备案))|报(?!告|名|废|警)|披露|公开(?!曝光)|贴|上报|传(?!达|统|真|承|染)|发送|推送|传真|存查|归档|摸清|摸准|理清|校核|签发(?!人)|锁定|备齐|录入|移送|填写|填报|报送|提交|上交|送(?!达率|到户|到家|上门|到人)|交(?!流|通|叉|易)|印发|下发|公布|公示|上墙|更新|修订|修改|补充完善|完善|制定|编制|拟定|出台|反馈|发|汇总|整理|归档|抄送|备案|签订|拿出|交齐|交出|报齐|送齐|列出|填好|写好|补齐|做好|备好|挂出|贴出|发到|发给|张贴|存档|会签|审定|定稿|留存|装订|移交|收存|收齐|编写|绘制|起草|上传|调整(?:好|到位)|修改好|备查|留档|存查|封存|入档|做[细实准全]|改[一到好完]|补[全上好]|发[出至]|晒出|交给|录入|补交|补报)"
)
_NOMINAL = re.compile(
    r"^[”》]*的?(?:续签|补签|签署|填写|填报|绘制|编报|编制|编排|编印|汇总|评审|制定|制订|修订|起草|编写|签订|报送|报批|报审|上报|整理|填报|印发|拟定|完善|更新|梳理|汇编|归档|收集|撰写|张贴|建立|准备)(?:工作|任务|事宜|完善)?(?=[，。；、并后及]|$)"
)
_OTHER = re.compile(
    r"^(?:[”》]*)(?:的?(?:落实|执行|情况|要求|中|内|规定|上(?!墙|报)|范围|精神|内容|标准|约定|任务|目标|指标|实施|审查|审核|审批|评估|交底|演练|培训|宣贯|学习|作用|建设|管理|工作|相关|衔接|进度|考核|兑现|运行|评审|论证|体系建设|起来|改革))"
)
# 公布课程表和作业|公示制度: what stands before the second verb is a noun; 梳理清单并|制定制度: it is none.
_PARTED = re.compile(
    r"[，并]|再$|[、和与及][^、和与及，]?$|[、和与及](?:制定|制订|建立|完善|健全|修订|印发|形成|提交|上报)"
)
_THE_SAME = re.compile(r"[”》]?(?:[要须应均都也]|必须|应当|由|尚未|还没|未)|(?P<left>[”》]?$)")
_MADE_UP = re.compile(r"补[交报齐上全写填]")
_HANDLED = re.compile(
    r"(?:更新|修订|完善|上报|报送|提交|公示|公布|印发|下发|上墙|归档|备案|存档|移交|签字确认)(?:一[次遍])?$|^[^，]{0,8}(?:报|送|交)[\u4e00-\u9fff]{2,8}(?:审批|审核|备案|存档)?$"
)
_ON_SHOW = ("张榜公布",)
_TITLE = re.compile(r"《[^》]{2,40}》")
_JUNK = re.compile("征求|的[签办]|每[年月周季天日学]|日内|完毕|组织一次|向患者")
_NOT_MADE = re.compile(r"(?:情况|结果|会议|演练|活动|整改方案要|措施到位)$")
_LEADING = re.compile(
    r"^(?:了|好(?!评)|出(?!台|租|入)|一[份套个项期本张批次遍册篇]|的|其|各自|相应|相关|有关|科学|合理|逐[户项人村级]|尽快|及时|抓紧|认真|和(?!谐|平)|与|及|切实可行的?|行之有效的?|完善的|完备的|系统的|相应的|针对性的|有针对性的?|可操作的|长效的?(?=长效)|统一的|严格的|具体的?|详细的?|配套的?|新的|进一步|一批|一整套|一系列|以下|如下|[过后]的|有(?=[\u4e00-\u9fff]{2}$))+"
)
# 把滞留件数据发到…: what is taken and handed over is a thing to hand in, whatever it is called.
_TAKEN = re.compile(
    r"[将把](?P<np>[^，。；将把]{2,26}?)(?:统一|书面|及时|一并|按时|按期|逐级|重新|同步|全部|电子版|以[^，]{2,8}形式|[于在][^，]{2,10}前|经[^，]{2,12}后|[0-9]+[日时]前)*"
    r"(?:报送|上报|(?<![预日周月年季简通情专快汇])报(?!告|名|警|废|销|表|纸|刊|价|酬|装|修|考|到)|发送|装订成册|汇编成册|提交|抄送|发到|发至|发给|传至|传到|上传|存档|归档|报备|备案|印发|下发|送交(?=[^，]{2})|反馈(?=[^，]{2}))(?!的)"
)
_NO_PAPER = re.compile(
    r"(?:情况|结果|问题|信息|隐患|人员|患者|病人|线索|资金|样品|样本|货|款|费|物资|设备|垃圾|任务|责任|工作|要求|精神|指标|面积|用工|数量|进度|数字|后的|事项|伤员|学生|产品|材料费|车辆|钥匙|名额|需求|成绩|金额|线路|资源|权限|机关|门|会|人)$"
)
# 签订补充协议, 拿出优化方案: the second verb says what kind of thing it is.
_NOUNS = frozenset(("补充", "设计"))
_QUALIFIES = frozenset(("补充", "优化", "移交"))
# 对《…指引》进行修订, 对考核办法作出修改
# 写一份操作要领, 交两篇心得: whatever it is called
_ONE_OF = re.compile(
    r"(?:写|交|出|报|拟|填|做|编|拿|提交|上报|撰写|形成)出?[一两三][份篇套册](?P<np>[\u4e00-\u9fff“”]{2,14}?)(?=[，。；、]|$|交|报|送|给|贴|发)"
)
_ONES = "份篇套册"
_REVISED = re.compile(
    r"对(?P<np>[^，。；对]{2,26}?)(?:进行|作出?|做)[^，。；]{0,8}?(?:修订|修改|完善|更新|补充|细化|优化|修编|调整)(?:完善)?(?=[，。；并后]|$)"
)
_OF = re.compile(r"[^，、；和及与]{0,10}的[^，、；和及与]{0,6}$")
_GOES = re.compile(r"(?<!收)发|[报交送并和与及的后经由须要应]|编制|制定|建立|形成|更新")
# 编制…, 起草…: what is written is a document, whatever it is called.
_WRITTEN = re.compile(
    sorted_out("编制|编写|编印|起草|草拟|撰写|写出|出具|修编|绘制|编发|编绘")
    + r"(?:好|出|完成)?(?P<np>[\u4e00-\u9fffA-Za-z0-9“”《》（）]{2,20})(?=[，。；]|$)"
)
_NO_WRITING = re.compile(
    r"(?:工作|情况|任务|到位|完毕|完成|进度|质量|流程|水平|审核|审议|能力|并[^，]*|后[^，]*|报送?|印发)$"
)
_AMENDED = re.compile(
    r"(?:同意|通过|审议|讨论)了?(?:该|此|本)?(?P<np>《[^》]{2,40}》|[^，。；]{0,16}(?:稿|方案|办法|细则|规定|规划|预案|计划|制度))$"
)
_AMENDS = re.compile(r"(?:修改|修订|完善)[^，。；]{0,6}(?:后|，|$)")
# 验收单由使用科室签, 检测报告下次会议提交: what opens the clause is dealt with in it.
_DEALT_WITH = re.compile(
    r"(?=[期由经于在须要应均都必每下上本明今次当随按限最0-9一二三四五六七八九十报交送提公归存备重统单双年月季周节会除定逐晚早互直分同起至到向给推发])[^，。；的]{0,14}?(?:签认|(?<![提转上])交(?![流通叉易])|报(?![告名废警])|送(?!到[户家]|达本人|达[率户])|开具|存入|发(?![现生展挥放])|推送|公布|公示|公开(?!曝光)|互换|留痕|备案|提交|归档|提供|备查|存档|重新核定|起草|执笔|统稿|定稿|(?<!一经)批准|印制|一式[^，]份|统一排|排[好出定]|编好|给我|送我|随.随[建填录存]|写(?=[，。；]|$))"
)
# 把作业指导书重新过一遍, 把名单单独交给学院
_WORKED_ON = re.compile(
    r"[将把](?P<np>[^，。；将把]{2,26}?)(?:重新|再|统一|单独|编印|交(?![流通办])|排出来|列出来|写出来|画出来|编出来|报上来|发下来|准备好|备好|交给|改|写好|填好|做好|补[齐全]|理清|过一遍|定下来|推送|签下|报上|交上|递上|发下|挂[出到]|贴[出到])"
)
# 本周五前发到机台, 明天中午前公示: behind the clause that names the thing
_THEN_SENT = re.compile(
    r"[^，。；]{0,10}?(?:前|[天日晚])?(?:统一|一并|再)?(?:发[到给至]|下发|印发|公示|公布|推送|上报|报送|提交|张贴|上墙|归档|定稿|成稿|出稿)"
)
_NAMED_FIRST = re.compile(
    r"(?:负责|核对|收集|汇总|整理|梳理|把|将)(?P<np>[\u4e00-\u9fff“”]{2,16}?)(?:重新[^，]*|再[^，]*|统一[^，]*|[过改核理][^，]*)?$"
)
_IN_FORM_OF = re.compile(r"以[^，将把]{0,8}$")
_DENIED = re.compile(
    r"不得|严禁|禁止|无需|不再|不准|不要|不许|未按|未(?=出具|提交|制定|建立|报送|取得|签订|办理|上报|按|编制)"
)


def _acts_before(acts: list[re.Match[str]], at: int) -> bool:
    return any(act.end() <= at for act in acts)


def _one_for_each(head: str) -> bool:
    """一厂一策 says how (one policy a factory) unless it is what is made."""
    return len(head) == 4 and head[0] == head[2] == "一"


def _trimmed(np: str) -> str:
    np = np.strip("，、：: 　”《》")
    np = _LEADING.sub("", np)
    return np.lstrip("的地得了 ")


def heads_in(sentence: str) -> list[int]:
    """Where a thing that could be made is named, and the end of all; only clauses with one need be read."""
    found = [match.start() for match in HEADS.find(sentence)]
    if "《" in sentence:
        found.extend([at for at, character in enumerate(sentence) if character == "《"])
        found.sort()
    else:
        found.extend(match.start("np") for match in _WRITTEN.finditer(sentence))
        if any(mark in sentence for mark in _ONES):
            found.extend(match.start("np") for match in _ONE_OF.finditer(sentence))
        found.sort()
    if ("将" in sentence or "把" in sentence) and (taken := [match.start("np") for match in _TAKEN.finditer(sentence)]):
        found = sorted({*found, *taken})
    return [*found, len(sentence)] if found else []


def find_deliverables(clause: str) -> list[str]:
    """Head nouns with their near modifiers, in order, of one clause of a directive."""
    heads = HEADS.find(clause)
    titles = list(_TITLE.finditer(clause)) if "《" in clause else []
    found = _headed(clause, heads, titles) if heads or titles else []
    more = [np for np in _by_whatever_name(clause) if not any(np in x or x in np for x in found)]
    return found + more if more and not _DENIED.search(clause) else found


# Each with what a clause must have for it to be tried, and what is none after all.
_WHATEVER = (
    (_WRITTEN, "", _NO_WRITING),
    (_TAKEN, "将把", _NO_PAPER),
    (_ONE_OF, _ONES, _NO_WRITING),
    (_REVISED, "对", None),
    (_WORKED_ON, "将把", None),
)


def _by_whatever_name(clause: str) -> list[str]:
    """What is written, or taken and handed over, though its name is none of a known document."""
    found: list[str] = []
    for pattern, marks, no in _WHATEVER:
        if marks and not any(mark in clause for mark in marks):
            continue
        for match in pattern.finditer(clause):
            if no.search(match["np"]) if no else not (_names_thing(match["np"]) or match["np"].endswith("》")):
                continue
            cut = _last_separator(match["np"])
            if pattern is _TAKEN:
                # 将上半年总结和下半年打算报…: all of it
                found.extend(p for p in map(_trimmed, _SEPARATOR.split(match["np"][:cut])) if _names_thing(p))
            np = _trimmed(match["np"][cut:])
            np = np.rsplit("的", 1)[-1]
            if 2 <= len(np) <= 20 and np[0] != "给" and np not in _TOO_BARE and np not in found:
                found.append(np)
    return found


def _headed(clause: str, heads: list[re.Match[str]], titles: list[re.Match[str]]) -> list[str]:
    """What is called a document, list, rule or mechanism, and is made or handed in."""
    acts = [act for act in ACTS.find(clause) if not _is_body(clause, act)]
    found: list[str] = []
    floor = 0
    last_make = ""
    denied = _DENIED.search(clause)
    for n, match in enumerate(heads):
        start, end = match.span()
        if denied and denied.end() <= start:
            break
        if end < len(clause) and clause[end : end + 1] and HEADS.match(clause, end) and clause[end] not in "、，":
            continue
        after = clause[end:]
        if (
            n + 1 < len(heads)
            and _OF.match(clause, end, heads[n + 1].start())
            and not ACTS.find(clause, end, heads[n + 1].start())
        ):
            # 靠制度管人管事的|长效机制: it only says what kind
            continue
        following = heads[n + 1].start() if n + 1 < len(heads) else 0
        if n == 0 or not _SEPARATOR.match(clause, heads[n - 1].end()):
            # 走访名单和家访记录: where the first of those that stand side by side may begin
            row = floor
        if (
            following - end in (1, 2, 3)
            and after[: following - end].lstrip("”").isalpha()
            and not _GOES.search(clause, end, following)
        ):
            # 图纸收发台账 is one thing
            continue
        if clause[start:end] == "汇编" and after[:1] not in ("", "、", "并", "和"):
            # 汇编案例集: here a verb
            continue
        handed = _HANDED.match(after) or (n == 0 and not _acts_before(acts, start) and _DEALT_WITH.match(after))
        nominal = _NOMINAL.match(after)
        if _OTHER.match(after) and not nominal and not handed:
            floor = end
            continue
        governor = earlier = None
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
            governor, earlier = act, governor
        if (
            governor is not None
            and earlier is not None
            and governor["make"]
            and earlier["make"]
            and (governor["make"] in _QUALIFIES or clause[governor.end() : end] in _TOO_BARE or governor.end() == start)
            and (
                earlier.end() < governor.start()
                or governor["make"] in _QUALIFIES
                or earlier["make"] in ("附", "并附", "附上")
            )
            and not _PARTED.search(clause[earlier.end() : governor.start()])
        ):
            # 起草收费公示制度: the second verb belongs to the noun
            governor = earlier
        if governor is not None and governor["make"] in _NOUNS and governor.end() == start:
            # 落实补充协议, 按设计方案: no verb
            governor = earlier
        if governor is not None and clause.startswith("了", governor.end()):
            # 明确了奖惩办法: it is there already
            floor = end
            continue
        joined = _SEPARATOR.match(clause, floor) if floor and last_make else None
        if joined and governor is not None and joined.end() + 2 <= governor.start() and governor.end() <= start:
            between = clause[joined.end() : governor.start()]
            if between.isalnum() and (governor["make"] is None or governor.end() == start):
                # 修订岗位说明书和绩效|考核办法: the verb qualifies the second thing
                governor = None
        ok, begin = False, floor
        if governor is not None:
            begin = governor.end()
            if governor["make"]:
                verb = governor["make"]
                ok = makes(verb, clause[begin:end])
                last_make = verb if ok else ""
        elif floor and last_make and _SEPARATOR.match(clause, floor):
            ok = makes(last_make, clause[floor:end])
        unique = _one_for_each(clause[start:end])
        shown = after.startswith(_ON_SHOW) and not re.search(r"[将把]", clause[:start])
        if not ok and (handed or nominal) and not unique and not shown and not _IN_FORM_OF.search(clause, 0, start):
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
            taken = max(clause.rfind("将", 0, start), clause.rfind("把", 0, start))
            if handed and taken >= 0 and not governed:
                # 将整改报告和佐证材料报送…: all that is taken is handed over
                parts = (_trimmed(part.rsplit("后的", 1)[-1]) for part in _SEPARATOR.split(clause[taken + 1 : end]))
                found.extend(part for part in parts if _names_thing(part) and part not in found)
                floor = end
                continue
            if not governed and (
                nominal
                or re.search(r"将|把", clause[floor:start])
                or (handed and row == 0 and (governor is None or opens))
            ):
                begin = 0 if opens else max(row, lead.start(1) if lead else row)
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
            found.extend(
                part
                for part in map(_trimmed, _SEPARATOR.split(np[:cut]) if handed or nominal else ())
                if _names_thing(part) and part not in found
            )
            np = _trimmed(np[cut:])
            if "的" in np and len(np) > 14:
                np = np.rsplit("的", 1)[1] if len(np.rsplit("的", 1)[1]) >= 2 else np
            if 2 <= len(np) <= 30 and np not in _TOO_BARE and not _NOT_MADE.search(np) and not _JUNK.search(np):
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


def handled_later(clauses: list[str]) -> list[str]:
    """除治台账须一株一码，由护林员按周更新: the clause that opens with a document, and one behind it that says what to do."""
    for at, clause in enumerate(clauses[:-1]):
        named = _NAMED_FIRST.search(clause)
        if named and _names_thing(named["np"]) and any(_THEN_SENT.match(later) for later in clauses[at + 1 :]):
            # 核对拟表彰名单，明天中午前公示
            return [_trimmed(named["np"])]
        if (amended := _AMENDED.search(clause)) and any(_AMENDS.search(later) for later in clauses[at + 1 :]):
            # 会议原则同意…细则，由…修改后印发
            return [amended["np"]]
        heads = HEADS.find(clause)
        same = _THE_SAME.match(clause, heads[0].end()) if heads else None
        if not same or ACTS.find(clause, 0, heads[0].start()):
            continue
        left = same["left"] is not None
        later = [each for each in clauses[at + 1 :] if not _DENIED.match(each)]
        if any(_MADE_UP.search(each) or (not left and _HANDLED.search(each)) for each in later):
            thing = _trimmed(clause[: heads[0].end()])
            return [thing] if _names_thing(thing) else []
    return []


_WORKS = frozenset("研究 设计 登记 编制 发布 审定 保存 推广 采购".split())
_BODIES = ("生", "院", "所", "室", "员", "会", "中心", "单位", "人员", "方", "办", "处", "科", "部门")


# 备用水源, 核对, 就业: words in which these do nothing.
_NO_ACT = {
    "用": re.compile("[备使利采运应信费专公通占]|.?用[水电户途工地品药餐量]"),
    "对": re.compile("[核应针校比]|.?对[账帐外口标象策接]"),
    "经": re.compile("[财已]|.?经[营费济理验侦办信发]"),
    "就": re.compile(".?就[业诊餐]"),
    "以": re.compile("[可所难足]|.?以[上下内外后前来]"),
    "在": re.compile("[存所]|.?在[建校职岗册]"),
    "受": re.compile("[接]|.?受[理]"),
    "向": re.compile("[方导]"),
    "从": re.compile(".?从[业严]"),
    "按": re.compile(".?按[钮]"),
}


def _is_body(clause: str, act: re.Match[str]) -> bool:
    """研究生院, 设计院, 登记中心: no verb at all."""
    if act.group() == "生成" and clause[act.start() - 1 : act.start()] == "学":
        return True
    if (no := _NO_ACT.get(act.group())) and no.match(clause, max(0, act.start() - 1)):
        return True
    return act.group() in _WORKS and clause.startswith(_BODIES, act.end())


def _names_thing(np: str) -> bool:
    heads = HEADS.find(np)
    return bool(heads) and heads[-1].end() == len(np) and np not in _TOO_BARE and not _NOT_MADE.search(np)


def _last_separator(np: str) -> int:
    """Where the last co-ordinate begins; a bare work word before 、 still belongs to the noun (排查、整改台账)."""
    cut = 0
    for match in _SEPARATOR.finditer(np):
        left = np[cut : match.start()]
        if np.count("“", 0, match.start()) > np.count("”", 0, match.start()):
            continue
        if HEADS.find(left) or match.group() in ("并",):
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
