from datetime import timedelta
from decimal import Decimal

from duban.inspections.actions import judge_look_back
from duban.inspections.models import Draw, LookBack, VisitKind
from duban.journal.sealer import seal_pending
from duban.ledger.actions import set_target
from duban.ledger.models import Programme
from tests.inspections.conftest import closed, sent


def test_units_come_in_the_order_of_the_tree_with_their_parents(caller, world):
    items = caller(world.tugs_head).get("/units", limit=100).json()["items"]
    by_id = {item["id"]: item for item in items}
    assert items[0]["id"] == world.group.pk
    assert items[0]["parent_id"] is None
    assert by_id[world.tugs.pk]["parent_id"] == world.east.pk


def test_people_are_found_by_initials_and_without_contacts(caller, world):
    items = caller(world.tugs_head).get("/people", q=world.clerk.name).json()["items"]
    assert items == [
        {"id": world.clerk.pk, "name": world.clerk.name, "number": world.clerk.number, "username": world.clerk.username}
    ]


def test_who_has_left_is_not_offered(caller, world):
    world.tugs_head.is_active = False
    world.tugs_head.save()
    ids = {item["id"] for item in caller(world.administrator).get("/people", limit=100).json()["items"]}
    assert world.tugs_head.pk not in ids
    assert world.clerk.pk in ids


def test_readings_are_recorded_and_read_as_exact_numbers(caller, world):
    programme = Programme.objects.create(
        name="示例年", year=2026, since="2026-01-01", until="2026-12-31", owner=world.supervision
    )
    target = set_target(
        actor=world.clerk,
        programme=programme,
        name="示例量",
        measure="吨",
        baseline=Decimal("1.5"),
        baseline_on=world.today - timedelta(days=30),
        goal=Decimal("10"),
        by_on=world.today + timedelta(days=30),
        units=[world.east],
    )
    clerk = caller(world.clerk)
    made = clerk.post(f"/targets/{target.pk}/readings", {"on": world.today.isoformat(), "value": "2.1"})
    assert made.status_code == 201, made.content
    assert Decimal(clerk.get(f"/targets/{target.pk}/readings").json()["items"][0]["value"]) == Decimal("2.1")
    assert clerk.get("/targets", programme=programme.pk).json()["items"][0]["name"] == "示例量"
    assert clerk.get("/programmes").json()["items"][0]["owner"]["id"] == world.supervision.pk
    assert clerk.post(f"/targets/{target.pk}/readings", {"on": "2026-01-01", "value": "x"}).status_code == 422


def test_the_whole_journal_is_for_whoever_sees_everything(caller, world, task):
    assert caller(world.east_head).get("/journal").status_code == 403
    assert caller(world.administrator).get("/journal").status_code == 403
    assert caller(world.auditor).get("/journal").status_code == 200


def test_the_journal_tells_nobody_of_a_visit_ahead_that_is_hidden_from_them(caller, world):
    sent(world, VisitKind.UNANNOUNCED)
    seal_pending()
    assert caller(world.auditor).get("/journal", kind="visit.planned").json()["items"] == []
    assert len(caller(world.clerk).get("/journal", kind="visit.planned").json()["items"]) == 1


def test_the_journal_of_a_task_tells_of_a_look_back_whoever_sees_the_look_back(caller, world):
    task = closed(world)
    draw = Draw.objects.create(
        purpose="look_back",
        unit=world.supervision,
        named="回头看",
        since=world.today,
        until=world.today,
        made_by=world.clerk,
    )
    row = LookBack.objects.create(draw=draw, noun="task", noun_id=task.pk, title=task.title, checker=world.inspector)
    judge_look_back(row.pk, actor=world.inspector, held=True, note="暗访所见")

    def read(person):
        return [e["kind"] for e in caller(person).get(f"/tasks/{task.pk}/journal").json()["items"]]

    assert "look_back.judged" in read(world.clerk)
    assert "task.closed" in read(world.east_liaison)
    assert "look_back.judged" not in read(world.east_liaison)


def test_a_reader_of_the_journal_comes_back_for_what_is_new(caller, world, order):
    clerk = caller(world.clerk)
    order()
    seal_pending()
    first = clerk.get("/journal", kind="task.dispatched").json()
    assert len(first["items"]) == 1
    assert first["items"][0]["actor"] == world.clerk.name
    assert clerk.get("/journal", kind="task.dispatched", after=first["next"]).json() == {
        "items": [],
        "next": first["next"],
    }
    order()
    seal_pending()
    assert len(clerk.get("/journal", kind="task.dispatched", after=first["next"]).json()["items"]) == 1
