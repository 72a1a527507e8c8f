"""Sent without a log-in, and an address that only takes forms."""

import pytest

pytestmark = [pytest.mark.django_db]


@pytest.mark.parametrize(
    ("sent", "leads_to"),
    [
        ({"headers": {"referer": "http://testserver/tasks?mine=1"}}, "/tasks%3Fmine%3D1"),
        ({"headers": {"referer": "http://elsewhere/tasks"}}, "/notices/channels"),
        ({"headers": {"referer": "http://testserver/tasks", "x-sheet": "1"}}, "/notices/channels"),
        ({}, "/notices/channels"),
    ],
)
def test_after_the_log_in_it_goes_on_at_the_page_it_was_sent_from(client, sent, leads_to):
    assert client.post("/notices/channels", **sent).headers["Location"].endswith(f"?next={leads_to}")


def test_an_address_that_only_takes_forms_says_so(client, world):
    client.force_login(world.clerk)
    answer = client.get("/notices/channels")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "only takes what a form sends" in answer.content.decode()
