"""The pages of units and people: what they show, what they cost, and that nothing is done twice."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from openpyxl import load_workbook

from duban.org import panels
from duban.org.actions.invitations import invite_person
from duban.org.actions.units import close_unit, move_unit
from duban.org.models import Appointment, Deputy, Person, Role, Unit
from duban.org.policies import people, units
from duban.org.queries import uninvited
from duban.org.spelling import spell


def cost(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.fixture
def admin(client, world):
    client.force_login(world.administrator)
    return client


# -- the tree ---------------------------------------------------------------------------------------------------------


def names_of(answer):
    return [row["unit"].code for row in answer.context["rows"]]


def test_the_tree_is_shown_as_of_a_day(admin, world):
    move_unit(world.tugs.pk, parent=world.west, since=world.today, actor=world.administrator)
    close_unit(world.storage.pk, on=world.today, actor=world.administrator)
    yesterday = world.today - timedelta(days=1)
    now, then = names_of(admin.get("/units")), names_of(admin.get("/units", {"on": yesterday.isoformat()}))
    assert "W-CC" in then
    assert "W-CC" not in now
    assert then.index("E-TL") < then.index("W") < now.index("E-TL") + 1


def test_a_search_shows_hits_with_what_stands_above(admin):
    answer = admin.get("/units", {"q": "dgtl"})
    assert names_of(answer) == ["G", "E", "E-TL"]
    assert [row["hit"] for row in answer.context["rows"]] == [False, False, True]


def test_the_outline_is_well_formed(admin):
    page = admin.get("/units").content.decode()
    tree = page[page.index('<ul class="tree">') : page.index("</ul></div>") + 5]
    assert tree.count("<ul") == tree.count("</ul>")
    assert tree.count("<details") == tree.count("</details>")
    assert tree.count("<li>") == tree.count("</li>") == 17


@pytest.mark.parametrize("on", ["", "nonsense", "2026-02-31", "0001-01-01", "9999-12-31"])
def test_any_day_is_answered(admin, on):
    assert admin.get("/units", {"on": on}).status_code == 200


def test_more_units_cost_no_more_queries(admin, world):
    before = cost(admin, "/units")
    for n in range(15):
        Unit.objects.add_child(
            Unit.objects.get(pk=world.storage.pk), {"name": f"仓储{n}队", "code": f"W-CC-{n}", "kind": "company"}
        )
    assert cost(admin, "/units") == before
    searched = cost(admin, "/units?q=仓储1队")
    assert cost(admin, "/units?q=仓储") == searched


# -- the page of a unit -------------------------------------------------------------------------------------------------


def test_a_unit_shows_head_deputy_aliases_and_what_is_below(client, world):
    client.force_login(world.stevedore)
    page = client.get(f"/units/{world.east.pk}").content.decode()
    for words in ("旭示范", "away; 晨示范 acts", "东港区", "东港装卸有限公司"):
        assert words in page
    assert "/closure" not in page, "no button for what one may not do"


def test_more_people_cost_no_more_queries_on_the_unit_page(admin, world):
    url = f"/units/{world.tugs.pk}"
    before = cost(admin, url)
    for person in list(world.people.values())[:12]:
        Appointment.objects.get_or_create(
            person=person, unit=world.tugs, role=Role.MEMBER, defaults={"since": world.today}
        )
    assert cost(admin, url) == before


def test_other_rooms_add_panels(admin, world, monkeypatch):
    monkeypatch.setattr(panels, "_of_units", [])
    panels.on_unit(
        panels.Panel("Second", 20, lambda request, unit: format_html("<p>about {}</p>", unit)),
        panels.Panel(
            "First", 10, lambda request, unit: mark_safe("<p>first</p>"), link=lambda unit: f"/x?unit={unit.pk}"
        ),
        panels.Panel("Careless", 30, lambda request, unit: "<b>not marked as safe</b>"),
        panels.Panel("Nothing to say", 15, lambda request, unit: ""),
    )
    page = admin.get(f"/units/{world.audit.pk}").content.decode()
    assert page.index("<p>first</p>") < page.index("<p>about 审计部</p>")
    assert f"/x?unit={world.audit.pk}" in page
    assert "Nothing to say" not in page
    assert "<b>not marked" not in page


# -- people -------------------------------------------------------------------------------------------------------------


def test_people_are_filtered_by_unit_role_and_name(admin, world):
    def found(**query):
        return {row[0].username for row in admin.get("/people", query).context["rows"]}

    assert found(unit=world.tugs.pk) == {"tugs_head"}
    assert found(unit="东港拖轮公司") == {"tugs_head"}
    assert found(role="auditor") == {"auditor"}
    assert found(q="dsf", role="supervision") == {"clerk"}
    assert found(unit=world.east.pk, role="head") == {"east_head", "stevedores_head", "branch_secretary", "tugs_head"}


def test_more_people_cost_no_more_queries(admin, world):
    before = cost(admin, "/people")
    new = [Person(username=f"many{n}", name="多示范", password="!", spelling=spell("多示范")) for n in range(120)]
    Person.objects.bulk_create(new)
    Appointment.objects.bulk_create(
        Appointment(person=person, unit=world.tugs, role=Role.MEMBER, since=world.today) for person in new
    )
    assert cost(admin, "/people") == before


def test_paging_shows_everybody_once(admin, world):
    Person.objects.bulk_create(
        Person(username=f"many{n}", name="多示范", password="!", spelling=spell("多示范")) for n in range(120)
    )
    seen, query = [], {}
    while True:
        page = admin.get("/people", query).context["page"]
        seen += [person.username for person in page]
        if not page.next:
            break
        query = {"after": page.next}
    assert len(seen) == len(set(seen)) == Person.objects.count()


def test_contact_details_are_for_ones_own_part_of_the_group(client, world):
    client.force_login(world.west_member)
    assert world.tugs_head.mobile not in client.get(f"/people/{world.tugs_head.pk}").content.decode()
    for viewer in (world.east_leader, world.clerk, world.tugs_head):
        client.force_login(viewer)
        assert world.tugs_head.mobile in client.get(f"/people/{world.tugs_head.pk}").content.decode()


# -- forms --------------------------------------------------------------------------------------------------------------


def test_a_double_click_opens_one_unit(admin, world):
    form = {"name": "东港理货公司", "code": "E-LH", "kind": "company", "parent": world.east.pk, "once": "a1"}
    first, second = admin.post("/units/new", form), admin.post("/units/new", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert Unit.objects.filter(code="E-LH").count() == 1


def test_what_was_typed_stays_when_it_cannot_be_done(admin, world):
    form = {"name": "审计部", "code": "E-LH", "kind": "department", "parent": "东港公司", "once": "a1"}
    answer = admin.post("/units/new", form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "already called" in page
    assert 'value="E-LH"' in page
    # Mended and sent again with the same token it is done: the failed try used nothing up.
    assert admin.post("/units/new", {**form, "name": "东港审计科"}).status_code == 302


def test_a_form_without_script_takes_names(admin, world):
    answer = admin.post(
        f"/units/{world.tugs.pk}/appointments",
        {"person": "吊示范", "role": "member", "since": world.today.isoformat()},
    )
    assert answer.status_code == 302
    assert Appointment.objects.filter(person=world.stevedore, unit=world.tugs).exists()


def test_a_deputy_is_named_and_ended_on_the_pages(client, world):
    client.force_login(world.west_head)
    url = f"/people/{world.west_head.pk}/deputies"
    days = {"since": world.today.isoformat(), "until": (world.today + timedelta(days=3)).isoformat()}
    assert client.post(url, {"deputy": f"id:{world.west_liaison.pk}", **days}).status_code == 302
    row = Deputy.objects.get(person=world.west_head)
    assert "晚示范 acts for me" in client.get("/account").content.decode()
    client.post(f"/deputies/{row.pk}/end")
    assert not Deputy.objects.filter(pk=row.pk).exists()


def test_an_invitation_link_is_shown_once_and_not_kept_in_caches(admin, world):
    answer = admin.post(f"/people/{world.clerk.pk}/invitation")
    assert "http://testserver/invitations/" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_all_who_never_came_are_invited_in_one_go(client, world):
    Person.objects.filter(pk=world.tugs_head.pk).update(last_login=timezone.now())
    client.force_login(world.east_administrator)
    page = client.get("/people?unused=1").content.decode()
    assert "/people/invitations?unused=1" in page
    assert world.stevedores_liaison.name in page
    assert f">{world.tugs_head.name}<" not in page
    answer = client.post(f"/people/invitations?unused=1&unit={world.east.pk}")
    assert "no-store" in answer.headers["Cache-Control"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = {row[2]: row[3] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert world.stevedores_liaison.username in rows
    assert world.tugs_head.username not in rows
    link = rows[world.stevedores_liaison.username]
    client.logout()
    assert client.get(link.removeprefix("http://testserver")).status_code == 200
    client.force_login(world.east_administrator)
    assert client.post(f"/people/invitations?unit={world.west.pk}").status_code == 302, "nobody whom they administer"


def test_the_first_administrator_is_told_what_the_group_still_lacks(client, world):
    def owed():
        client.force_login(world.administrator)
        return client.get("/").content.decode()

    assert "/people?unused=1" in owed()
    assert "/organisation/excel" not in owed()
    for person in uninvited():
        invite_person(person.pk, actor=world.administrator)
    assert "/people?unused=1" not in owed()
    lacks = "Appoint somebody to the supervision office"
    assert lacks not in owed()
    Appointment.objects.filter(role=Role.SUPERVISION).update(until=timezone.localdate())
    assert lacks in owed()
    client.force_login(world.east_administrator)
    assert lacks not in client.get("/").content.decode()


def test_an_import_is_previewed_then_saved_once(admin, world):
    from tests.org.test_sheets import workbook

    data = workbook(units=[["E-LH", "东港理货公司", "", "company", "E"]])
    answer = admin.post("/organisation/excel", {"file": _file(data)})
    assert "东港理货公司" in answer.content.decode()
    assert not Unit.objects.filter(code="E-LH").exists()
    form = {"token": answer.context["token"], "shown": answer.context["shown"], "once": "b1"}
    assert admin.post("/organisation/import", form).status_code == 302
    assert admin.post("/organisation/import", form).status_code == 302, "the second click leads to the same page"
    assert Unit.objects.filter(code="E-LH").count() == 1


def test_a_preview_cannot_be_confirmed_by_somebody_else(admin, world):
    from tests.org.test_sheets import workbook

    answer = admin.post("/organisation/excel", {"file": _file(workbook(units=[["E-LH", "理货", "", "company", "E"]]))})
    Appointment.objects.create(person=world.leader, unit=world.group, role=Role.ADMINISTRATOR, since=world.today)
    admin.force_login(world.leader)
    form = {"token": answer.context["token"], "shown": answer.context["shown"]}
    assert admin.post("/organisation/import", form).status_code == 422
    assert not Unit.objects.filter(code="E-LH").exists()


def _file(data):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("org.xlsx", data)


# -- the two policies agree with themselves -----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["administrator", "east_administrator", "clerk", "leader", "stevedore", "outsider"])
def test_the_answers_of_a_policy_agree(world, who):
    person = world.people[who]
    for policy, rows in ((units, world.units.values()), (people, list(world.people.values())[:12])):
        visible = set(policy.visible_to(person).values_list("pk", flat=True))
        for row in rows:
            allowed = policy.verbs_for(person, row) if row.pk in visible else set()
            for verb in policy.verbs:
                assert policy.can(person, verb, row) == (verb in allowed), (who, verb, row)
                try:
                    policy.get_for(person, row.pk, verb)
                    got = True
                except (Http404, PermissionDenied):
                    got = False
                assert got == (verb in allowed), (who, verb, row)


def test_an_undeclared_verb_is_loud(world):
    with pytest.raises(KeyError):
        units.can(world.leader, "abolish", world.audit)


def test_the_export_of_people_holds_whom_the_list_shows(client, world):
    client.force_login(world.clerk)

    def names(query: dict) -> list[str]:
        answer = client.get("/people/export.xlsx", query)
        assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
        page = load_workbook(io.BytesIO(answer.content)).active
        return [row[0] for row in page.iter_rows(min_row=2, values_only=True)]

    for query in ({}, {"role": "liaison"}, {"unit": world.east.pk}, {"unit": world.east.pk, "role": "head"}):
        shown = [row[0].name for row in client.get("/people", query).context["rows"]]
        assert names(query) == shown
    assert "?unit=" in client.get("/people", {"unit": world.east.pk}).context["export"]
