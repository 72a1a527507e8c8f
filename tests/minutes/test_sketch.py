from duban.minutes import sketch

CLEAN = (
    "8月6日，供水公司召开防汛调度会。会议要求，管网运行部要在8月15日前完成低洼泵站的全面排查，形成隐患清单报安全部。"
    "会议强调，各营业所要做好高温期间的供水保障，水质检测中心每周报送一次检测结果。会议指出，客户服务部要梳理近三个月的投诉，"
    "提出整改措施；物资部要备足抢修材料，确保随时可用。会议明确，防汛物资由物资部统一管理，每月底盘点一次，结果报运行部汇总。"
)


def test_punctuation_spaces_and_case_do_not_make_another_text():
    assert sketch.digest_of("会议要求，A厂整改。") == sketch.digest_of("会议要求a厂整改")
    assert sketch.digest_of("会议要求整改") != sketch.digest_of("会议要求不整改")


def test_a_text_with_one_changed_sentence_is_nearly_the_same():
    other = CLEAN.replace("每周报送一次检测结果", "每两周报送一次结果")
    one, two = sketch.sketch_of(CLEAN), sketch.sketch_of(other)
    assert sketch.likeness(one, two) >= sketch.NEARLY
    assert set(sketch.bands_of(one)) & set(sketch.bands_of(two))


def test_other_minutes_of_the_same_genre_are_not_nearly_the_same():
    other = (
        "9月2日，公交公司召开月度安全例会。会议要求，各车队要在开学前完成车辆检查，重点检查制动、轮胎和灭火器。会议强调，"
        "调度中心要优化早高峰班次，客流大的线路要增加机动车。会议指出，人事部要抓紧招聘驾驶员，做好岗前培训和心理关怀。"
    )
    assert sketch.likeness(sketch.sketch_of(CLEAN), sketch.sketch_of(other)) < 0.2


def test_short_and_empty_texts_have_sketches_that_tell_them_apart():
    assert sketch.sketch_of(" ，。") == b""
    assert sketch.bands_of(b"") == []
    assert sketch.likeness(b"", b"") == 0.0
    a, b = sketch.sketch_of("整改"), sketch.sketch_of("验收")
    assert sketch.likeness(a, a) == 1.0
    assert sketch.likeness(a, b) < 0.3
