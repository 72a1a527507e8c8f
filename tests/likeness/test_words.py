"""What counts as the same words. No database."""

import pytest

from duban.likeness.words import plain, words
from tests.likeness.closings import COPY, OTHER, TEXT

pytestmark = pytest.mark.anydb


def test_a_copy_with_other_dates_and_places_is_mostly_the_same() -> None:
    assert words(COPY).share(words(TEXT)) >= 80


def test_texts_of_different_matters_share_nothing() -> None:
    assert words(OTHER).share(words(TEXT)) == 0


def test_width_signs_and_numbers_do_not_count() -> None:
    assert plain("更换 ＡＢ-12 只，３４米") == plain("更换ab7只5米") == "更换ab0只0米"


def test_two_numbers_with_a_sign_between_them_stay_together_as_two() -> None:
    assert plain("12、34") == "00"


def test_sentences_that_change_places_are_still_the_same() -> None:
    first, second = TEXT[:28], TEXT[28:]
    assert words(second + first).share(words(TEXT)) >= 90


def test_stock_phrases_do_not_count() -> None:
    text = words("已按要求完成，相关资料已归档备查。", [plain("已按要求完成"), plain("相关资料已归档备查")])
    assert text.length == 0
    assert text.share(words("已按要求完成")) == 0


def test_the_parts_give_back_the_whole_text() -> None:
    parts = words(COPY).parts(words(TEXT))
    assert "".join(part for part, _same in parts) == COPY
    assert any(same for _part, same in parts)
    assert any(not same for _part, same in parts)


@pytest.mark.parametrize("text", ["", "，。", "哈" * 7999, "1" * 8000, "\0\0\0已完成\0"])
def test_odd_texts_are_compared_all_the_same(text: str) -> None:
    assert "".join(part for part, _same in words(text).parts(words(text))) == text
    assert 0 <= words(text).share(words(text)) <= 100


def test_a_text_of_one_sign_repeated_has_one_run() -> None:
    assert len(words("哈" * 8000).runs) == 1
