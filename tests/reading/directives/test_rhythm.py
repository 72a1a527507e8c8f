"""How often; several in a sentence, the most frequent first."""

import pytest

from duban.reading.directives.rhythm import find_rhythms


@pytest.mark.parametrize(
    ("sentence", "rhythms"),
    [
        ("每天上报人员状况", ["daily"]),
        ("实行一日一报", ["daily"]),
        ("早晚两次测温", ["daily"]),
        ("深入执行“早晨会、晚汇报”制度", ["daily"]),
        ("落实“日报告、零报告”制度", ["daily"]),
        ("垃圾日产日清", ["daily"]),
        ("坚持日检、周检、月检相结合", ["daily", "weekly", "monthly"]),
        ("做到日清周结月考核", ["daily", "weekly", "monthly"]),
        ("每周五更新进度", ["weekly"]),
        ("一周一调度", ["weekly"]),
        ("作为周六集中学习的重点内容", ["weekly"]),
        ("按月通报", ["monthly"]),
        ("每月10日前报送", ["monthly"]),
        ("坚持月调度、季通报", ["monthly", "quarterly"]),
        ("每季度检查一次", ["quarterly"]),
        ("形成“一季一小结、半年一考核”的机制", ["quarterly", "half-yearly"]),
        ("每学期末出具报告", ["half-yearly"]),
        ("每年组织一次演练", ["yearly"]),
        ("切实做好年度审计工作", ["yearly"]),
        ("每半月调度一次", []),
        ("建立双周通报制度", []),
        ("明天天黑以前贴出来", []),
        ("每两小时巡查一次", []),
        ("24小时值班", []),
        ("每班交接", []),
        ("做好日常调度", []),
        ("3月5日报送", []),
        ("本周例会上通报", []),
        ("6月例会", []),
        ("一周内完成", []),
        ("周边环境要整治", []),
        ("定期检查", []),
    ],
)
def test_rhythms(sentence, rhythms):
    assert find_rhythms(sentence) == rhythms
