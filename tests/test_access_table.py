"""All roles × inside/outside × every address, against the hand-written tables of the rooms."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from tests.access_table import EXEMPT, WHO, Row, exempt, in_one_world, names, rows
from tests.logged_in import log_in

ROWS = rows()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever somebody changes is undone before the next one tries."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def asked_as(row: Row) -> list[str]:
    """Everybody on the embedded database; on the other, which answers by the same rules, one for each answer, in turn by line."""
    everybody = ["anonymous", *WHO]
    if connection.vendor == "sqlite":
        return everybody
    alike: dict[int, list[str]] = {}
    for who in everybody:
        alike.setdefault(row.expected(who), []).append(who)
    return [people[ROWS.index(row) % len(people)] for people in alike.values()]


@pytest.mark.parametrize("lines", in_one_world(ROWS), ids=lambda lines: lines[0].world)
def test_everybody_gets_what_the_table_says(lines: list[Row], world, client):
    client.raise_request_exception = False
    make = lines[0].make
    made = make(world) if make else None
    # Logging each of them in would take longer than what they ask for.
    sessions = dict(zip(WHO, log_in(world.people[who] for who in WHO), strict=True))
    wrong = []
    for row in lines:
        with undone():
            url = reverse(row.name, kwargs=row.built(row.kwargs, world, made))
            data = row.built(row.data, world, made) if row.method != "GET" else row.query
            for who in asked_as(row):
                with undone():
                    client.cookies = SimpleCookie(
                        {settings.SESSION_COOKIE_NAME: sessions[who]} if who in sessions else {}
                    )
                    answer = getattr(client, row.method.lower())(url, data)
                if answer.status_code != row.expected(who):
                    wrong.append(f"{row.label}: {who}: {answer.status_code} instead of {row.expected(who)}")
    assert not wrong, "\n".join(wrong)


def test_every_address_has_a_line():
    covered = {row.name for row in ROWS}
    missing = sorted({name for name in names() if name not in covered and not exempt(name)})
    assert not missing, "add lines to tests/<room>/access_rows.py:\n" + "\n".join(missing)


def test_no_line_is_about_an_address_that_is_gone():
    known = set(names())
    assert not [row.label for row in ROWS if row.name not in known]
    assert not [name for name in EXEMPT if not name.endswith("*") and name not in known]
