"""The law of lists: whatever comes in pages is handed out as Excel too, filtered as it stands there."""

import re
from html import unescape

from django.urls import reverse

from duban.journal.queries import Page as JournalPage
from duban.ui.paging import Page
from tests.access_table import rows


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
