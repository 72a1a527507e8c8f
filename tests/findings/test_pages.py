"""The pages: what is shown, what is kept of bad input, how many questions they ask."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from duban.checklists.actions import Batch, Given, record_answers
from duban.checklists.models import Pattern
from duban.files.models import Evidence
from duban.findings import actions as do
from duban.findings.models import Finding
from duban.findings.todos import todos
from duban.journal import actions as journal
from duban.journal.models import Entry
from duban.ledger.actions import claim_completion, save_view
from duban.ledger.models import SavedView
from tests.checklists.conftest import begun, in_force
from tests.files.samples import sent_ahead
from tests.findings.conftest import conduct, kind, pixels
from tests.sheets import lines_of
from tests.world import World


def photo(name: str = "现场.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pixels().read(), "image/png")


@pytest.fixture
def page(client: Client, world: World) -> Callable[..., str]:
    def get(url: str, person=None) -> str:
        client.force_login(person or world.clerk)
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        return answer.content.decode()

    return get


def test_a_report_from_a_phone_needs_one_sentence_and_a_unit(client: Client, world: World):
    client.force_login(world.stevedore)
    answer = client.post(
        "/findings/new",
        {"condition": "灯不亮", "unit": world.stevedores.pk, "kind": kind().pk, "severity": "minor", "photos": photo()},
    )
    finding = Finding.objects.get()
    assert answer.headers["Location"] == f"/findings/{finding.pk}"
    assert (finding.state, finding.source_noun, finding.place) == ("issued", "self_report", "")
    assert Evidence.objects.of("finding", finding.pk).count() == 1


def test_what_was_typed_stays_when_something_is_wrong(client: Client, world: World):
    client.force_login(world.stevedore)
    answer = client.post("/findings/new", {"condition": "灯不亮", "unit": "没有的单位", "severity": "minor"})
    assert answer.status_code == 422
    assert "灯不亮" in answer.content.decode()
    assert "没有的单位" in answer.content.decode()


def test_an_inspector_issues_and_closes_on_the_spot_in_one_step(client: Client, world: World):
    client.force_login(world.inspector)
    data = {
        "condition": "灭火器移位",
        "unit": world.tugs.pk,
        "kind": kind().pk,
        "severity": "minor",
        "fix_note": "放回",
    }
    answer = client.post("/findings/new", {**data, "photos": photo()})
    assert answer.status_code == 422
    assert not Finding.objects.exists()
    client.post("/findings/new", {**data, "photos": photo(), "after": photo("整改后.png")})
    assert Finding.objects.get().state == "closed"


def test_files_sent_ahead_stay_when_something_is_wrong(client: Client, world: World, claimed):
    client.force_login(world.stevedore)
    before, after = sent_ahead(client, "整改前.pdf"), sent_ahead(client, "整改后.pdf")
    answer = client.post("/findings/new", {"condition": "", "photos_uploads": before, "after_uploads": after})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert f'name="photos_uploads" value="{before}"' in text
    assert f'name="after_uploads" value="{after}"' in text
    assert ("整改前.pdf" in text, "整改后.pdf" in text) == (True, True)
    assert answer.context["fix_open"]

    finding = claimed()
    client.force_login(world.inspector)
    photos = sent_ahead(client, "复查.pdf")
    answer = client.post(f"/findings/{finding.pk}/recheck", {"passed": "yes", "note": " ", "photos_uploads": photos})
    assert answer.status_code == 422
    assert f'name="photos_uploads" value="{photos}"' in answer.content.decode()


def test_the_page_says_whose_move_it_is_and_links_source_and_task(world: World, claimed, page):
    finding = claimed()
    text = page(f"/findings/{finding.pk}")
    assert f"/tasks/{finding.task_id}" in text
    assert f"{world.inspector} rechecks it." in text
    assert f"/findings/{finding.pk}/recheck" in page(f"/findings/{finding.pk}", world.inspector)
    assert f"/findings/{finding.pk}" in page(f"/tasks/{finding.task_id}")


def test_a_recheck_by_the_page_closes_finding_and_task(client: Client, world: World, claimed):
    finding = claimed()
    client.force_login(world.inspector)
    url = f"/findings/{finding.pk}/recheck"
    assert client.get(url).status_code == 200
    assert client.post(url, {"passed": "yes", "note": "好", "photos": photo()}).status_code == 302
    finding.refresh_from_db()
    assert finding.state == "closed"
    assert Evidence.objects.of("finding_after", finding.pk).count() == 1


def test_every_act_shows_its_form_and_refuses_emptiness_without_losing_it(client: Client, world: World, planned):
    finding = planned()
    client.force_login(world.clerk)
    for act in ("plan-acceptance", "plan-return", "evidence"):
        assert client.get(f"/findings/{finding.pk}/{act}").status_code == 200
    assert client.post(f"/findings/{finding.pk}/plan-return", {"reason": " "}).status_code == 422


def test_the_register_filters_sorts_and_remembers_the_sort(client: Client, world: World, found, page):
    old = found(condition="旧的", found_on=world.today - timedelta(days=9))
    new = found(condition="新的", unit=world.bonded)
    text = page("/findings?sort=old")
    assert text.index("旧的") < text.index("新的")
    text = page("/findings")
    assert text.index("旧的") < text.index("新的")
    assert "新的" not in page(f"/findings?unit={world.east.pk}")
    assert f"/findings/{old.pk}" in page(f"/findings?ids={old.pk},{new.pk}&older=5")
    for query in ("unit=x", "kind=x", "older=99999999", "found_from=2026-13-40", "state=nonsense", "group=x", "mark=x"):
        page(f"/findings?{query}")


def test_conduct_is_not_shown_to_plain_members_of_the_unit(client: Client, world: World, found):
    hidden, shown = found(kind=conduct(), condition="迟到"), found(condition="灯坏")
    client.force_login(world.stevedore)
    text = client.get("/findings").content.decode()
    assert (f"/findings/{shown.pk}" in text, f"/findings/{hidden.pk}" in text) == (True, False)
    assert client.get(f"/findings/{hidden.pk}").status_code == 404
    client.force_login(world.stevedores_head)
    assert client.get(f"/findings/{hidden.pk}").status_code == 200


def test_whoever_speaks_up_is_not_shown_to_the_unit_before_it_is_confirmed(client: Client, world: World, found):
    finding = found(actor=world.west_member)
    client.force_login(world.stevedores_head)
    assert client.get(f"/findings/{finding.pk}").status_code == 404
    client.force_login(world.east_leader)
    assert client.get(f"/findings/{finding.pk}").status_code == 200


def test_whoever_spoke_up_is_not_named_to_the_unit_afterwards_either(client: Client, world: World, found):
    finding = found(actor=world.stevedore, kind=conduct())
    do.confirm_finding(finding.pk, actor=world.clerk, kind=finding.kind, severity="minor")
    here, name = f"/findings/{finding.pk}", world.stevedore.name
    for person, told in ((world.stevedores_head, False), (world.east_leader, True), (world.stevedore, True)):
        client.force_login(person)
        pages = [here, "/", f"/journal?noun=finding&noun_id={finding.pk}"]
        texts = [client.get(url).content.decode().replace(f"·{name}", "") for url in pages]
        said = [(name in text.split("</header>")[-1]) for text in texts]
        file = b"".join(client.get("/findings/export.csv").streaming_content).decode("utf-8-sig")
        assert finding.number in texts[0]
        assert (said[0], name in file) == (told, told), person
        assert told or not any(said), person


def test_no_later_act_of_whoever_spoke_up_names_them_in_the_journal(client: Client, world: World, found):
    finding = found(actor=world.west_member)
    finding = do.confirm_finding(finding.pk, actor=world.clerk, kind=finding.kind, severity="minor")
    do.note_evidence(finding.pk, actor=world.west_member, count=1)
    now = Entry.objects.get(kind="finding.evidence")
    assert now.unit_id is None
    # As it was written before: entries stay as they are, so who reads them has to be right as well.
    with transaction.atomic():
        journal.append(
            now.kind,
            actor=world.west_member,
            noun="finding",
            noun_id=finding.pk,
            unit_id=finding.unit_id,
            body=now.facts,
        )
    before = Entry.objects.latest("pk")
    for person, told in ((world.stevedores_head, False), (world.stevedore, False), (world.clerk, True),
                         (world.east_leader, True), (world.west_member, True)):  # fmt: skip
        client.force_login(person)
        assert client.get(f"/journal/{before.pk}").status_code == (200 if told else 404), person
        text = client.get(f"/journal?noun=finding&noun_id={finding.pk}").content.decode().split("</header>")[-1]
        assert (world.west_member.name in text) == told, person


def test_an_act_of_the_finder_of_what_was_issued_at_once_stays_in_the_units_journal(world: World, found):
    finding = found()
    do.note_evidence(finding.pk, actor=world.inspector, count=1)
    assert Entry.objects.get(kind="finding.evidence").unit_id == finding.unit_id


def test_a_dispute_is_offered_until_the_term_ends_and_not_after(client: Client, world: World, found):
    finding = found()
    client.force_login(world.stevedores_head)
    for days, offered in ((0, True), (1, False)):
        Finding.objects.filter(pk=finding.pk).update(answer_by=world.today - timedelta(days=days))
        text = client.get(f"/findings/{finding.pk}").content.decode()
        assert f"/findings/{finding.pk}/acceptance" in text
        assert (f"/findings/{finding.pk}/dispute" in text) == offered
        [todo] = todos(world.stevedores_head, world.today)
        assert ("dispute" in todo.what) == offered
    # A form that was open before is still answered with the reason, and keeps what was typed.
    late = client.post(f"/findings/{finding.pk}/dispute", {"reason": "已有临时护栏"})
    assert late.status_code == 422
    assert "已有临时护栏" in late.content.decode()


def test_an_earlier_finding_that_one_may_not_open_is_not_named(client: Client, world: World, found):
    before = found(item_code="X-1", kind=conduct(), condition="吊示范当班饮酒")
    after = found(item_code="X-1")
    assert after.repeat_of == before
    for person, told in ((world.stevedore, False), (world.stevedores_head, True)):
        client.force_login(person)
        text = client.get(f"/findings/{after.pk}").content.decode()
        file = b"".join(client.get("/findings/export.csv").streaming_content).decode("utf-8-sig")
        assert ("饮酒" in text, before.number in text, before.number in file) == (told, told, told)


def test_the_sheet_stands_in_the_order_of_the_list_also_of_the_one_asked_last(client: Client, world: World, found):
    older, newer = found(found_on=world.today - timedelta(days=4)), found()
    client.force_login(world.clerk)
    assert [line[0] for line in lines_of(client, "/findings/export.xlsx")] == [newer.number, older.number]
    client.get("/findings", {"sort": "old"})
    assert [line[0] for line in lines_of(client, "/findings/export.xlsx")] == [older.number, newer.number]


def test_a_register_too_long_for_excel_leads_back_and_names_the_csv(client: Client, world: World, found, monkeypatch):
    found(), found()
    monkeypatch.setattr("duban.findings.views.exports.MOST", 1)
    client.force_login(world.clerk)
    answer = client.get("/findings/export.xlsx", {"state": "all"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/findings?state=all")
    assert "More than 1 rows: narrow the list down, or take the CSV file." in client.get("/findings").content.decode()


def test_the_files_hold_every_finding_of_the_list(client: Client, world: World, found):
    found(), found(unit=world.bonded)
    client.force_login(world.clerk)
    assert client.get("/findings/export.xlsx").status_code == 200
    text = b"".join(client.get(f"/findings/export.csv?unit={world.east.pk}").streaming_content).decode("utf-8-sig")
    assert len(text.strip().splitlines()) == 2


def test_trends_count_what_the_list_shows(world: World, found, page, client: Client):
    found()
    found(found_on=world.today - timedelta(days=40))
    text = page("/findings/trends")
    assert f"found_from={world.today.replace(day=1)}" in text
    months = client.get("/findings/trends/months.json").json()
    assert sum(part["value"] for series in months["series"][:4] for part in series["data"]) == 2
    ages = client.get("/findings/trends/ages.json").json()["series"][0]["data"]
    assert [part["value"] for part in ages] == [1, 0, 1, 0]
    for part in ages:
        if part["value"]:
            assert page(part["url"]).count("<tr data-row>") == part["value"]


def test_repeats_become_a_pattern(client: Client, world: World, found, page):
    found(item_code="X-1"), found(item_code="X-1")
    assert "X-1" in page("/findings/repeats")
    answer = client.post("/findings/repeats/patterns", {"item": "X-1", "unit": world.stevedores.pk, "place": "3号泊位"})
    pattern = Pattern.objects.get()
    assert answer.headers["Location"] == pattern.get_absolute_url()
    assert (pattern.total, len(pattern.finding_ids)) == (2, 2)
    found(item_code="X-1", place="4号泊位")
    shown = page(pattern.get_absolute_url())
    for url in re.findall(r'href="(/findings\?ids=[^"]+)"', shown):
        assert page(html.unescape(url)).count("<tr data-row>") == 2
    assert shown.count("/findings?ids=") == 2  # all of them, and those of the month
    again = page("/findings/repeats")
    assert pattern.get_absolute_url() in again
    assert "/findings/repeats/patterns" not in again


def test_no_pattern_for_everybody_is_made_of_one_finding_nor_of_conduct(client: Client, world: World, found):
    for code in ("", "X-1", "X-2", "X-2"):
        found(item_code=code, kind=conduct() if code != "X-1" else kind(), condition="吊示范当班饮酒")
    client.force_login(world.stevedores_head)
    assert "X-2" not in client.get("/findings/repeats").content.decode()
    for code in ("", "X-1", "X-2"):
        sent = {"item": code, "unit": world.stevedores.pk, "place": "3号泊位"}
        assert client.post("/findings/repeats/patterns", sent).status_code == 404
    assert not Pattern.objects.exists()


def test_kinds_and_rules_are_kept_by_the_office_and_read_by_all(client: Client, world: World, page):
    page("/findings/kinds", world.stevedore)
    client.force_login(world.clerk)
    assert client.get("/findings/rules/new").status_code == 200
    data = {"name": "安全意识", "group": "weak_link", "order": 5, "explained": ""}
    assert client.post("/findings/kinds/new", data).status_code == 302
    assert "安全意识" in page("/findings/kinds")


@pytest.mark.parametrize("url", ["/findings", "/findings/trends", "/findings/repeats", "/findings/missed"])
def test_a_list_asks_as_many_questions_for_three_rows_as_for_one(client: Client, world: World, found, url: str):
    client.force_login(world.clerk)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    found(item_code="X-1"), found(item_code="X-1")
    asked()
    before = asked()
    for code in ("X-1", "X-2", "X-2", "X-2"):
        found(item_code=code, unit=world.bonded)
    assert asked() == before


def test_what_is_owed_stands_on_the_today_page(world: World, found, planned, page):
    found(condition="今日待认领")
    assert "今日待认领" in page("/", world.stevedores_head)
    planned(found(condition="今日待批"))
    assert "今日待批" in page("/", world.clerk)


def test_the_page_names_what_is_due_in_each_state(world: World, found, planned, page):
    issued, disputed = found(), found()
    do.dispute_finding(disputed.pk, actor=world.stevedores_head, reason="不是我们的护栏")
    accepted = found()
    do.accept_finding(accepted.pk, actor=world.stevedores_head)
    underway = planned()
    do.accept_plan(underway.pk, actor=world.clerk, looker=world.inspector)
    said = {issued: "Answer by", disputed: "Ruling by", accepted: "Plan by", underway: "Put right by"}
    for finding, words in said.items():
        shown = page(f"/findings/{finding.pk}")
        assert [each for each in said.values() if f"<dt>{each}</dt>" in shown] == [words]
    rows = page("/findings")
    assert all(f'data-th="{words}"' in rows for words in said.values())


def test_whoever_opens_a_finding_under_way_is_led_to_its_task(world: World, claimed, page):
    finding = claimed()
    lead = f'<a href="/tasks/{finding.task_id}">Go to the task ›</a>'
    assert lead in page(f"/findings/{finding.pk}", world.stevedores_head)
    do.recheck_finding(finding.pk, actor=world.inspector, passed=True, note="已复装")
    assert lead not in page(f"/findings/{finding.pk}", world.stevedores_head)


def test_a_recheck_counts_for_the_claim_that_was_read(client: Client, world: World, claimed):
    """The looker's page stands open while the claim is returned from another one and the unit claims anew."""
    finding = claimed()
    client.force_login(world.inspector)
    url = f"/findings/{finding.pk}/recheck"

    def read() -> int:
        return client.get(url).context["form"]["claim_id"].value()

    said = {"passed": "yes", "note": "已复装", "claim_id": read()}
    do.recheck_finding(finding.pk, actor=world.inspector, passed=False, note="仍缺一段")
    claim_completion(finding.task_id, actor=world.stevedore, statement="缺的一段已补")
    assert client.post(url, said).status_code == 422
    assert client.post(url, {**said, "claim_id": read()}).status_code == 302


def test_nobody_reports_for_another_unit_as_if_it_had_found_it_by_itself(client: Client, world: World):
    """A self-report lets the unit's own head decide on the plan: only the unit makes one."""
    said = {"condition": "灯不亮", "kind": kind().pk, "severity": "minor", "source_noun": "self_report"}
    said["unit"] = world.stevedores.pk
    client.force_login(world.inspector)
    refused = client.post("/findings/new", said)
    assert refused.status_code == 422
    assert "is a self-report" in refused.content.decode()
    client.force_login(world.stevedore)
    assert client.post("/findings/new", said).status_code == 302


@pytest.mark.parametrize("act", ["acceptance", "return"])
def test_a_plan_is_decided_on_as_it_was_read(act: str, client: Client, world: World, planned):
    """The decider's page stands open while the plan is sent back from another one and a new one is handed in."""
    finding = planned()
    client.force_login(world.clerk)
    url = f"/findings/{finding.pk}/plan-{act}"

    def read() -> int:
        return client.get(url).context["form"]["plan_id"].value()

    said = {"looker": world.inspector.username, "reason": "措施不细", "plan_id": read()}
    do.refuse_plan(finding.pk, actor=world.clerk, reason="太慢")
    do.plan_rectification(
        finding.pk, actor=world.stevedores_head, cause="无人管", measures="只挂一块牌", responsible=world.stevedore,
        due_on=world.today + timedelta(days=3),
    )  # fmt: skip
    refused = client.post(url, said)
    assert refused.status_code == 422
    assert "Another plan was handed in meanwhile" in refused.content.decode()
    assert client.post(url, {**said, "plan_id": read()}).status_code == 302


def test_the_page_of_a_relapse_says_why_the_closing_no_longer_counts(world: World, claimed, page):
    finding = claimed()
    do.recheck_finding(finding.pk, actor=world.inspector, passed=True, note="已复装")
    do.relapse_finding(finding.pk, actor=world.clerk, reason="又缺了一段", due_on=world.today + timedelta(days=9))
    shown = page(f"/findings/{finding.pk}")
    assert "又缺了一段" in shown
    assert f"The closing of {world.today} no longer counts." in shown


def test_who_sees_every_unit_is_asked_which_one_a_report_is_about(client: Client, world: World):
    for person, unit in ((world.stevedore, world.stevedores), (world.clerk, None)):
        client.force_login(person)
        assert client.get("/findings/new").context["form"].initial["unit"] == unit


@pytest.mark.parametrize("source", ["routine", "audit", "drill", "incident"])
def test_whatever_found_it_is_named_when_it_is_reported(client: Client, world: World, page, source):
    client.force_login(world.clerk)
    sent = {
        "unit": world.stevedores.pk,
        "kind": kind().pk,
        "severity": "minor",
        "condition": "护栏缺失",
        "source_noun": source,
    }
    assert client.post("/findings/new", sent).status_code == 302
    assert Finding.objects.get().source_noun == source
    assert page(f"/findings?source={source}").count("<tr data-row>") == 1


def test_a_view_of_the_register_is_saved_there_and_nowhere_else(client, page, world: World):
    save_view(actor=world.clerk, name="红灯", query="light=red")
    asked = page("/findings?severity=major&unit=" + str(world.east.pk))
    form = html.unescape(re.search(r'href="(/tasks/views/new[^"]*)"', asked).group(1))
    fields = dict(re.findall(r'type="hidden" name="(of|query)" value="([^"]*)"', page(form)))
    saved = client.post("/tasks/views/new", {**{k: html.unescape(v) for k, v in fields.items()}, "name": "红灯"})
    assert saved.headers["Location"] == f"/findings?severity=major&unit={world.east.pk}"
    listed = page(saved.headers["Location"])
    assert 'aria-current="page">红灯' in listed
    assert listed.count("红灯") == 1
    assert page("/tasks").count("红灯") == 1
    view = SavedView.objects.get(of="findings:list")
    assert client.post(f"/tasks/views/{view.pk}/dropping").headers["Location"] == "/findings"
    with pytest.raises(ValidationError, match="keeps no views"):
        save_view(actor=world.clerk, name="新", query="", of="people")


def test_a_reported_item_says_with_its_limits_what_should_be(client: Client, world: World):
    item = in_force(world).items.get(text="箱内温度")
    client.force_login(world.clerk)
    sent = {
        "unit": world.stevedores.pk,
        "kind": kind().pk,
        "severity": "minor",
        "condition": "-10 ℃",
        "item_code": item.code,
    }
    assert client.post("/findings/new", sent).status_code == 302
    assert Finding.objects.get().criterion == "箱内温度：-20–-18 ℃"


def test_what_failed_in_a_check_is_reported_by_a_tap_and_then_led_to(client: Client, world: World, page):
    response = begun(world)
    item = response.edition.items.get(text="箱内温度")
    record_answers(
        Batch(given=[Given(uuid4(), response.device, item.pk, timezone.now(), "-10")]), actor=world.stevedore
    )
    [tap] = re.findall(r'href="(/findings/new\?[^"]+)"', page(response.get_absolute_url(), world.stevedore))
    form = client.get(html.unescape(tap)).context["form"]
    typed = {name: form[name].value() or "" for name in ("unit", "place", "item_code", "severity", "condition")}
    assert typed["place"] == "3号泊位"
    assert "箱内温度" in typed["condition"]
    assert client.post("/findings/new", {**typed, "kind": kind().pk}).status_code == 302
    made = Finding.objects.get()
    assert (made.item, made.criterion) == (item, "箱内温度：-20–-18 ℃")
    shown = page(response.get_absolute_url(), world.stevedore)
    assert made.get_absolute_url() in shown
    assert "/findings/new?" not in shown
