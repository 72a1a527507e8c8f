"""Who is told: the subject before a modal, 由X, the addressee of 要求X, partners behind 会同."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duban.reading.directives.anchored import anchored, tagged
from duban.reading.directives.bodies import read_names
from duban.reading.directives.kept_names import trimmed
from duban.reading.directives.lexer import Lexed
from duban.reading.directives.names import Names, word_at
from duban.reading.directives.no_names import LONGEST_NAME, is_name
from duban.reading.directives.sentences import Span
from duban.reading.directives.surnames import SURNAMES
from duban.reading.directives.trades import UPON_PEOPLE

_SAID_TO = frozenset("要求 责成 责令 希望 提醒 号召 叮嘱 告诫 指示".split())
_ASKED = frozenset("请 望 责成 责令 委托 拜托 敬请 务请 恳请 敦请 要求 提醒 希望 指派 限".split())
_UNMISTAKABLE = frozenset(
    "领导小组 工作领导小组 专班 工作专班 指挥部 工作组 委员会 办公室 项目部 督导组 检查组".split()
)
_ANY = frozenset("单位 企业 部门 人员 学校 个人 村 乡镇 社区 干部 商户 车间 班组 项目部 科室 支部".split())
_TOLD_ALREADY = ("已", "已经", "要", "并", "上周", "昨日", "日前")
_THINGS = ("工程", "项目", "设备", "系统", "工作", "设施", "问题", "资金")
_PEOPLE = re.compile(r"(?:[人党成职员社]员|师|长|生|户|书记|主任|经理|负责人|领导|干部|职工|司机|者|工人)$")
_PART = re.compile(
    r"(?:积极|密切|全力|负责|主动)*(?:牵头|配合|协同|协助|协办|承办|负责|参与|落实|监督|保障|整改|执行|实施|复核|验收|把关|跟进|督办|兜底)"
)
# 沿河|各镇: where they lie belongs to their name
_ALONG = frozenset("沿河 沿线 沿江 沿海 沿途 辖区 所属 下属 直属 库区 山区".split())
_WHEN_MARK = re.compile("[前后期时点起]")
_TO_WHOM = ("对", "把", "将", "向", "给")
_SOMEBODY = re.compile("同志们?|师傅们?|老板")
# 分管刑侦的副局长
_IN_CHARGE = ("分管", "包联", "包案", "挂钩")
_MEETS = re.compile(
    "(?:等[\u4e00-\u9fff]{2})?(?:再|也|还|及时|主动|积极|保持|加强|热线|逐[\u4e00-\u9fff])*(?:沟通|对接|联系|衔接|协商|交涉|签[订署]|接洽)(?![机协])"
)
_TO_WHOM_OR_HOW = frozenset("对把将向给按在从凡由为以用与和同被让使")
_BREAKS = frozenset("EPTK")
_WITH = frozenset(("会同", "联合", "协同"))
# 与油料公司联合开展: both do
_JOINTLY = re.compile(r"(?:联合|共同|一起|一道)(?:开展|组织|制定|进行|研究|推进|举办|排查|检查|印发|发布)")
# 信息科配合医务科做好上线: both act
_GETS_DONE = re.compile(r"(?:做好|完成|开展|抓好|推进|办理|落实|编制|组织|搞好)")
_HANDED_TO = re.compile(
    r"(?:^|[，此该件事项务作报])(?:(?:转|交)(?:由|给|请)?|指定|确定|明确)(?=(?P<to>[^，。；]{2,16}?)(?:办理|办(?=[，。；]|$)|负责|处理|处置|落实|牵头|承办|阅处|研究|研处|为|作为))"
)
_WHO_STAND = re.compile(r"(?:主要)?(?:负责人|负责同志|领导|站长|书记|主任|家长|队长|经理|店长|校长|组长)")
_WHEN = re.compile(
    r"(?!各|对|在|从|未|经)[\u4e00-\u9fff]{1,6}?(?:以前|之前|以后|之后|期间|期内|后(?![勤备续台厨方三两期])|时(?![尚装代间限]))"
    r"|(?!各|对|在|从|未|经)[\u4e00-\u9fff]{0,6}?(?:启用|使用|开工|开放|上岗|进场|出车|开学|放学|下班|登轮|离港)前(?!台|线)"
    r"|(?:[今明]天|本[周月]|下月|[0-9]{1,2}月[0-9]{1,2}日)起"
    r"|节[前后][一二两三四五六七]天(?=各)"
    r"|(?:每[天日晚早]|每周[一二三四五六日])?(?:早上|上午|中午|下午|晚上?|夜里)?[0-9一二三四五六七八九十]{1,2}[点时]半?前?"
)
_NICKNAME = re.compile(
    rf"(?!老[师班家]|小[组班时熊花麦米])[老小][{SURNAMES}](?=[去来把先留写带联盯找拿管跟]|负责|牵头|[今明][天日早晚]|[本下]?周|自己|抓紧)"
)
_COUNTED_ROW = re.compile(
    r"(?P<row>(?:[\u4e00-\u9fff]{2,4}、){1,4}[\u4e00-\u9fff]{2,4})[两三四五六]家(?:单位|部门)?(?=要|须|应|必须|务必|每|于|在|[0-9])"
)
# What can only be a body, told by its end.
_NAMED_BY = re.compile(
    r"(?![各该本])(?:(?![的了着要须应由对把将给为])[\u4e00-\u9fff]){2,10}?(?:[科处部办]|专班|局(?![面部限长势])|[站队](?![点长台位员伍])|所(?![有长属以在])|组(?![织长成合])|[院馆厂](?![长校系藏区家])|办公室|中心|支队|大队|公司|车间|委员会|单位|部门|机构|班(?![次级组长车会])|(?<![一两三双])方)(?![门分理长署置件法事公单案式面向])"
)
# 由基建科负责的三号温室: which, not who must
_IN_CHARGE_OF = re.compile("(?:具体)?(?:负责|牵头|承担|实施|承建|编制)的")
# 接访不得由他人代替: he must not
_NOT_BY = re.compile("(?:不[得准能再许可要]|严禁|禁止)$")
_BESIDE = re.compile("会同|联合|[、和与]")
_WITHIN_NAME = frozenset("ETKQSMFJ")
_MAY_NAME = frozenset("DVWXNBR")
_TELLS_NOW = re.compile("(?:会议|会上|首先|随后|接着|其次|先)$")
_NO_DUTY = re.compile(r"组成|兼任|引[发起]|造成|导致|构成|担任|任[^务]")


@dataclass(slots=True)
class Subjects:
    """Looks for names in one sentence. `known` are names the organisation gave."""

    text: str
    lexed: Lexed
    known: Sequence[str]

    def names(self, at: int, index: int | None = None, limit: int | None = None) -> Names:
        found = read_names(self.text, self.lexed, at, index, limit, self.known)
        if found.spans:
            return self._with_whom(found) if len(found.spans) == 1 else self._but_not_met(found)
        first = word_at(self.lexed, at) if index is None else index
        limit = len(self.text) if limit is None else limit
        return (
            self._without_openers(
                anchored(self.text, self.lexed, at, first, limit) or tagged(self.text, self.lexed, at, first, limit)
            )
            or self._behind_when(at, limit)
            or self._by_nickname(at, first, limit)
            or self._side_by_side(at, limit)
            or self._told_apart(at, first, limit)
            or found
        )

    def _without_openers(self, found: Names | None) -> Names | None:
        """整改期内|库区主任"""
        if found is not None:
            start, end = found.spans[0]
            begin, _ = trimmed(self.text, start, end)
            if begin > start and is_name(self.text, begin, end):
                found.spans[0] = (begin, end)
        return found

    def _with_whom(self, found: Names) -> Names:
        """六家欠账单位|的|主要负责人: one name, whoever stands for them."""
        if not self.text.startswith("的", found.spans[0][1]):
            return found
        start, behind = found.spans[0]
        people = self._somebody(behind + 1) or read_names(self.text, self.lexed, behind + 1)
        if len(people.spans) == 1 and (
            _WHO_STAND.fullmatch(self.text, *people.spans[0])
            or (people.spans[0][0] == behind + 1 and self._acts_now(people) and self._is_one_post(*people.spans[0]))
            or _SOMEBODY.fullmatch(self.text, *people.spans[0])
        ):
            return Names([(start, people.spans[0][1])], people.stop, people.at)
        return found

    def _but_not_met(self, found: Names) -> Names:
        """市场部与街道对接: whom they only talk to need do nothing."""
        if _MEETS.match(self.text, found.spans[-1][1]) is None:
            return found
        for n, (start, _) in enumerate(found.spans):
            if n and self.text[start - 1] in "与跟":
                return Names(found.spans[:n], found.stop, found.at)
        return found

    def _told_apart(self, at: int, first: int, limit: int) -> Names | None:
        """留样不达标的学校立即…, 未整改到位的单位要…: which ones, where their kind alone would say too much."""
        of = self.text.find("的", at + 2, min(limit, at + 18))
        if (
            of < 0
            or first >= len(self.lexed)
            or self.text[at] in _TO_WHOM_OR_HOW
            or self.text[at - 1 : at] in ("请", "托")
        ):
            return None
        s, e, kind = self.lexed[first]
        if s == at and (kind in "PMFSCKET" or self.text[s:e] in UPON_PEOPLE):
            return None
        found = self._somebody(of + 1) or read_names(self.text, self.lexed, of + 1, None, limit, self.known)
        if (
            len(found.spans) != 1
            or found.spans[0][0] != of + 1
            or not (self._acts_now(found) or found.spans[0][1] == limit)
        ):
            return None
        start, end = found.spans[0]
        if end - at > LONGEST_NAME or not (
            (self._any(start, end) and not self._people_at(found))
            or _SOMEBODY.fullmatch(self.text, start, end)
            or self.text.startswith(_IN_CHARGE, at)
        ):
            return None
        return Names([(at, end)], found.stop, found.at)

    def _somebody(self, at: int) -> Names | None:
        """市场部的|同志"""
        if (said := _SOMEBODY.match(self.text, at)) is None:
            return None
        stop = word_at(self.lexed, said.end())
        return Names([said.span()], stop, self.lexed[stop][0] if stop < len(self.lexed) else len(self.text))

    def _acts_now(self, names: Names) -> bool:
        """Does what they do, or when, stand right behind?"""
        return names.at <= names.spans[-1][1] and names.stop < len(self.lexed) and self.lexed[names.stop][2] in "MFTDVP"

    def _is_one_post(self, start: int, end: int) -> bool:
        at = word_at(self.lexed, start)
        return at < len(self.lexed) and self.lexed[at] == (start, end, "R")

    def _behind_when(self, at: int, limit: int) -> Names | None:
        """主汛期内各泵站, 报告出来以前施工单位, 每天晚上九点各站点站长"""
        when = _WHEN.match(self.text, at, limit) if _WHEN_MARK.search(self.text, at, limit) else None
        if when is None:
            return None
        named = read_names(self.text, self.lexed, when.end(), None, limit, self.known)
        return named if named.spans else None

    def _by_nickname(self, at: int, index: int, limit: int) -> Names | None:
        """老何今天去…, 小卞写…: how people are called among themselves."""
        called = _NICKNAME.match(self.text, at, limit)
        return Names([called.span()], index, called.end()) if called else None

    def _side_by_side(self, at: int, limit: int) -> Names | None:
        """调度、货运、铁路三家要…: told to be bodies by how many they are."""
        row = _COUNTED_ROW.match(self.text, at, limit)
        if row is None:
            return None
        spans: list[Span] = []
        for name in row["row"].split("、"):
            spans.append((at, at + len(name)))
            at += len(name) + 1
        stop = word_at(self.lexed, row.end())
        return Names(spans, stop, self.lexed[stop][0] if stop < len(self.lexed) else limit)

    def acts(self, names: Names, end: int) -> bool:
        """Do the names stand before something that they do?"""
        if names.at >= end:
            return len(self.text[names.spans[-1][1] : end].strip("，。；：、 ")) >= 2
        if names.stop >= len(self.lexed):
            return True
        kind = self.lexed[names.stop][2]
        if kind == "E" and self.text[names.at] == "着":
            # 工作队帮着写
            return True
        if kind == "K":
            return len(self.text[names.spans[-1][1] : names.at].strip()) >= 2
        if kind == "E" and names.at - names.spans[-1][1] >= 6 and self.text[names.spans[-1][1] - 1] != "的":
            # 技术部三天内取齐六个塘口|的水样: what they do stands before
            return True
        return kind not in "CES" or self.text.startswith(("请", "的同志", "的人员", "商定", "敲定", "限"), names.at)

    def before(self, at: int, first: int, modal: int, end: int) -> Names | None:
        """The subject of the modal: at the head of the clause, or right before the modal."""
        names = self.names(at, first, end)
        if names.spans:
            must = self.lexed[modal][0]
            # 东区加压站扩容|工程|须: a thing
            behind = names.spans[-1][1]
            thing = self.text.startswith(_THINGS, must - 2) and must - 2 >= behind
            # 临时售票窗口的人员培训要补上: a thing of theirs
            return names if names.at <= must and not thing and self.text[behind] != "的" else None
        if modal > first and (self._long_name(at, first, modal) or self._ends_as_one(at, first, modal)):
            return self._without_openers(Names([(at, self.lexed[modal][0])], modal, self.lexed[modal][0]))
        for i in range(first, modal):
            s, e, kind = self.lexed[i]
            if kind == "Q" and s > at and self.text[s - 1] not in "对向给把将":
                found = self.names(s, i, end)
                if found.spans and self.text[at:s] in _ALONG:
                    found = Names([(at, found.spans[0][1]), *found.spans[1:]], found.stop, found.at)
            elif kind == "E" and self.text[s] == "的" and not self.text.startswith(_TO_WHOM, at):
                found = self._described(at, e, i + 1, end)
            elif kind == "T" or (kind == "P" and self.text[s:e] == "由"):
                found = self.names(e, i + 1, end)
            else:
                continue
            if found.spans and found.stop == modal:
                return found
        return None

    def _described(self, at: int, behind: int, index: int, end: int) -> Names:
        """排名末位的水口村: the village; 未整改到位的单位: only the whole says which."""
        found = self.names(behind, index, end)
        if len(found.spans) == 1 and behind - at <= 14 and self._any(*found.spans[0]) and not self._people_at(found):
            return Names([(at, found.spans[0][1])], found.stop, found.at)
        return found

    def _people_at(self, found: Names) -> bool:
        """未通过考试的学生: whoever holds a role is named by it."""
        return _PEOPLE.search(self.text, *found.spans[0]) is not None

    def _any(self, start: int, end: int) -> bool:
        """学院, 劳务人员, 6家责任单位: a kind of body or people that bears no name of its own."""
        name = self.text[start:end]
        if (
            name in _ANY
            or name[0].isdigit()
            or name.startswith("单位")
            or (name.endswith(("人员", "单位", "企业")) and len(name) <= 5)
        ):
            return True
        at = word_at(self.lexed, start)
        return len(name) > 1 and at < len(self.lexed) and self.lexed[at][:2] == (start, end)

    def _long_name(self, at: int, first: int, modal: int) -> bool:
        """人居环境整治推进工作领导小组要…, 保管利用科要…: a name with verbs in it that ends as only a body does."""
        s, e, kind = self.lexed[modal - 1]
        must = self.lexed[modal][0]
        if kind == "B" and e == must and self.text[s:e] in _UNMISTAKABLE and e - at <= 28:
            return _BREAKS.isdisjoint(self.lexed.kinds[first : modal - 1])
        return _NAMED_BY.fullmatch(self.text, at, must) is not None and _WITHIN_NAME.isdisjoint(
            self.lexed.kinds[first : modal - 1]
        )

    def _ends_as_one(self, at: int, first: int, modal: int) -> bool:
        """动态监控人员必须…, 共享单车运营企业要…: nothing stands before the head that a name could not hold."""
        s, e, kind = self.lexed[modal - 1]
        opens, ends, opening = self.lexed[first]
        return (
            kind in "BR"
            and self.text[s:e] != "系统"
            and e == self.lexed[modal][0]
            and e - s >= 2
            and e - at <= 12
            and set(self.lexed.kinds[first : modal - 1]) <= _MAY_NAME
            and not (opening == "V" and opens == at and self.text[opens:ends] in UPON_PEOPLE)
            and is_name(self.text, at, e)
        )

    def owner(self, at: int, first: int, end: int) -> Names | None:
        """各分支机构 in 各分支机构值班表于…前报: whose paper it is hands it in."""
        if not self.text.startswith(("各", "全"), at):
            return None
        head = -1
        for s, e, kind in self.lexed[first:]:
            if s >= end or (kind not in "QBR" and head >= 0):
                break
            if kind in "BR":
                head = e
        return Names([(at, head)], first, end) if at < head < end else None

    def by(self, first: int, last: int) -> Names | None:
        """由X负责, 由X会同Y制定."""
        for i in range(first, last):
            s, e, kind = self.lexed[i]
            if kind != "P" or self.text[s:e] != "由" or _NOT_BY.search(self.text, 0, s):
                continue
            end = self.lexed[last][0] if last < len(self.lexed) else len(self.text)
            names = self.names(e, i + 1, end)
            if not names.spans:
                names = self._people(e, i + 1, end) or self._whoever(e, i + 1, end) or names
            told = names.stop < len(self.lexed) and self.lexed[names.stop][2] in "CE"
            told = told or self.text[s - 1] == "已"
            if names.spans and names.at < end and _IN_CHARGE_OF.match(self.text, names.spans[-1][1]):
                continue
            told = told or (self.text[s - 1] == "会" and self.text.startswith("召集", names.at))
            told = told or (
                names.at < end
                and _TELLS_NOW.search(self.text, 0, s) is not None
                and self.text.startswith(("通报", "汇报", "介绍", "传达", "宣读", "领学", "解读", "反馈"), names.at)
            )
            if names.spans and not told and not _NO_DUTY.match(self.text, names.at):
                return names
        return None

    def _whoever(self, at: int, i: int, end: int) -> Names | None:
        """整理编研科|具体落实: behind 由 stands a name, whatever verbs it is made of."""
        spans: list[Span] = []
        while (found := _NAMED_BY.match(self.text, at, end)) and is_name(self.text, *found.span()):
            spans.append(found.span())
            beside = _BESIDE.match(self.text, found.end(), end)
            if beside is None:
                break
            at = beside.end()
        if not spans:
            return None
        stop = word_at(self.lexed, spans[-1][1])
        return Names(spans, stop, self.lexed[stop][0] if stop < len(self.lexed) else end)

    def _people(self, at: int, i: int, end: int) -> Names | None:
        """教务员、保密员双人双锁管理: posts in a row, whatever stands between them and the verb."""
        spans: list[Span] = []
        while i < len(self.lexed) and self.lexed[i][0] < end:
            _, e, kind = self.lexed[i]
            if kind in "RB":
                spans.append((at, e))
                if i + 1 >= len(self.lexed) or self.lexed[i + 1][0] != e or self.lexed[i + 1][2] != "J":
                    return Names(spans, i + 1, e) if len(spans) > 1 and all(1 < b - a <= 12 for a, b in spans) else None
                at, i = self.lexed[i + 1][1], i + 2
            elif kind in "XWN":
                i += 1
            else:
                return None
        return None

    def addressed(self, at: int, end: int, said: re.Match[str] | None) -> Names | None:
        """要求施工单位…, 责成安全部…, 请各单位…: the addressee, if something is asked of him."""
        if said is not None:
            if said["verb"] not in _SAID_TO:
                return None
            names = self.names(at, None, end)
            return names if names.spans and self.acts(names, end) else None
        if (handed := _HANDED_TO.search(self.text, at, end)) is not None:
            # 此件转安全科办, 指定安全科为牵头单位
            names = self.names(handed.end(), None, handed.end("to"))
            if names.spans and handed.end("to") - names.spans[-1][1] in (0, 2):
                return names
        for i in range(word_at(self.lexed, at), len(self.lexed)):
            s, e, kind = self.lexed[i]
            if s >= end:
                break
            word = self.text[s:e]
            if word == "通知" and (s == at or self.text[:s].endswith(_TOLD_ALREADY)):
                # 已通知各承包商10月31日前交齐…
                names = self.names(e, i + 1, end)
                if names.spans and self.acts(names, end):
                    return names
            if kind != "S" or word not in _ASKED or (word == "委托" and self.text[:s].endswith(("已", "已经"))):
                continue
            inside = s > at and self.lexed[i - 1][2] not in "ES" and self.text[s - 1] not in "，、并现场 且已"
            if inside and (word in ("要求", "望") or self.text[s - 1] in "申邀聘提报恳敬务呈函宴"):
                continue
            names = self.names(e, i + 1, end)
            if names.spans and self.acts(names, end):
                return names
        return None

    def shared(self, names: Names, end: int) -> Names:
        """A牵头、B配合、C保障: who else is given a part behind a 、."""
        spans = list(names.spans)
        for i in range(names.stop, len(self.lexed)):
            s, e, kind = self.lexed[i]
            if s >= end:
                break
            if kind == "J" and self.text[s] == "、" and s > names.at:
                more = self.names(e, i + 1, end)
                if more.spans and _PART.match(self.text, more.at):
                    spans.extend(span for span in more.spans if span not in spans)
        return Names(spans, names.stop, names.at)

    def told_on(self, i: int, end: int) -> list[Span]:
        """须责成水库管理所加密观测: whoever is told on must act as well."""
        if i >= len(self.lexed) or self.lexed[i][0] >= end or self.lexed[i][2] != "S":
            return []
        s, e, _ = self.lexed[i]
        names = self.names(e, i + 1, end) if self.text[s:e] in ("责成", "责令", "委托", "要求") else None
        return names.spans if names and names.spans and self.acts(names, end) else []

    def brought_in(self, first: int, last: int, end: int) -> list[Span]:
        """抓紧会同区城管局…: named anywhere in a clause without a subject."""
        for i in range(first, last):
            s, e, kind = self.lexed[i]
            if kind == "J" and self.text[s:e] == "会同":
                return self.names(e, i + 1, end).spans
        return []

    def partners(self, i: int, end: int) -> list[Span]:
        """要会同X、Y…: those brought in act as well. `i` is the word behind the modal."""
        kinds = self.lexed.kinds
        count = len(kinds)
        while i < count and kinds[i] == "D":
            i += 1
        if i >= count or self.lexed[i][0] >= end:
            return []
        s, e, _ = self.lexed[i]
        if self.text[s:e] in _WITH:
            return self.names(e, i + 1, end).spans
        if self.text[s:e] in ("与", "同", "和"):
            beside = self.names(e, i + 1, end)
            if beside.spans and _JOINTLY.match(self.text, beside.spans[-1][1], end):
                return beside.spans
        if self.text[s:e] == "配合":
            helped = self.names(e, i + 1, end)
            if helped.spans and _GETS_DONE.match(self.text, helped.at, end):
                return helped.spans
        return []
