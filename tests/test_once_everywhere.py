"""Every act of every page, sent again after its answer was lost: the same outcome, and nothing done twice.

The acts are those of the hand-written tables of access: whatever a line lets somebody do, that somebody does twice.
"""

import pytest
from django.urls import reverse

from duban.journal.models import Entry
from duban.ui.models import Once
from tests.access_table import WHO, Row, rows

# Lines that use up no token → why. They too lead to the same place twice and tell the journal nothing the second time.
WITHOUT: dict[str, str] = {
    "account_logout": "changes nothing but the session",
    "set_language": "changes nothing but the session",
    "burden:merge": "refused in words: the person tried sees no overlap",
    "task_bulk": "refused in words: the person tried sees no such task, and its token is given back",
    "checklists:finish": "refused in words while items are not answered",
    "inspections:opening": "refused in words while visits are not done",
    "minutes:split_units": "refused in words: the proposal names one unit",
    "minutes:undo_correction": "refused in words: nothing was corrected",
    "checklists:answer": "an answer is known by the number its device gave it",
    "minutes:proposal": "an editor saves again and again; it says what it saw",
    "likeness:look": "the same verdict twice is one verdict",
    "likeness:rules": "the same numbers twice are one change",
    "journal:verifications": "one that runs is not begun again",
    "notices:calendar_closure": "what is closed stays closed",
    "notices:read": "what is read stays read",
    "notices:read_all": "what is read stays read",
}


def who_may(row: Row) -> str | None:
    return next((who for who in WHO if row.expected(who) == 302), None)


@pytest.mark.parametrize("row", [r for r in rows() if r.method == "POST" and who_may(r)], ids=lambda row: row.label)
def test_sent_again_it_leads_to_the_first_outcome(row: Row, world, client):
    made = row.make(world) if row.make else None
    url = reverse(row.name, kwargs=row.built(row.kwargs, world, made))
    data = {**row.built(row.data, world, made), "once": "lost"}
    client.force_login(world.people[who_may(row)])
    first = client.post(url, data)
    assert Once.objects.filter(key__endswith=":lost").exists() == (row.name not in WITHOUT)
    entries = Entry.objects.count()
    again = client.post(url, data)
    assert (first.status_code, again.status_code, again.headers["Location"]) == (302, 302, first.headers["Location"])
    assert Entry.objects.count() == entries
