"""What is called a document, list, rule or mechanism in a clause, and is made or handed in there."""

from __future__ import annotations

import re

from duban.reading.directives.documents import ACTS, HEADS, makes
from duban.reading.directives.things import NOT_MADE, SEPARATOR, TOO_BARE, last_separator, names_thing, trimmed

_HANDED = re.compile(
    r"[”》）)]*(?:[、和及与][\u4e00-\u9fff]{2,6}(?=[0-9于须要应一]))?(?:会[前后上]|提前[^，]{1,6}|[要须应均都也]|必须|应当|务必|下班前|上班前|及时|尽快|按时|统一|张榜|公开|逐一|一次性|全部|当面|同步|如期|如数|再次|按[周月季年日]|每[周月季天日年]度?|密封|定期|动态|实时|[今明后][天日早晚]|本|次|当[日天晚场月周]|每[晚班旬]|随[^，]{2,6}|随即|立即|马上|先|再|一式.份|一.一[份表档册张本]|加盖公章后?|签字后|盖章后|审[核定签]后|认真|审核|一并|逐级|以书面形式|书面|重新|由[^，。]{2,14}?|于[^，。]{2,14}?|在[^，。]{2,14}?|经[^，。]{2,14}?后?|[0-9一二三四五六七八九十年月日时点上下午底前周五]+)*(?:留(?=[^，。；]{1,8}(?:备查|存档|备案))|报(?!告|名|废|警)|披露|公开(?!曝光)|贴|上报|传(?!达|统|真|承|染)|发送|推送|传真|存查|归档|摸清|摸准|理清|校核|签发(?!人)|锁定|备齐|录入|移送|填写|填报|报送|提交|上交|送(?!达率|到户|到家|上门|到人)|交(?!流|通|叉|易)|印发|下发|公布|公示|上墙|更新|修订|修改|补充完善|完善|制定|编制|拟定|出台|反馈|发|汇总|整理|归档|抄送|备案|签订|拿出|交齐|交出|报齐|送齐|列出|填好|写好|补齐|做好|备好|挂出|贴出|发到|发给|张贴|存档|会签|审定|定稿|留存|装订|移交|收存|收齐|编写|绘制|起草|上传|调整(?:好|到位)|修改好|备查|留档|存查|封存|入档|做[细实准全]|改[一到好完]|补[全上好]|发[出至]|晒出|交给|录入|补交|补报)"
)
_NOMINAL = re.compile(
    r"[”》]*的?(?:续签|补签|签署|填写|填报|绘制|编报|编制|编排|编印|汇总|评审|制定|制订|修订|起草|编写|签订|报送|报批|报审|上报|整理|填报|印发|拟定|完善|更新|梳理|汇编|归档|收集|撰写|张贴|建立|准备)(?:工作|任务|事宜|完善)?(?=[，。；、并后及]|$)"
)
_OTHER = re.compile(
    r"[”》]*(?:的?(?:落实|执行|情况|要求|中|内|规定|上(?!墙|报)|范围|精神|内容|标准|约定|任务|目标|指标|实施|审查|审核|审批|评估|交底|演练|培训|宣贯|学习|作用|建设|管理|工作|行为|评[选比]|相关|衔接|进度|考核|兑现|运行|评审|论证|体系建设|起来|改革))"
)
# 验收单由使用科室签, 检测报告下次会议提交: what opens the clause is dealt with in it.
_DEALT_WITH = re.compile(
    r"(?=[期由经于在须要应均都必每下上本明今次当随按限最0-9一二三四五六七八九十报交送提公归存备重统单双年月季周节会除定逐晚早互直分同起至到向给推发])[^，。；的]{0,14}?(?:签认|(?<![提转上])交(?![流通叉易])|报(?![告名废警])|送(?!到[户家]|达本人|达[率户])|开具|存入|发(?![现生展挥放])|推送|公布|公示|公开(?!曝光)|互换|留痕|备案|提交|归档|提供|备查|存档|重新核定|起草|执笔|统稿|定稿|(?<!一经)批准|印制|一式[^，]份|统一排|排[好出定]|编好|给我|送我|随.随[建填录存]|写(?=[，。；]|$))"
)
# 公布课程表和作业|公示制度: what stands before the second verb is a noun; 梳理清单并|制定制度: it is none.
_PARTED = re.compile(
    r"[，并]|再$|[、和与及][^、和与及，]?$|[、和与及](?:制定|制订|建立|完善|健全|修订|印发|形成|提交|上报)"
)
_ON_SHOW = ("张榜公布",)
_JUNK = re.compile(
    "征求|的[签办]|每[年月周季天日学]|日内|完毕|组织一次|向患者|第一时间|一律|后编入|支书$|^用制度|按程序$|^自?[此本]函$"
)
# 签订补充协议, 拿出优化方案: the second verb says what kind of thing it is.
_NOUNS = frozenset(("补充", "设计"))
_QUALIFIES = frozenset(("补充", "优化", "移交"))
_OF = re.compile(r"[^，、；和及与]{0,10}的[^，、；和及与]{0,6}$")
_GOES = re.compile(r"(?<!收)发|[报交送并和与及的后经由须要应]|编制|制定|建立|形成|更新")
# “日清单、周分析、月通报”制度: what is named inside only says what kind of rule it is.
_KIND_OF_RULE = re.compile("[^“”，。；]{0,14}”(?:[机体]?制|体系|办法|模式|要求)")
_IN_FORM_OF = re.compile(r"以[^，将把]{0,8}$")
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
    "改进": re.compile(".?改进[措方计意建]"),
    "交": re.compile(".?交办"),
    "报": re.compile("(?<![每逐按])[周月季]|[简快]|日(?=报周)"),
}
_BY_IT = frozenset("按照 按 根据 依据 依照 对照 围绕 结合 减少 压缩 简化 改进 参与".split())
_OPENS_WORK = frozenset("检查 考核 审核 监督 督促 学习 落实".split())
# Where the thing begins that is dealt with behind its name.
_LEAD = re.compile(r"(?:将|把|完成|做好|抓好|启动|加快|推进|负责|组织|要求|提交|[要须应于前]|^)([^，。；]*?)$")
# A title may stand so far behind the verb that makes it.
_NEAR = 4

Act = re.Match[str]


class Made:
    """The documents of one clause, read from left to right."""

    def __init__(self, clause: str, heads: list[re.Match[str]]) -> None:
        self.clause, self.heads = clause, heads
        self.acts: list[Act] = [
            act for act in ACTS.find(clause) if not _is_body(clause, act) and not tells_which(clause, act)
        ]
        self.found: list[str] = []
        self.floor = 0
        """where the name ends that was read last"""
        self.maker = ""
        """the verb that makes what was read last, if one does"""

    def read(self, denied: re.Match[str] | None) -> None:
        """Adds what the clause has made, up to where it denies."""
        row = 0
        for n, head in enumerate(self.heads):
            if denied and denied.end() <= head.start():
                break
            if n == 0 or not SEPARATOR.match(self.clause, self.heads[n - 1].end()):
                # 走访名单和家访记录: where the first of those that stand side by side may begin
                row = self.floor
            if not self._is_part(n):
                self._read(*head.span(), row, first=n == 0)
                self.floor = head.end()

    def _is_part(self, n: int) -> bool:
        """The name goes on (图纸收发|台账), or it is no name there."""
        clause, (start, end) = self.clause, self.heads[n].span()
        if end < len(clause) and clause[end] not in "、，" and HEADS.match(clause, end):
            return True
        if n + 1 < len(self.heads):
            following = self.heads[n + 1].start()
            if _OF.match(clause, end, following) and not ACTS.find(clause, end, following):
                # 靠制度管人管事的|长效机制: it only says what kind
                return True
            if (
                1 <= following - end <= 3
                and clause[end:following].lstrip("”").isalpha()
                and not _GOES.search(clause, end, following)
            ):
                return True
        if (
            "“" in clause
            and clause.count("“", 0, start) > clause.count("”", 0, start)
            and _KIND_OF_RULE.match(clause, end)
        ):
            return True
        # 汇编案例集: here a verb
        return clause[start:end] == "汇编" and clause[end : end + 1] not in ("", "、", "并", "和")

    def _read(self, start: int, end: int, row: int, *, first: bool) -> None:
        clause = self.clause
        handed = bool(
            ((by := _HANDED.match(clause, end)) and not clause.startswith("前", by.end()))
            or (first and not any(act.end() <= start for act in self.acts) and _DEALT_WITH.match(clause, end))
        )
        nominal = _NOMINAL.match(clause, end) is not None
        if not handed and not nominal and _OTHER.match(clause, end):
            return
        governor = self._governor(start, end)
        if governor is not None and clause.startswith("了", governor.end()):
            # 明确了奖惩办法: it is there already
            return
        if governor is not None and self._only_qualifies(governor, start):
            governor = None
        begin = self._made_from(governor, end)
        if (
            begin is None
            and (handed or nominal)
            and not _one_for_each(clause[start:end])
            and not (clause.startswith(_ON_SHOW, end) and "将" not in clause[:start] and "把" not in clause[:start])
            and not _IN_FORM_OF.search(clause, 0, start)
        ):
            begin = self._handled_from(governor, start, end, row, handed=handed, nominal=nominal)
        if begin is not None:
            self._add(begin, end, side_by_side=handed or nominal)

    def _governor(self, start: int, end: int) -> Act | None:
        """The verb that the name is the object of."""
        clause = self.clause
        governor: Act | None = None
        earlier: Act | None = None
        for act in self.acts:
            if act.end() > start or act.start() < self.floor:
                continue
            if act["make"] or governor is None or not governor["make"] or _independent(clause, governor, act):
                governor, earlier = act, governor
        if governor is None or not governor["make"]:
            return governor
        if (
            earlier is not None
            and earlier["make"]
            and (governor["make"] in _QUALIFIES or clause[governor.end() : end] in TOO_BARE or governor.end() == start)
            and (
                earlier.end() < governor.start()
                or governor["make"] in _QUALIFIES
                or earlier["make"] in ("附", "并附", "附上")
            )
            and not _PARTED.search(clause[earlier.end() : governor.start()])
        ):
            # 起草收费公示制度: the second verb belongs to the noun
            governor = earlier
        if governor["make"] in _NOUNS and governor.end() == start:
            # 落实补充协议, 按设计方案: no verb
            governor = earlier
        return governor

    def _only_qualifies(self, governor: Act, start: int) -> bool:
        """修订岗位说明书和绩效|考核办法: the verb says what kind the second thing is."""
        joined = SEPARATOR.match(self.clause, self.floor) if self.floor and self.maker else None
        if joined is None or joined.end() + 2 > governor.start() or governor.end() > start:
            return False
        between = self.clause[joined.end() : governor.start()]
        return between.isalnum() and (governor["make"] is None or governor.end() == start)

    def _made_from(self, governor: Act | None, end: int) -> int | None:
        """Where the thing begins behind the verb that makes it."""
        if governor is not None:
            if not governor["make"]:
                return None
            begin, made = governor.end(), makes(governor["make"], self.clause[governor.end() : end])
            self.maker = governor["make"] if made else ""
        else:
            begin = self.floor
            made = bool(begin and self.maker and SEPARATOR.match(self.clause, begin)) and makes(
                self.maker, self.clause[begin:end]
            )
        return begin if made else None

    def _handled_from(
        self, governor: Act | None, start: int, end: int, row: int, *, handed: bool, nominal: bool
    ) -> int | None:
        """Where the thing begins that is dealt with behind its name: 自查报告报…, 方案由…制定, 完成方案的编制."""
        clause = self.clause
        if governor is not None and governor["follow"] in _BY_IT:
            return None
        taken = max(clause.rfind("将", 0, start), clause.rfind("把", 0, start))
        if handed and taken >= 0:
            # 将整改报告和佐证材料报送…: all that is taken is handed over
            parts = [trimmed(part.rsplit("后的", 1)[-1]) for part in SEPARATOR.split(clause[taken + 1 : end])]
            self.found.extend(part for part in parts if names_thing(part) and part not in self.found)
            return None
        opens = governor is not None and governor.start() == 0 and governor["follow"] in _OPENS_WORK
        if not nominal and (row or not (governor is None or opens)):
            return None
        if taken >= self.floor:
            return taken + 1
        lead = _LEAD.search(clause[:start])
        return 0 if opens else max(row, lead.start(1) if lead else row)

    def _add(self, begin: int, end: int, *, side_by_side: bool) -> None:
        thing = self.clause[begin:end]
        if thing.count("“") != thing.count("”"):
            thing = thing.replace("“", "").replace("”", "")
        cut = last_separator(thing)
        if side_by_side:
            parts = map(trimmed, SEPARATOR.split(thing[:cut]))
            self.found.extend(part for part in parts if names_thing(part) and part not in self.found)
        thing = trimmed(thing[cut:])
        if "的" in thing and len(thing) > 14:
            _, _, last = thing.rpartition("的")
            thing = last if len(last) >= 2 else thing
        if 2 <= len(thing) <= 30 and thing not in TOO_BARE and not NOT_MADE.search(thing) and not _JUNK.search(thing):
            self.found.append(thing)

    def read_titles(self, titles: list[re.Match[str]]) -> None:
        """修订《安全手册》和《应急预案》: what stands in title marks right behind a verb that makes it, or beside such a title."""
        row = -1
        for title in titles:
            beside = title.start() - row == 1 and self.clause[row] in "、和及与"
            act = next((act for act in reversed(self.acts) if act.end() <= title.start()), None)
            if beside or (
                act is not None
                and act["make"]
                and title.start() - act.end() <= _NEAR
                and act["make"] not in ("公开", "研究", "做好")
            ):
                row = title.end()
                if not any(thing in title.group() or title.group() in thing for thing in self.found):
                    self.found.append(title.group())


def says_which(clause: str, end: int) -> bool:
    """安全教案|评比, 检修计划|执行情况: what ends there only says which."""
    return bool(_OTHER.match(clause, end)) and not (_HANDED.match(clause, end) or _NOMINAL.match(clause, end))


def _one_for_each(head: str) -> bool:
    """一厂一策 says how (one policy a factory) unless it is what is made."""
    return len(head) == 4 and head[0] == head[2] == "一"


def _is_body(clause: str, act: re.Match[str]) -> bool:
    """研究生院, 设计院, 登记中心: no verb at all."""
    if act.group() == "生成" and clause[act.start() - 1 : act.start()] == "学":
        return True
    if (no := _NO_ACT.get(act.group())) and no.match(clause, max(0, act.start() - 1)):
        return True
    return act.group() in _WORKS and clause.startswith(_BODIES, act.end())


def tells_which(clause: str, act: re.Match[str]) -> bool:
    """对照市局下发|的问题通报: which one it is. 建立健全|的台账 is said of what is made."""
    return clause.startswith("的", act.end()) and not act.group().endswith(("完善", "健全", "优化", "准备"))


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
