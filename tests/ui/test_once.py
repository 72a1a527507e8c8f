"""A form that arrives twice is carried out once."""

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from duban.ui import once


@pytest.fixture
def send(world):
    def send(token: str, person=None, sheet: bool = False):
        headers = {"X-Sheet": "1"} if sheet else {}
        request = RequestFactory().post("/x", {"once": token}, headers=headers)
        request.user = person or world.clerk
        request.session = {}
        request._messages = FallbackStorage(request)
        return request

    return send


def test_second_arrival_leads_to_the_first_outcome(send):
    done: list[int] = []

    def act() -> int:
        done.append(1)
        return len(done)

    first = once.perform(send("abc"), act, to=lambda n: f"/things/{n}")
    second = once.perform(send("abc"), act, to=lambda n: f"/things/{n}")
    assert (first.url, second.url, done) == ("/things/1", "/things/1", [1])


def test_another_person_with_the_same_token_is_another_form(send, world):
    done: list[int] = []
    once.perform(send("abc"), lambda: done.append(1), to="/")
    once.perform(send("abc", world.leader), lambda: done.append(2), to="/")
    assert done == [1, 2]


def test_refused_act_leaves_the_token_free(send):
    def refuse() -> None:
        raise ValidationError("no")

    with pytest.raises(ValidationError):
        once.perform(send("abc"), refuse, to="/")
    done: list[int] = []
    once.perform(send("abc"), lambda: done.append(1), to="/")
    assert done == [1]


def test_a_form_without_a_token_is_simply_carried_out(send):
    done: list[int] = []
    for _ in range(2):
        once.perform(send(""), lambda: done.append(1), to="/")
    assert done == [1, 1]


def test_a_sheet_is_told_where_to_go(send):
    answer = once.perform(send("abc", sheet=True), lambda: None, to="/there")
    assert (answer.status_code, answer.headers["X-Location"]) == (204, "/there")


def test_old_tokens_are_forgotten_and_young_ones_kept(send):
    from datetime import timedelta

    from django.utils import timezone

    from duban.ui.jobs import forget_old_tokens
    from duban.ui.models import Once

    once.perform(send("old"), lambda: None, to="/")
    once.perform(send("young"), lambda: None, to="/")
    Once.objects.filter(key__endswith=":old").update(at=timezone.now() - timedelta(days=31))
    assert forget_old_tokens() == 1
    assert [o.key.split(":")[1] for o in Once.objects.all()] == ["young"]
