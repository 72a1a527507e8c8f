"""The ledger as a list: what it shows, how it is narrowed, and what it costs."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from duban.journal.models import Entry
from duban.ledger import actions as do
from duban.ledger import terms
from duban.ledger.models import SavedView, State, Task
from tests.ledger_pages import orders
from tests.sheets import lines_of


def titles(answer) -> list[str]:
    return re.findall(r'<td class="title"><a href="/tasks/\d+">([^<]+)</a>', answer.content.decode())


@pytest.fixture
def clerk(client, world):
    client.force_login(world.clerk)
    return client


def test_an_empty_ledger_says_what_to_do_next(clerk):
    page = clerk.get("/tasks").content.decode()
    assert "There are no tasks yet." in page
    assert "register one by hand" in page


def test_what_is_due_first_stands_first(clerk, world):
    orders.many(world, 3)
    assert titles(clerk.get("/tasks")) == [f"{orders.TITLE}（第{i}段）" for i in (1, 2, 3)]
    assert titles(clerk.get("/tasks?sort=-due"))[0] == f"{orders.TITLE}（第3段）"


def test_pages_go_on_where_the_last_one_ended(clerk, world):
    orders.many(world, 30)
    first = clerk.get("/tasks")
    following = re.search(r'rel="next" href="(\?after=[^"]+)"', first.content.decode()).group(1)
    second = clerk.get("/tasks" + following)
    assert len(titles(first)) == 25
    assert len(titles(second)) == 5
    assert not set(titles(first)) & set(titles(second))


def test_a_damaged_page_address_is_a_400(clerk, world):
    orders.many(world, 1)
    assert clerk.get("/tasks?after=%25%25").status_code == 400


@pytest.mark.parametrize("n", [1, 25])
def test_the_list_asks_the_database_the_same_few_questions(clerk, world, n):
    orders.many(world, n)
    clerk.get("/tasks")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        clerk.get("/tasks?light=green")
    assert len(asked) <= 7, [q["sql"][:90] for q in asked]


def test_lights_carry_a_word(clerk, world):
    today = world.today
    orders.many(world, 1, due_on=today - timedelta(days=3), red_from=today - timedelta(days=2))
    page = clerk.get("/tasks?light=red").content.decode()
    assert '<span class="light light-red">Overdue</span>' in page
    assert "3 days late" in page


def test_what_was_claimed_in_time_is_not_called_late_beside_its_green_light(clerk, world):
    task = orders.claimed(world, due_on=world.today + timedelta(days=1))
    passed = world.today - timedelta(days=1)
    Task.objects.filter(pk=task.pk).update(due_on=passed)
    for page in ("/tasks", f"/tasks/{task.pk}", f"/tasks/milestones?month={passed:%Y-%m}", "/tasks/board"):
        said = clerk.get(page).content.decode()
        assert "light light-green" in said, page
        assert " late" not in said, page
    Task.objects.filter(pk=task.pk).update(red_from=world.today)
    for page in ("/tasks", f"/tasks/{task.pk}", f"/tasks/milestones?month={passed:%Y-%m}", "/tasks/board"):
        said = clerk.get(page).content.decode()
        assert "light light-red" in said, page
        assert "1 day late" in said, page


def test_a_title_is_never_markup(clerk, world):
    orders.many(world, 1)
    Task.objects.update(title='<img src=x onerror="x">', number="<b>")
    page = clerk.get("/tasks").content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_filters_narrow_and_nonsense_finds_nothing(clerk, world):
    orders.many(world, 2)
    west = orders.many(world, 1, lead_unit=world.west)[0]
    Task.objects.filter(pk=west.pk).update(title="西港事项")
    assert titles(clerk.get(f"/tasks?unit={world.west.pk}")) == ["西港事项"]
    assert len(titles(clerk.get(f"/tasks?unit={world.east.pk}"))) == 2
    assert titles(clerk.get(f"/tasks?unit={world.east.pk}&alone=1")) == []
    assert titles(clerk.get("/tasks?q=西港")) == ["西港事项"]
    assert titles(clerk.get("/tasks?state=closed")) == []
    assert titles(clerk.get("/tasks?programme=abc")) == []
    assert "No task fits these filters." in clerk.get("/tasks?unit=99999").content.decode()


def test_a_chosen_unit_stays_in_the_filter_bar(clerk, world):
    page = clerk.get(f"/tasks?unit={world.west.pk}").content.decode()
    assert "西港公司" in page


@pytest.mark.parametrize("by", ["unit", "person", "programme", "light"])
def test_groups_lead_to_their_rows(clerk, world, by):
    task = orders.underway(world, programme=orders.programme(world))
    page = clerk.get(f"/tasks?group={by}").content.decode()
    links = [link.replace("&amp;", "&") for link in re.findall(r'class="number" href="(/tasks\?[^"]+)"', page)]
    assert links
    assert any(task.title in titles(clerk.get(link)) for link in links)


@pytest.mark.parametrize("by", ["unit", "person", "programme", "light"])
@pytest.mark.parametrize(
    ("narrowed", "fit"),
    [
        ("unit={east}", {"east late", "east done"}),
        ("unit={east}&state=all", {"east late", "east done"}),
        ("unit={east}&state=closed", {"east done"}),
        ("light=red", {"east late"}),
        ("person=id:{head}", {"east late", "east done"}),
        ("q=west", {"west", "west draft"}),
        ("state=draft", {"west draft"}),
        ("programme=nonsense", set()),
    ],
)
def test_groups_count_and_list_within_every_filter(clerk, world, by, narrowed, fit):
    made = orders.programme(world)
    today = world.today
    orders.many(world, 1, title="east late", programme=made, due_on=today - timedelta(days=3), red_from=today)
    orders.closed(world, title="east done", programme=made)
    west = {"lead_unit": world.west, "responsible": world.west_head, "programme": made}
    orders.dispatched(world, title="west", **west)
    orders.draft(world, title="west draft", **west)
    query = narrowed.format(east=world.east.pk, head=world.stevedores_head.pk)
    page = clerk.get(f"/tasks?group={by}&{query}").content.decode()
    table = page.partition("<tbody>")[2].partition("</tbody>")[0].replace("&amp;", "&")
    found = set()
    for link, label, n in re.findall(r'class="number" href="(/tasks\?[^"]+)" title="([^"]+)">(\d+)<', table):
        rows = titles(clerk.get(link))
        assert len(rows) == int(n), (link, label)
        found |= {*rows}
    lit = {"east late", "west"}  # what has no light stands in no line of lights
    assert found == (fit & lit if by == "light" else fit)
    assert all(query.partition("=")[0] + "=" in link for link in re.findall(r'href="([^"]+)"', table))


def test_groups_ask_the_tally_as_long_as_nothing_narrows_them_and_the_rows_no_more_often(clerk, world):
    orders.underway(world)
    clerk.get("/tasks?group=person")
    with CaptureQueriesContext(connection) as asked:
        clerk.get("/tasks?group=person")
    with CaptureQueriesContext(connection) as narrowed:
        clerk.get("/tasks?group=person&light=green")
    assert not any('FROM "ledger_task"' in q["sql"] for q in asked)
    assert len(narrowed) <= len(asked)
    assert "Excel, task by task" in clerk.get("/tasks?group=person").content.decode()


def test_what_nothing_was_heard_of_is_found_by_the_days_of_the_rules(clerk, world):
    days = terms.rules_on(world.today).silent_days
    long_ago = f"{world.today - timedelta(days=days + 9)}T08:00Z"
    told, silent = orders.many(world, 2, dispatched_at=long_ago)
    do.report_on_task(told.pk, actor=world.stevedores_head, done="灯具已到货")
    orders.underway(world)
    page = clerk.get("/tasks").content.decode()
    assert 'href="/tasks?silent=1">Silent</a>' in page
    answer = clerk.get("/tasks?silent=1")
    assert titles(answer) == [silent.title]
    assert re.search(r'name="silent" value="1"', answer.content.decode())  # another filter does not lose it
    assert "/tasks/export.xlsx?silent=1" in answer.content.decode()


def test_the_bar_offers_under_more_what_is_asked_for_less_often(clerk, world):
    page = clerk.get("/tasks").content.decode()
    more = re.search(r'<details class="filters-more">(.*?)</details>', page, flags=re.S).group(1)
    assert re.findall(r'<(?:input|select)[^>]* name="(\w+)"', more) == [
        "mine", "due_from", "due_to", "silent", "was_red", "acceptance",
    ]  # fmt: skip
    # Once chosen, it stands open, says what is chosen, and sends each name once.
    chosen = "/tasks?mine=followed&due_to=2030-01-01&was_red=1&acceptance=1&silent=1"
    page = clerk.get(chosen).content.decode()
    more = re.search(r'<details class="filters-more" open>(.*?)</details>', page, flags=re.S).group(1)
    assert '<option value="followed" selected>' in more
    assert 'name="due_to" value="2030-01-01"' in more
    assert more.count(" checked") == 3
    for name in ("mine", "due_from", "due_to", "silent", "was_red", "acceptance"):
        assert len(re.findall(f' name="{name}"', page)) == 1
    assert "filters-more" not in clerk.get("/tasks/milestones").content.decode()


def test_what_somebody_has_to_do_with_a_task_is_a_list_for_each_way(client, world):
    mine = orders.underway(world, accountable=world.east_leader, supporting_units=[world.finance])
    orders.dispatched(world, lead_unit=world.west, responsible=world.west_head, accountable=world.west_leader)
    do.follow_task(mine.pk, actor=world.stevedores_liaison)
    orders.draft(world)
    ways = {
        "sent": (world.clerk, 2), "followed": (world.stevedores_liaison, 1), "accountable": (world.east_leader, 1),
        "supporting": (world.finance_head, 1), "responsible": (world.stevedores_head, 1),
        "looker": (world.inspector, 3), "drafts": (world.clerk, 1), "any": (world.clerk, 2),
    }  # fmt: skip
    client.force_login(world.clerk)
    offered = re.search(r'<select[^>]* name="mine".*?</select>', client.get("/tasks").content.decode()).group(0)
    assert set(re.findall(r'value="(\w+)"', offered)) == {*ways}
    for way, (person, n) in ways.items():
        client.force_login(person)
        assert len(titles(client.get(f"/tasks?mine={way}"))) == n, way


def test_a_view_is_saved_found_and_dropped(clerk, world):
    clerk.post("/tasks/views/new", {"name": "红灯", "of": "tasks", "query": "light=red", "once": "a"})
    view = SavedView.objects.get()
    assert 'href="/tasks?light=red" aria-current="page">红灯' in clerk.get("/tasks?light=red").content.decode()
    assert f"/tasks/views/{view.pk}/dropping" in clerk.get("/tasks?light=red").content.decode()
    clerk.post(f"/tasks/views/{view.pk}/dropping")
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_asked_for_one(clerk):
    answer = clerk.post("/tasks/views/new", {"name": "", "query": "light=red"})
    assert answer.status_code == 422
    assert 'value="light=red"' in answer.content.decode()


def test_bulk_acts_say_what_was_done_and_what_was_not(clerk, world):
    first, second = orders.draft(world), orders.draft(world, criterion="")
    answer = clerk.post(
        "/tasks/bulk",
        {"act": "dispatch", "said": "1", "task": [first.pk, second.pk], "next": "/tasks?state=draft"},
        follow=True,
    )
    assert answer.redirect_chain[0][0] == "/tasks?state=draft"
    said = [str(m) for m in answer.context["messages"]]
    assert "Dispatch drafts: done for 1 task." in said
    assert any("everybody will see" in each for each in said)
    assert Task.objects.get(pk=first.pk).state == State.DISPATCHED


def test_urging_many_at_once_is_asked_before_it_goes_out(clerk, world):
    orders.underway(world)
    page = clerk.get("/tasks").content.decode()
    assert re.search(r'name="act" value="urge" data-confirm="Urge [^"]+"', page)
    assert re.search(r'name="act" value="follow">', page)  # what can be taken back asks nothing


def test_bulk_changes_ask_first_and_leave_alone_what_is_empty(clerk, world):
    made = orders.programme(world)
    tasks = [orders.dispatched(world) for _ in range(2)]
    ids = [t.pk for t in tasks]
    asked = clerk.post("/tasks/bulk", {"act": "file", "task": ids, "next": "/tasks"}).content.decode()
    assert "For 2 tasks." in asked
    assert asked.count('name="task"') == 2
    empty = clerk.post("/tasks/bulk", {"act": "file", "task": ids, "said": "1"})
    assert empty.status_code == 422
    clerk.post("/tasks/bulk", {"act": "file", "task": ids, "said": "1", "programme": made.pk, "next": "/tasks"})
    clerk.post("/tasks/bulk", {"act": "charge", "task": ids, "said": "1", "responsible": "吊示范", "next": "/tasks"})
    for task in Task.objects.all():
        assert task.programme == made
        assert task.responsible == world.stevedore
        assert task.looker == world.inspector


def test_bulk_sent_again_after_a_lost_answer_leads_to_the_first_outcome_and_other_lines_are_another_act(clerk, world):
    first, second = orders.draft(world), orders.draft(world)
    sent = {"act": "dispatch", "said": "1", "task": [first.pk], "next": "/tasks?state=draft", "once": "t" * 32}
    clerk.post("/tasks/bulk", sent)
    entries = Entry.objects.count()
    again = clerk.post("/tasks/bulk", sent, follow=True)
    assert again.redirect_chain[0][0] == "/tasks?state=draft"
    assert [str(m) for m in again.context["messages"]][-1] == "This had already been done; nothing was done twice."
    assert Entry.objects.count() == entries
    clerk.post("/tasks/bulk", {**sent, "task": [second.pk]})
    assert Task.objects.get(pk=second.pk).state == State.DISPATCHED


def test_what_was_refused_in_bulk_is_mended_and_the_same_form_sent_again(clerk, world):
    alone, beside, good = orders.draft(world, criterion=""), orders.draft(world, criterion=""), orders.draft(world)
    for bad, ids in ((alone, [alone.pk]), (beside, [beside.pk, good.pk])):
        sent = {"act": "dispatch", "said": "1", "task": ids, "next": "/tasks?state=draft", "once": "t" * 32}
        refused = [str(m) for m in clerk.post("/tasks/bulk", sent, follow=True).context["messages"]]
        assert any("everybody will see" in each for each in refused)
        Task.objects.filter(pk=bad.pk).update(criterion="现场核对")
        said = [str(m) for m in clerk.post("/tasks/bulk", sent, follow=True).context["messages"]]
        assert "Dispatch drafts: done for 1 task." in said
        assert Task.objects.get(pk=bad.pk).state == State.DISPATCHED
    assert Entry.objects.filter(kind="task.dispatched", noun_id=good.pk).count() == 1


def test_bulk_takes_the_lines_of_all_pages_and_names_those_that_were_refused(clerk, world, monkeypatch):
    drafts = [orders.draft(world) for _ in range(26)]
    bad = orders.draft(world, criterion="")
    elsewhere = orders.dispatched(world)
    page = clerk.get("/tasks?state=draft").content.decode()
    assert 'name="all"' in page
    assert 'name="all"' not in clerk.get("/tasks?state=dispatched").content.decode()  # one page
    sent = {"act": "dispatch", "said": "1", "task": [drafts[0].pk], "all": "1", "next": "/tasks?state=draft"}
    monkeypatch.setattr("duban.ledger.views.bulk.MOST", 20)
    said = [str(m) for m in clerk.post("/tasks/bulk", sent, follow=True).context["messages"]]
    assert "These are more than 20 tasks: narrow the filters." in said
    monkeypatch.undo()
    said = [str(m) for m in clerk.post("/tasks/bulk", sent, follow=True).context["messages"]]
    assert "Dispatch drafts: done for 26 tasks." in said
    assert any(each.startswith("1 task: ") and each.endswith(bad.title) for each in said)
    assert Task.objects.filter(state=State.DISPATCHED).count() == 27
    assert elsewhere.number not in " ".join(said)


def test_urging_many_who_were_urged_today_says_so_of_a_few(clerk, world, monkeypatch):
    monkeypatch.setattr("duban.ledger.views.bulk.NAMED", 1)
    ids = [orders.underway(world).pk, orders.underway(world, responsible=world.stevedore).pk]
    day = next(day for n in range(9) if terms.calendar().is_working_day(day := world.today + timedelta(days=n)))
    with time_machine.travel(f"{day} 09:00+08:00", tick=False):
        clerk.post("/tasks/bulk", {"act": "urge", "task": ids})
        answer = clerk.post("/tasks/bulk", {"act": "urge", "task": ids}, follow=True)
    last = [str(m) for m in answer.context["messages"]][-1]
    assert (last.count("was urged today already"), last.endswith("…")) == (1, True)


def test_bulk_never_leads_to_another_site(clerk):
    answer = clerk.post("/tasks/bulk", {"act": "follow", "task": ["1"], "next": "https://elsewhere.example/"})
    assert answer.url == "/tasks"


def test_exports_carry_the_filters(clerk):
    page = clerk.get("/tasks?light=red").content.decode()
    assert "/tasks/export.xlsx?light=red" in page
    assert "/tasks/export.csv?light=red" in page


def test_board_puts_each_state_in_its_column(clerk, world):
    orders.underway(world)
    orders.claimed(world)
    page = clerk.get("/tasks/board").content.decode()
    columns = re.findall(r'<section class="board-column" aria-label="([^"]+)">(.*?)</section>', page, flags=re.S)
    cards = {name: body.count("board-card") for name, body in columns}
    assert (cards["Under way"], cards["Completion claimed"], cards["Dispatched"]) == (1, 1, 0)


def test_the_timeline_shows_milestones_of_the_month(clerk, world):
    made = orders.milestone(world)
    page = clerk.get(f"/tasks/milestones?month={made.due_on:%Y-%m}").content.decode()
    assert "完成采购" in page
    assert clerk.get("/tasks/milestones?month=nonsense").status_code == 200


def test_the_timeline_goes_out_as_it_stands_for_its_month(clerk, world):
    made = orders.milestone(world)
    task = made.task
    lines = lines_of(clerk, "/tasks/milestones.xlsx", {"month": f"{made.due_on:%Y-%m}"})
    assert [(line[1], line[2], line[3]) for line in lines if line[0].date() == made.due_on] == [
        ("Milestone", "完成采购", task.number)
    ]
    ends = lines_of(clerk, "/tasks/milestones.xlsx", {"month": f"{task.due_on:%Y-%m}", "unit": world.stevedores.pk})
    assert ("Due", None, task.number) in [line[1:4] for line in ends]
    assert lines_of(clerk, "/tasks/milestones.xlsx", {"month": f"{made.due_on:%Y-%m}", "unit": world.west.pk}) == []


def test_search_finds_by_number_title_unit_and_initials(clerk, world):
    task = orders.dispatched(world)
    assert orders.TITLE in clerk.get("/search", {"q": "照明"}).content.decode()
    assert orders.TITLE in clerk.get("/search", {"q": task.number}).content.decode()
    assert "东港装卸公司" in clerk.get("/search", {"q": "东港装卸"}).content.decode()
    assert "审计部" in clerk.get("/search", {"q": "sjb"}).content.decode()
    assert "Nothing was found." in clerk.get("/search", {"q": "没有这样的东西"}).content.decode()


def test_the_claim_board_shows_offers_until_they_are_taken(client, world):
    task = orders.offered(world)
    client.force_login(world.stevedore)
    assert task.title in client.get("/tasks/claims").content.decode()
    client.post(f"/tasks/{task.pk}/claim", {"unit": world.stevedores_branch.pk})
    page = client.get("/tasks/claims").content.decode()
    assert "Nothing is open for claiming." in page
    assert "Taken by me" in page
    assert Task.objects.get(pk=task.pk).responsible == world.stevedore


def test_the_claim_board_offers_only_what_one_may_take_and_says_why_not_the_rest(client, world):
    everybodys, easts = orders.offered(world), orders.draft(world, title="只对东港开放")
    do.open_for_claim(easts.pk, actor=world.clerk, scope=world.east)

    def shown(person):
        client.force_login(person)
        page = client.get("/tasks/claims").content.decode()
        return page, {task for task in (everybodys, easts) if f"/tasks/{task.pk}/claim" in page}

    page, offered = shown(world.clerk)
    assert (easts.title in page, offered) == (True, {everybodys})
    assert "Only for whoever holds a post in 东港公司 or below it." in page
    assert client.get(f"/tasks/{easts.pk}/claim").status_code == 403
    page, offered = shown(world.inspector)
    assert (offered, "You verify it" in page) == (set(), True)
    assert f"/tasks/{everybodys.pk}/claim" not in client.get(f"/tasks/{everybodys.pk}").content.decode()
    # A deputy of the east's sees what hangs there, and takes it for a unit of their own.
    assert shown(world.east_deputy)[1] == {everybodys, easts}


def test_a_task_is_taken_for_a_unit_it_is_open_to(client, world):
    task = orders.draft(world)
    do.open_for_claim(task.pk, actor=world.clerk, scope=world.stevedores_branch)
    with pytest.raises(PermissionDenied):
        do.claim_task(task.pk, actor=world.stevedore, unit=world.stevedores)
    client.force_login(world.stevedore)
    assert 'name="unit"' not in client.get(f"/tasks/{task.pk}/claim").content.decode()
    client.post(f"/tasks/{task.pk}/claim")
    assert Task.objects.get(pk=task.pk).lead_unit == world.stevedores_branch


def test_who_comes_second_to_the_claim_board_is_told_so(client, world):
    task, elsewhere = orders.offered(world), orders.draft(world, title="只对西港开放")
    do.open_for_claim(elsewhere.pk, actor=world.clerk, scope=world.west)
    do.claim_task(task.pk, actor=world.stevedore, unit=world.stevedores_branch)
    do.claim_task(elsewhere.pk, actor=world.bonded_head)
    told = "Somebody took it already"
    client.force_login(world.west_member)
    assert client.get(f"/tasks/{task.pk}").status_code == 404
    assert told in client.get(f"/tasks/{task.pk}/claim", follow=True).content.decode()
    assert told in client.post(f"/tasks/{task.pk}/claim", {"unit": world.west.pk}, follow=True).content.decode()
    with pytest.raises(ValidationError, match=told):
        do.claim_task(task.pk, actor=world.west_member)
    # Where it never hung on their board, they are told nothing of it.
    client.force_login(world.tugs_head)
    assert client.get(f"/tasks/{elsewhere.pk}/claim").status_code == 404
    with pytest.raises(Http404):
        do.claim_task(elsewhere.pk, actor=world.tugs_head)


def test_view_names_are_private_unless_shared(client, world):
    do.save_view(actor=world.clerk, name="只给自己", query="light=red", shared=False)
    do.save_view(actor=world.clerk, name="给大家", query="light=yellow", shared=True)
    client.force_login(world.west_head)
    page = client.get("/tasks").content.decode()
    assert "给大家" in page
    assert "只给自己" not in page


def test_any_state_can_be_chosen_and_the_first_choice_says_what_is_shown(clerk, world):
    task = orders.closed(world)
    page = clerk.get("/tasks").content.decode()
    assert '<option value="">Not ended</option><option value="all">Any state</option>' in page
    assert task.title not in page
    assert task.title in clerk.get("/tasks?state=all").content.decode()
    searched = clerk.get("/tasks", {"q": task.number}).content.decode()
    assert '<option value="">Any state</option><option value="alive">Not ended</option>' in searched
    assert f'href="/tasks/{task.pk}"' in searched
    assert f'href="/tasks/{task.pk}"' not in clerk.get("/tasks", {"q": task.number, "state": "alive"}).content.decode()
    for state in ("closed", "cancelled", "declined", "draft"):
        assert f'<option value="{state}">' in page


def test_by_light_each_number_is_that_of_its_rows(clerk, world):
    orders.underway(world)
    orders.suspended(world)
    orders.support(world)  # its clock stands, though it is under way
    page = clerk.get("/tasks?group=light").content.decode()
    numbers = re.findall(r'class="number" href="(/tasks\?[^"]*light=(\w+)[^"]*)"[^>]*>(\d+)<', page)
    counted = {light: int(n) for _link, light, n in numbers}
    assert counted == {"paused": 2, "green": 1}
    for link, _light, n in numbers:
        assert len(titles(clerk.get(link.replace("&amp;", "&")))) == int(n)


def test_digits_in_the_filter_are_a_staff_number(clerk, world):
    task = orders.underway(world)
    world.west_member.number = str(world.stevedores_head.pk)
    world.west_member.save()
    assert titles(clerk.get(f"/tasks?person={world.stevedores_head.pk}")) == []
    assert titles(clerk.get(f"/tasks?person=id:{world.stevedores_head.pk}")) == [task.title]
    assert titles(clerk.get("/tasks?person=装示范")) == [task.title]


def test_what_was_taken_from_the_board_and_delivered_is_on_the_pages_of_who_took_it(client, world):
    orders.closed(world, title="直接下达的任务")
    taken = [orders.offered(world, title=f"认领任务{i}") for i in range(12)]
    for task in taken:
        do.claim_task(task.pk, actor=world.stevedores_head, unit=world.stevedores)
    pages = {
        f"/people/{world.stevedores_head.pk}": f"person=id%3A{world.stevedores_head.pk}",
        f"/units/{world.stevedores.pk}": f"unit={world.stevedores.pk}",
    }
    client.force_login(world.clerk)

    def asked(page: str) -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    before = {page: asked(page) for page in pages}
    for page in pages:
        assert "Claimed and delivered" not in client.get(page).content.decode()
    for task in taken:
        do.claim_completion(task.pk, actor=world.stevedores_head, statement="完成")
        do.verify_completion(task.pk, actor=Task.objects.get(pk=task.pk).looker, verdict="verified", note="属实")
        do.close_task(task.pk, actor=world.clerk)
    for page, whose in pages.items():
        panel = client.get(page).content.decode().split("<h2>Claimed and delivered</h2>")[1].split("</section>")[0]
        assert re.findall(r'href="/tasks/(\d+)"', panel) == [str(task.pk) for task in taken[:1:-1]]
        every = f"/tasks?{whose}&taken=1&state=closed"
        assert f'href="{every.replace("&", "&amp;")}"><b>12</b>' in panel
        # What there is of it is counted where the panel is full.
        assert asked(page) <= before[page] + 1
        assert f'href="/tasks?state=closed&amp;sort=new&amp;{whose}"' in client.get(page).content.decode()
        listed = client.get(every)
        assert sorted(titles(listed)) == sorted(task.title for task in taken)
        assert 'name="taken" value="1"' in listed.content.decode()
    # Who did not take them delivered none of them by claiming.
    assert "Claimed and delivered" not in client.get(f"/people/{world.clerk.pk}").content.decode()
