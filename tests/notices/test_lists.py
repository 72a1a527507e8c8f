"""My notices as a sheet: mine only, as filtered."""

from django.urls import reverse
from django.utils import timezone

from duban.notices.models import Notice
from tests.notices.access_rows import notice_of_clerk
from tests.sheets import asked, lines_of


def test_only_ones_own_notices_go_out(world, client):
    notice_of_clerk(world)
    url = reverse("notices:list_xlsx")
    client.force_login(world.clerk)
    [line] = lines_of(client, url)
    assert line[2] == Notice.objects.get().text
    before = asked(client, url)
    row = Notice.objects.values().get()
    Notice.objects.bulk_create(
        Notice(**{**row, "id": None, "entry_id": None, "occasion": f"甲{n}", "read_at": timezone.now()})
        for n in range(30)
    )
    assert asked(client, url) == before
    assert len(lines_of(client, url)) == 31
    assert len(lines_of(client, url, {"unread": ""})) == 1
    client.force_login(world.auditor)
    assert lines_of(client, url) == []
