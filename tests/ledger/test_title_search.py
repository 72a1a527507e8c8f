"""Finding tasks by part of a title: an index behind it, or a walk through the list, with one answer."""

import pytest
from django.db import connection

from duban.ledger import actions, queries, title_index
from duban.ledger.models import Task
from duban.ui import neighbours
from tests.world import World


def found(person, q: str) -> set[str]:
    return {task.title for task in queries.tasks_for(person, {"q": q})}


TITLES = ["更换码头照明灯具", "灯塔检修", "ABC港机改造（100%完成）", "第12项_岸电", "拖轮保养"]


@pytest.fixture(params=["index", "walk"])
def filled(request, monkeypatch, order) -> list[Task]:
    tasks = [order(title=title) for title in TITLES]
    if request.param == "walk":
        monkeypatch.setattr(neighbours, "FEW", 0)
    return tasks


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("照明", {TITLES[0]}),
        ("灯", {TITLES[0], TITLES[1]}),
        ("灯具", {TITLES[0]}),
        ("照具", set()),
        ("码头照明灯具", {TITLES[0]}),
        ("abc港", {TITLES[2]}),
        ("100%", {TITLES[2]}),
        ("%", {TITLES[2]}),
        ("2项_", {TITLES[3]}),
        ("_", {TITLES[3]}),
        ("项\\", set()),
        ('"', set()),
        ("（1", {TITLES[2]}),
        ("没有", set()),
        ("  保养 ", {TITLES[4]}),
    ],
)
def test_a_part_of_the_title_finds_it(filled, world: World, q: str, expected: set[str]) -> None:
    assert found(world.clerk, q) == expected


def test_a_number_and_its_serial_find_the_task(filled, world: World) -> None:
    assert found(world.clerk, filled[1].number) == {TITLES[1]}
    assert found(world.clerk, "2") == {TITLES[1], TITLES[3]}
    assert found(world.clerk, "12345678") == set()


def test_an_edited_title_is_found_by_its_new_words_only(world: World, kind) -> None:
    draft = actions.register_task(
        actor=world.clerk, title="旧岸桥", type=kind, lead_unit=world.east, due_on=world.today
    )
    actions.edit_task(draft.pk, actor=world.clerk, title="新岸桥")
    assert (found(world.clerk, "旧岸"), found(world.clerk, "新岸")) == (set(), {"新岸桥"})
    Task.objects.filter(pk=draft.pk).delete()
    assert title_index.TITLES.find("新岸", 5) == []


def test_more_than_the_most_are_not_gathered(order) -> None:
    for title in ("岸桥一", "岸桥二", "岸桥三"):
        order(title=title)
    assert len(title_index.TITLES.find("岸桥", 3) or []) == 3
    assert title_index.TITLES.find("岸桥", 2) is None


def test_the_index_is_made_for_titles_that_are_there_already(order) -> None:
    task = order(title="先有的任务")
    connection.check_constraints()  # deferred checks would be in the way of the new index
    title_index.remove(connection)
    title_index.install(connection)
    assert title_index.TITLES.find("先有", 5) == [task.pk]


def test_who_may_not_see_a_task_does_not_find_it(order, world: World) -> None:
    order(title="东港夜航保障")
    assert found(world.west_member, "夜航") == set()
