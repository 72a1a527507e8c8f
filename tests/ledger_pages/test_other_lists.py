"""The claim board and the programmes as lists: filtered, sorted, in pages, and out as Excel."""

from datetime import timedelta

from django.urls import reverse

from duban.ledger import actions
from duban.ledger.models import Offer, Programme, Task
from tests.ledger.conftest import kind, order  # noqa: F401
from tests.sheets import asked, lines_of


def test_the_claim_board_goes_out_with_what_one_may_take(world, kind, client):  # noqa: F811
    for title, scope in (("夜间值守", world.east), ("清理堆场", None)):
        draft = actions.register_task(
            actor=world.clerk, title=title, type=kind, lead_unit=world.supervision, looker=world.safety_liaison,
            criterion="记录齐全", due_on=world.today + timedelta(days=20),
        )  # fmt: skip
        actions.open_for_claim(draft.pk, actor=world.clerk, scope=scope, note="党员先锋")
    url, page = reverse("claims_xlsx"), reverse("claim_board")
    client.force_login(world.stevedore)
    assert [(line[0], line[4]) for line in lines_of(client, url)] == [("清理堆场", None), ("夜间值守", "东港公司")]
    assert [line[0] for line in lines_of(client, url, {"q": "夜间"})] == ["夜间值守"]
    before = asked(client, page), asked(client, url)
    for n in range(30):
        row = Task.objects.values().earliest("pk")
        more = Task.objects.create(**{**row, "id": None, "title": f"丙{n}", "due_on": world.today + timedelta(days=n)})
        Offer.objects.create(task=more, offered_by=world.clerk)
    assert (asked(client, page), asked(client, url)) == before
    found = client.get(page, {"sort": "due"}).context["page"]
    assert [offer.task.title for offer in found][:3] == ["丙0", "丙1", "丙2"]
    client.force_login(world.west_member)
    assert "夜间值守" not in [line[0] for line in lines_of(client, url)]


def test_programmes_are_found_and_go_out_with_their_numbers(world, order, client):  # noqa: F811
    def made(name, year=2026, **more):
        return Programme.objects.create(
            name=name, year=year, since=f"{year}-01-01", until=f"{year}-12-31", owner=world.supervision, **more
        )

    order(programme=made("安全年"))
    made("改革年", 2025, closed=True)
    url, page = reverse("programmes_xlsx"), reverse("programmes")
    client.force_login(world.clerk)
    assert [(line[0], line[6]) for line in lines_of(client, url)] == [("安全年", 1), ("改革年", 0)]
    assert [line[0] for line in lines_of(client, url, {"state": "closed"})] == ["改革年"]
    assert [line[0] for line in lines_of(client, url, {"q": "安全"})] == ["安全年"]
    before = asked(client, page), asked(client, url)
    for n in range(60):
        made(f"丙{n:02}", 2020)
    assert (asked(client, page), asked(client, url)) == before
    first = client.get(page).context["page"]
    assert (len(first), len(client.get(page, {"after": first.next}).context["page"])) == (50, 12)
