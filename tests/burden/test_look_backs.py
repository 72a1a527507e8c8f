"""A look-back asks its checker to look and the unit to show: foreseen by the dice, charged when sent and when looked at."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from duban.burden.actions import measure, settle
from duban.burden.foreseen import foresee
from duban.burden.models import Charge, Measurement
from duban.draws import Entry as Drawable
from duban.inspections import actions
from duban.inspections.asking_again import asks_of_pool
from duban.inspections.models import Draw, LookBack
from duban.journal.models import Entry
from tests.burden.conftest import budget
from tests.inspections.conftest import closed
from tests.inspections.test_look_back import drawing, drawn


def charged(row: LookBack) -> set[tuple[str, str, int]]:
    rows = Charge.objects.filter(source_noun="look_back", source_id=row.pk).select_related("bearer")
    return {(each.bearer.code, each.act, each.minutes) for each in rows}


def seat(row: LookBack) -> str:
    return row.draw.seats.get(person=row.checker_id).unit.code


def test_the_checker_is_charged_when_sent_and_the_unit_when_somebody_has_looked(world):
    row = drawn(world, closed(world))
    assert charged(row) == {(seat(row), "look_back_look", 60)}
    actions.judge_look_back(row.pk, actor=row.checker, held=True, note="看过现场")
    assert charged(row) == {(seat(row), "look_back_look", 60), ("E", "look_back_show", 30)}
    assert {each.asker for each in Charge.objects.filter(source_noun="look_back")} == {world.supervision}


def test_another_checker_bears_it_instead_and_what_falls_out_is_taken_back(world):
    row = drawn(world, closed(world))
    first = seat(row)
    actions.declare_void(
        row.draw_id, actor=world.clerk, role="inspector", what=f"person:{row.checker_id}", reason="病假"
    )
    row = LookBack.objects.get(pk=row.pk)
    assert seat(row) != first
    assert charged(row) == {(seat(row), "look_back_look", 60)}
    actions.declare_void(row.draw_id, actor=world.clerk, role="entry", what=f"task:{row.noun_id}", reason="已并案")
    assert not LookBack.objects.filter(pk=row.pk).exists()
    assert not Charge.objects.filter(source_noun="look_back").exists()


def test_looked_at_in_a_later_month_the_checker_is_not_charged_again(world, monkeypatch):
    row = drawn(world, closed(world))
    sent = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: sent + timedelta(days=40))
    actions.judge_look_back(row.pk, actor=row.checker, held=True, note="看过现场")
    months = dict(Charge.objects.filter(source_noun="look_back").values_list("act", "month"))
    assert months["look_back_look"] < months["look_back_show"]
    assert Charge.objects.filter(source_noun="look_back").count() == 2


def test_a_checker_who_says_how_long_it_took_teaches_the_next_draw(world, client):
    row = drawn(world, closed(world))
    client.force_login(row.checker)
    url = reverse("inspections:look_back_judge", args=[row.pk])
    assert client.post(url, {"held": "yes", "note": "看过现场", "took": "999"}).status_code == 422
    assert client.post(url, {"held": "yes", "note": "看过现场", "took": "45"}).status_code == 302
    assert [(each.of_noun, each.minutes) for each in Measurement.objects.all()] == [("look_back", 45)]
    for n in range(5):
        measure(("look_back", 0), seen=("look_back", 1000 + n), minutes=45)
    settle()
    assert charged(row) >= {(seat(row), "look_back_look", 60)}
    assert Charge.objects.get(act="look_back_look").measured == 45
    assert {ask.minutes for ask in asks_of_pool([], {"red": 1}, [(world.inspector.pk, world.supervision.pk)], 2)} == {
        45
    }


def test_nobody_is_made_to_say_how_long_it_took(world):
    row = drawn(world, closed(world))
    actions.judge_look_back(row.pk, actor=row.checker, held=True, note="看过现场")
    assert not Measurement.objects.exists()


def test_the_pool_counts_units_by_their_share_and_checkers_by_their_turns(world):
    entries = [(Drawable(f"task:{n}", f"事项{n}", "rest"), world.east if n < 20 else world.tugs) for n in range(22)]
    entries.append((Drawable("task:99", "红灯", "red"), world.tugs))
    checkers = [(world.inspector.pk, world.supervision.pk), (world.audit_head.pk, world.audit.pk)]
    found = foresee(asks_of_pool(entries, {"rest": 11, "red": 1}, checkers, cap=8))
    assert found.minutes == 12 * 30 + 12 * 60
    by_unit = {bearer.unit: bearer for bearer in found.bearers}
    # Ten of the east's twenty are sure to come on an average; of the tugs one of two, and the red one.
    assert (by_unit[world.east].minutes, by_unit[world.east].chance) == (300, 1)
    assert (by_unit[world.tugs].minutes, by_unit[world.tugs].chance) == (60, 1)
    # Each checker may be given eight, and gets six.
    assert (by_unit[world.audit].minutes, by_unit[world.audit].chance) == (480, 0.75)


def asked(world) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "named": "三季度回头看", "unit": world.supervision.pk, "since": today - timedelta(days=30), "until": today, "cap": 5,
        "inspectors": [f"id:{p.pk}" for p in (world.inspector, world.audit_head, world.supervision_head)],
        "throwers": [world.audit.pk, world.finance.pk, world.hr.pk],
    }  # fmt: skip


def test_whoever_prepares_it_sees_the_cost_and_says_why_it_goes_beyond_a_budget(world, client):
    client.force_login(world.clerk)
    url = reverse("inspections:look_back_new")
    assert "stands here as soon as" in client.get(url).content.decode()
    # Nothing was closed in these days.
    assert "stands here" in client.post(url, {**asked(world), "cost": "1"}, HTTP_HX_REQUEST="true").content.decode()
    closed(world)
    cost = client.post(url, {**asked(world), "cost": "1"}, HTTP_HX_REQUEST="true").content.decode()
    assert cost.lstrip().startswith("<section")
    # One thing was closed: one looks and one shows, whoever it will be.
    assert "<b>1.5</b> hours" in cost
    assert str(world.east) in cost
    whole = client.post(url, {**asked(world), "cost": "1"})  # a browser without scripts
    assert (whole.status_code, Draw.objects.count()) == (200, 0)
    assert "<html" in whole.content.decode()
    budget(world, 0, world.audit)
    refused = client.post(url, asked(world))
    assert refused.status_code == 422
    assert 'name="burden_reason"' in refused.content.decode()
    assert not Draw.objects.exists()
    assert client.post(url, {**asked(world), "burden_reason": "年度安排"}).status_code == 302
    made = Draw.objects.get()
    entry = Entry.objects.get(kind="burden.exceeded")
    assert (entry.noun, entry.noun_id, entry.facts["reason"]) == ("draw", made.pk, "年度安排")
    # Nobody is charged before the dice have fallen; those who prepare it go on seeing the cost.
    assert not Charge.objects.filter(source_noun="look_back").exists()
    assert "What it costs" in client.get(made.get_absolute_url()).content.decode()
    client.force_login(world.east_head)
    assert "What it costs" not in client.get(made.get_absolute_url()).content.decode()


def test_no_sender_that_was_not_shown_the_cost_is_asked_for_a_reason(world):
    closed(world)
    budget(world, 0)
    assert drawing(world).look_backs.exists()
    assert not Entry.objects.filter(kind="burden.exceeded").exists()


@pytest.mark.parametrize("judged", [False, True])
def test_the_unit_learns_from_its_account_only_what_was_looked_at_already(world, client, judged):
    row = drawn(world, closed(world))
    if judged:
        actions.judge_look_back(row.pk, actor=row.checker, held=True, note="看过现场")

    def rows(person: object) -> str:
        client.force_login(person)
        return client.get("/burden/charges?noun=look_back").content.decode()

    own = rows(world.east_head)
    assert ("Show a checker what was done" in own) is judged
    assert (f'href="/tasks/{row.noun_id}"' in own) is judged
    assert row.get_absolute_url() not in own
    assert f'href="{row.get_absolute_url()}"' in rows(world.clerk)
