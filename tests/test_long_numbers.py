"""A number in an address may be of any length: what is not there is not found, and never an error of the server."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import get_resolver

from tests.api.conftest import caller  # noqa: F401

# Longer than a table holds, and longer than Python reads.
NUMBERS = ("9" * 19, "9" * 30, "9" * 5000)
FILTERS = ("unit", "person", "programme", "parent", "task", "limit", "after")


def addresses(patterns: list[Any], before: str = "") -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        yield from addresses(each.url_patterns, route) if hasattr(each, "url_patterns") else [route]


ROUTES = sorted(set(addresses(get_resolver().url_patterns)))
OF_API = [route for route in ROUTES if route.startswith("api/v1/")]
NUMBERED = [route for route in ROUTES if "<int:" in route and route not in OF_API]


@pytest.mark.parametrize("number", NUMBERS, ids=len)
def test_no_number_in_the_address_of_a_page_is_an_error(number: str, world, client):
    client.raise_request_exception = False
    client.force_login(world.clerk)
    failed = []
    for route in NUMBERED:
        url = "/" + re.sub(r"<[^>]*>", number, route)
        for send in (client.get, client.post):
            with transaction.atomic():
                if send(url).status_code >= 500:
                    failed.append(route)
                transaction.set_rollback(True)
    assert len(NUMBERED) > 150
    assert not failed


ASKED = [
    ("/tasks/new", "template"), ("/tasks/new", "copy"), ("/tasks", "programme"), ("/visits/new", "follows"),
    ("/visits/new", "unit"), ("/burden/budgets/new", "unit"), ("/units/new", "under"), ("/people/new", "unit"),
    ("/findings", "older"), ("/findings", "kind"), ("/findings/missed", "layer"), ("/overview", "unit"),
]  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS, ids=len)
def test_no_number_asked_of_a_page_is_an_error(number: str, world, client):
    client.raise_request_exception = False
    told = {}
    for person in (world.clerk, world.administrator):
        client.force_login(person)
        for where, name in ASKED:
            told[where, name, person.username] = client.get(where, {name: number}).status_code
    assert set(told.values()) <= {200, 403, 404}
    # Each of them is a page of one of the two.
    assert {where for (where, _name, _who), status in told.items() if status != 404} == {
        where for where, _name in ASKED
    }


@pytest.mark.parametrize("number", NUMBERS, ids=len)
def test_no_number_sent_to_the_api_is_an_error(number: str, world, caller):  # noqa: F811
    system = caller(world.clerk)
    system.client.raise_request_exception = False
    told = {}
    for route in OF_API:
        path = re.sub(r"<[^>]*>", number, route).removeprefix("api/v1")
        told[route, "path"] = system.get(path).status_code
        for name in FILTERS if "<" not in route else ():
            told[route, name] = system.get(path, **{name: number}).status_code
    assert any("<" in route for route in OF_API)
    assert {(status, *where) for where, status in told.items() if status >= 500} == set()
    assert {status for (route, _what), status in told.items() if "<" in route} <= {404, 405, 422}
