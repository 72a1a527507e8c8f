"""GBK bytes read one off are decoded back."""

import pytest

from duban.reading.restoration import restore
from duban.reading.restoration.damage import cut_out_of_step


@pytest.mark.parametrize(
    ("clean", "damaged"),
    [
        # worked out by hand from the code table
        ("戰斗堡壘。基層黨員", "戰斗堡壘?；鶎狱h員"),
        ("正常化、", "正?；?、"),
        ("日常活動(dòng)", "日?；顒?dòng)"),
        ("危化品安全生產(chǎn)", "危?；钒踩a(chǎn)".replace("危?", "?")),
        ("。《中華", "?！吨腥A"),
        ("制度。現有", "制度?，F有"),
    ],
)
def test_the_converter_is_imitated_to_the_byte(clean: str, damaged: str) -> None:
    assert cut_out_of_step(clean) == damaged


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        (
            "會議要求，推動檔案整理工作的正?;?、規范化、制度化，各科室要抓好落實。",
            "会议要求，推动档案整理工作的正常化、规范化、制度化，各科室要抓好落实。",
        ),
        ("發揮了戰斗堡壘作用?；鶎狱h組織要主動作為。", "发挥了战斗堡垒作用。基层党组织要主动作为。"),
        ("各水廠要組織日?；顒?dòng)，每周小結一次。", "各水厂要组织日常活动，每周小结一次。"),
        ("園區要抓好?；钒踩a(chǎn)工作，強化監管。", "园区要抓好危化品安全生产工作，强化监管。"),
        ("要強化?；髽I(yè)安全監管，加大執法力度。", "要强化危化企业安全监管，加大执法力度。"),
        (
            "會議學習了有關法規?！吨腥A人民共和國水法》是基本依據。",
            "会议学习了有关法规。《中华人民共和国水法》是基本依据。",
        ),
        ("完善各項制度?,F(xiàn)有人員要持證上崗，統一著裝。", "完善各项制度。现有人员要持证上岗，统一着装。"),
        ("堅持嚴格管理?？己私Y果要與績效掛鉤，獎懲分明。", "坚持严格管理。考核结果要与绩效挂钩，奖惩分明。"),
    ],
)
def test_a_run_is_read_back(damaged: str, clean: str) -> None:
    assert restore(damaged).text.translate(WIDE) == clean


WIDE = str.maketrans(",;", "，；")


def test_what_nothing_tells_becomes_a_box() -> None:
    restored = restore("會議傳達了通知，檔案號為甲?;?、丙丁，請各單位查對，統一歸檔。")
    (site,) = [repair for repair in restored.repairs if repair.kind == "gbk"]
    assert "□" in site.text
    assert not site.sure


def test_a_swallowed_digit_becomes_a_box() -> None:
    damaged = cut_out_of_step("安全環保科8月15日前完成整改，並報辦公室備案，請抓緊落實。")
    restored = restore(damaged).text
    assert restored.startswith("安全环")
    assert restored.endswith("□月15日前完成整改，并报办公室备案，请抓紧落实。")


def test_a_swallowed_comma_is_known_where_the_document_uses_half_width_ones() -> None:
    clean = "会议听取了汇报,研究了方案,部署了工作。会议强调,各部门要抓好落实,不得拖延。"
    damaged = cut_out_of_step(clean)
    assert "会议强调" not in damaged
    assert restore(damaged).text == clean


def test_a_reading_behind_the_last_byte_is_taken_out() -> None:
    """個 is 8280: its second byte is a character of its own (€) to these converters, and carries the reading."""
    restored = restore("會(huì)議要求，機(jī)務(wù)隊風大了就?！Ｒ院竺總€(gè)禮拜都要走一遍田。").text
    assert restored == "会议要求，机务队风大了就停。以后每个礼拜都要走一遍田。"


def test_the_words_of_the_document_decide() -> None:
    """The name of a place is in no dictionary, but stands in the document undamaged."""
    damaged = "洹常化驛站的改造進展順利。會議強調，洹?；A站要在月底前開放。"
    start = cut_out_of_step("會議強調，洹常化驛站要在月底前開放。")
    restored = restore("洹常化驛站的改造進展順利。" + start)
    assert restored.text == "洹常化驿站的改造进展顺利。会议强调，洹常化驿站要在月底前开放。", damaged


def test_a_site_maps_back_to_the_raw_text() -> None:
    raw = "發揮戰(zhàn)斗堡壘作用?；鶎狱h組織要主動作為，統一部署。"
    restored = restore(raw)
    (site,) = [repair for repair in restored.repairs if repair.kind == "gbk"]
    assert raw[site.raw_start : site.raw_end] == site.raw == "?；鶎狱h"
    assert restored.text[site.start : site.end] == site.text == "。基层党"
    assert site.sure


def test_a_run_whose_orphan_was_left_out_is_read_back() -> None:
    damaged = "加強(qiáng)監(jiān)管，確！笆弧秉S金周期間的生產(chǎn)安全和服務(wù)質(zhì)量。"
    assert restore(damaged).text == "加强监管，确保“十一”黄金周期间的生产安全和服务质量。"


def test_rare_characters_behind_a_mark_are_no_run() -> None:
    text = "會議由副經理邸某主持，亓某、禚某參加。會后，佘某、麴某分別作了交流，窰爐檢修組匯報了進度。"
    assert [repair.kind for repair in restore(text).repairs if repair.kind != "traditional"] == []


def test_a_quotation_that_ends_a_line_is_read_back() -> None:
    """”is the last character of the line, both its lead byte's neighbours gone: 。” shows as ?！?"""
    text = "会议强调，安全生产是企业的生命，“一刻也不能放松。”\n下一步，各单位要抓好落实。"
    damaged = cut_out_of_step(text)
    assert "?！?\n" in damaged
    assert restore(damaged).text == text


def test_a_letter_behind_a_run_is_in_step() -> None:
    """The last byte of 核 and the letter behind it show as one character."""
    damaged = cut_out_of_step("各電廠要排好運行方式，每日校核N-1工況，任何單位不得擅自改動。")
    assert "每日?：薔-1" in damaged
    assert restore(damaged).text == "各电厂要排好运行方式，每日校核N-1工况，任何单位不得擅自改动。"


def test_a_quotation_is_ended_only_where_one_is_open() -> None:
    """Of the mark behind 。 only one byte is left; whether “ or ” stood there, the line before it tells."""
    for text in (
        "队长在班前会上说：“风再大也要把线路巡完。”大家都点头。",
        "雨停以后队伍继续巡线。“风再大也要把线路巡完。”大家都点头。",
    ):
        damaged = cut_out_of_step(text)
        assert damaged != text
        assert restore(damaged).text == text
