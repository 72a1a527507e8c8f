"""The lists of inspections: filtered, sorted, in pages, and out as Excel with just what the reader may see."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from duban.inspections import actions
from duban.inspections.listing import bulletins, look_backs, plans, suggestions, visits
from duban.inspections.models import Bulletin, LookBack, Plan, Suggestion, Visit
from tests.inspections.access_rows import bulletin, suggestion
from tests.inspections.conftest import closed, planned, sent
from tests.inspections.test_look_back import drawn
from tests.sheets import asked, lines_of, sheet_of


def firsts(client, name, query=None):
    return [line[0] for line in lines_of(client, reverse(f"inspections:{name}_xlsx"), query)]


def shown(client, name, query=None):
    return list(client.get(reverse(f"inspections:{name}"), query or {}).context["page"].rows)


def test_visits_go_out_as_filtered_and_only_those_one_sees(world, client):
    seen, hidden = sent(world), sent(world, "unannounced")
    west = sent(world, unit=world.west)
    Visit.objects.filter(pk=west.pk).update(on=date(2026, 3, 1))
    client.force_login(world.clerk)
    assert firsts(client, "visits") == ["东港拖轮公司", "东港拖轮公司", "西港公司"]
    assert firsts(client, "visits", {"sort": "old"}) == ["西港公司", "东港拖轮公司", "东港拖轮公司"]
    assert firsts(client, "visits", {"kind": "unannounced"}) == ["东港拖轮公司"]
    assert firsts(client, "visits", {"unit": world.west.pk}) == ["西港公司"]
    assert firsts(client, "visits", {"unit": "西港公司", "until": "2026-03-01"}) == ["西港公司"]
    assert firsts(client, "visits", {"unit": "没有这个单位"}) == []
    assert shown(client, "visits", {"since": "2026-03-02"}) == [hidden, seen]
    client.force_login(world.tugs_head)
    [line] = lines_of(client, reverse("inspections:visits_xlsx"))
    assert line[2] == "2号泊位"
    assert line[6] == "、".join(person.name for person in seen.team.all())


def test_what_was_typed_is_text_in_a_sheet(world, client):
    visit = sent(world)
    Visit.objects.filter(pk=visit.pk).update(place='=HYPERLINK("http://x","y")')
    client.force_login(world.clerk)
    cell = sheet_of(client, reverse("inspections:visits_xlsx"))["C2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x","y")')


def test_the_sheet_of_suggestions_names_no_anonymous_sender(world, client):
    suggestion(world)
    actions.send_suggestion(
        actor=world.stevedore, unit=world.stevedores, title="食堂", text="改善", anonymous=True, token="t" * 32
    )
    client.force_login(world.stevedores_head)
    lines = lines_of(client, reverse("inspections:suggestions_xlsx"), {"sort": "due"})
    assert [(line[0], line[2]) for line in lines] == [("加装照明", "吊示范"), ("食堂", "anonymous")]
    assert firsts(client, "suggestions", {"q": "夜间"}) == ["加装照明"]
    assert firsts(client, "suggestions", {"state": "adopted"}) == []
    client.force_login(world.stevedore)
    assert firsts(client, "suggestions") == ["加装照明"]
    client.force_login(world.west_member)
    assert firsts(client, "suggestions") == []


def test_look_backs_are_found_by_verdict_and_checker(world, client):
    row = drawn(world, closed(world), world.inspector)
    client.force_login(world.clerk)
    assert shown(client, "look_backs", {"verdict": "open", "noun": "task"}) == [row]
    assert shown(client, "look_backs", {"verdict": "held"}) == []
    assert shown(client, "look_backs", {"mine": "1"}) == []
    LookBack.objects.filter(pk=row.pk).update(held=False, note="仍未整改", at=timezone.now())
    [line] = lines_of(client, reverse("inspections:look_backs_xlsx"), {"verdict": "failed", "q": "跳板"})
    assert line[2:5] == ("检示范", "To be opened again", "仍未整改")
    client.force_login(world.tugs_head)
    assert firsts(client, "look_backs") == []


def test_drafts_of_bulletins_and_plans_go_out_to_nobody_else(world, client):
    told, plan = bulletin(world), planned(world, published=False)
    client.force_login(world.clerk)
    assert firsts(client, "bulletins", {"state": "draft", "unit": world.supervision.pk}) == [told.title]
    assert firsts(client, "bulletins", {"state": "issued"}) == []
    assert firsts(client, "plans", {"state": "draft", "year": plan.year}) == [plan.title]
    assert firsts(client, "plans", {"year": plan.year - 1}) == []
    client.force_login(world.west_member)
    assert firsts(client, "bulletins") == firsts(client, "plans") == []
    actions.issue_bulletin(told.pk, actor=world.clerk, number="1号")
    actions.publish_plan(plan.pk, actor=world.clerk)
    assert firsts(client, "bulletins", {"q": "1号"}) == [told.title]
    assert firsts(client, "plans", {"q": "督办〔2026〕9号"}) == [plan.title]


def more_visits(world):
    [one] = Visit.objects.all()
    team = list(one.team.all())
    for n in range(30):
        one.pk, one.on = None, one.on - timedelta(days=n)
        one.save()
        one.team.set(team)


def more(model, **changes):
    def make(world):
        [one] = model.objects.values()
        del one["id"]
        model.objects.bulk_create(model(**{**one, **{name: of(n) for name, of in changes.items()}}) for n in range(30))

    return make


@pytest.mark.parametrize(
    ("name", "listing", "make", "add"),
    [
        ("visits", visits, sent, more_visits),
        ("suggestions", suggestions, suggestion, more(Suggestion)),
        (
            "look_backs",
            look_backs,
            lambda world: drawn(world, closed(world)),
            more(LookBack, noun_id=lambda n: 9000 + n),
        ),
        ("bulletins", bulletins, bulletin, more(Bulletin)),
        ("plans", plans, planned, more(Plan)),
    ],
)
def test_many_rows_come_in_pages_and_ask_no_more_than_one(name, listing, make, add, world, client):
    make(world)
    client.force_login(world.clerk)
    page, sheet = reverse(f"inspections:{name}"), reverse(f"inspections:{name}_xlsx")

    asked(client, page)
    before = asked(client, page), asked(client, sheet)
    add(world)
    assert (asked(client, page), asked(client, sheet)) == before
    for sort in listing.SORTS:
        one = client.get(page, {"sort": sort.code}).context["page"]
        two = client.get(page, {"sort": sort.code, "after": one.next}).context["page"]
        model = type(one.rows[0])
        assert [row.pk for row in [*one, *two]] == list(
            model.objects.order_by(*sort.order).values_list("pk", flat=True)
        )
        assert (len(one), len(two)) == (25, 6)


def test_a_list_too_long_for_a_workbook_leads_back_and_says_so(world, client, monkeypatch):
    monkeypatch.setattr("duban.exports.lists.MOST", 1)
    sent(world)
    client.force_login(world.clerk)
    assert len(firsts(client, "visits", {"kind": "planned"})) == 1
    sent(world)
    answer = client.get(reverse("inspections:visits_xlsx"), {"kind": "planned"}, follow=True)
    assert answer.redirect_chain == [("/visits?kind=planned", 302)]
    assert "More than 1 rows: narrow the list down." in answer.content.decode()


def test_the_units_of_a_plan_go_out_with_what_is_over(world, client):
    plan = planned(world)
    client.force_login(world.clerk)
    lines = lines_of(client, reverse("inspections:plan_xlsx", args=[plan.pk]))
    assert sorted(line[0] for line in lines) == sorted(str(quota.unit) for quota in plan.quotas.all())
    assert all(line[3] + line[4] == line[2] for line in lines)
