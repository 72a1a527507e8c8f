"""负担账: sums that fold over the tree, each number with its rows, read by whom it concerns."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from duban.burden.actions import save_minutes, set_rates
from duban.burden.models import Charge
from duban.burden.queries import account
from duban.burden.standing import this_month
from duban.ui.days import hours
from tests.burden.conftest import budget, visit


def charge(bearer, minutes, asker=None, noun="task", pk=1, **more):
    return Charge.objects.create(
        source_noun=noun, source_id=pk, asker=asker, bearer=bearer, month=more.pop("month", this_month()),
        act=more.pop("act", "report"), count=1, each=minutes, minutes=minutes, **more,
    )  # fmt: skip


@pytest.fixture
def charged(world):
    charge(world.east, 60, world.safety)
    charge(world.tugs, 120, world.safety, measured=90)
    charge(world.tugs, 30, world.east, noun="duty", pk=3, act="short_report")
    charge(world.bonded, 600, world.supervision, noun="duty", pk=4, act="briefing")
    charge(world.west, 600, month=(this_month() - timedelta(days=1)).replace(day=1))
    save_minutes("prefilled", ("duty", 4), {(world.bonded.pk, this_month()): 25}, count=25)
    budget(world, 5)
    return world


def lines(found):
    return {line.unit.code: line for line in found.lines}


def test_a_line_holds_all_below_it_and_the_top_itself_stands_alone(charged):
    world = charged
    found = account(world.clerk, this_month())
    by = lines(found)
    assert (by["E"].expected, by["E"].corrected, by["E"].measured) == (210, 180, 120)
    assert (by["W"].expected, by["W"].over, by["W"].saved) == (600, 1, 25)
    assert (by["G"].alone, by["G"].expected, by["G"].budget) == (True, 0, 300)
    # Every unit may be asked five hours of its own.
    assert by["E"].budget == 300 * 5
    assert (found.whole.expected, found.whole.saved, found.whole.over) == (810, 25, 1)
    assert found.nouns == {"task": 180, "duty": 630}
    assert [(one.asker, one.minutes, one.bearers[0]) for one in found.askers] == [
        (world.supervision, 600, (world.bonded, 600)), (world.safety, 180, (world.tugs, 120)), (world.east, 30, (world.tugs, 30)),
    ]  # fmt: skip


def test_a_unit_reads_its_own_and_what_is_below(charged):
    world = charged
    found = account(world.tugs_head, this_month())
    assert [(line.unit, line.expected) for line in found.lines] == [(world.tugs, 150)]
    assert account(world.west_leader, this_month()).whole.expected == 600
    assert account(world.outsider, this_month()).lines == []
    assert account(world.leader, this_month()).whole.expected == 810


def test_the_page_leads_to_rows_and_back_to_what_asks(charged, client):
    world = charged
    made = visit(world)
    client.force_login(world.clerk)
    month = f"{made.on:%Y-%m}"
    page = client.get(f"/burden?month={month}").content.decode()
    assert f"/burden/charges?month={month}" in page
    rows = client.get(f"/burden/charges?month={month}&unit={world.tugs.pk}&noun=visit").content.decode()
    assert made.get_absolute_url() in rows
    # What asks is named only to those who may see it; what is borne is theirs to know.
    charge(world.tugs, 45, world.group, noun="task", pk=999_999)
    client.force_login(world.tugs_head)
    assert "not for you to see" in client.get("/burden/charges").content.decode()
    assert client.get(f"/burden?unit={world.west.pk}").status_code == 404
    assert client.get(f"/burden/charges?unit={world.west.pk}").content.decode().count("data-row") == 0


def test_a_department_reads_what_it_asks_of_others(charged, client):
    world = charged
    client.force_login(world.safety_liaison)
    rows = client.get(f"/burden/charges?asker={world.safety.pk}").content.decode()
    assert rows.count("data-row") == 2
    assert str(world.bonded) not in rows


def test_odd_addresses_and_empty_months_are_answered(world, client):
    client.force_login(world.clerk)
    for query in ("?month=x", "?month=9999-99", "?unit=0", "?noun=zebra", "?how=zebra", "?month=0001-01"):
        assert client.get(f"/burden{query}").status_code == 200, query
        assert client.get(f"/burden/charges{query}").status_code == 200, query
        assert client.get(f"/burden/savings{query}").status_code == 200, query
    assert "Nothing is charged" in client.get("/burden").content.decode()


def test_the_account_and_its_rows_go_out_as_excel(charged, client):
    world = charged
    client.force_login(world.clerk)
    sheet = load_workbook(BytesIO(b"".join(client.get("/burden.xlsx").streaming_content))).active
    rows = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows[str(world.west)][3] == 10
    written = load_workbook(BytesIO(b"".join(client.get("/burden/charges.xlsx").streaming_content))).active
    assert "Source" in [cell.value for row in written.iter_rows(max_row=4) for cell in row]
    assert [row[9] for row in written.iter_rows(min_row=2, values_only=True)] == [600, 120, 60, 30]


def test_units_that_nobody_asks_anything_are_counted_and_shown_on_demand(charged, client):
    world = charged
    client.force_login(world.clerk)
    page = client.get("/burden").content.decode()
    # Of all that stand directly below the group only the two ports are asked anything.
    assert page.count("data-row") == 2
    shown = client.get("/burden?every=1").content.decode()
    assert f"{shown.count('data-row') - 2} more units are asked nothing in this month." in page
    assert (f">{world.finance}</a>" in page, f">{world.finance}</a>" in shown) == (False, True)
    assert "Leave out units that are asked nothing" in shown
    # A month in which nobody is asked anything says so, and leads to the budgets.
    empty = client.get("/burden?month=2031-03").content.decode()
    assert "Nothing is charged to any unit in this month." in empty
    assert 'href="?month=2031-03&amp;every=1"' in empty
    assert client.get("/burden?month=2031-03&every=1").content.decode().count("data-row") == shown.count("data-row")
    # Whoever reads one unit alone sees its budget though nothing is asked of it.
    client.force_login(world.west_member)
    assert client.get("/burden?month=2031-03").content.decode().count("data-row") >= 1


def test_a_few_minutes_are_not_shown_as_nothing():
    assert [hours(minutes) for minutes in (0, 2, 6, 54, 60, 90)] == ["0", "<0.1", "0.1", "0.9", "1", "1.5"]


def test_the_minutes_of_every_edition_can_be_read(world, client):
    set_rates(actor=world.clerk, since=world.today, minutes={"receipt": 4}, source="试算一")
    set_rates(actor=world.clerk, since=world.today + timedelta(days=40), minutes={"receipt": 6}, source="试算二")
    client.force_login(world.tugs_head)
    page = client.get("/burden/rates").content.decode().split("Editions</h2>")[1]
    assert page.index("试算二") < page.index("试算一")
    assert "<dd>6 minutes</dd>" in page
    assert page.count("in force</span>") == 1
    client.force_login(world.clerk)
    fields = client.get("/burden/rates").content.decode()
    assert 'name="receipt" value="4"' in fields
    assert 'name="item_yes_no" value="0.5"' in fields


def rows_of(client, url):
    book = load_workbook(BytesIO(b"".join(client.get(url).streaming_content)))
    return list(book.active.iter_rows(min_row=2, values_only=True))


def test_what_was_saved_is_summed_by_month_year_and_how_and_goes_out_as_excel(charged, client):
    world = charged
    save_minutes("joined", ("visit", 7), {(world.tugs.pk, this_month()): 95})
    client.force_login(world.clerk)
    page = client.get("/burden/savings").content.decode()
    assert "<b>2</b><span>hours saved in this month" in page
    assert "<b>1.6</b><span>Two visits made one × 1" in page
    assert f"hours saved in {this_month().year}" in page
    assert {(row[1], row[4], row[6]) for row in rows_of(client, "/burden/savings.xlsx")} == {
        (str(world.bonded), "Reports drafted from what was known", 25), (str(world.tugs), "Two visits made one", 95),
    }  # fmt: skip
    assert [row[6] for row in rows_of(client, "/burden/savings.xlsx?how=joined")] == [95]
    client.force_login(world.tugs_head)
    assert [row[6] for row in rows_of(client, "/burden/savings.xlsx")] == [95]


def test_budgets_go_out_as_excel_to_whoever_reads_them(charged, client):
    world = charged
    budget(world, 7, world.west)
    client.force_login(world.tugs_head)
    [(unit, month, hours, source, by, now)] = rows_of(client, "/burden/budgets.xlsx")
    assert (unit, month, hours, source) == (str(world.group), f"{this_month():%Y-%m}", 5, "减负办法")
    assert (by, now) == (world.clerk.name, "in force")


def test_month_and_unit_are_kept_between_the_account_and_what_was_saved(charged, client):
    world = charged
    client.force_login(world.clerk)
    for page, other in (("/burden", "/burden/savings"), ("/burden/savings", "/burden")):
        shown = client.get(f"{page}?month=2026-03&unit={world.east.pk}").content.decode()
        assert f'href="{other}?month=2026-03&amp;unit={world.east.pk}"' in shown


def test_pages_cost_the_same_for_few_rows_and_many(charged, client, django_assert_max_num_queries):
    world = charged
    client.force_login(world.clerk)
    pages = ("/burden", "/burden/charges", "/burden/savings", f"/burden?unit={world.east.pk}")
    few = []
    for url in pages:
        with django_assert_max_num_queries(40) as seen:
            client.get(url)
        few.append(len(seen.captured_queries))
    for n in range(30):
        unit = list(world.units.values())[n % 15]
        charge(unit, 10 + n, unit, pk=100 + n)
        save_minutes("prefilled", ("duty", 100 + n), {(unit.pk, this_month()): 5})
    for url, count in zip(pages, few, strict=True):
        with django_assert_max_num_queries(count):
            client.get(url)


def test_rates_and_budgets_are_read_by_all_and_set_by_the_office(world, client):
    client.force_login(world.clerk)
    assert client.post("/burden/rates", {"since": timezone.localdate()}).status_code == 422
    assert (
        client.post("/burden/budgets/new", {"unit": world.east.pk, "since": world.today, "hours": 12}).status_code
        == 302
    )
    client.force_login(world.tugs_head)
    assert "12" in client.get("/burden/budgets").content.decode()
    client.force_login(world.west_head)
    assert str(world.east) not in client.get("/burden/budgets").content.decode().split("</nav>")[-1]
