"""Journal → notices: each entry once, whatever crashes and in whatever order entries become visible."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from duban.journal import actions as journal
from duban.journal import kinds as journal_kinds
from duban.journal.sealer import seal_pending
from duban.notices import audience, telling
from duban.notices.models import Bookmark, Delivery, Notice

KIND = journal_kinds.Kind("tests.happened", "did %(what)s", "point")


@pytest.fixture(autouse=True)
def _kind(monkeypatch):
    journal_kinds.register(KIND)
    monkeypatch.setattr(audience, "_told", {})


def happen(actor, what="it", **more):
    with transaction.atomic():
        return journal.append(KIND, actor=actor, noun="thing", noun_id=1, body={"what": what}, **more)


def test_every_entry_is_told_once_to_everybody_but_the_actor(world):
    audience.register([KIND.code], lambda _entry: [world.clerk.pk, world.leader.pk, None])
    happen(world.clerk)
    seal_pending()
    assert telling.tell_new() == 1
    assert telling.tell_new() == 0
    notice = Notice.objects.get()
    assert notice.person == world.leader
    assert notice.text == f"{world.clerk.name} did it"


def test_nothing_is_told_before_it_is_sealed_so_a_late_commit_is_not_missed(world):
    """A transaction that took its number early and committed late: its number is lower, its place is later."""
    audience.register([KIND.code], lambda _entry: [world.leader.pk])
    first, second = happen(world.clerk, "early"), happen(world.clerk, "late")
    assert first.pk < second.pk
    from duban.journal.models import Leaf

    Leaf.objects.create(position=0, entry=second)
    assert telling.tell_new() == 1
    Leaf.objects.create(position=1, entry=first)
    assert telling.tell_new() == 1
    assert [n.facts["what"] for n in Notice.objects.order_by("id")] == ["late", "early"]


def test_a_crash_between_notices_and_the_place_leaves_neither(world, monkeypatch):
    audience.register([KIND.code], lambda _entry: [world.leader.pk])
    happen(world.clerk)
    seal_pending()
    save = Bookmark.save

    def crash(self, *args, **kwargs):
        if kwargs.get("update_fields"):
            raise KeyboardInterrupt
        return save(self, *args, **kwargs)

    monkeypatch.setattr(Bookmark, "save", crash)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        telling.tell_new()
    assert not Notice.objects.exists()
    monkeypatch.undo()
    monkeypatch.setattr(audience, "_told", {KIND.code: [lambda _entry: [world.leader.pk]]})
    assert telling.tell_new() == 1


def test_one_broken_audience_does_not_silence_the_others(world):
    def broken(entry):
        if entry.facts["what"] == "bad":
            raise LookupError
        return [world.leader.pk]

    audience.register([KIND.code], broken)
    happen(world.clerk, "bad")
    happen(world.clerk, "good")
    seal_pending()
    telling.tell_new()
    assert [n.facts["what"] for n in Notice.objects.all()] == ["good"]


def test_the_past_wakes_nobody_up(world):
    audience.register([KIND.code], lambda _entry: [world.leader.pk])
    happen(world.clerk)
    seal_pending()
    telling.tell_new(now=timezone.now() + timedelta(days=4))
    assert not Notice.objects.exists()
    assert Bookmark.objects.get(name="journal").position == 0


def test_who_has_left_is_not_told(world):
    audience.register([KIND.code], lambda _entry: [world.leader.pk])
    world.leader.is_active = False
    world.leader.save()
    happen(world.clerk)
    seal_pending()
    telling.tell_new()
    assert not Notice.objects.exists()


def test_reading_on_in_small_steps_tells_the_same(world):
    audience.register([KIND.code], lambda _entry: [world.leader.pk])
    for number in range(7):
        happen(world.clerk, str(number))
    seal_pending()
    assert [telling.tell_new(limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert [n.facts["what"] for n in Notice.objects.order_by("id")] == list("0123456")


def test_a_mail_is_only_due_to_who_has_an_address(world):
    audience.register([KIND.code], lambda _entry: [world.leader.pk, world.vice.pk])
    world.leader.email = "leader@example.test"
    world.leader.save()
    world.vice.email = ""
    world.vice.save()
    happen(world.clerk)
    seal_pending()
    telling.tell_new()
    assert [d.person for d in Delivery.objects.all()] == [world.leader]


def test_every_kind_with_an_audience_exists():
    from duban.notices import task_audience

    task_audience.register_all()
    assert audience.unknown(kind.code for kind in journal_kinds.every()) == set()
