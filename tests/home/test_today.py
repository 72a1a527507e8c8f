"""The first page, and the leader's overview."""

import re
from datetime import timedelta

from duban.home.views import today
from duban.ledger import todos
from tests.findings.conftest import found
from tests.inspections.conftest import sent
from tests.ledger_pages import orders

__all__ = ["found"]


def test_what_i_owe_and_what_waits_for_me(client, world):
    owed = orders.dispatched(world)
    waiting = orders.claimed(world, title="等待核查的事项")
    client.force_login(world.stevedores_head)
    head = client.get("/").content.decode()
    assert owed.title in head
    assert "Acknowledge" in head
    assert waiting.title not in head
    client.force_login(world.inspector)
    looker = client.get("/").content.decode()
    assert "等待核查的事项" in looker
    assert "Verify completion" in looker


def test_who_has_nothing_to_do_is_told_so(client, world):
    client.force_login(world.west_member)
    page = client.get("/").content.decode()
    assert "You owe nothing today." in page
    assert "Nobody waits for you." in page


def test_the_overview_sums_units_and_drills_down(client, world):
    orders.underway(world)
    orders.closed(world)
    client.force_login(world.leader)
    top = client.get("/overview").content.decode()
    assert f'href="/overview?unit={world.east.pk}">东港公司' in top
    below = client.get(f"/overview?unit={world.east.pk}").content.decode()
    row = re.search(r"<tr data-row>(?:(?!</tr>).)*东港装卸公司.*?</tr>", below, flags=re.S).group(0)
    numbers = re.findall(r'class="number[^"]*"[^>]*>(\d+)<', row)
    assert numbers == ["1", "0", "0", "1"]  # open, overdue, at risk, closed
    assert client.get(f"/overview/chart.json?unit={world.east.pk}").json()["yAxis"]["data"] == ["东港装卸公司"]


def test_a_unit_sees_only_its_own_work_in_the_overview(client, world):
    orders.underway(world)
    client.force_login(world.west_head)
    assert "东港" not in client.get("/overview").content.decode()


def test_my_open_tasks_are_as_many_as_the_rows_they_lead_to_for_a_deputy_too(client, world):
    orders.dispatched(world, lead_unit=world.east, responsible=world.east_head)
    client.force_login(world.east_deputy)
    page = client.get("/").content.decode()
    assert f"you also act for {world.east_head.name}" in page
    label = page.index("My open tasks")
    assert re.search(r">\s*1\s*<", page[label - 200 : label + 200])


def test_a_leader_sees_each_morning_late_units_critical_findings_and_the_visits_of_the_day(client, world, found):
    orders.underway(world, due_on=world.today + timedelta(days=1))
    grave = found(severity="critical")
    lesser = found(severity="minor", condition="5号泊位灯不亮。")
    visit = sent(world)
    client.force_login(world.leader)
    page = client.get("/").content.decode()
    units = page[page.index("Units that are late or at risk") :]
    assert f'href="/tasks?unit={world.east.pk}">东港公司' in units
    assert f"/tasks?light=yellow&amp;unit={world.east.pk}" in units
    assert grave.get_absolute_url() in units
    assert "/findings?severity=critical" in units
    assert f'"{lesser.get_absolute_url()}"' not in units
    assert f'"{visit.get_absolute_url()}"' in units
    assert f"/visits?since={world.today}&amp;until={world.today}" in units


def test_a_leader_of_one_unit_reads_nothing_of_another_in_the_morning(client, world, found):
    grave = found(severity="critical")
    client.force_login(world.west_leader)
    page = client.get("/").content.decode()
    assert "Open critical findings" in page
    assert grave.get_absolute_url() not in page


def test_only_leaders_get_the_lines_of_the_morning(client, world):
    client.force_login(world.stevedores_head)
    assert "Open critical findings" not in client.get("/").content.decode()


def test_the_morning_of_a_leader_costs_the_same_for_few_rows_and_many(
    client, world, found, django_assert_max_num_queries
):
    client.force_login(world.leader)
    orders.dispatched(world, due_on=world.today + timedelta(days=1))
    found(severity="critical")
    sent(world)
    client.get("/")
    with django_assert_max_num_queries(60) as few:
        client.get("/")
    for n in range(3):
        orders.dispatched(
            world,
            title=f"事项{n}",
            lead_unit=world.west,
            responsible=world.west_head,
            due_on=world.today + timedelta(days=1),
        )
        found(severity="critical", condition=f"{n}号泊位护栏缺失。")
        sent(world)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/")


def test_more_than_fits_is_counted_with_a_plus_and_listed_elsewhere(client, world, monkeypatch):
    monkeypatch.setattr(todos, "AT_MOST", 2)
    for title in "一二三":
        orders.underway(world, title=f"第{title}件事")
    client.force_login(world.stevedores_head)
    page = client.get("/").content.decode()
    assert ("第一件事" in page, "第三件事" in page) == (True, False)
    assert 'What I owe <span class="quiet">2+</span>' in page
    assert 'href="/tasks?mine=responsible&amp;state=underway">Further ones</a>' in page


def test_what_does_not_fit_on_the_page_is_a_click_away(client, world, monkeypatch):
    monkeypatch.setattr(today, "SHOWN", 1)
    for title in "一二三":
        orders.underway(world, title=f"第{title}件事")
    client.force_login(world.stevedores_head)
    page = client.get("/").content.decode()
    assert '<a href="?all">2 more</a>' in page
    assert "第三件事" in client.get("/?all").content.decode()
