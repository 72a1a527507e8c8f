"""What must be produced: documents, lists, rules, mechanisms to be written, set up, amended or handed in."""

from __future__ import annotations

import re

from duban.reading.directives.documents import ACTS, HEADS
from duban.reading.directives.made import Made
from duban.reading.directives.patterns import sorted_out
from duban.reading.directives.things import SEPARATOR, TOO_BARE, last_separator, names_thing, trimmed

_THE_SAME = re.compile(r"[”》]?(?:[要须应均都也]|必须|应当|由|尚未|还没|未)|(?P<left>[”》]?$)")
_MADE_UP = re.compile(r"补[交报齐上全写填]")
_HANDLED = re.compile(
    r"(?:更新|修订|完善|上报|报送|提交|公示|公布|印发|下发|上墙|归档|备案|存档|移交|签字确认)(?:一[次遍])?$|^[^，]{0,8}(?:报|送|交)[\u4e00-\u9fff]{2,8}(?:审批|审核|备案|存档)?$"
)
_TITLE = re.compile(r"《[^》]{2,40}》")
# 把滞留件数据发到…: what is taken and handed over is a thing to hand in, whatever it is called.
_TAKEN = re.compile(
    r"[将把](?P<np>[^，。；将把]{2,26}?)(?:统一|书面|及时|一并|按时|按期|逐级|重新|同步|全部|电子版|以[^，]{2,8}形式|[于在][^，]{2,10}前|经[^，]{2,12}后|[0-9]+[日时]前)*"
    r"(?:报送|上报|(?<![预日周月年季简通情专快汇])报(?!告|名|警|废|销|表|纸|刊|价|酬|装|修|考|到)|发送|装订成册|汇编成册|提交|抄送|发到|发至|发给|传至|传到|上传|存档|归档|报备|备案|印发|下发|送交(?=[^，]{2})|反馈(?=[^，]{2}))(?!的)"
)
_NO_PAPER = re.compile(
    r"(?:情况|结果|问题|信息|隐患|人员|患者|病人|线索|资金|样品|样本|货|款|费|物资|设备|垃圾|任务|责任|工作|要求|精神|指标|面积|用工|数量|进度|数字|后的|事项|伤员|学生|产品|材料费|车辆|钥匙|名额|需求|成绩|金额|线路|资源|权限|机关|行为|门|会|人)$"
)
# 写一份操作要领, 交两篇心得: whatever it is called
_ONE_OF = re.compile(
    r"(?:写|交|出|报|拟|填|做|编|拿|提交|上报|撰写|形成)出?[一两三][份篇套册](?P<np>[\u4e00-\u9fff“”]{2,14}?)(?=[，。；、]|$|交|报|送|给|贴|发)"
)
_ONES = "份篇套册"
# 对《…指引》进行修订, 对考核办法作出修改
_REVISED = re.compile(
    r"对(?P<np>[^，。；对]{2,26}?)(?:进行|作出?|做)[^，。；]{0,8}?(?:修订|修改|完善|更新|补充|细化|优化|修编|调整)(?:完善)?(?=[，。；并后]|$)"
)
# 编制…, 起草…: what is written is a document, whatever it is called.
_WRITTEN = re.compile(
    sorted_out("编制|编写|编印|起草|草拟|撰写|写出|出具|修编|绘制|编发|编绘")
    + r"(?:好|出|完成)?(?P<np>[\u4e00-\u9fffA-Za-z0-9“”《》（）]{2,20})(?=[，。；]|$)"
)
_NO_WRITING = re.compile(
    r"(?:工作|情况|任务|到位|完毕|完成|进度|质量|流程|水平|审核|审议|能力|行为|并[^，]*|后[^，]*|报送?|印发)$|^[来和并与0-9]"
)
_AMENDED = re.compile(
    r"(?:同意|通过|审议|讨论)了?(?:该|此|本)?(?P<np>《[^》]{2,40}》|[^，。；]{0,16}(?:稿|方案|办法|细则|规定|规划|预案|计划|制度))$"
)
_AMENDS = re.compile(r"(?:修改|修订|完善)[^，。；]{0,6}(?:后|，|$)")
# 把作业指导书重新过一遍, 把名单单独交给学院
_WORKED_ON = re.compile(
    r"[将把](?P<np>[^，。；将把]{2,26}?)(?:重新(?!谈|整理成)|再|统一|单独|编印|交(?![流通办])|排出来|列出来|写出来|画出来|编出来|报上来|发下来|准备好|备好|交给|改|写好|填好|做好|补[齐全]|理清|过一遍|定下来|推送|签下|报上|交上|递上|发下|挂[出到]|贴[出到])"
)
# 本周五前发到机台, 明天中午前公示: behind the clause that names the thing
_THEN_SENT = re.compile(
    r"[^，。；]{0,10}?(?:前|[天日晚])?(?:统一|一并|再)?(?:发[到给至]|下发|印发|公示|公布|推送|上报|报送|提交|张贴|上墙|归档|定稿|成稿|出稿)"
)
_NAMED_FIRST = re.compile(
    r"(?:负责|核对|收集|汇总|整理|梳理|把|将)(?P<np>[\u4e00-\u9fff“”]{2,16}?)(?:重新[^，]*|再[^，]*|统一[^，]*|[过改核理][^，]*)?$"
)
DENIED = re.compile(
    r"不得|严禁|禁止|无需|不再|不准|不要|不许|不必|不能只?[把将]|停止签订|现将|未按|未(?=出具|提交|制定|建立|报送|取得|签订|办理|上报|按|编制)"
)


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
    if ("将" in sentence or "把" in sentence) and (
        taken := [match.start("np") for match in _TAKEN.finditer(sentence) if HEADS.find(match["np"])]
    ):
        found = sorted({*found, *taken})
    if "制" in sentence and (introduced := [match.start("np") for match in _INTRODUCED.finditer(sentence)]):
        found = sorted([*found, *introduced])
    return [*found, len(sentence)] if found else []


def find_deliverables(clause: str) -> list[str]:
    """Head nouns with their near modifiers, in order, of one clause of a directive."""
    heads = HEADS.find(clause)
    titles = list(_TITLE.finditer(clause)) if "《" in clause else []
    denied = DENIED.search(clause)
    found: list[str] = []
    if heads or titles:
        made = Made(clause, heads)
        made.read(denied)
        made.read_titles(titles)
        found = made.found
    if denied:
        return found
    return found + [thing for thing in _by_whatever_name(clause) if not any(thing in x or x in thing for x in found)]


# 实行首问负责制, 推行“双线长”制: a rule that is introduced, whatever it is called
_INTRODUCED = re.compile(r"(?:实行|推行|试行)(?P<np>“?[\u4e00-\u9fff]{1,12}”?制)(?=[，。；、]|$)")
_NO_RULE = re.compile("[管机体编]制$|双岗制$|首报制$|倒班制$")

# Each with what a clause must have for it to be tried, and what is none after all.
_WHATEVER = (
    (_WRITTEN, "", _NO_WRITING),
    (_TAKEN, "将把", _NO_PAPER),
    (_ONE_OF, _ONES, _NO_WRITING),
    (_REVISED, "对", None),
    (_WORKED_ON, "将把", None),
    (_INTRODUCED, "制", _NO_RULE),
)


def _by_whatever_name(clause: str) -> list[str]:
    """What is written, or taken and handed over, though its name is none of a known document."""
    found: list[str] = []
    for pattern, marks, no in _WHATEVER:
        if marks and not any(mark in clause for mark in marks):
            continue
        for match in pattern.finditer(clause):
            if no.search(match["np"]) if no else not (names_thing(match["np"]) or match["np"].endswith("》")):
                continue
            if pattern is _TAKEN and not HEADS.find(match["np"]):
                # 把当天用量报院感科: figures, no paper
                continue
            cut = last_separator(match["np"])
            if pattern is _TAKEN:
                # 将上半年总结和下半年打算报…: all of it
                found.extend(p for p in map(trimmed, SEPARATOR.split(match["np"][:cut])) if names_thing(p))
            np = trimmed(match["np"][cut:])
            np = np.rsplit("的", 1)[-1]
            if 2 <= len(np) <= 20 and np[0] != "给" and np not in TOO_BARE and np not in found:
                found.append(np)
    return found


def handled_later(clauses: list[str]) -> list[str]:
    """除治台账须一株一码，由护林员按周更新: the clause that opens with a document, and one behind it that says what to do."""
    for at, clause in enumerate(clauses[:-1]):
        named = _NAMED_FIRST.search(clause)
        if named and names_thing(named["np"]) and any(_THEN_SENT.match(later) for later in clauses[at + 1 :]):
            # 核对拟表彰名单，明天中午前公示
            return [trimmed(named["np"])]
        if (amended := _AMENDED.search(clause)) and any(_AMENDS.search(later) for later in clauses[at + 1 :]):
            # 会议原则同意…细则，由…修改后印发
            return [amended["np"]]
        heads = HEADS.find(clause)
        same = _THE_SAME.match(clause, heads[0].end()) if heads else None
        if not same or ACTS.find(clause, 0, heads[0].start()):
            continue
        left = same["left"] is not None
        later = [each for each in clauses[at + 1 :] if not DENIED.match(each)]
        if any(_MADE_UP.search(each) or (not left and _HANDLED.search(each)) for each in later):
            thing = trimmed(clause[: heads[0].end()])
            return [thing] if names_thing(thing) else []
    return []
