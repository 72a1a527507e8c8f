"""Pinyin behind characters goes, whatever its shape; glosses for the reader stay."""

import pytest

from duban.reading.restoration import restore


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("集團黨委書(shū)記、董事長(cháng)", "集团党委书记、董事长"),
        ("會(huì )議開(kāi)始", "会议开始"),
        ("會( huì )議、議(yì\u3000)定", "会议、议定"),
        ("會（huì）議、研（yán）究", "会议、研究"),
        ("會(huì)(huì)議、會(huì )(huì )議", "会议、会议"),
        ("綠(lǜ)化、旅(lv)客、女(nü)工", "绿化、旅客、女工"),
        ("董事長(chánɡ)、領(lǐng)導(dǎo)", "董事长、领导"),
        ("書(shu)記、會(hui)議、長(zhang)江", "书记、会议、长江"),
        (
            "大会(hui)(hui)在本市召开，记(ji)者(zhe)从会(hui)上获悉，与会代表参加",
            "大会在本市召开，记者从会上获悉，与会代表参加",
        ),
        ("總經理lǐ，書shū記jì，處chù長zhǎng", "总经理，书记，处长"),
        ("部門(me\u0301n)、專(zhua\u0304n)班", "部门、专班"),
        ("會(HUÌ)議、開(Kāi)展", "会议、开展"),
    ],
)
def test_readings_are_taken_out(damaged: str, clean: str) -> None:
    assert restore(damaged).text == clean


def test_a_term_in_brackets_stays_in_a_damaged_text() -> None:
    damaged = "會(huì)議聽取了酸堿度(pH)、國內生產(chǎn)總值(GDP)和附件(A)的匯報(bào)"
    assert restore(damaged).text == "会议听取了酸碱度(pH)、国内生产总值(GDP)和附件(A)的汇报"


def test_a_reading_that_does_not_fit_is_taken_out_but_not_surely() -> None:
    restored = restore("會(huì)議、長(bú)江、開(kāi)展")
    assert restored.text == "会议、长江、开展"
    assert [repair.sure for repair in restored.repairs if repair.kind == "pinyin"] == [True, False, True]


def test_toneless_syllables_that_do_not_fit_stay() -> None:
    assert restore("會(huì)議、開(kāi)展、甲(an)方、長(zhǎng)江").text == "会议、开展、甲(an)方、长江"
