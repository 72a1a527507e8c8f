"""Documents as a list: sorted, in pages, and out as Excel."""

from django.urls import reverse

from duban.minutes.models import Document
from tests.sheets import asked, lines_of


def test_documents_go_out_as_filtered_to_who_may_read_them(world, filed, client):
    filed(title="甲纪要")
    filed(title="乙纪要", unit=world.east, actor=world.east_liaison)
    url = reverse("minutes:list_xlsx")
    client.force_login(world.clerk)
    lines = lines_of(client, url, {"sort": "old"})
    assert [line[0] for line in lines] == ["甲纪要", "乙纪要"]
    assert (lines[0][8], lines[0][9]) == ("Not yet reviewed", Document.objects.get(title="甲纪要").open_count)
    assert [line[0] for line in lines_of(client, url, {"q": "甲"})] == ["甲纪要"]
    assert [line[0] for line in lines_of(client, url, {"unit": "东港公司"})] == ["乙纪要"]
    client.force_login(world.east_liaison)
    assert [line[0] for line in lines_of(client, url)] == ["乙纪要"]
    client.force_login(world.stevedore)
    assert lines_of(client, url) == []


def test_a_sheet_of_documents_costs_the_same_for_few_and_many(world, filed, client):
    filed()
    client.force_login(world.clerk)
    url, page = reverse("minutes:list_xlsx"), reverse("minutes:list")
    asked(client, page)
    before = asked(client, page), asked(client, url)
    row = Document.objects.values().get()
    Document.objects.bulk_create(Document(**{**row, "id": None, "title": f"丙{n:02}"}) for n in range(30))
    assert (asked(client, page), asked(client, url)) == before
    found = client.get(page, {"sort": "title"}).context["page"]
    assert [one.pk for one in found] == list(Document.objects.order_by("title", "id").values_list("pk", flat=True)[:25])
