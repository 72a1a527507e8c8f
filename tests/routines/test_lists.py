"""Standing duties as a list: sorted, and out as Excel."""

from django.urls import reverse

from duban.org.models import Role
from duban.routines.models import Duty, Who
from tests.sheets import asked, lines_of


def test_duties_go_out_as_filtered_with_who_owes_them(world, duty, client):
    duty(name="甲", purpose="=看护栏")
    duty(name="乙", who=Who.ROLE, units=[], role=Role.HEAD, post="经理", owner=world.west)
    url = reverse("routines:list_xlsx")
    client.force_login(world.clerk)
    lines = {line[0]: line for line in lines_of(client, url)}
    assert lines["乙"][3].endswith(" 经理")
    assert lines["甲"][10] == "=看护栏"
    assert [line[0] for line in lines_of(client, url, {"sort": "new"})] == ["乙", "甲"]
    assert [line[0] for line in lines_of(client, url, {"q": "甲"})] == ["甲"]
    assert lines_of(client, url, {"state": "ended"}) == []
    client.force_login(world.tugs_head)
    assert [line[0] for line in lines_of(client, url)] == ["甲"]
    before = asked(client, url)
    row = Duty.objects.values().get(name="甲")
    Duty.objects.bulk_create(Duty(**{**row, "id": None, "name": f"丙{n}"}) for n in range(30))
    assert asked(client, url) == before


def test_the_sheet_of_what_is_owed_holds_what_its_page_shows(world, duty, client):
    duty(name="甲")
    page, url = reverse("routines:occurrences"), reverse("routines:occurrences_xlsx")
    client.force_login(world.clerk)
    shown = client.get(page, {"sort": "unit"}).context["page"]
    assert [line[1] for line in lines_of(client, url, {"sort": "unit"})] == [str(one.unit) for one in shown]
    # 30 days ahead are made; neither shows them until a day or a standing is asked for.
    assert {line[3].date() for line in lines_of(client, url)} == {one.day for one in shown} == {world.today}
    assert len(lines_of(client, url, {"standing": "ahead"})) > len(shown)
