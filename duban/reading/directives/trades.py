"""Verbs and fields of work inside a name: 承办法官, 牵头单位, 支付结算科; and those that only stand before one."""

from __future__ import annotations

import re

from duban.reading.directives.lexer import Lexed, Word

# Verbs that may open a body's name: 牵头单位, 承办单位, 被巡察党组织.
NAMING_VERBS = frozenset(
    "牵头 负责 配合 包保 帮扶 承担 申报 使用 推广 参与 被 实施 协同 联动 支持 对口 转办 督办 创建 编制 排查 派驻 包联".split()
)
NAMING_ADVERBS = frozenset("重点 集中 集体 独立 专项 专门 统一 规范 系统 公开 主动 滚动 现场 当班".split())
_PLAIN_BODIES = frozenset(("中心", "大队", "支队", "分局", "总队"))
NAMES_WITH = frozenset(
    "查验 跟踪 整改 培养 参建 备勤 发热 采样 收购 焊接 吊装 引航 采血 宣讲 维保 试验 检测 检验 检修 招商 策划 承运 承包 带班 征收 补偿 发展 创新 评定 派驻 挂牌 运维 转运 测算 结算 清算 核算 护理 接收 投放 停放 校验 清淤 消杀 消毒 疏导 救治 修缮 筹备 筹建 申报 开发 追溯 团结 稳定 改造 更新 包装 储备 应对 收缴 清收 调试 通信 推广 发放 复核 核查 督办 受理 办理 引航 引导 审计 收集 试点 统筹 规范 持证".split()
)
WORKING_BODIES = frozenset(
    "人员 小组 中心 大队 支队 总队 中队 办公室 委员会 专班 工作组 单位 部门 机构 领导小组 公司 分局 干部".split()
)
OF_A_TRADE = WORKING_BODIES | frozenset(
    "车间 干警 法官 队长 司机 专员 专工 经理 医师 医生 护士 责任人 负责人 技师 工程师 各方 团队 班组 工人".split()
)
_LONG_NAMED = frozenset("中心 指挥部 办公室 大队 支队 专班".split())
TRADES = frozenset("绿化 养护 清运 安装 维修 运输 维保 运维 检修 保洁 施工 清洗".split())
UPON_PEOPLE = frozenset(
    "形成 组织 安排 督促 协助 支持 帮助 动员 发动 引导 选派 选拔 培育 培训 整合 整顿 理顺 约谈 查处 打击 追究 奖励 表彰 慰问 走访 成立 组建 设立 充实 加强 强化 提醒 告知 增派 抽调 聘请 邀请 撤换 更换 "
    "轮换 关心 关爱 依靠 凝聚 带领 率领 引领 激励 鼓励 支援 疏散 撤离 转移 清退 补充 增加 增设 增配 调整 选用 任用 聘任 选好 配齐 配强 配备 压缩 精简 督办 推动 建立 健全 调离 落实 明确 确定 指派 做好 抓好 管好 要求".split()
)
ON_THE_WAY = frozenset("进场 入场 进厂 入厂 离厂 进站 入井 下井 升井 出井 返校 离校 入园 驻场 入库 入户 驻厂".split())
_OPENS_NAME = NAMES_WITH | NAMING_VERBS | ON_THE_WAY
ACTS_UPON = frozenset("安排 通知 联系 指导 协调 监督 督导 督查 检查 考核 培训 教育".split())
_GUIDES = re.compile(r"[组员站办处科所]|中心|委员会|单位|小组|部门|意见")
_COUNTED = re.compile(r"[一二两三四五六七八九十0-9]+[名辆台个次支艘人]")


def names_with(text: str, word: Word, following: Word, head: int) -> bool:
    """牵头单位, 攻坚办, 重点企业: a verb or adverb that belongs to the name behind it."""
    s, e, kind = word
    if text[s:e] == "派驻" and head == s and following[2] == "R":
        # 检察院派驻联络员
        return True
    if following[2] not in "BR":
        return text[s:e] in NAMING_ADVERBS and head < 0 and following[2] in "WXN"
    if kind == "D":
        return text[s:e] in NAMING_ADVERBS and head < 0
    if text[following[0] : following[1]] in _PLAIN_BODIES and head < 0:
        return True
    short = following[1] - following[0] == 1 and text[following[0]] in "办组科处室局部队站班委岗"
    return (text[s:e] in NAMING_VERBS and head < 0) or short


def head_follows(lexed: Lexed, index: int, end: int) -> bool:
    """Does a head noun come so soon after a work word that the work word only qualifies it (管理人员)?"""
    for start, stop, kind in lexed[index : index + 3]:
        if start - end > 2 or kind not in "BRWXN":
            return False
        if kind in "BR":
            return True
        end = stop
    return False


def opens_name(text: str, lexed: Lexed, i: int) -> bool:
    """承办法官, 取水车间: the verb is their trade; 组织人员 and 督促车间 are things to do."""
    s, e, _ = lexed[i]
    if text[s:e] in _OPENS_NAME:
        return True
    following = lexed[i + 1] if i + 1 < len(lexed) else None
    return (
        following is not None
        and following[0] - e <= (2 if text[s:e] in TRADES or text[following[0] : following[1]] in _LONG_NAMED else 0)
        and following[2] in "BR"
        and text[following[0] : following[1]] in OF_A_TRADE
        and text[s:e] not in UPON_PEOPLE
    )


def field_ends(text: str, lexed: Lexed, i: int) -> int:
    """Index of 科 in 支付|结算|科, of a short head right behind verbs that are its field; -1 when there is none."""
    first, (s, e, kind) = i, lexed[i]
    if text[s:e] in UPON_PEOPLE:
        return -1
    while kind in "VWXN" and i - first < 3 and i + 1 < len(lexed) and lexed[i + 1][0] == e:
        i += 1
        s, e, kind = lexed[i]
    return i if i > first and kind == "B" and e - s == 1 and text[s] in "科处部室股组队班所站办" else -1


def acted_upon(text: str, lexed: Lexed, index: int, end: int) -> bool:
    """Is it a name of its own that stands behind the work word (指导|村居, but 检查小组)?"""
    if index >= len(lexed):
        return _COUNTED.match(text, end) is not None
    s, e, kind = lexed[index]
    if text.startswith(("指导", "协调", "联系"), end - 2) and not _GUIDES.match(text, end):
        # 货币金银科|指导商业银行
        return True
    if text.startswith(("专人", "人手", "人员", "车辆", "力量"), end) or _COUNTED.match(text, end):
        return True
    return s == end and kind in "BR" and e - s > 1 and text[s:e] not in WORKING_BODIES
