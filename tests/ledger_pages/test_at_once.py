"""Forms that really meet: threads, committed transactions, both databases."""

import pytest
from django.test import Client

from tests import world as invented
from tests.ledger.conftest import on_file, together  # noqa: F401
from tests.ledger_pages import orders

pytestmark = pytest.mark.django_db(transaction=True)


def sender(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_one_form_pressed_six_times_at_once_is_carried_out_once(together):  # noqa: F811
    world = invented.build()
    task = orders.underway(world)
    clients = [sender(world.stevedores_head) for _ in range(6)]
    url, data = f"/tasks/{task.pk}/report", {"done": "已更换一半", "once": "one-form"}
    answers = together(*[lambda client=client: client.post(url, data) for client in clients])
    assert [getattr(a, "status_code", repr(a)) for a in answers] == [302] * 6
    assert {a.url for a in answers} == {f"/tasks/{task.pk}"}
    assert task.reports.count() == 1


def test_without_a_token_each_press_counts_so_the_race_is_real(together):  # noqa: F811
    world = invented.build()
    task = orders.underway(world)
    clients = [sender(world.stevedores_head) for _ in range(4)]
    answers = together(
        *[lambda client=client: client.post(f"/tasks/{task.pk}/report", {"done": "一半"}) for client in clients]
    )
    assert [getattr(a, "status_code", repr(a)) for a in answers] == [302] * 4
    assert task.reports.count() == 4


def test_two_verdicts_at_once_leave_one_and_an_explanation(together):  # noqa: F811
    world = invented.build()
    task = orders.claimed(world)
    first, second = sender(world.inspector), sender(world.inspector)
    url = f"/tasks/{task.pk}/verification"
    answers = together(
        lambda: first.post(url, {"verdict": "verified", "note": "合格", "once": "a"}),
        lambda: second.post(url, {"verdict": "returned", "note": "缺数据", "once": "b"}),
    )
    codes = sorted(getattr(a, "status_code", repr(a)) for a in answers)
    assert codes in ([302, 422], [302, 403])
    claim = task.claims.get()
    assert claim.verification.verdict in ("verified", "returned")
