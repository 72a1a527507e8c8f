"""Taking a task from the claim board, and putting others in charge, through the API: the rights of the browser."""

from datetime import timedelta

import pytest

from duban.journal.models import Entry
from duban.ledger import actions
from duban.ledger.models import Task


@pytest.fixture
def offered(world, kind) -> Task:
    """Open to the east and all below it."""
    draft = actions.register_task(
        actor=world.clerk, title="夜间值守", type=kind, lead_unit=world.supervision, looker=world.safety_liaison,
        criterion="值守记录齐全", due_on=world.today + timedelta(days=20),
    )  # fmt: skip
    actions.open_for_claim(draft.pk, actor=world.clerk, scope=world.east, note="党员先锋")
    return draft


def test_the_board_shows_what_one_may_take_and_who_takes_it_has_it(caller, world, offered):
    assert caller(world.west_member).get("/tasks/offers").json()["items"] == []
    stevedore = caller(world.stevedore)
    [item] = stevedore.get("/tasks/offers").json()["items"]
    assert (item["task"]["id"], item["criterion"], item["note"]) == (offered.pk, "值守记录齐全", "党员先锋")
    assert item["scope"] == {"id": world.east.pk, "name": world.east.name}
    body = {"unit_id": world.stevedores_branch.pk}
    answers = [stevedore.post(f"/tasks/{offered.pk}/claim", body, repeat="k") for _turn in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    taken = answers[0].json()
    assert (taken["state"], taken["lead_unit"]["name"]) == ("underway", world.stevedores_branch.name)
    assert taken["responsible"]["id"] == world.stevedore.pk
    # As every moment in an answer, after RFC 3339.
    assert taken["dispatched_at"][10] == "T"
    assert Entry.objects.filter(kind="task.claimed", noun_id=offered.pk).count() == 1
    assert stevedore.get("/tasks/offers").json()["items"] == []


def test_who_comes_second_is_told_that_it_is_taken(caller, world, offered):
    assert caller(world.stevedore).post(f"/tasks/{offered.pk}/claim", {}).status_code == 200
    late = caller(world.tugs_head).post(f"/tasks/{offered.pk}/claim", {})
    assert (late.status_code, late.json()["code"]) == (422, "taken")


def test_the_board_asks_no_more_for_many(
    caller, world, offered, kind, django_assert_max_num_queries, django_assert_num_queries
):
    stevedore = caller(world.stevedore)
    stevedore.get("/tasks/offers")
    with django_assert_max_num_queries(4) as one:
        stevedore.get("/tasks/offers")
    for n in range(3):
        draft = actions.register_task(
            actor=world.clerk, title=f"值守{n}", type=kind, lead_unit=world.supervision, looker=world.safety_liaison,
            criterion="齐全", due_on=world.today + timedelta(days=20),
        )  # fmt: skip
        actions.open_for_claim(draft.pk, actor=world.clerk)
    with django_assert_num_queries(len(one)):
        assert len(stevedore.get("/tasks/offers").json()["items"]) == 4


def test_who_sees_the_draft_but_is_not_reached_by_its_offer_is_neither_offered_it_nor_told_that_it_is_taken(
    caller, world, offered
):
    clerk = caller(world.clerk)
    assert clerk.get("/tasks/offers").json()["items"] == []
    assert clerk.post(f"/tasks/{offered.pk}/claim", {}).status_code == 403
    actions.withdraw_offer(offered.pk, actor=world.clerk)
    gone = clerk.post(f"/tasks/{offered.pk}/claim", {})
    assert (gone.status_code, gone.json()["code"]) == (422, "gone")


# Open to the east: who holds a post there takes it for a unit of theirs; to others it does not exist.
CLAIM = {
    "stevedore": 200, "east_leader": 200, "tugs_head": 200, "west_member": 404, "west_head": 404, "outsider": 404,
}  # fmt: skip


@pytest.mark.parametrize(("who", "status"), CLAIM.items())
def test_who_may_take_it(who, status, caller, world, offered):
    assert caller(world.people[who]).post(f"/tasks/{offered.pk}/claim", {}).status_code == status


def test_it_is_taken_for_a_unit_of_ones_own_only(caller, world, offered):
    stevedore = caller(world.stevedore)
    assert stevedore.post(f"/tasks/{offered.pk}/claim", {"unit_id": world.tugs.pk}).status_code == 403
    unknown = stevedore.post(f"/tasks/{offered.pk}/claim", {"unit_id": 10**9})
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "unit_id")
    assert Task.objects.get().state == "draft"


# A task that the clerk sent to the east: its voices name who is responsible; sender and office name all.
RESPONSIBLE = {
    "clerk": 200, "supervision_head": 200, "east_leader": 200, "east_liaison": 200, "inspector": 403, "auditor": 403,
    "stevedore": 404, "west_head": 404, "outsider": 404,
}  # fmt: skip
LOOKER = {**RESPONSIBLE, "east_leader": 403, "east_liaison": 403}


@pytest.mark.parametrize(("who", "status"), RESPONSIBLE.items())
def test_who_may_name_another_responsible_person(who, status, caller, world, task):
    answer = caller(world.people[who]).post(f"/tasks/{task.pk}/owner", {"responsible_id": world.east_head.pk})
    assert answer.status_code == status
    now = world.east_head if status == 200 else world.east_liaison
    assert Task.objects.get().responsible == now


@pytest.mark.parametrize(("who", "status"), LOOKER.items())
def test_who_may_name_another_looker(who, status, caller, world, task):
    answer = caller(world.people[who]).post(f"/tasks/{task.pk}/owner", {"looker_id": world.safety_head.pk})
    assert answer.status_code == status


def test_what_is_left_out_stays_and_null_takes_the_leader_away(caller, world, order):
    task, clerk = order(accountable=world.east_leader), caller(world.clerk)
    body = {"responsible_id": world.east_head.pk, "reason": "轮岗"}
    for _turn in range(2):
        assert clerk.post(f"/tasks/{task.pk}/owner", body, repeat="k").json()["responsible"]["id"] == world.east_head.pk
    task.refresh_from_db()
    assert (task.looker, task.accountable) == (world.safety_liaison, world.east_leader)
    [entry] = Entry.objects.filter(kind="task.reassigned")
    assert entry.facts["reason"] == "轮岗"
    assert clerk.post(f"/tasks/{task.pk}/owner", {"accountable_id": None}).status_code == 200
    task.refresh_from_db()
    assert task.accountable is None


@pytest.mark.parametrize("field", ["responsible_id", "looker_id", "lead_unit_id"])
def test_nobody_else_is_taken_away_by_null(field, caller, world, task):
    refused = caller(world.clerk).post(f"/tasks/{task.pk}/owner", {field: None, "reason": "轮岗"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)


def test_whoever_does_it_does_not_verify_it_by_api_either(caller, world, task):
    clerk = caller(world.clerk)
    refused = clerk.post(f"/tasks/{task.pk}/owner", {"looker_id": world.east_liaison.pk})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "looker")
    refused = clerk.post(f"/tasks/{task.pk}/owner", {"lead_unit_id": world.west.pk})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "lead_unit")
    refused = clerk.post(f"/tasks/{task.pk}/owner", {"looker_id": 10**9, "lead_unit_id": 10**9})
    assert {each["field"] for each in refused.json()["errors"]} == {"looker_id", "lead_unit_id"}


def test_a_reading_key_neither_takes_nor_hands_on(caller, world, offered):
    reader = caller(world.clerk, scope="read")
    assert reader.get("/tasks/offers").status_code == 200
    for path in ("claim", "owner"):
        assert reader.post(f"/tasks/{offered.pk}/{path}", {}).status_code == 403
