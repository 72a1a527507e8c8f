"""Checks and patterns as lists: filtered, sorted, in pages, and out as Excel."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from duban.checklists.actions import begin_response, draft_rule, note_pattern
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
