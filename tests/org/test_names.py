"""What a unit name in a document means."""

import pytest

from duban.org.models import Unit, UnitAlias
from duban.org.names import NameTable, match_unit, name_table


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("审计部", "audit"),
        ("集团审计部", "audit"),
        ("安全环保部", "safety"),
        ("安环部", "safety"),
        ("安环", "safety"),
        ("督查办公室", "supervision"),
        ("督查办", "supervision"),
        ("集团督查办", "supervision"),
        ("东港公司", "east"),
        ("东港港务公司", "east"),
        ("东港区", "east"),
        ("西港保税物流公司", "bonded"),
        ("保税物流公司", "bonded"),
        ("人力资源部", "hr"),
        ("人资部", "hr"),
        ("改革专班", "reform"),
        ("东港装卸第一支部", "stevedores_branch"),
        ("财务 部", "finance"),
        ("“财务部”", "finance"),
    ],
)
def test_a_name_means_one_unit(world, text, meant):
    meaning = name_table().meaning(text)
    assert meaning.unit == getattr(world, meant), meaning


@pytest.mark.parametrize("text", ["天文部", "", "。", "海关", "市政府", "x" * 300])
def test_a_foreign_name_means_nobody(world, text):
    assert name_table().meaning(text).unit is None


def test_an_unclear_name_gives_candidates_and_chooses_none(world):
    meaning = name_table().meaning("西港")
    assert meaning.unit is None or meaning.unit == world.west
    assert world.west in [match.unit for match in match_unit("西港")]


@pytest.mark.parametrize(
    ("text", "kind_of"),
    [
        ("各部门", ["supervision", "safety", "audit", "finance", "hr"]),
        ("集团各部门", ["supervision", "safety", "audit", "finance", "hr"]),
        ("各二级单位", ["east", "west"]),
        ("各专班", ["reform"]),
        ("各党支部", ["stevedores_branch", "bonded_branch"]),
        ("东港公司各部门", ["east_safety"]),
        ("各部门、二级单位", ["supervision", "safety", "audit", "finance", "hr", "east", "west"]),
        ("各单位", ["supervision", "safety", "audit", "finance", "hr", "east", "west"]),
    ],
)
def test_a_collective_means_all_of_them(world, text, kind_of):
    meaning = name_table().meaning(text)
    assert meaning.collective == [getattr(world, name) for name in kind_of]
    assert not meaning.vague


def test_a_vague_collective_says_that_it_is(world):
    assert name_table().meaning("有关部门").vague
    assert name_table().meaning("各相关单位").vague


def test_the_same_words_mean_ones_own_section(world):
    west_safety = Unit.objects.add_child(
        world.west, {"name": "西港公司安全科", "short_name": "安全科", "code": "W-AQ", "kind": "department"}
    )
    world.east_safety.short_name = "安全科"
    world.east_safety.save()
    table = NameTable(Unit.objects.all(), UnitAlias.objects.all())
    assert table.meaning("安全科", seen_from=world.east).unit == world.east_safety
    assert table.meaning("安全科", seen_from=world.west).unit == west_safety
    assert table.meaning("安全科").unit is None, "seen from the top both are as near"


def test_the_table_is_read_once(world, django_assert_num_queries):
    with django_assert_num_queries(2):
        for text in ("审计部", "安环部", "天文部", "各部门"):
            name_table().meaning(text)
