"""Documents, lists, rules and mechanisms; the verbs that make them, and those that merely follow them.

The words stand in `documents.txt`; here is what needs a look at what stands beside it.
"""

from __future__ import annotations

from duban.reading.directives.patterns import ByBeginning
from duban.reading.directives.words import lines_of

_LINES = lines_of("documents.txt")
# What may stand behind a word that is a document's name only where the name ends.
_ENDS = "(?=[，。；、,：: 由于交须要应均都0-9每本]|$|并|报[^告]|送|一并|进行|补|贴)"
_WHERE_IT_ENDS = "规定 通知 流程 程序 笔记 安排 策划 设想 申请 成果 要点".split()
# Names of documents that are none beside certain characters.
_IN_PLACE = (
    r"计划(?!生育|单列|内|外|经济|发展[部处科])",
    r"规划(?!和|[\u4e00-\u9fff]{0,4}(?:[部局处科办]|中心|设计院))",
    r"台[账帐]",
    r"制度(?!化)",
    r"报告(?<!请示报告)(?!厅|会(?![前后上])|人|制度|单)",
    r"意见(?!建议|箱|和建议)",
    r"规范(?<!不规范)(?!化|性|管理|运作|运行|操作|有序|使用|填|文明|流程|设置|停|执|经|办|程|用语|警示)",
    r"标准(?=[，。；、,：: 由于交须要应]|$|和|及)",
    r"总结(?!会|表彰|经验)",
    r"档案(?!室|馆|管理员)",
    r"协议书?",
    r"合同(?!履|价|款|约|评审)",
    r"榜(?<![上入登]榜)(?=[，。；、]|$)",
    r"证明(?=[，。；]|$)",
    r"(?:处理|处分|处罚)决定",
    r"通报(?!批评|表扬|排名|会|制度|曝光|一次|群)",
    r"日(?<![每逐按作0-9]日)报(?!告)表?",
    r"工作日报(?<![个0-9两三五十]工作日报)(?=[，。；、]|$)",
    r"周(?<![每逐按一两本上下0-9]周)报(?!告)表?",
    r"月(?<![每逐按]月)报(?!告)表?",
    r"季(?<![每逐按]季)报(?!告)表?",
    r"年(?<![每逐按]年)报",
    r"文件(?!精神|要求|规定)",
    r"公告(?!栏|送达)",
    r"情报(?!板|信息|站|员|部)",
    r"材料(?=[，。；、,：: ]|的(?:编制|整理|报送|准备)|$|报|送|交|抄|密|并|和|及|存|归|留|由|于|须|要|应|一并|上报|下|改|统)",
    r"资料(?=[，。；、,：: ]|$|报|送|准备|整理|汇编|移交|装订|存|归|留|由|于|须|要|应|一并|上报|交|下)",
    r"书面(?:检查|检讨|说明|答复)",
    r"设计(?=[，。；、,：: ]|$|的?(?:报批|报审|编制|评审|审查))",
    rf"规则(?:(?=的(?:修订|制定|起草|编制|完善))|{_ENDS})",
    r"一[\u4e00-\u9fff]一(?:档|策|案|表|卡|册)(?!的)",
    r"责任制(?!度?落实|[定订])",
    r"负责制(?![定订])",
    r"典型案例(?!集)",
    r"口径(?=[，。；、,：: ]|$)",
    r"记录(?!仪|本|人|在案|好)",
    r"(?:记录|登记|签到|交接|日志)本",
    rf"菜单(?:(?=和)|{_ENDS})",
    rf"图(?:(?=[和及更编上])|{_ENDS})",
    r"小结(?<!一小结)(?!会)",
    r"建议(?=[，。；、,：: 交报]|$|并)",
    rf"卡(?<![贺刷发关]卡){_ENDS}",
    r"排名(?=[，。；]|$|报|送)",
    r"模型(?=[，。；]|$)",
    r"分析(?=[，。；]|$)",
    r"预报(?=[，。；]|$)",
    r"细[账帐]",
    r"分户[账帐]",
    r"明细(?!表|[账帐]|化|单|清单)",
    r"说明(?!会|书|情况|原因|理由|问题|来意|清楚|会)(?=[，。；、,：: ]|$|报|送|交|和|并|发|上报)",
    rf"制(?<=[师员长岗人挂诺分审签评双备通代警报盯巡驻分签派]制){_ENDS}",
    r"表(?<![代发外仪电水手钟图填列]表)(?![示扬彰现决态率达面明述演白情征决象])",
    r"册(?<![注成造一两每]册)(?!子|封|页)",
    r"书(?<![图文秘证读用全看藏司板]书)(?![目记面写籍店法屋院馆画包本信])",
    r"函(?![授件])",
    r"单(?<![简名菜买账传清孤不被下订]单)(?=[，。；、,：: ]|$|报|送|交|上报|和|并|发|逐|公示|传|随|周|晚|早|今|明|本|下|由|须|要|应|均|必|经|存|于|在|每|一|统|签|填)",
    r"稿(?![件费源子纸])",
    r"预算(?!执行|草案|外|内|[股科处])",
    r"台本(?![周月日年])",
    r"库(?=[，。；、和及与]|$)",
    r"答复(?=报)",
    r"簿(?![子记])",
    r"须知(?=[，。；、]|$|并|由|报)",
    r"[停复开]工令",
    r"体会(?=[，。；、]|$|并|交)",
    r"要领(?=[，。；、]|$)",
    r"请示(?!汇报|报告)",
    r"检讨(?=[，。；、]|$|并|交)",
    r"文书(?=[，。；、和及]|$|并|归)",
    r"单证(?=[，。；、]|$)",
    r"(?:公开|慰问|感谢|介绍|一封|表扬)信",
    r"动态(?<=工作动态)",
    r"风险提示(?=[，。；、]|$)",
    r"申请书?(?=[，。；,：: ]|$)",
)
# Verbs of one syllable, of a pattern, or of certain company.
_MAKE_IN_PLACE = (
    r"公示(?!栏)",
    r"公开(?!栏)",
    r"[排定备留编拟建写填签补]好",
    r"[交报拿列写填排编建拟签补造画备理做][出齐全清完](?!好率|好性|好|单|来|台|具|版|境)",
    r"[报发出交写编列排拟建做画订立制填开签造拿]一[次份期张批版本套个册](?!会)",
    r"[建列编拟写填签交报订立排晒](?<=[要须应并，、再先日周月季年前内责部科处室][建列编拟写填签交报订立排晒])(?![即设立议列入告名送备好出齐报点税流通签由办叉代底接付给往向到请审批])",
    r"[作写交](?=[^，。；]{0,6}(?:书面[说检]|专题报告))",
    r"[交填写签](?=[\u4e00-\u9fffA-Z]{1,8}(?:[表单卡册稿]|协议|报告|总结|方案|材料|笔记)(?:[，。；、]|$))",
    r"附(?=[^，。；带加属近]{0,8}(?:说明|报告|清单|照片|[表图])(?:[，。；]|$))",
    r"形成(?!合力)",
    r"报(?<![申填上呈预汇通编日周月年季快]报)(?=[\u4e00-\u9fff]{2,8}(?:清单|申请|计划|方案|[表单])(?:[，。；、]|$))",
    r"重新排(?=[\u4e00-\u9fff]{1,6}(?:表|计划))",
    r"反馈(?=[^，。；、]{0,16}(?:意见|建议|报告|[表单书册稿账]|回执|方案|初稿)(?:[，。；]|$))",
    r"出(?=[\u4e00-\u9fff]{0,6}(?:日报|周(?<![每逐按]周)报|月(?<![每逐按]月)报|简报|报表|[一-龥]{1,4}表|底稿|初稿|方案|专刊|快报|试卷|题库)(?:[，。；、]|$))",
)


def _words(section: str) -> list[str]:
    return sorted(" ".join(_LINES[section]).split(), key=len, reverse=True)


HEADS = ByBeginning("|".join([*_words("PAPER"), *(word + _ENDS for word in _WHERE_IT_ENDS), *_IN_PLACE]))
ACTS = ByBeginning(make="|".join([*_words("MAKE"), *_MAKE_IN_PLACE]), follow="|".join(_words("FOLLOW")))


def _rows(section: str) -> dict[str, tuple[str, ...]]:
    """Each word before a colon → the words behind it."""
    split = [line.split(":") for line in _LINES[section]]
    return {word: tuple(behind.split()) for before, behind in split for word in before.split()}


_ONLY_BY, _NEEDS, _NOT_BY, _MAKES = map(_rows, ("MADE_ONLY_BY", "NEEDS", "NOT_BY", "MAKES"))
_BY_HAND = frozenset("补交写填呈递")
_KEEPS = frozenset("留下 留好 记好 建好 做实 备好".split())


def makes(verb: str, thing: str) -> bool:
    """Does this verb bring that thing into being? 落实措施 makes nothing, 制定措施 does."""
    for ending, verbs in _ONLY_BY.items():
        if thing.endswith(ending):
            return verb in verbs
    if thing.endswith(("材料", "记录")) and (verb[0] in _BY_HAND or (verb in _KEEPS and thing != "记录")):
        return True
    if any(thing.endswith(ending) and verb not in verbs for ending, verbs in _NEEDS.items()):
        return False
    if any(thing.endswith(ending) and verb in verbs for ending, verbs in _NOT_BY.items()):
        return False
    ends = _MAKES.get(verb)
    return ends is None or (thing.endswith(ends) and not any(thing.endswith(no[1:]) for no in ends if no[0] == "-"))
