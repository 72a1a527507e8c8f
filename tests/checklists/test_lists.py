"""Checks and patterns as lists: filtered, sorted, in pages, and out as Excel."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from duban.checklists.actions import begin_response, draft_rule, make_checklist, note_pattern
from duban.checklists.models import Pattern, Response
from tests.checklists.test_answers import given, one
from tests.sheets import asked, lines_of

LIST, SHEET = reverse("checklists:responses"), reverse("checklists:responses_xlsx")


def test_checks_go_out_with_what_was_answered_and_only_to_who_sees_them(world, response, edition, item, client):
    one(given(response, item("登轮人员"), "no", reason="未穿救生衣"), world.stevedore)
    elsewhere = begin_response(actor=world.clerk, edition=edition, unit=world.west)
    Response.objects.filter(pk=elsewhere.pk).update(begun_at=timezone.now() - timedelta(days=40))
    client.force_login(world.clerk)
    first, second = lines_of(client, SHEET, {"sort": "old"})
    assert (first[2], first[8], first[9], first[11]) == ("东港装卸公司", 0, 1, "Open")
    assert first[7] == edition.items.count()
    assert (second[2], second[9]) == ("西港公司", 0)
    assert [line[2] for line in lines_of(client, SHEET, {"unit": world.west.pk})] == ["西港公司"]
    assert [line[2] for line in lines_of(client, SHEET, {"since": timezone.localdate().isoformat()})] == [
        "东港装卸公司"
    ]
    assert [line[2] for line in lines_of(client, SHEET, {"state": "failed"})] == ["东港装卸公司"]
    client.force_login(world.stevedores_head)
    assert [line[2] for line in lines_of(client, SHEET)] == ["东港装卸公司"]


def test_checks_cost_the_same_for_few_and_many(world, response, client):
    client.force_login(world.clerk)
    asked(client, LIST)
    before = asked(client, LIST), asked(client, SHEET)
    row = Response.objects.values().get()
    Response.objects.bulk_create(Response(**{**row, "id": None, "device": uuid4()}) for _turn in range(30))
    assert (asked(client, LIST), asked(client, SHEET)) == before
    page = client.get(LIST, {"sort": "unit"}).context["page"]
    assert (len(page), len(client.get(LIST, {"sort": "unit", "after": page.next}).context["page"])) == (25, 6)


def test_patterns_go_out_with_their_rules_at_the_cost_of_one(world, client):
    pattern = note_pattern(actor=world.clerk, title="护栏缺失", unit=world.tugs, place="2号泊位", cause="未验收")
    draft_rule(pattern.pk, actor=world.clerk, text="完工即装护栏")
    url = reverse("checklists:patterns_xlsx")
    client.force_login(world.clerk)
    [line] = lines_of(client, url, {"q": "未验收", "unit": world.east.pk})
    assert (line[0], line[3], line[6]) == ("护栏缺失", "东港拖轮公司", "完工即装护栏")
    assert lines_of(client, url, {"unit": world.west.pk}) == []
    before = asked(client, url)
    Pattern.objects.bulk_create(Pattern(title=f"甲{n:02}") for n in range(30))
    assert asked(client, url) == before
    page = client.get(reverse("checklists:patterns"), {"sort": "title"}).context["page"]
    assert page.rows == list(Pattern.objects.order_by("title", "id")[:25])


def test_a_check_goes_out_answer_by_answer_at_the_cost_of_one(world, response, edition, item, client):
    one(given(response, item("登轮人员"), "no", reason="=未穿救生衣"), world.stevedore)
    assert one(given(response, item("值班"), world.clerk.name), world.stevedore).state == "kept"
    url = reverse("checklists:response_xlsx", args=[response.pk])
    client.force_login(world.stevedores_head)
    lines = lines_of(client, url)
    assert len(lines) == edition.items.count()
    first = lines[0]
    assert (first[2][:4], first[3], first[6], first[7]) == ("登轮人员", "Failed", "=未穿救生衣", "吊示范")
    assert [line[4] for line in lines if line[2].startswith("值班")] == ["督示范"]
    assert {line[3] for line in lines[1:5]} == {"Not answered"}
    before = asked(client, url)
    one(given(response, item("跳板"), "yes"), world.stevedore)
    one(given(response, item("箱内"), "-19"), world.stevedore)
    assert asked(client, url) == before


def test_checklists_go_out_as_filtered(world, edition, client):
    make_checklist(actor=world.clerk, code="XF", name="消防", owner=world.safety)
    url = reverse("checklists:list_xlsx")
    client.force_login(world.clerk)
    assert [(line[0], line[3], line[7]) for line in lines_of(client, url, {"state": "in_force"})] == [("DL", 1, 6)]
    assert [line[0] for line in lines_of(client, url, {"q": "消防"})] == ["XF"]
    before = asked(client, url)
    for n in range(3):
        make_checklist(actor=world.clerk, code=f"X{n}", name="消防", owner=world.safety)
    assert asked(client, url) == before
    client.force_login(world.west_member)
    assert [line[0] for line in lines_of(client, url)] == ["DL"]


def test_checklists_come_in_pages_at_the_cost_of_one_and_by_what_becomes_of_them(world, edition, client):
    url = reverse("checklists:list")
    client.force_login(world.clerk)
    asked(client, url)
    before = asked(client, url)
    for n in range(30):
        make_checklist(actor=world.clerk, code=f"Z{n:02}", name=f"夜间清单{n:02}", owner=world.safety)
    assert asked(client, url) == before
    page = client.get(url, {"q": "夜间"}).context["page"]
    rest = client.get(url, {"q": "夜间", "after": page.next}).context["lines"]
    assert [line.checklist.code for line in rest] == [f"Z{n}" for n in range(25, 30)]
    assert client.get(url, {"state": "in_force"}).context["page"].rows == [edition.checklist]
    assert len(client.get(url, {"state": "preparing", "q": "夜间"}).context["page"]) == 25


def test_the_own_unit_is_looked_at_unless_it_is_the_whole(world, edition, client):
    for person, unit in ((world.east_inspector, world.east), (world.inspector, None)):
        client.force_login(person)
        form = client.get(reverse("checklists:response_new")).context["form"]
        assert form.initial.get("unit") == unit
        begin = client.get(reverse("checklists:field_begin", args=["edition", edition.pk]))
        assert [each.pk for each, _indent, own in begin.context["units"] if own] == ([unit.pk] if unit else [])


def test_a_loaded_pack_is_shown_among_what_is_being_prepared(world, client):
    client.force_login(world.clerk)
    load = reverse("checklists:pack_load", args=["work_style"])
    answer = client.post(load, {"owner": world.supervision.pk})
    assert answer.url == f"{reverse('checklists:list')}?state=preparing"
    assert client.post(load, {"owner": world.supervision.pk}).url == reverse("checklists:list")
