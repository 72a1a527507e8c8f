"""Two at once, and the sweep beside them: one hint, not two, and nobody waits for another for ever. On both databases."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from duban.ledger import actions as do
from duban.ledger.actions import closing
from duban.ledger.models import Task
from duban.likeness import actions
from duban.likeness.jobs import compare_in_background, sweep, waiting
from duban.likeness.models import Attachment, Entry, Hint, Sketch
from tests import world as invented
from tests.likeness.closings import COPY, REPORT, TEXT, claimed, jpeg, scene, word
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(on_file) -> World:
    return invented.build()


@pytest.fixture
def two(world: World, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Two closings with the same text, two photos the other way round and a document, not compared yet."""
    with monkeypatch.context() as patch:
        patch.setattr(closing, "compare_later", lambda *job: None)
        one, other, paper = jpeg(scene(1)), jpeg(scene(2)), word(REPORT)
        files = {"一.jpg": one, "二.jpg": other, "三.docx": paper}
        claimed(world, TEXT, world.tugs, world.tugs_head, files=files)
        files = {"二.jpg": other, "一.jpg": one, "三.docx": paper}
        claimed(world, COPY, world.stevedores, world.stevedores_head, files=files)
    return [(each.noun, each.noun_id) for each in waiting({})]


def compared(noun: str, noun_id: int) -> Callable[[], int]:
    return lambda: compare_in_background.func(noun, noun_id)


def once_each() -> None:
    """One text, two photos and one document of two matters: four hints, and everything registered once."""
    assert sorted(Hint.objects.values_list("kind", flat=True)) == ["file", "file", "file", "text"]
    assert Entry.objects.filter(file=0, compared_at__isnull=False).count() == 2
    assert Entry.objects.exclude(file=0).count() == 1
    assert Attachment.objects.count() == 6
    assert Sketch.objects.exists()


def test_if_both_compared_before_either_is_registered_they_miss_each_other(two, together, monkeypatch) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: the two can't be inside at once")
    inside, give = threading.Barrier(2), actions._compare_text

    def both_inside(entry: Entry) -> int:
        inside.wait(20)
        found = give(entry)
        inside.wait(20)  # neither is registered before the other has compared as well
        return found

    def in_one_transaction(noun: str, noun_id: int) -> Callable[[], int]:
        return transaction.atomic(lambda: both_inside(actions._register(noun, noun_id)))

    assert together(*(in_one_transaction(*each) for each in two)) == [0, 0]
    assert not Hint.objects.exists()


def test_two_claims_compared_at_once_give_one_hint(two, together) -> None:
    assert not [each for each in together(*(compared(*each) for each in two)) if isinstance(each, Exception)]
    once_each()


def test_the_jobs_and_two_sweeps_at_once_give_one_hint(two, together) -> None:
    outcomes = together(*(compared(*each) for each in two), sweep.func, sweep.func)
    assert not [each for each in outcomes if isinstance(each, Exception)]
    once_each()


def test_one_job_twice_at_once_registers_once(two, together) -> None:
    outcomes = together(compared(*two[0]), compared(*two[0]), compared(*two[1]))
    assert not [each for each in outcomes if isinstance(each, Exception)]
    once_each()


def test_claims_at_once_are_each_compared_by_their_own_job(world, together, monkeypatch) -> None:
    tasks: list[Task] = []
    with monkeypatch.context() as patch:
        patch.setattr(do, "claim_completion", lambda pk, **rest: tasks.append(Task.objects.get(pk=pk)))
        claimed(world, TEXT, world.tugs, world.tugs_head)
        claimed(world, COPY, world.stevedores, world.stevedores_head)
    doers = [world.tugs_head, world.stevedores_head]

    def claim(task: Task, doer: Any, text: str) -> Callable[[], Any]:
        return lambda: do.claim_completion(task.pk, actor=doer, statement=text)

    outcomes = together(*(claim(*each) for each in zip(tasks, doers, (TEXT, COPY), strict=True)))
    assert not [each for each in outcomes if isinstance(each, Exception)]
    assert Hint.objects.count() == 1
    assert not waiting({})
