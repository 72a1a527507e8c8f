"""A form that arrives twice is carried out once."""

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory

from duban.journal.models import Entry
from duban.ledger.views import acts as verbs
from duban.ui import once
from tests.ledger_pages import orders


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
    assert [o.key.split(":")[-1] for o in Once.objects.all()] == ["young"]


def test_the_same_token_sent_to_another_address_is_another_form(send):
    done: list[int] = []
    first, second = send("abc"), send("abc")
    second.path = "/y"
    once.perform(first, lambda: done.append(1), to="/")
    once.perform(second, lambda: done.append(2), to="/")
    assert done == [1, 2]


def refused(client, url: str, token: str) -> int:
    return client.post(url, {"once": token}).status_code


def test_a_form_carried_out_leads_there_before_its_view_is_asked(client, world):
    """The draft is dispatched by the first answer that was lost; the second would find nothing to dispatch."""
    task = orders.draft(world)
    client.force_login(world.clerk)
    url = f"/tasks/{task.pk}/dispatch"
    first, second = (client.post(url, {"once": "abc"}) for _ in range(2))
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    assert Entry.objects.filter(noun="task", noun_id=task.pk, kind="task.dispatched").count() == 1
    sheet = client.post(url, {"once": "abc"}, headers={"X-Sheet": "1"})
    assert (sheet.status_code, sheet.headers["X-Location"]) == (204, first.url)
    # Without the token, with another one, to another address or from somebody else it is what it always was.
    assert client.post(url).status_code == 403
    assert refused(client, url, "another") == 403
    assert refused(client, f"/tasks/{task.pk}/dispatch?again=1", "abc") == 403
    client.force_login(world.inspector)
    assert refused(client, url, "abc") == 403


def test_what_is_refused_because_the_first_click_was_just_ending_leads_there_too(client, world, monkeypatch):
    task = orders.draft(world)
    client.force_login(world.clerk)
    url = f"/tasks/{task.pk}/dispatch"
    found = verbs.policy.get_for

    def slow(person, pk, verb):
        """Between the look at the token and the look at the task the first click is carried out."""
        monkeypatch.setattr(verbs.policy, "get_for", found)
        other = Client()
        other.force_login(world.clerk)
        assert other.post(url, {"once": "abc"}).status_code == 302
        return found(person, pk, verb)

    monkeypatch.setattr(verbs.policy, "get_for", slow)
    answer = client.post(url, {"once": "abc"})
    assert (answer.status_code, answer.url) == (302, f"/tasks/{task.pk}")
