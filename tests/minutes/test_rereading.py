from duban.minutes.rereading import Sentence, match


def spans(*texts: str) -> list[Sentence]:
    at, found = 0, []
    for text in texts:
        found.append(Sentence(at, at + len(text), text))
        at += len(text)
    return found


def test_same_place_is_the_same_proposal_whatever_the_wording():
    old = [Sentence(10, 30, "要做好检查"), Sentence(40, 60, "要报送清单")]
    new = [Sentence(12, 30, "做好全面检查"), Sentence(70, 90, "要开展演练")]
    assert match(old, new) == ({0: 0}, [1])


def test_a_sentence_that_moved_is_found_by_its_wording():
    text = "各车队要在月底前完成车辆检查并报送清单。"
    old = [Sentence(0, 20, text)]
    new = [Sentence(100, 120, text), Sentence(130, 150, "人事部要抓紧招聘驾驶员，做好岗前培训。")]
    assert match(old, new) == ({0: 0}, [1])


def test_parts_of_a_split_proposal_all_match_the_one_sentence():
    old = [Sentence(0, 40, "甲"), Sentence(0, 40, "乙")]
    assert match(old, [Sentence(0, 40, "甲乙")]) == ({0: 0, 1: 0}, [])


def test_nothing_old_or_nothing_new():
    assert match([], spans("甲要办。")) == ({}, [0])
    assert match(spans("甲要办。"), []) == ({}, [])
