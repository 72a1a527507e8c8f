"""Tasks through the API: the same rights and rules as in the browser."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError

from duban.burden.actions import set_budget
from duban.burden.models import Charge
from duban.journal.models import Entry
from duban.ledger.models import Milestone, Report, Task


def test_a_task_is_created_dispatched_and_journaled(caller, world, wanted):
    response = caller(world.clerk).post("/tasks", wanted)
    assert response.status_code == 201, response.content
    body = response.json()
    task = Task.objects.get()
    assert body["id"] == task.pk
    assert body["state"] == "dispatched"
    assert body["number"] == task.number
    assert [u.pk for u in task.supporting_units.all()] == [world.west.pk]
    assert Milestone.objects.get().title == "开工"
    assert Entry.objects.filter(kind="task.dispatched", actor=world.clerk).count() == 1


def test_the_answer_says_what_it_takes_its_receivers(caller, world, wanted):
    asked = {**wanted, "report_every": "week", "deliverables": "方案\n清单"}
    before = caller(world.clerk).post("/tasks/cost", asked)
    assert before.status_code == 200
    assert not Task.objects.exists()
    body = caller(world.clerk).post("/tasks", asked).json()
    assert body["burden"] == before.json()
    assert body["burden"]["people"] == 2
    of = {each["unit"]["name"]: each for each in body["burden"]["units"]}
    assert of[world.west.name]["minutes"] == 2
    assert of[world.east.name]["minutes"] == 2 + 4 * 15 + 2 * 30 + 20
    assert body["burden"]["minutes"] == of[world.east.name]["minutes"] + 2
    assert {each["budget_after"] for each in of.values()} == {None}
    charged = Charge.objects.values_list("minutes", flat=True)
    assert sum(charged) == body["burden"]["minutes"]


def test_beyond_a_budget_it_is_refused_in_words_until_a_reason_is_given(caller, world, wanted):
    set_budget(actor=world.clerk, unit=world.west, since=world.today, hours=0)
    clerk = caller(world.clerk)
    for reason in ({}, {"burden_reason": "  "}):
        refused = clerk.post("/tasks", {**wanted, **reason}, repeat="one-key")
        assert refused.status_code == 422
        problem = refused.json()
        assert (problem["code"], problem["errors"][0]["field"]) == ("over_budget", "burden_reason")
        assert world.west.short_name in problem["detail"]
        # Whom it is too much for, and by how much, stands with the refusal.
        assert problem["burden"]["units"][0]["unit"]["name"] == world.west.name
        assert problem["burden"]["units"][0]["over"]
    assert not Task.objects.exists()
    assert not Charge.objects.exists()
    # The refusal left the key free.
    sent = clerk.post("/tasks", {**wanted, "burden_reason": "汛前必须完成"}, repeat="one-key")
    assert (sent.status_code, sent.json()["burden"]["units"][0]["over"]) == (201, True)
    entry = Entry.objects.get(kind="burden.exceeded")
    assert (entry.noun_id, entry.facts["reason"]) == (sent.json()["id"], "汛前必须完成")


def test_what_a_task_would_cost_is_told_to_whoever_may_send_one(caller, world, wanted):
    assert caller(world.stevedore).post("/tasks/cost", wanted).status_code == 403
    assert caller(world.clerk, "read").post("/tasks/cost", wanted).status_code == 403
    wrong = caller(world.clerk).post("/tasks/cost", {**wanted, "lead_unit_id": 10**9})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "lead_unit_id")


def test_the_whole_way_of_a_task(caller, world, wanted):
    pk = caller(world.clerk).post("/tasks", wanted).json()["id"]
    liaison = caller(world.east_liaison)
    assert liaison.post(f"/tasks/{pk}/receipt", {}).json()["state"] == "underway"
    reported = liaison.post(f"/tasks/{pk}/reports", {"done": "完成一半", "progress": 50})
    assert reported.status_code == 201
    assert reported.json()["by"]["name"] == world.east_liaison.name
    claimed = liaison.post(f"/tasks/{pk}/completion", {"statement": "记录已核对"})
    assert (claimed.status_code, claimed.json()["state"]) == (201, "claimed")
    whole = liaison.get(f"/tasks/{pk}").json()
    assert whole["latest_report"]["progress"] == 50
    assert whole["receipts"][0]["acknowledged_at"]
    kinds = [e["kind"] for e in liaison.get(f"/tasks/{pk}/journal").json()["items"]]
    assert kinds == ["task.dispatched", "task.acknowledged", "task.reported", "task.completion_claimed"]


def test_who_may_not_dispatch_may_not_by_api(caller, world, wanted):
    assert caller(world.stevedore).post("/tasks", wanted).status_code == 403
    assert not Task.objects.exists()


def test_a_task_out_of_sight_is_404_in_every_way(caller, world, task):
    other = caller(world.bonded_head)
    assert other.get(f"/tasks/{task.pk}").status_code == 404
    assert other.get(f"/tasks/{task.pk}/reports").status_code == 404
    assert other.get(f"/tasks/{task.pk}/journal").status_code == 404
    assert other.post(f"/tasks/{task.pk}/receipt", {}).status_code == 404
    assert other.post(f"/tasks/{task.pk}/reports", {"done": "x"}).status_code == 404
    assert other.get("/tasks").json()["items"] == []


def test_what_is_wrong_is_said_in_the_caller_s_language(caller, world, wanted):
    clerk = caller(world.clerk)
    clerk.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
    wrong = {
        "title": "", "type_id": "x", "lead_unit_id": 0, "responsible_id": 1.5, "looker_id": 10**40, "due_on": "soon",
        "criterion": "a\x00b", "description": 3, "source_text": "长" * 20001, "nature": "odd", "accountable_id": [],
        "supporting_unit_ids": "1", "milestones": [1, {}, {"title": "x", "due_on": "1999-01-01"}],
    }  # fmt: skip
    answers = [clerk.post("/tasks", wrong), clerk.get("/tasks", light="pink", q="\x00"), clerk.post("/tasks", "{")]
    assert [answer.status_code for answer in answers] == [422, 422, 400]
    said = [each["detail"] for answer in answers for each in answer.json().get("errors", [answer.json()])]
    assert len(said) > 15
    assert not [text for text in said if not re.search("[一-鿿]", text)]


@pytest.mark.parametrize("path", ["/tasks", "/tasks/cost"])
def test_a_task_out_of_sight_is_unknown_as_a_whole_for_a_part_too(path, caller, world, wanted, order):
    there = order(lead_unit=world.west, responsible=world.west_head)
    sender = caller(world.tugs_head)
    part = {**wanted, "lead_unit_id": world.tugs.pk, "responsible_id": world.tugs_head.pk}

    def said(parent_id: int) -> tuple[int, str]:
        answer = sender.post(path, {**part, "parent_id": parent_id})
        return answer.status_code, answer.content.decode().replace(str(parent_id), "N")

    assert said(there.pk) == said(10**9)
    assert said(there.pk)[0] == 422


def test_what_is_wrong_is_said_field_by_field(caller, world, wanted):
    response = caller(world.clerk).post(
        "/tasks", {**wanted, "responsible_id": 10**9, "lead_unit_id": 10**9, "looker_id": 10**9}
    )
    assert response.status_code == 422
    assert {e["field"] for e in response.json()["errors"]} == {"responsible_id", "lead_unit_id", "looker_id"}
    response = caller(world.clerk).post("/tasks", {**wanted, "due_on": "soon", "title": ""})
    assert {e["field"] for e in response.json()["errors"]} == {"due_on", "title"}
    response = caller(world.clerk).post("/tasks", {**wanted, "looker_id": wanted["responsible_id"]})
    assert response.status_code == 422
    assert not Task.objects.exists()


def test_pages_go_through_all_tasks_once_while_others_arrive(caller, world, order):
    for day in (5, 3, 9, 3, 7):
        order(due_on=world.today + timedelta(days=day))
    clerk, seen, after = caller(world.clerk), [], ""
    while True:
        page = clerk.get("/tasks", limit=2, after=after).json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
        if len(seen) == 2:
            order(due_on=world.today + timedelta(days=1))  # before what was read already: shifts nothing
        if not after:
            break
    first_five = list(Task.objects.exclude(due_on=world.today + timedelta(days=1)).order_by("due_on", "id"))
    assert seen == [task.pk for task in first_five]


def test_filters_narrow_the_list(caller, world, order):
    order()
    order(lead_unit=world.west, responsible=world.west_liaison)
    clerk = caller(world.clerk)
    assert len(clerk.get("/tasks", unit=world.west.pk).json()["items"]) == 1
    assert len(clerk.get("/tasks", person=world.east_liaison.pk).json()["items"]) == 1
    assert clerk.get("/tasks", light="red").json()["items"] == []
    assert clerk.get("/tasks", light="purple").status_code == 422


def test_the_list_costs_the_same_queries_for_one_and_for_many(
    caller, world, order, django_assert_max_num_queries, django_assert_num_queries
):
    clerk = caller(world.clerk)
    order()
    clerk.get("/tasks")
    with django_assert_max_num_queries(5) as one:
        clerk.get("/tasks")
    for _ in range(4):
        order()
    with django_assert_num_queries(len(one)):
        assert len(clerk.get("/tasks", limit=100).json()["items"]) == 5


def test_a_damaged_page_mark_is_a_problem_not_a_crash(caller, world):
    assert caller(world.clerk).get("/tasks", after="!!!").status_code == 400


def test_a_database_that_is_away_is_a_clear_problem_and_nothing_is_done(caller, world, wanted, monkeypatch):
    clerk = caller(world.clerk)

    def away(**_):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("duban.ledger.actions.register_and_dispatch", away)
    response = clerk.post("/tasks", wanted, repeat="k-1")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "server closed" not in response.content.decode()
    monkeypatch.undo()
    assert clerk.post("/tasks", wanted, repeat="k-1").status_code == 201


def test_a_fault_of_ours_is_written_down_and_told_without_its_inside(caller, world, monkeypatch, caplog):
    def broken(*_args):
        raise LookupError("secret inside")

    monkeypatch.setattr("duban.api.endpoints.tasks.tasks_for", broken)
    response = caller(world.clerk).get("/tasks")
    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "secret inside" not in response.content.decode()
    assert "secret inside" in caplog.text


class TestRepeats:
    def test_the_same_key_and_request_is_answered_again_and_done_once(self, caller, world, wanted):
        clerk = caller(world.clerk)
        first, second = (clerk.post("/tasks", wanted, repeat="k-1") for _ in range(2))
        assert first.status_code == second.status_code == 201
        assert first.json() == second.json()
        assert second.headers["Idempotent-Replayed"] == "true"
        assert Task.objects.count() == 1

    def test_the_same_key_for_another_request_is_refused(self, caller, world, wanted):
        clerk = caller(world.clerk)
        clerk.post("/tasks", wanted, repeat="k-1")
        response = clerk.post("/tasks", {**wanted, "title": "另一项"}, repeat="k-1")
        assert (response.status_code, response.json()["code"]) == (422, "idempotency_key")
        assert Task.objects.count() == 1

    def test_a_refused_request_leaves_its_key_free(self, caller, world, wanted):
        clerk = caller(world.clerk)
        assert clerk.post("/tasks", {**wanted, "responsible_id": 10**9}, repeat="k-1").status_code == 422
        assert clerk.post("/tasks", wanted, repeat="k-1").status_code == 201

    def test_keys_of_two_systems_do_not_meet(self, caller, world, wanted):
        caller(world.clerk).post("/tasks", wanted, repeat="k-1")
        caller(world.clerk).post("/tasks", wanted, repeat="k-1")
        assert Task.objects.count() == 2

    @pytest.mark.parametrize("key", ["x" * 101, "a\tb"])
    def test_a_key_is_short_and_printable(self, caller, world, wanted, key):
        assert caller(world.clerk).post("/tasks", wanted, repeat=key).status_code in (400, 422)
        assert not Task.objects.exists()

    def test_a_report_sent_twice_is_one_report(self, caller, world, underway):
        liaison = caller(world.east_liaison)
        for _ in range(3):
            assert liaison.post(f"/tasks/{underway.pk}/reports", {"done": "一半"}, repeat="r").status_code == 201
        assert Report.objects.count() == 1


def test_a_task_is_created_with_few_questions(caller, world, wanted, django_assert_max_num_queries):
    clerk = caller(world.clerk)
    clerk.post("/tasks", wanted)
    with django_assert_max_num_queries(14):
        clerk.post("/tasks", wanted)
