"""The law of lists: whatever comes in pages is handed out as Excel too, filtered as it stands there."""

import re
from datetime import datetime
from html import unescape

import pytest
from django.urls import reverse

from duban.journal.queries import Page as JournalPage
from duban.journal.verifying import ask_verification
from duban.ui.paging import Page
from tests.access_table import rows
from tests.ledger_pages import orders
from tests.sheets import lines_of


def test_every_list_in_pages_leads_to_its_sheet(world, client):
    client.force_login(world.clerk)
    lists, bare = set(), set()
    for name in {row.name for row in rows() if row.method == "GET" and not row.kwargs}:
        answer = client.get(reverse(name), {"unit": world.east.pk})
        if answer.context and isinstance(answer.context.get("page"), Page | JournalPage):
            lists.add(name)
            out = re.search(r'href="([^"]+\.xlsx\?[^"]*)"', answer.content.decode())
            if out is None or f"unit={world.east.pk}" not in out[1] or client.get(unescape(out[1])).status_code != 200:
                bare.add(name)
    assert len(lists) > 20
    assert not bare


@pytest.mark.parametrize(
    "at",
    [
        "/overview",
        "/findings/kinds",
        "/findings/rules",
        "/journal/verifications",
        "/ledger/types",
        "/ledger/categories",
        "/ledger/templates",
        "/ledger/rules",
        "/ledger/calendar",
    ],
)
def test_every_list_that_is_short_leads_to_its_sheet_too(world, client, at):
    client.force_login(world.auditor if "journal" in at else world.clerk)
    if "journal" in at:
        ask_verification(actor=world.auditor)
    outs = re.findall(r'href="([^"]+\.xlsx[^"]*)"', client.get(at).content.decode())
    assert f"{at}.xlsx" in [out.split("?")[0] for out in outs]
    for out in outs:
        lines_of(client, unescape(out))


def test_terms_are_numbers_in_a_sheet_and_days_are_days(world, client):
    client.force_login(world.clerk)
    [line] = lines_of(client, "/findings/rules.xlsx")
    assert (type(line[0]), type(line[2])) == (datetime, int)
    [line] = lines_of(client, "/ledger/rules.xlsx")
    assert (type(line[0]), type(line[2])) == (datetime, int)


def test_the_sheet_of_the_overview_counts_as_its_page_does(world, client):
    task = orders.dispatched(world)
    client.force_login(world.clerk)
    lines = lines_of(client, "/overview.xlsx")
    assert (lines[-1][1], sum(line[1] for line in lines[:-1])) == (1, 1)
    own, total = lines_of(client, "/overview.xlsx", {"unit": task.lead_unit_id})
    assert own[1:] == total[1:]
