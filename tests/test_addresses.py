"""Whatever somebody types behind the ? of a page of many, it is answered: no day is too far off, no word cannot be kept."""

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access_table import rows

PAGES = sorted({row.name for row in rows() if row.method == "GET" and not row.kwargs and not row.make})
DAYS = ("until", "on", "day", "found_from", "ended_to", "due_from", "due_to")
NUMBERS = (
    "checklist", "draw", "edition", "entry", "finding", "followed", "follows", "item", "limit", "noun_id", "order", "owner",
    "page", "parent", "person", "plan", "programme", "size", "source", "target", "task", "type", "unit", "value", "visit",
    "year", "days", "actor", "after", "before", "category", "kind", "under", "within", "with", "duty", "responsible", "looker",
)  # fmt: skip
WORDS = ("aspect", "place", "item", "unit", "nature", "origin_noun", "noun", "asker", "source", "kind")


@pytest.mark.parametrize(
    "query",
    [
        {"q": "a\0b"},
        dict.fromkeys(WORDS, "a\0b"),
        # Without `since`, which is reckoned from `until` then.
        {**dict.fromkeys(DAYS, "0001-01-01"), "month": "0001-01"},
        {**dict.fromkeys(DAYS, "9999-12-31"), "month": "9999-12"},
        dict.fromkeys(NUMBERS, "9" * 30),
        dict.fromkeys(NUMBERS, "9" * 5000),
    ],
    ids=["words", "names", "long ago", "far ahead", "a number no table holds", "a number nobody reads"],
)
def test_every_page_answers(query: dict[str, str], world, client):
    client.raise_request_exception = False
    client.force_login(world.clerk)
    failed = []
    for name in PAGES:
        with transaction.atomic():
            if client.get(reverse(name), query).status_code >= 500:
                failed.append(name)
            transaction.set_rollback(True)
    assert len(PAGES) > 50
    assert not failed
