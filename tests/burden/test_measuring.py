"""What was measured corrects what was estimated: by median, after enough of them, without a name."""

from datetime import time, timedelta
from uuid import uuid4

from django.utils import timezone

from duban.burden.actions import measure, settle
from duban.burden.models import Charge, Measured, Measurement, Saving
from duban.burden.standing import corrected
from duban.burden.views import opened
from duban.checklists.actions import Batch, Given, begin_response, finish_response, record_answers
from duban.checklists.costs import estimate, minutes_taken
from duban.inspections import actions as inspections
from duban.inspections.models import Visit
from duban.routines import actions as routines
from tests.burden.conftest import duty, edition, visit
from tests.inspections.test_visit import answered


def test_enough_measurements_take_the_place_of_the_estimate(world):
    made = duty(world, minutes=6)
    of = ("duty", made.pk)
    for n, minutes in enumerate((2, 3, 30, 4), 1):
        measure(of, seen=("occurrence", n), minutes=minutes)
    settle()
    assert corrected(of, 6) == 6
    measure(of, seen=("occurrence", 5), minutes=2)
    assert settle() == 1
    assert corrected(of, 6) == 3
    row = Charge.objects.filter(source_noun="duty", bearer=world.east).first()
    assert (row.each, row.measured) == (6, 3 * row.count)
    assert settle() == 0


def test_one_occasion_is_counted_once_and_what_was_left_open_is_not(world):
    for _again in range(3):
        measure(("edition", 1), seen=("response", 9), minutes=4)
    for minutes in (0, 0.001, -3, 9999):
        measure(("edition", 1), seen=("response", round(minutes)), minutes=minutes)
    assert Measurement.objects.count() == 1
    assert {field.name for field in Measurement._meta.fields} == {"id", "of_noun", "of_id", "key", "minutes"}


def test_old_measurements_are_forgotten(world, monkeypatch):
    monkeypatch.setattr("duban.burden.actions.measuring.KEPT", 3)
    for n in range(6):
        measure(("edition", 1), seen=("response", n), minutes=n + 1)
    settle()
    assert Measurement.objects.count() == 3
    assert (Measured.objects.get().minutes, Measured.objects.get().count) == (5, 3)


def test_a_round_takes_the_time_between_its_answers_and_long_pauses_are_left_out(world):
    found, now = edition(world), timezone.now()
    response = begin_response(
        actor=world.stevedore, edition=found, unit=world.stevedores, device=uuid4(), begun_at=now - timedelta(hours=3)
    )
    at, given = now - timedelta(hours=3), []
    for n, item in enumerate(found.items.order_by("order")):
        at += timedelta(hours=2) if n == 2 else timedelta(minutes=2)
        given.append(Given(uuid4(), response.device, item.pk, at, value="", na=True, reason="不涉及"))
    record_answers(Batch(given=given), actor=world.stevedore)
    assert minutes_taken(response) == 10
    finish_response(response.pk, actor=world.stevedore)
    assert [(m.of_noun, m.of_id, m.minutes) for m in Measurement.objects.all()] == [("edition", found.pk, 10)]


def test_a_visit_is_measured_from_its_beginning_to_its_end(world):
    made = visit(world, days=0, team=[world.inspector, world.clerk])
    answered(world, made)
    Visit.objects.filter(pk=made.pk).update(begun_at=timezone.now() - timedelta(minutes=1))
    inspections.end_visit(made.pk, actor=world.inspector)
    row = Measurement.objects.get(of_noun="visit_edition")
    assert 0.9 < row.minutes < 5
    for n in range(5):
        measure(("visit_edition", row.of_id), seen=("visit", 1000 + n), minutes=50)
    settle()
    later = visit(world, days=3)
    assert (
        Charge.objects.get(source_id=later.pk, act="visit_beside").each == 50 != estimate(edition(world), world.today)
    )


def test_a_confirmed_report_teaches_how_long_it_took_and_what_was_not_typed(world, client):
    made = duty(world, form="evening", begins_at=time(0))
    one = made.occurrences.get(unit=world.east, day=timezone.localdate())
    client.force_login(world.east_liaison)
    page = client.get(one.get_absolute_url())
    drafted = page.context["draft"].as_json()
    assert drafted["done"]
    assert page.context["opened_at"]
    shown = opened.signed("occurrence", one.pk, timezone.now().timestamp() - 120)
    said = {part: "\n".join(lines) for part, lines in drafted.items()}
    answer = client.post(
        f"{one.get_absolute_url()}/report",
        {**said, "problem": "三号门机待修", "opened_at": shown},
    )
    assert answer.status_code == 302
    assert Measurement.objects.filter(of_noun="duty", of_id=made.pk).count() == 1
    saving = Saving.objects.get(how="prefilled", bearer=world.east)
    assert saving.count == saving.minutes == len(drafted["done"]) + len(drafted["plan"])
    other = made.occurrences.get(unit=world.west, day=timezone.localdate())
    routines.confirm_report(other.pk, actor=world.west_liaison, done="平稳")
    assert Measurement.objects.count() == 1


def test_a_moment_that_was_not_ours_teaches_nothing(world, client):
    made = duty(world, begins_at=time(0))
    one = made.occurrences.get(unit=world.east, day=timezone.localdate())
    client.force_login(world.east_liaison)
    for moment in ("", "garbage", "1:2:3"):
        client.post(f"{one.get_absolute_url()}/report", {"done": "平稳", "opened_at": moment})
    assert not Measurement.objects.exists()
    one.refresh_from_db()
    assert one.met_at
