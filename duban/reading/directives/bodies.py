"""Who must act: names of bodies and posts, read where a sentence puts its subject or its addressee."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import rjieba

from duban.reading.directives.lexer import Lexed, Word

# Verbs that may open a body's name: 牵头单位, 承办单位, 被巡察党组织.
_NAMING_VERBS = frozenset(
    "牵头 负责 配合 包保 帮扶 承担 申报 使用 推广 参与 被 实施 协同 联动 支持 对口 转办 督办 创建 编制 排查 派驻 包联".split()
)
_NAMING_ADVERBS = frozenset("重点 集中 集体 独立 专项 专门 统一 规范 系统 公开 主动 滚动 现场 当班".split())
_NOT_A_NAME = (
    "我",
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
)
_GOES_DOWN = frozenset("下村 下乡 下队 进村 入户 到村 到组 到站 到校 到院 到场".split())
_OPENERS = frozenset(("“", "（", "(", "《", "‘"))
_CLOSERS = {"“": "”", "（": "）", "(": ")", "《": "》", "‘": "’"}
_ASIDE = ("特别是", "尤其是", "包括", "等")
_LONGEST_NAME = 26
_NAME_AFTER_ALL = re.compile(
    r"供[电水热气应销货暖排氧油配粮方]|经治|把钩|交[警通投运管旅建控集发]|报[关社]|经[发侦贸营济管办信开]|对外(?![包委协聘])|对口|对公(?![众共司布开示告平正])|其[他余]|给排|送变?电|和[谐平]|同济|未成年|由衷|无线|无人机"
)
_THING = (
    "管理",
    "培训",
    "教育",
    "考核",
    "队伍",
    "作风",
    "工作",
    "建设",
    "名单",
    "信息",
    "情况",
    "素质",
    "能力",
    "意识",
    "责任",
    "服务质",
    "服务水",
    "工资",
    "薪酬",
    "待遇",
    "津贴",
    "资质",
    "证件",
    "名册",
    "食宿",
    "健康证",
)
_ON_DUTY_FOR = frozenset(("负责", "牵头", "配合", "协助", "承办", "主办", "协办"))
_GUIDES = re.compile(r"[组员站办处科所]|中心|委员会|单位|小组|部门|意见")
_ON_CONDITION = re.compile(
    r"(?:未|未[\u4e00-\u9fff]{2}|放学|下班|交班|上岗|进场|入场|出车|开工|作业)[\u4e00-\u9fff]{0,4}$"
)
_ON_WATCH = frozenset("调度 监护 巡检 值班".split())
_SHORT_VERBS = frozenset("发签填报交送写找给拉查买装拆换扫洗停")
_HOW_MANY = re.compile(r"[双两三四五六七八九几]+(?:方|家|家单位)")
_ALL_OF_THEM = re.compile(r"(?<=[\u4e00-\u9fff]{2})[双两三四五六七八九几]+(?:方|家|家单位|个部门|个单位|员)$")
_NO_BODY = re.compile(r"结果|进展|成效")
_DATED_NAME = re.compile(r"(?:[^第，]{0,4}第)?[0-9一二三四五六七八九十两几]+(?:年|月|周|日|天|个(?!责任)|次(?!班)|是)")
_NUMBERED_AREA = re.compile(r"(?:采|掘进|开拓|综掘|运转|准备|修护|充填|通防)[一二三四五六七八九十]区$")
_COUNTED = re.compile(r"[一二两三四五六七八九十0-9]+[名辆台个次支艘人]")
_LETTERS = re.compile(r"[A-Z]{2,6}")
_PLAIN_BODIES = frozenset(("中心", "大队", "支队", "分局", "总队"))
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭鲁韦马苗花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬乐顾孟黄穆萧尹姚邵汪祁毛狄戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾路娄江童"
    "颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房解丁邓洪石崔龚程邢裴陆翁荀甄曲封靳段焦侯全班仇甘武符刘景詹龙叶黎白蒲赖卓蔺屠池乔温庄晏柴瞿阎连习艾易廖耿关匡文欧蔚越隆师巩聂曾沙游简窦章麦涂敖卓冷辛栾尚牟隋佟楚冀"
)
_TITLED = re.compile(
    r"(?:主任|书记|经理|总监|长|主席|教授|工程师|会计|支书)"
    rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}$"
)
_ACTS_UPON = frozenset("安排 通知 联系 指导 协调 监督 督导 督查 检查 考核 培训 教育".split())
_WORKING_BODIES = frozenset(
    "人员 小组 中心 大队 支队 总队 中队 办公室 委员会 专班 工作组 单位 部门 机构 领导小组 公司 分局 干部".split()
)
_PLACES = frozenset("区市县镇乡村省")
_ACTING_AREAS = frozenset("病区 社区 业区 校区 院区 矿区 工区 厂区 港区 理区 务区 园区 景区 队区".split())
_ON_THE_WAY = frozenset("进场 入场 进厂 入厂 离厂 进站 入井 下井 升井 出井 返校 离校 入园 驻场 入库 入户 驻厂".split())
_ON_DUTY = frozenset("夜间 夜班 白天 当班".split())
_WHEN_NEXT = re.compile(
    r"每(?!个[部单科人])|[0-9一二两三四五六七八九十半]+(?:个?(?:月|周|年|季度|工作日|小时|分钟|学期)|[日天]|名|次|[上中下]旬)|[今明当][天日晚]|[本下]周|会后|随[后时]|凌晨|最迟"
)
_PAPER_GOES = re.compile(r"[表单录料告案册书图账帐](?:交(?![警通投])|报(?!社)|送)")
_WHEN_FIRST = frozenset("每一二两三四五六七八九十半今明当本下会随凌最")
_UNIT_ENDS = re.compile(
    r"(?:[部处室科办局厅司厂站所队组班院校委会段店馆]|中心|[集大]户|集团|机构|公司|专班|支部|街道|社区|[作企事]业区|[员长师方医工警]|[作执监经管责消使]者|主任|书记|经理|代表|人员|负责人)$"
)
_NO_NAME_HERE = re.compile(
    r"阶段|[路地时河管]段|教室|寝室|浴室|诊室|厕所|场所|(?<=[例晨前早晚周月度调头进题员署析评商讨究证布流场频话谈])会$|[的了着过往，：；“”《》（）0-9]|记录|档案|清单|台[账帐]|情况|工作$|不|各|有关|相关|全体|方案|台账|报告"
)
_NAMES_WITH = frozenset(
    "整改 培养 参建 备勤 发热 采样 收购 焊接 吊装 引航 采血 宣讲 维保 试验 检测 检验 检修 招商 策划 承运 承包 带班 征收 补偿 发展 创新 评定 派驻 挂牌 运维 转运 测算 结算 清算 核算 护理 接收 投放 停放 校验 清淤 消杀 消毒 疏导 救治 修缮 筹备 筹建 申报 开发 追溯 团结 稳定 改造 更新 包装 储备 应对 收缴 清收 调试 通信 推广 发放 复核 核查 督办 受理 办理 引航 引导 审计 收集 试点 统筹 规范".split()
)


@dataclass(slots=True)
class Names:
    """Names found from one place on, and where the reading stopped."""

    spans: list[tuple[int, int]]
    stop: int
    """index of the word that stopped the reading (len(words) at the end)"""
    at: int
    """code point of that word"""


def word_at(lexed: Lexed, at: int) -> int:
    """Index of the first word that starts at `at` or later."""
    return bisect_left(lexed.starts, at)


def _names_with(text: str, word: Word, following: Word, head: int) -> bool:
    """牵头单位, 攻坚办, 重点企业: a verb or adverb that belongs to the name behind it."""
    s, e, kind = word
    if following[2] not in "BR":
        return text[s:e] in _NAMING_ADVERBS and head < 0 and following[2] in "WXN"
    if kind == "D":
        return text[s:e] in _NAMING_ADVERBS and head < 0
    if text[following[0] : following[1]] in _PLAIN_BODIES and head < 0:
        return True
    short = following[1] - following[0] == 1 and text[following[0]] in "办组科处室局部队站班委"
    return (text[s:e] in _NAMING_VERBS and head < 0) or short


def _head_follows(lexed: Lexed, index: int, end: int) -> bool:
    """Does a head noun come so soon after a work word that the work word only qualifies it (管理人员)?"""
    for start, stop, kind in lexed[index : index + 3]:
        if start - end > 2 or kind not in "BRWXN":
            return False
        if kind in "BR":
            return True
        end = stop
    return False


def read_names(
    text: str, lexed: Lexed, at: int, index: int | None = None, limit: int | None = None, known: Sequence[str] = ()
) -> Names:
    """The list of names that begins at `at`; empty when what stands there is no body and no post."""
    i = word_at(lexed, at) if index is None else index
    limit = len(text) if limit is None else limit
    spans: list[tuple[int, int]] = []
    start, head, after, post = at, -1, False, False
    count = len(lexed)
    if i < count and not known:
        s, e, kind = lexed[i]
        moving = kind == "P" and text[s:e] in _ON_THE_WAY and i + 1 < count and lexed[i + 1][0] == e
        if (
            s == at
            and not (moving and lexed[i + 1][2] == "R")
            and (kind in "MFTPSCE" or (kind in "VD" and (i + 1 >= count or lexed[i + 1][0] != e)))
        ):
            # no name begins with such a word
            return Names([], i, min(s, limit))
    letters = _LETTERS.match(text, at) if "A" <= text[at : at + 1] <= "Z" else None
    if letters and i < count and lexed[i][0] == letters.end() and lexed[i][2] in "MFVDTB":
        # QA, PMO, HSE办: departments that go by their letters
        head = letters.end()
    while i < count:
        s, e, kind = lexed[i]
        if s >= limit:
            break
        if known and head < 0 and s >= start:
            name = next((k for k in known if text.startswith(k, start)), None)
            if name is not None:
                head, after = start + len(name), False
                i = word_at(lexed, head)
                continue
        if (
            head >= 0
            and s > head
            and (text[head].isdigit() or (text[head] in _WHEN_FIRST and _WHEN_NEXT.match(text, head)))
        ):
            # 农机科|9月15日以前, 年级主任|每两周
            break
        if head >= 0 and kind in "MF" and s > head and (initials := _LETTERS.fullmatch(text, head, s)):
            # 品质部QE
            head = initials.end()
        if kind in "BR":
            if head >= 0 and s - head == 1 and text[head] in _SHORT_VERBS:
                # 法务部|发|律师函
                break
            if head >= 0 and s - head > 3 and not _told_apart(lexed, i, head):
                # 承包商人员|进入控制|区: a verb nobody listed stands between
                break
            head, after, post = e, False, kind == "R"
        elif kind in "WX":
            if (
                s == start
                and text[s:e] == "保障"
                and i + 1 < count
                and lexed[i + 1][2] == "R"
                and text[e : e + 2] != "人员"
            ):
                # 保障职工轮休
                break
            if head >= 0:
                if (
                    head == s
                    and text[s:e] in _ON_WATCH
                    and i + 1 < count
                    and lexed[i + 1][0] == e
                    and lexed[i + 1][2] in "MFT"
                ):
                    # 各厂矿调度|每天
                    head, post = e, True
                    i += 1
                    continue
                if (
                    head == s
                    and lexed[i - 1][2] == "B"
                    and text[s:e] in _ACTS_UPON
                    and _acted_upon(text, lexed, i + 1, e)
                ):
                    # 请志愿服务总队|安排志愿者, 民政局|指导村居
                    break
                if not _head_follows(lexed, i + 1, e):
                    if head == s and kind == "W":
                        break
                    after = True
            elif (
                kind == "W"
                and s == start
                and not _head_follows(lexed, i + 1, e)
                and (i + 1 >= count or lexed[i + 1][2] not in "BRWXNJ" or lexed[i + 1][0] - e > 4)
            ):
                # a work word that opens the clause is its verb, unless a name is still to come
                break
        elif kind == "N":
            if head < 0 and text[s:e] == "个人" and i > 0 and lexed[i - 1][2] == "J" and s == start:
                # 任何单位和个人
                head, post = e, True
            after = after or (head >= 0 and head != e)
        elif kind == "Q":
            if head >= 0 and head == s:
                after = False
        elif kind == "J":
            if head == s or (head >= 0 and _HOW_MANY.fullmatch(text, head, s)):
                spans.append((start, head))
                start, head, after = e, -1, False
            elif head >= 0:
                if text[s] == "、":
                    break
                after = True
        elif kind == "K":
            mark = text[s]
            if mark not in _OPENERS:
                if mark == "”" and head < 0 and "“" in text[start:s]:
                    i += 1
                    continue
                if mark in "”）)》’" and head >= 0 and s - head <= 1:
                    head = e if mark == "”" else head
                    i += 1
                    continue
                break
            if mark in "（(":
                close = text.find(_CLOSERS[mark], e)
                if close < 0 or close - s > 24:
                    break
                if head == s:
                    head = close + 1
                i = word_at(lexed, close + 1)
                continue
        elif kind in "PT" and text[s:e] in (_ON_THE_WAY if kind == "P" else _ON_DUTY):
            # 外委单位进场人员, 加气站夜间班组
            if i + 1 >= count or lexed[i + 1][0] != e or lexed[i + 1][2] not in "BR":
                break
        elif kind in "VD":
            following = lexed[i + 1] if i + 1 < count and lexed[i + 1][0] == e else None
            beyond = lexed[i + 2] if following and i + 2 < count and lexed[i + 2][0] == following[1] else None
            ordered = (
                s == start
                and beyond is not None
                and beyond[2] in "MF"
                and following is not None
                and following[2] in "BR"
            )
            if kind == "D" and head < 0 and text[s:e] in _NAMING_ADVERBS and i + 1 < count:
                near = lexed[i + 1]
                if 0 < near[0] - e <= 2 and near[2] in "BR" and text[e : near[0]].isalpha():
                    # 现场防护员
                    i += 1
                    continue
            if (
                head >= 0
                and following is not None
                and following[2] in "BR"
                and (text[s:e] == "现场" or (text[following[0] : following[1]] in OF_A_TRADE and text[s:e] in _TRADES))
            ):
                # 各分包现场负责人, 驻站维保人员
                i += 1
                continue
            if (
                following is not None
                and head < 0
                and (s > start or spans)
                and text[following[0] : following[1]] in _WORKING_BODIES
                and text[start] in "各有相"
            ):
                # 各培养单位
                i += 1
                continue
            if following is None or not (ordered or _names_with(text, lexed[i], following, head)):
                break
        else:
            break
        i += 1
    stop_at = lexed[i][0] if i < count else len(text)
    stop_at = min(stop_at, limit)
    if (
        after
        and post
        and i < count
        and lexed[i][2] == "M"
        and stop_at - head <= 5
        and not text.startswith(_THING, head)
    ):
        # 护林员巡山要…, 装维经理上门服务要…: a person at work, not a thing
        after = False
    if head >= 0 and i < count and lexed[i][2] in "MF" and text[stop_at - 1] in "时前后" and 2 <= stop_at - head <= 8:
        # 各班组交接班时要填写…: when, not what
        spans.append((start, head))
    elif (
        head >= 0
        and not after
        and stop_at - head <= 10
        and _ends_word(text, start, head, stop_at, ordered=not post and i < count and lexed[i][2] == "M")
    ):
        spans.append((start, head))
    elif spans and (after or head < 0):
        if after:
            spans = []
        # a join with nothing nameable behind it belongs to the predicate
    elif head < 0 and not spans and i < count and lexed[i][2] in "MFTPVD" and _collective(text, start, stop_at):
        spans.append((start, stop_at))
    if not spans:
        return Names([], i, stop_at)
    if post and spans and 0 < stop_at - spans[-1][1] <= 3 and (named := _TITLED.search(text, spans[-1][0], stop_at)):
        # 村主任骆长根: a post and who holds it
        spans[-1] = (spans[-1][0], named.end())
    if len(spans) > 1 and (counted := _ALL_OF_THEM.search(text, *spans[-1])):
        # 总包、监理、甲方三方: how many they are
        spans[-1] = (spans[-1][0], counted.start())
    good = [(a, b) for a, b in (_trim(text, a, b) for a, b in spans) if _is_name(text, a, b)]
    return Names(_shared_determiner(text, _apart(text, good)), i, stop_at)


OF_A_TRADE = _WORKING_BODIES | frozenset(
    "车间 干警 法官 队长 司机 专员 专工 经理 医师 医生 护士 责任人 负责人 技师 工程师 各方 团队 班组 工人".split()
)
_LONG_NAMED = frozenset("中心 指挥部 办公室 大队 支队 专班".split())
_TRADES = frozenset("绿化 养护 清运 安装 维修 运输 维保 运维 检修 保洁 施工 清洗".split())
_UPON_PEOPLE = frozenset(
    "组织 安排 督促 协助 支持 帮助 动员 发动 引导 选派 选拔 培育 培训 整合 整顿 理顺 约谈 查处 打击 追究 奖励 表彰 慰问 走访 成立 组建 设立 充实 加强 强化 提醒 告知 增派 抽调 聘请 邀请 撤换 更换 "
    "轮换 关心 关爱 依靠 凝聚 带领 率领 引领 激励 鼓励 支援 疏散 撤离 转移 清退 补充 增加 增设 增配 调整 选用 任用 聘任 选好 配齐 配强 配备 压缩 精简 督办 推动 建立 健全 调离 落实 明确 确定 指派 做好 抓好 管好 要求".split()
)
_OPENS_NAME = _NAMES_WITH | _NAMING_VERBS | _ON_THE_WAY


def _opens_name(text: str, lexed: Lexed, i: int) -> bool:
    """承办法官, 取水车间: the verb is their trade; 组织人员 and 督促车间 are things to do."""
    s, e, _ = lexed[i]
    if text[s:e] in _OPENS_NAME:
        return True
    following = lexed[i + 1] if i + 1 < len(lexed) else None
    return (
        following is not None
        and following[0] - e <= (2 if text[s:e] in _TRADES or text[following[0] : following[1]] in _LONG_NAMED else 0)
        and following[2] in "BR"
        and text[following[0] : following[1]] in OF_A_TRADE
        and text[s:e] not in _UPON_PEOPLE
    )


def _field_ends(text: str, lexed: Lexed, i: int) -> int:
    """Index of 科 in 支付|结算|科, of a short head right behind verbs that are its field; -1 when there is none."""
    first, (s, e, kind) = i, lexed[i]
    if text[s:e] in _UPON_PEOPLE:
        return -1
    while kind in "VWXN" and i - first < 3 and i + 1 < len(lexed) and lexed[i + 1][0] == e:
        i += 1
        s, e, kind = lexed[i]
    return i if i > first and kind == "B" and e - s == 1 and text[s] in "科处部室股组队班所站办" else -1


def anchored(text: str, lexed: Lexed, at: int, index: int, limit: int) -> Names | None:
    """A name read backwards from what must stand behind a subject: a modal, a time, a preposition, a verb of duty.

    检修策划部|5月底前, 投诉接待中心|于本周五前: verbs nobody expected in a name do not matter, its end does.
    """
    spans: list[tuple[int, int]] = []
    start, count = at, len(lexed)
    if index >= count:
        return None
    s, e, kind = lexed[index]
    field_to = -1
    if s == at and kind in "VP" and not _opens_name(text, lexed, index):
        field_to = _field_ends(text, lexed, index) if kind == "V" else -1
        if field_to < 0:
            return None
    elif s == at and kind in "MFTSCEKD":
        return None
    when = _WHEN_NEXT.search(text, at + 2, min(limit, at + _LONGEST_NAME))
    when_at = when.start() if when else len(text)
    for i in range(index, count):
        s, e, kind = lexed[i]
        if s >= limit or s - start > _LONGEST_NAME:
            return None
        if start < when_at <= s:
            return Names([*spans, (start, when_at)], i, when_at) if _ends_unit(text, lexed, i, start, when_at) else None
        if kind == "J" and text[s:e] in ("、", "和", "与"):
            if not _ends_unit(text, lexed, i, start, s):
                return None
            spans.append((start, s))
            start = e
        elif kind in "MFTD" or (kind == "P" and text[s:e] not in _ON_THE_WAY):
            if kind == "D" and s == start:
                return None
            if _ends_unit(text, lexed, i, start, s):
                return Names([*spans, (start, s)], i, s)
            when = _ON_CONDITION.search(text, start, s)
            if when and _ends_unit(text, lexed, i, start, when.start()):
                # 备勤民警|未|经批准不得
                return Names([*spans, (start, when.start())], i, s)
            if kind != "D":
                return None
        elif kind in "EKSC":
            return None
        elif kind == "V" and i >= field_to:
            word = text[s:e]
            if word in _ON_DUTY_FOR and _could_act(text, lexed, index, i, start, s):
                return Names([*spans, (start, s)], i, s)
            if s > start and lexed[i - 1][1] == s and lexed[i - 1][2] in "BR" and _ends_unit(text, lexed, i, start, s):
                return Names([*spans, (start, s)], i, s)
            if (
                word not in _NAMES_WITH
                and word not in _NAMING_VERBS
                and not (s == start and _opens_name(text, lexed, i))
            ):
                return None
    return None


def _could_act(text: str, lexed: Lexed, index: int, i: int, start: int, end: int) -> bool:
    """热控专业|负责…, 运行三值|牵头…: whoever stands before such a verb acts, whatever he is called."""
    first = word_at(lexed, start)
    return (
        2 <= end - start <= 12
        and text[start] not in "谁专每此该主全由"
        and "专人" not in text[start:end]
        and text[end - 1] not in "性度率量力感果"
        and not set(lexed.kinds[max(index, first) : i]) - set("NXBRWQ")
        and not _NO_NAME_HERE.search(text, start + (text[start] == "各"), end)
        and _is_name(text, start, end)
    )


def _ends_unit(text: str, lexed: Lexed, i: int, start: int, end: int) -> bool:
    """Does text[start:end], with the words up to `i` in it, end as a body or a post does?"""
    return (
        2 < end - start <= 16
        and (
            _UNIT_ENDS.search(text, start, end) is not None
            or (i > 0 and lexed[i - 1][1] == end and lexed[i - 1][2] in "BR")
        )
        and not _NO_NAME_HERE.search(text, start + (text[start] == "各"), end)
        and _is_name(text, start, end)
    )


def _acted_upon(text: str, lexed: Lexed, index: int, end: int) -> bool:
    """Is it a name of its own that stands behind the work word (指导|村居, but 检查小组)?"""
    if index >= len(lexed):
        return _COUNTED.match(text, end) is not None
    s, e, kind = lexed[index]
    if text.startswith(("指导", "协调", "联系"), end - 2) and not _GUIDES.match(text, end):
        # 货币金银科|指导商业银行
        return True
    if text.startswith(("专人", "人手", "车辆", "力量"), end) or _COUNTED.match(text, end):
        return True
    return s == end and kind in "BR" and e - s > 1 and text[s:e] not in _WORKING_BODIES


def _told_apart(lexed: Lexed, i: int, head: int) -> bool:
    """Do known words fill the way from one head to the next (集团公司|生产|技术部)?"""
    return i > 0 and lexed[i - 1][1] > head and lexed[i][0] - lexed[i - 1][1] <= 2


def _is_name(text: str, start: int, end: int) -> bool:
    if (
        text.startswith(("大家", "我们", "你们"), start)
        or not 1 < end - start <= _LONGEST_NAME
        or text[start:end] in _GOES_DOWN
        or (text.startswith(_NOT_A_NAME, start) and not _NAME_AFTER_ALL.match(text, start))
        or _DATED_NAME.match(text, start, end)
        or _PAPER_GOES.search(text, start, end)
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


def _collective(text: str, start: int, end: int) -> bool:
    """各平台 must: with 各 before it, what stands before a modal acts, unless it is a known thing (各项工作)."""
    return (
        text[start] == "各"
        and 3 <= end - start <= 8
        and text[start + 1] not in "项类种自方个位"
        and text[start:end].isalnum()
    )


def _ends_word(text: str, start: int, head: int, stop: int, *, ordered: bool) -> bool:
    """校 in 校门 is no school: where unknown characters follow a one-character head, ask a dictionary for the cut."""
    if stop > head and text.startswith(_THING, head):
        return False
    if text[start] == "全" and head == start + 2 and stop > head:
        # 全村12口山塘 are ponds, not the village
        return False
    if ordered and stop > head and text[head] not in "“（(之":
        # 村庄清洁要…, 医院感染要…: things, as far as one can see
        return False
    if stop == head or text[head].isdigit() or text[head] in "“（(":
        return True
    at = start
    for word in rjieba.cut(text[start : stop + 2]):
        at += len(word)
        if at >= head:
            return at == head
    return True


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    for aside in _ASIDE[:3]:
        cut = text.find(aside, start, end)
        if cut > start:
            end = cut
    while start < end and text[start] in " 　，,、":
        start += 1
    return start, end


def _apart(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """公安、交通部门 are two, though neither 公安 nor 交通 alone would be seen as a body."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if "、" in text[start:end] and "（" not in text[start:end]:
            for part in text[start:end].split("、"):
                out.append((start, start + len(part)))
                start += len(part) + 1
        else:
            out.append((start, end))
    return out


def _shared_determiner(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """各党总支、支部 is one name: 支部 without its 党 leans on the word before."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and text[start:end] == "支部" and text[out[-1][0]] == "各":
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out
