"""Briefings are drafted from what happened, corrected and confirmed, and read above with who is missing."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from duban.findings.actions import fix_on_spot
from duban.findings.models import Finding
from duban.ledger.actions import acknowledge_task
from duban.ledger.models import Task
from duban.routines.actions import ask_back, confirm_report
from duban.routines.composing import compose
from duban.routines.models import Form, Occurrence, Report
from duban.routines.queries import roll_up
from duban.routines.sources import DONE, PLAN, PROBLEM
from duban.routines.views.briefings import summary
from duban.routines.word import together
from tests.findings.conftest import conduct, found, picture

__all__ = ["found"]


@pytest.fixture
def briefing(world, duty) -> Occurrence:
    made = duty(name="晚汇报", form=Form.EVENING, begins_at=time(0))
    return made.occurrences.get(unit=world.east, day=timezone.localdate())


def test_the_draft_tells_what_the_ledger_knows(world, briefing, order):
    received = order(title="完成泊位维护")
    late = order(title="清理堆场")
    Task.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=3))
    soon = order(title="报送月报", due_on=timezone.localdate() + timedelta(days=1))
    acknowledge_task(received.pk, actor=world.east_liaison)
    made = compose(briefing, world.east_liaison)
    assert "Received: 完成泊位维护" in made.text(DONE)
    assert "Overdue by 3 days: 清理堆场" in made.text(PROBLEM)
    assert soon.title in made.text(PLAN) or timezone.localdate().weekday() >= 4
    assert {line.url for line in made.of(PROBLEM)} == {f"/tasks/{late.pk}"}


def test_others_tasks_are_not_told(world, duty, order):
    order(title="完成泊位维护")
    made = duty(name="晚汇报", form=Form.EVENING, units=[world.west], begins_at=time(0))
    one = made.occurrences.get(day=timezone.localdate())
    assert "泊位" not in compose(one, world.west_liaison).text(DONE)
    assert compose(one, world.west_liaison).text(DONE) == "Nothing out of the ordinary happened."


def test_open_points_are_carried_over_until_somebody_strikes_them(world, briefing):
    before = Occurrence.objects.create(
        duty=briefing.duty,
        subject=briefing.subject,
        unit=briefing.unit,
        day=briefing.day - timedelta(days=1),
        opens_at=briefing.opens_at - timedelta(days=1),
        due_at=briefing.due_at - timedelta(days=1),
        met_at=briefing.due_at - timedelta(days=1),
    )
    Report.objects.create(occurrence=before, done="装船两艘", problem="三号门机待修", by=world.east_liaison)
    made = compose(briefing, world.east_liaison)
    assert made.text(PROBLEM) == "三号门机待修"
    assert "装船两艘" not in made.text(DONE)


def test_it_is_confirmed_as_drafted_with_one_click_and_both_are_kept(world, briefing, order, client):
    order(title="完成泊位维护")
    client.force_login(world.east_liaison)
    page = client.get(briefing.get_absolute_url())
    form = page.context["form"]
    sent = {**form.initial, "problem": "缺一名班长"}
    assert client.post(f"{briefing.get_absolute_url()}/report", sent).status_code == 302
    report = Report.objects.get(occurrence=briefing)
    assert "完成泊位维护" in report.done
    assert report.problem == "缺一名班长"
    assert "Received: 完成泊位维护" in report.draft["done"]


def test_an_empty_confirmation_keeps_what_was_typed(world, briefing, client):
    client.force_login(world.east_liaison)
    page = client.post(f"{briefing.get_absolute_url()}/report", {"done": " ", "problem": "", "plan": ""})
    assert page.status_code == 422
    assert not Report.objects.exists()


def test_the_upper_level_reads_who_reported_and_who_is_missing(world, briefing, client, django_assert_max_num_queries):
    confirm_report(briefing.pk, actor=world.east_liaison, done="装船两艘")
    ask_back(briefing.pk, actor=world.clerk, text="哪两艘？")
    other = briefing.duty.occurrences.get(unit=world.west, day=briefing.day)
    Occurrence.objects.filter(pk=other.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    found = roll_up(world.clerk, Form.EVENING, briefing.day)
    assert [one.unit for one in found.rows] == [world.east]
    assert summary(found) == "1 of 2 reports are there. Missing: 西港公司."
    client.force_login(world.clerk)
    client.get("/briefings")
    with django_assert_max_num_queries(14):
        page = client.get("/briefings?form=evening").content.decode()
    for words in ("装船两艘", "哪两艘？", "西港公司"):
        assert words in page
    client.force_login(world.west_liaison)
    assert "装船两艘" not in client.get("/briefings?form=evening").content.decode()


def test_the_roll_up_goes_out_as_word(world, briefing, client):
    from io import BytesIO

    from docx import Document

    confirm_report(briefing.pk, actor=world.east_liaison, done="装船两艘\n疏港三列")
    client.force_login(world.clerk)
    answer = client.get("/briefings.docx?form=evening")
    words = "\n".join(p.text for p in Document(BytesIO(b"".join(answer.streaming_content))).paragraphs)
    assert "装船两艘；疏港三列。" in words
    assert "东港公司" in words


def test_the_form_shows_the_next_ten_dates_and_saves_nothing(world, client):
    client.force_login(world.clerk)
    typed = {
        "name": "周检", "owner": str(world.supervision.pk), "form": "short", "who": "units",
        "units": str(world.east.pk), "often": "FREQ=WEEKLY;BYDAY=MO", "on_day_off": "after",
        "since": timezone.localdate().isoformat(), "shifts": "白班 08:00-20:00",
    }  # fmt: skip
    page = client.post("/routines/new", {**typed, "preview": "1"})
    assert page.status_code == 200
    assert page.content.decode().count("<li><b>") == 10
    assert not Occurrence.objects.exists()
    assert client.post("/routines/new", typed).status_code == 302
    refused = client.post("/routines/new", {**typed, "often": "own", "rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"})
    assert refused.status_code == 422
    assert "never fall due" in refused.content.decode()


def test_the_draft_tells_of_findings_by_their_last_word_and_never_of_conduct(world, duty, found):
    made = duty(name="晚汇报", form=Form.EVENING, units=[world.stevedores], begins_at=time(0))
    briefing = made.occurrences.get(day=timezone.localdate())
    open_one = found(condition="二号门机限位失灵")
    mended = found(condition="通道堆放杂物")
    for noun in ("finding", "finding_after"):
        picture(mended, world.inspector, noun)
    fix_on_spot(mended.pk, actor=world.inspector, note="当场清走")
    late = found(condition="灭火器过期")
    Finding.objects.filter(pk=late.pk).update(answer_by=timezone.localdate() - timedelta(days=2))
    found(condition="值班脱岗", kind=conduct())
    told = compose(briefing, world.stevedores_head)
    assert "Fixed on the spot: 通道堆放杂物" in told.text(DONE)
    assert "Found: 二号门机限位失灵" in told.text(PROBLEM)
    assert "灭火器过期" in told.text(PROBLEM)
    assert "Answer overdue since" in told.text(PROBLEM)
    assert open_one.get_absolute_url() in {line.url for line in told.of(PROBLEM)}
    assert "脱岗" not in "".join(told.text(part) for part in (DONE, PROBLEM, PLAN))


def test_whoever_asks_back_from_the_roll_up_stays_there(world, client, briefing):
    confirm_report(briefing.pk, actor=world.east_liaison, done="装船两艘", problem="", plan="", draft=[])
    client.force_login(world.clerk)
    url, page = f"/occurrences/{briefing.pk}/questions", briefing.get_absolute_url()
    for back, to in (
        ("/briefings", f"/briefings#u{world.east.pk}"),
        ("/briefings?form=evening", f"/briefings?form=evening#u{world.east.pk}"),
        ("//evil.example/briefings?", page),
        ("", page),
    ):
        assert client.post(url, {"text": f"哪个泊位？{back}", "back": back}).headers["Location"] == to


@pytest.mark.parametrize(
    ("form", "day", "first", "earlier", "later"),
    [
        ("monthly", "2026-11-30", "2026-11-01", "2026-10-31", "2026-12-31"),
        ("monthly", "2026-02-28", "2026-02-01", "2026-01-31", "2026-03-31"),
        ("monthly", "2026-11-20", "2026-10-21", "2026-10-20", "2026-12-20"),
        ("quarterly", "2026-06-30", "2026-04-01", "2026-03-31", "2026-09-30"),
        ("weekly", "2026-11-27", "2026-11-21", "2026-11-20", "2026-12-04"),
    ],
)
def test_a_note_is_read_with_the_period_that_ends_on_the_day(world, duty, client, form, day, first, earlier, later):
    duty(name="汇报", form=form, rule="FREQ=MONTHLY;BYMONTHDAY=-1")
    client.force_login(world.clerk)
    shown = client.get("/briefings", {"form": form, "day": day}).context
    assert [str(shown[name]) for name in ("first", "earlier", "later")] == [first, earlier, later]


def test_of_two_notes_in_one_period_the_later_counts(world, briefing):
    before = Occurrence.objects.create(
        duty=briefing.duty, subject=briefing.subject, unit=briefing.unit, day=briefing.day - timedelta(days=20),
        opens_at=briefing.opens_at - timedelta(days=20), due_at=briefing.due_at - timedelta(days=20),
    )  # fmt: skip
    found = roll_up(world.clerk, Form.EVENING, before.day, last=briefing.day)
    told = [one.pk for one in (*found.rows, *found.missing, *found.expected) if one.unit == briefing.unit]
    assert told == [briefing.pk]


def test_what_begins_alike_is_read_aloud_with_its_beginning_once():
    lines = ["已销号：甲", "已销号：乙", "外集卡排队", "超期3天：整改：丙", "超期3天：丁", "已销号：戊"]
    assert together(lines) == ["已销号：甲、乙", "外集卡排队", "超期3天：整改：丙、丁", "已销号：戊"]
    assert together([]) == []
