"""Answers are facts: they arrive once, stay, and nobody's is put over another's."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from duban.checklists.actions import (
    Batch,
    Begun,
    Finished,
    Given,
    approve_edition,
    begin_response,
    bring_into_force,
    draft_edition,
    draft_rule,
    finish_response,
    make_norm,
    note_pattern,
    record_answers,
)
from duban.checklists.lines import lines_of
from duban.checklists.models import Answer, Edition, Pattern, Response
from duban.checklists.queries import coverage, current_of
from duban.journal.models import Entry
from tests import sheets
from tests.checklists.conftest import ended
from tests.files.samples import picture


def given(response, item, value="", **more) -> Given:
    return Given(uuid4(), response.device, item.pk, timezone.now(), value, **more)


def one(answer: Given, actor):
    [receipt] = record_answers(Batch(given=[answer]), actor=actor)
    return receipt


def test_limits_and_options_decide(world, response, item):
    said = [("箱内温度", "-19", "pass"), ("箱内温度", "-18", "pass"), ("箱内温度", "-17.9", "fail"),
            ("箱体外观", "完好", "pass"), ("箱体外观", "破损", "fail"), ("登轮人员", "no", "fail")]  # fmt: skip
    for text, value, verdict in said:
        assert one(given(response, item(text), value), world.stevedore).verdict == verdict


def test_not_applicable_needs_a_reason(world, response, item):
    assert one(given(response, item("登轮"), na=True), world.stevedore).state == "refused"
    assert one(given(response, item("登轮"), na=True, reason="无登轮作业"), world.stevedore).verdict == "na"


@pytest.mark.parametrize(("text", "value"), [("登轮", "maybe"), ("箱内", "热"), ("箱内", "NaN"), ("箱体", "不知道"),
                                             ("值班", "无此人"), ("现场", "")])  # fmt: skip
def test_a_bad_value_is_refused_with_words_and_nothing_kept(world, response, item, text, value):
    receipt = one(given(response, item(text), value), world.stevedore)
    assert (receipt.state, bool(receipt.why)) == ("refused", True)
    assert not Answer.objects.exists()


def test_the_same_batch_again_changes_nothing(world, response, item):
    batch = Batch(given=[given(response, item("登轮"), "yes"), given(response, item("箱内"), "-19")])
    assert [r.state for r in record_answers(batch, actor=world.stevedore)] == ["kept", "kept"]
    entries = Entry.objects.count()
    assert [r.state for r in record_answers(batch, actor=world.stevedore)] == ["known", "known"]
    assert (Answer.objects.count(), Entry.objects.count()) == (2, entries)


def test_another_persons_number_is_not_taken_over(world, response, item):
    mine = given(response, item("登轮"), "yes")
    one(mine, world.stevedore)
    assert one(mine, world.stevedores_head).state == "refused"
    assert Answer.objects.get().by == world.stevedore


def test_two_people_on_one_item_keep_both_rows(world, response, item):
    one(given(response, item("登轮"), "yes"), world.stevedore)
    one(given(response, item("登轮"), "yes"), world.stevedores_head)
    [first] = [r for r in current_of(response) if r.answers]
    assert (first.conflict, first.verdict) == ("soft", "pass")
    one(given(response, item("登轮"), "no"), world.stevedores_head)  # a correction is another fact
    [first] = [r for r in current_of(response) if r.answers]
    assert (first.conflict, first.verdict, len(first.answers)) == ("hard", "fail", 2)
    assert Answer.objects.count() == 3


def test_an_item_that_two_people_judge_differently_is_looked_at_once(world, response, item, client):
    one(given(response, item("登轮"), "yes"), world.stevedore)
    one(given(response, item("登轮"), "no"), world.stevedores_head)
    aspects, found, _there = coverage(world.clerk)
    [cell] = [found[world.stevedores.pk][aspect] for aspect in aspects if aspect in found[world.stevedores.pk]]
    assert (cell.looked.total(), cell.failed.total()) == (1, 1)
    client.force_login(world.clerk)
    lines = sheets.lines_of(client, "/checklists/coverage.xlsx", {"days": "30"})
    assert [line[4:] for line in lines if line[4]] == [(1, 1)]


def test_a_round_is_read_in_two_queries_as_it_was_kept(world, response, item, django_assert_num_queries):
    one(given(response, item("登轮"), "yes"), world.stevedore)
    one(given(response, item("登轮"), "no"), world.stevedores_head)
    one(given(response, item("箱内"), "-19"), world.stevedore)
    with django_assert_num_queries(2):
        read = [
            (each.item, each.item.section.title, [(a, a.by.name, a.shown) for a in each.answers])
            for each in current_of(response)
        ]
    items = list(response.edition.items.select_related("section").order_by("section__order", "order"))
    kept = response.answers.select_related("by", "item").order_by("pk")
    assert read == [
        (each, each.section.title, [(a, a.by.name, a.shown) for a in kept if a.item_id == each.pk]) for each in items
    ]
    for each, *_rest in read:
        stored = next(other for other in items if other.pk == each.pk)
        assert all(getattr(each, f.attname) == getattr(stored, f.attname) for f in each._meta.concrete_fields)
    answers = {answer: answer for _item, _section, said in read for answer, *_rest in said}
    for stored in kept:
        assert all(
            getattr(answers[stored], f.attname) == getattr(stored, f.attname) for f in stored._meta.concrete_fields
        )


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_an_answer(world, response, item, act):
    one(given(response, item("登轮"), "yes"), world.stevedore)
    rows = Answer.objects.all()
    change = {"update": lambda: rows.update(verdict="fail"), "delete": lambda: rows._raw_delete(rows.db)}[act]
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def test_an_edition_that_ended_still_takes_its_answers_and_says_so(world, response, item, edition):
    answer = given(response, item("登轮"), "yes")
    ended(edition)
    receipt = one(answer, world.stevedore)
    assert (receipt.state, receipt.stale) == ("kept", True)
    with pytest.raises(ValidationError):
        begin_response(actor=world.stevedore, edition=edition, unit=world.stevedores)


def test_what_was_begun_without_a_network_arrives_with_its_answers(world, edition, item):
    device = uuid4()
    begun = Begun(device, edition.pk, world.stevedores.pk, timezone.now() - timedelta(hours=3), "5号泊位")
    answer = Given(uuid4(), device, item("登轮").pk, timezone.now(), "no")
    batch = Batch(begun=[begun], given=[answer], finished=[Finished(device, timezone.now())])
    states = [(r.what, r.state) for r in record_answers(batch, actor=world.stevedore)]
    # The end is refused with its reason, because items are open; what was answered is kept.
    assert states == [("response", "kept"), ("answer", "kept"), ("finish", "refused")]
    assert [r.state for r in record_answers(batch, actor=world.stevedore)][:2] == ["known", "known"]
    assert Response.objects.get().place == "5号泊位"


@pytest.mark.parametrize("value", ["ye\0s", "\ud800", "x" * 100_000, None, True, [], {"a": 1}, 2**70, 1e300])
def test_whatever_a_damaged_device_sends_gets_an_answer_in_words(world, response, item, client, value):
    client.force_login(world.stevedore)
    said = [
        {"device": str(uuid4()), "response": str(response.device), "item": each.pk, "value": value, "reason": "a\0b",
         "na": na, "answered_at": timezone.now().isoformat()}
        for each in response.edition.items.all() for na in (False, True)
    ]  # fmt: skip
    begun = {"device": str(uuid4()), "edition": response.edition_id, "unit": world.stevedores.pk, "place": "1\0号",
             "begun_at": timezone.now().isoformat()}  # fmt: skip
    sent = client.post(
        reverse("checklists:answers"), json.dumps({"begun": [begun], "answers": said}), content_type="application/json"
    )
    assert sent.status_code == 200
    for receipt in sent.json()["receipts"]:
        assert receipt["state"] == "kept" or receipt["why"]
    assert client.get(response.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("照片.jpg", b"MZ this is a program" * 9, "not accepted"),
        ("照片.jpg", b"<!doctype html><script>1</script>", "right name"),
        ("照片.png", picture("JPEG"), "right name"),
        ("照片.pdf", b"%PDF-1.4 x", "not accepted here"),
        ("照片.jpg", picture("JPEG")[:200], "damaged"),
    ],
)
def test_a_file_that_is_no_picture_or_lies_is_refused_and_waits_to_be_chosen_again(
    world, response, item, name, content, said
):
    receipt = one(given(response, item("现场"), files=[SimpleUploadedFile(name, content)]), world.stevedore)
    assert (receipt.state, said in receipt.why) == ("refused", True)
    assert not Answer.objects.exists()


def test_a_photo_of_sixty_megabytes_is_kept(world, response, item):
    photo = SimpleUploadedFile("全景.jpg", picture("JPEG") + bytes(60 * 2**20))
    assert one(given(response, item("现场"), files=[photo]), world.stevedore).state == "kept"


def newer(world, edition, change=None):
    """Another edition of the same checklist, in force from today, with the items as they were or changed."""
    Edition.objects.filter(pk=edition.pk).update(since=timezone.localdate() - timedelta(days=9))
    said = [change(line) if change else line for line in lines_of(edition)]
    draft = draft_edition(edition.checklist_id, actor=world.clerk, lines=said)
    approve_edition(draft.pk, actor=world.supervision_head)
    return bring_into_force(draft.pk, actor=world.clerk, since=timezone.localdate(), document="示范港安〔2026〕9号")


def test_a_phone_with_the_edition_before_answers_the_same_items(world, edition, item):
    old, number = item("登轮"), item("箱内")
    present = newer(
        world, edition, lambda line: replace(line, text="箱内温度（冷藏）") if line.kind == "number" else line
    )
    response = begin_response(actor=world.stevedore, edition=present, unit=world.stevedores)
    assert one(given(response, old, "no"), world.stevedore).state == "kept"
    assert Answer.objects.get().item == present.items.get(code=old.code)
    # What reads otherwise now was not asked: it is refused in words, and stays on the phone.
    receipt = one(given(response, number, "-19"), world.stevedore)
    assert (receipt.state, "reads otherwise" in receipt.why) == ("refused", True)


def test_a_check_begun_by_an_edition_that_has_ended_meanwhile_is_kept_and_marked(world, edition, item):
    device = uuid4()
    newer(world, edition)
    begun = Begun(device, edition.pk, world.stevedores.pk, timezone.now() - timedelta(hours=3))
    receipts = record_answers(
        Batch(begun=[begun], given=[Given(uuid4(), device, item("登轮").pk, timezone.now(), "yes")]),
        actor=world.stevedore,
    )
    assert [(r.state, r.stale) for r in receipts] == [("kept", True)] * 2


@pytest.mark.parametrize("year", [1, 1969, 2400, 9999])
def test_a_clock_beyond_all_reason_does_not_lose_the_answer(world, response, item, client, year):
    client.force_login(world.stevedore)
    moment = f"{year:04}-02-28T23:59:59Z"
    said = {
        "device": str(uuid4()),
        "response": str(response.device),
        "item": item("登轮").pk,
        "value": "yes",
        "answered_at": moment,
    }
    sent = client.post(
        reverse("checklists:answers"),
        json.dumps({"sent_at": moment, "answers": [said]}),
        content_type="application/json",
    )
    assert sent.json()["receipts"][0]["state"] == "kept"
    assert client.get(response.get_absolute_url()).status_code == 200


def test_a_clock_wrong_by_a_day_keeps_both_times(world, response, item):
    ahead = timezone.now() + timedelta(days=1)
    answer = given(response, item("登轮"), "yes")
    answer.answered_at = ahead
    record_answers(Batch(sent_at=ahead, given=[answer]), actor=world.stevedore)
    kept = Answer.objects.get()
    assert kept.clock_was_wrong
    assert abs((kept.happened_at - kept.received_at).total_seconds()) < 60
    assert kept.answered_at == ahead


def test_strangers_neither_see_nor_answer(world, response, item):
    assert one(given(response, item("登轮"), "yes"), world.west_member).state == "refused"
    with pytest.raises(ValidationError):
        begin_response(actor=world.stevedore, edition=response.edition, unit=world.storage)


def test_a_department_looks_below_the_unit_it_belongs_to(world, edition):
    made = begin_response(actor=world.safety_liaison, edition=edition, unit=world.storage)
    assert made.looking_unit == world.safety


def test_finishing_asks_for_every_answer_and_every_proof(world, response, item):
    with pytest.raises(ValidationError) as missing:
        finish_response(response.pk, actor=world.stevedore)
    assert "登轮人员穿戴救生衣；跳板下有安全网；箱内温度…" in str(missing.value)  # as it stands on the phone
    for text, value in [("登轮", "yes"), ("跳板", "yes"), ("箱内", "-19"), ("箱体", "完好")]:
        one(given(response, item(text), value), world.stevedore)
    assert finish_response(response.pk, actor=world.stevedore).finished_at
    with pytest.raises(PermissionDenied):
        finish_response(response.pk, actor=world.stevedore)
    # What a second phone hands in afterwards is kept all the same.
    assert one(given(response, item("登轮"), "no"), world.stevedores_head).state == "kept"


def test_a_photo_is_evidence_seen_by_who_sees_the_check(world, response, item, client):
    photo = SimpleUploadedFile("现场.png", picture("PNG"))
    assert one(given(response, item("现场"), files=[photo]), world.stevedore).state == "kept"
    from duban.files.models import Evidence

    [kept] = Evidence.objects.of("answer", Answer.objects.get().pk)
    for person, status in ((world.stevedores_head, 200), (world.west_head, 404)):
        client.force_login(person)
        assert client.get(kept.url).status_code == status
    lie = SimpleUploadedFile("现场.png", b"MZ this is a program" * 9)
    assert one(given(response, item("现场"), files=[lie]), world.stevedore).state == "refused"


def test_the_door_of_the_outbox_takes_json_and_gives_receipts(world, response, item, client):
    client.force_login(world.stevedore)
    said = {"sent_at": timezone.now().isoformat(), "answers": [{
        "device": str(uuid4()), "response": str(response.device), "item": item("登轮").pk, "value": "no",
        "answered_at": timezone.now().isoformat()}]}  # fmt: skip
    for state in ("kept", "known"):
        answer = client.post(reverse("checklists:answers"), json.dumps(said), content_type="application/json")
        assert answer.json()["receipts"][0]["state"] == state
    for broken in ("", "[]", "{", '{"answers": 3}', '{"answers": [{"device": "x"}]}', '{"sent_at": "gestern"}'):
        answer = client.post(reverse("checklists:answers"), broken, content_type="application/json")
        assert answer.status_code == 400, broken


@pytest.mark.parametrize("n", [1, 6])
def test_the_field_page_asks_the_same_few_questions(world, response, client, n):
    for row in response.edition.items.filter(kind="yes_no")[:n]:
        one(given(response, row, "yes"), world.stevedore)
    client.force_login(world.stevedore)
    client.get(reverse("checklists:field", args=[response.pk]))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("checklists:field", args=[response.pk])).status_code == 200
    assert len(asked) <= 13, [q["sql"][:90] for q in asked]


def test_a_pattern_becomes_a_rule_and_the_rule_a_norm(world, edition, client):
    pattern = note_pattern(
        actor=None,
        title="登轮不穿救生衣",
        item_code="DL-001",
        cause="班前不查",
        counts={"2026-08": 4},
        finding_ids=[1, 2],
    )
    again = note_pattern(
        actor=None,
        title="登轮不穿救生衣",
        item_code="DL-001",
        cause="班前不查",
        counts={"2026-08": 5},
        finding_ids=[1, 2, 3],
    )
    assert again.pk == pattern.pk
    assert (Pattern.objects.count(), again.total) == (1, 5)
    rule = draft_rule(pattern.pk, actor=world.clerk, text="登轮前班长逐人检查救生衣")
    draft = make_norm(rule.pk, actor=world.clerk, checklist=edition.checklist, section="码头前沿")
    placed = draft.items.get(rule=rule)
    assert (placed.section.title, placed.dimension) == ("码头前沿", "people")
    with pytest.raises(ValidationError):
        make_norm(rule.pk, actor=world.clerk, checklist=edition.checklist, section="")
    link = f'href="{draft.get_absolute_url()}'
    # Everybody reads of the pattern; only who may open the draft is led there.
    for person, led in ((world.clerk, True), (world.stevedore, False)):
        client.force_login(person)
        assert client.get(draft.get_absolute_url()).status_code == (200 if led else 404)
        for at in (pattern.get_absolute_url(), reverse("checklists:patterns")):
            page = client.get(at).content.decode()
            assert edition.checklist.name in page
            assert (link in page) is led


def test_the_months_of_a_pattern_stand_without_gaps(world, client):
    counts = {"2025-11": 2, "2026-02": 1}
    pattern = note_pattern(actor=world.clerk, title="护栏缺失", counts=counts)
    client.force_login(world.stevedore)
    months = client.get(pattern.get_absolute_url()).context["months"]
    assert [(month, number) for month, number, *_ in months] == [
        ("2025-11", 2), ("2025-12", 0), ("2026-01", 0), ("2026-02", 1)
    ]  # fmt: skip


def test_a_list_counts_the_checks_of_which_it_leads_to_the_rows(world, response, client):
    for person, number in ((world.stevedore, 1), (world.clerk, 1), (world.west_head, 0)):
        client.force_login(person)
        [line] = client.get(reverse("checklists:list")).context["lines"]
        assert line.responses == number == len(client.get(reverse("checklists:responses")).context["lines"])
