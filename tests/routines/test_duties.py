"""Setting standing duties: who owes them, when, and what is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation

from duban.journal.models import Entry
from duban.ledger import terms
from duban.notices import audience
from duban.org.models import Appointment, Role
from duban.org.voices import speakers_of
from duban.routines import tally, timing
from duban.routines.access import duties
from duban.routines.actions import change_duty, end_duty, excuse_occurrence, pause_duty, resume_duty, set_duty
from duban.routines.making import make_ahead, make_all
from duban.routines.models import Duty, Escalation, Form, Occurrence, Standing, Who
from duban.routines.timing import rule_words
from tests.routines.conftest import MONDAY, at, values


def refused(world, **other) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as raised:
        set_duty(**values(world, **other))
    return raised.value.message_dict


def test_occurrences_are_made_thirty_days_ahead_and_only_once(world, duty):
    made = duty()
    assert Occurrence.objects.filter(duty=made).count() == 2 * 31
    assert make_all() == 0
    assert Entry.objects.filter(kind="duty.set", noun_id=made.pk).count() == 1


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rule"),
        ({"rule": "now and then"}, "rule"),
        ({"rule": "FREQ=HOURLY"}, "rule"),
        ({"rule": ""}, "rule"),
        ({"units": []}, "units"),
        ({"who": Who.PEOPLE, "units": []}, "people"),
        ({"who": Who.KIND}, "unit_kind"),
        ({"who": Who.ROLE}, "role"),
        ({"who": Who.ROLE, "post": "没有这个岗位"}, "who"),
        ({"form": Form.CHECKLIST}, "checklist"),
        ({"form": Form.MORNING, "who": Who.ROLE, "role": Role.HEAD}, "who"),
        ({"escalate_to": Escalation.PERSON}, "escalate_person"),
        ({"until": date(2020, 1, 1)}, "until"),
    ],
)
def test_what_can_never_be_kept_is_refused_at_its_field(world, other, field):
    assert field in refused(world, **other)


def test_duties_that_follow_each_other_in_a_circle_are_refused(world, duty):
    first = duty()
    second = duty(name="巡查报告", rule="", follows=first, later=1)
    with pytest.raises(ValidationError) as raised:
        change_duty(first.pk, actor=world.clerk, rule="", follows=second)
    assert "circle" in raised.value.message_dict["follows"][0]


def test_a_duty_that_follows_another_has_its_days(world, duty):
    first = duty(rule="FREQ=WEEKLY;BYDAY=MO", on_day_off="skip")
    second = duty(name="巡查报告", rule="", follows=first, on_day_off="skip")
    days = lambda one: set(one.occurrences.values_list("day", flat=True))  # noqa: E731
    assert days(second) == days(first) != set()


def test_a_unit_obliges_only_what_stands_below_it(world):
    with pytest.raises(ValidationError) as raised:
        set_duty(**values(world, actor=world.east_liaison, owner=world.east, units=[world.west]))
    assert "units" in raised.value.message_dict
    with pytest.raises(PermissionDenied):
        set_duty(**values(world, actor=world.west_head, owner=world.east, units=[world.tugs]))
    # A department obliges everything below the unit it stands in.
    set_duty(**values(world, actor=world.safety_liaison, owner=world.safety, units=[world.east, world.tugs]))


def test_holders_of_a_post_are_found_on_the_day_itself(world, duty):
    made = duty(who=Who.ROLE, units=[], post="班长")
    today = timezone.localdate()
    assert set(made.occurrences.values_list("person", flat=True)) == {world.stevedore.pk}
    leaves = today + timedelta(days=5)
    Appointment.objects.filter(person=world.stevedore).update(until=leaves)
    Appointment.objects.create(person=world.west_member, unit=world.west, role=Role.MEMBER, post="班长", since=leaves)
    make_ahead(made)
    before = made.occurrences.filter(day__lt=leaves).values_list("person", flat=True)
    after = made.occurrences.filter(day__gte=leaves).values_list("person", flat=True)
    assert set(before) == {world.stevedore.pk}
    assert set(after) == {world.west_member.pk}


def test_shifts_are_owed_each_by_itself_and_the_night_ends_tomorrow(world, duty):
    shifts = [
        {"name": "白班", "begins": "08:00", "ends": "20:00"},
        {"name": "夜班", "begins": "20:00", "ends": "08:00"},
    ]
    made = duty(shifts=shifts, units=[world.east])
    night = made.occurrences.get(day=timezone.localdate(), shift=2)
    assert timezone.localtime(night.due_at).date() == timezone.localdate() + timedelta(days=1)
    assert made.occurrences.count() == 2 * 31


def test_past_shifts_keep_the_name_they_had(world, duty, django_capture_on_commit_callbacks):
    early = {"name": "早班", "begins": "06:00", "ends": "14:00"}
    middle = {"name": "中班", "begins": "10:00", "ends": "18:00"}
    late = {"name": "晚班", "begins": "14:00", "ends": "22:00"}
    made = duty(shifts=[early, late], units=[world.east])
    today = timezone.localdate()
    with django_capture_on_commit_callbacks(execute=True):
        change_duty(made.pk, actor=world.clerk, shifts=[early, middle, late])
    made.refresh_from_db()

    def named(day):
        return [one.shift_name for one in made.occurrences.filter(day=day).order_by("shift")]

    assert named(today)[:2] == ["早班", "晚班"]
    assert named(today + timedelta(days=1)) == ["早班", "中班", "晚班"]
    assert not tally.faults()


def test_a_pause_takes_back_what_is_to_come_and_its_end_gives_it_again(world, duty, django_capture_on_commit_callbacks):
    made = duty()
    first = timezone.localdate() + timedelta(days=3)
    with django_capture_on_commit_callbacks(execute=True):
        pause = pause_duty(made.pk, actor=world.clerk, since=first, until=first + timedelta(days=1), reason="台风停工")
    assert made.occurrences.count() == 2 * 29
    with pytest.raises(ValidationError):
        pause_duty(made.pk, actor=world.clerk, since=first, until=first, reason="再停")
    with django_capture_on_commit_callbacks(execute=True):
        resume_duty(made.pk, actor=world.clerk, pause_id=pause.pk)
    assert made.occurrences.count() == 2 * 31


def test_what_follows_a_paused_duty_is_not_owed_either(world, duty, django_capture_on_commit_callbacks):
    first = duty()
    second = duty(name="巡查报告", rule="", follows=first)
    third = duty(name="巡查小结", rule="", follows=second)
    day = timezone.localdate() + timedelta(days=3)
    with django_capture_on_commit_callbacks(execute=True):
        pause = pause_duty(second.pk, actor=world.clerk, since=day, until=day, reason="台风停工")
    on_it = lambda one: one.occurrences.filter(day=day).count()  # noqa: E731
    assert [on_it(one) for one in (first, second, third)] == [2, 0, 0]
    with django_capture_on_commit_callbacks(execute=True):
        resume_duty(second.pk, actor=world.clerk, pause_id=pause.pk)
    assert [on_it(one) for one in (first, second, third)] == [2, 2, 2]


def test_what_follows_working_days_later_is_missing_only_for_the_paused_days(world, duty):
    first = duty(rule="FREQ=WEEKLY;BYDAY=MO", since=MONDAY)
    second = duty(name="巡查报告", rule="", follows=first, later=2, since=MONDAY)
    weeks = [MONDAY + timedelta(days=7 * n) for n in range(3)]
    first.pauses.create(since=weeks[1], until=weeks[1], reason="台风停工", by=world.clerk)
    last = weeks[2] + timedelta(days=4)
    days = [day for day, _shift in timing.slots(second, MONDAY, last, terms.calendar())]
    assert days == [weeks[0] + timedelta(days=2), weeks[2] + timedelta(days=2)]


def test_the_next_dates_mark_what_is_paused(world, duty, client):
    first = duty()
    second = duty(name="巡查报告", rule="", follows=first)
    today = timezone.localdate()
    for pauser, ahead in ((first, 2), (second, 4)):
        day = today + timedelta(days=ahead)
        pause_duty(pauser.pk, actor=world.clerk, since=day, until=day, reason="台风停工")
    client.force_login(world.clerk)
    for one, paused in ((first, {2}), (second, {2, 4})):
        coming = client.get(one.get_absolute_url()).context["coming"]
        assert [(slot["day"] - today).days for slot in coming] == list(range(10))
        assert {n for n, slot in enumerate(coming) if slot["paused"]} == paused


def test_a_duty_paused_for_all_its_days_can_still_be_changed(world, duty):
    today = timezone.localdate()
    made = duty(until=today + timedelta(days=5))
    pause_duty(made.pk, actor=world.clerk, since=today, until=today + timedelta(days=5), reason="台风停工")
    assert change_duty(made.pk, actor=world.clerk, name="码头夜巡").name == "码头夜巡"


def test_a_pause_from_today_excuses_what_follows_today(world, duty, clock, django_capture_on_commit_callbacks):
    today = timezone.localdate()
    clock(at(today, 9))
    first = duty(units=[world.east])
    second = duty(name="巡查报告", rule="", follows=first, units=[world.east])
    with django_capture_on_commit_callbacks(execute=True):
        pause_duty(first.pk, actor=world.clerk, since=today, until=today, reason="台风停工")
    for one in (first, second):
        assert [each.standing for each in one.occurrences.filter(day=today)] == [Standing.EXCUSED]


def test_what_follows_falls_away_in_the_name_of_the_pause_and_who_keeps_it_is_told_as_of_the_end(
    world, duty, clock, django_capture_on_commit_callbacks
):
    today = timezone.localdate()
    clock(at(today, 9))
    first = duty(units=[world.east])
    second = duty(
        actor=world.east_leader, owner=world.east, name="东港小结", rule="", follows=first, units=[world.tugs]
    )
    later = duty(
        actor=world.west_head, owner=world.west, name="西港周结", rule="", follows=first, later=3, units=[world.west]
    )
    with django_capture_on_commit_callbacks(execute=True):
        pause = pause_duty(first.pk, actor=world.clerk, since=today, until=today, reason="台风停工")
    one = second.occurrences.get(day=today)
    assert one.standing == Standing.EXCUSED
    assert one.excused_by is None
    assert one.reason == "码头巡查, which it follows, was paused: 台风停工"
    with translation.override("zh-hans"):
        assert one.reason == "所跟随的“码头巡查”已暂停：台风停工"
    assert Entry.objects.get(kind="occurrence.excused").noun_id == first.occurrences.get(day=today).pk
    fell = Entry.objects.get(kind="occurrence.fell_away")
    assert (fell.noun_id, fell.actor_id, fell.facts["followed"]) == (one.pk, world.clerk.pk, "码头巡查")
    resume_duty(first.pk, actor=world.clerk, pause_id=pause.pk)
    end_duty(first.pk, actor=world.clerk, until=today, reason="并入联合巡查")
    for kind in ("duty.followed_paused", "duty.followed_resumed", "duty.followed_ended"):
        told = {entry.noun_id: audience.of(entry) for entry in Entry.objects.filter(kind=kind)}
        assert told == {second.pk: set(speakers_of(world.east)), later.pk: set(speakers_of(world.west))}


def test_a_long_reason_is_kept_whole_where_something_fell_away(world, duty, clock, django_capture_on_commit_callbacks):
    today, reason = timezone.localdate(), "台风" * 100
    clock(at(today, 9))
    first = duty(name="码头巡查" * 10, units=[world.east])
    second = duty(name="巡查报告", rule="", follows=first, units=[world.east])
    with django_capture_on_commit_callbacks(execute=True):
        pause_duty(first.pk, actor=world.clerk, since=today, until=today, reason=reason)
    one = second.occurrences.get(day=today)
    assert one.reason.endswith(f": {reason}")
    with pytest.raises(ValidationError, match=reason):
        excuse_occurrence(one.pk, actor=world.clerk, reason="补休")


def test_who_keeps_what_has_ended_hears_no_more_of_pauses(world, duty):
    today = timezone.localdate()
    first = duty(since=today - timedelta(days=9))
    ended = duty(name="旧报告", rule="", follows=first, since=first.since, until=today + timedelta(days=2))
    duty(name="旧小结", rule="", follows=ended, since=first.since)
    going = duty(name="巡查报告", rule="", follows=first, until=today + timedelta(days=3))
    day = today + timedelta(days=3)
    pause = pause_duty(first.pk, actor=world.clerk, since=day, until=day, reason="台风停工")
    ended.until = today - timedelta(days=1)
    ended.save()
    resume_duty(first.pk, actor=world.clerk, pause_id=pause.pk)
    for kind in ("duty.followed_paused", "duty.followed_resumed"):
        assert [entry.noun_id for entry in Entry.objects.filter(kind=kind)] == [going.pk]


SHIFTS = [
    {"name": "早班", "begins": "06:00", "ends": "09:00"},
    {"name": "中班", "begins": "09:00", "ends": "15:00"},
    {"name": "晚班", "begins": "15:00", "ends": "21:00"},
]


def paused_at_ten(duty, clock, callbacks, pauser, **given):
    """Three shifts of today, the first missed, the second open, the third ahead; paused for today at ten."""
    today = timezone.localdate()
    clock(at(today, 5))
    made = duty(shifts=SHIFTS, **given)
    clock(at(today, 10))
    with callbacks(execute=True):
        pause = pause_duty(made.pk, actor=pauser, since=today, until=today, reason="台风停工")
    rows = made.occurrences.filter(day=today).order_by("unit__path", "shift")
    return pause, [(one.unit, one.shift, one.standing, one.excuse) for one in rows.select_related("unit")]


def test_a_pause_from_today_covers_what_is_left_of_today(world, duty, clock, django_capture_on_commit_callbacks):
    pause, found = paused_at_ten(duty, clock, django_capture_on_commit_callbacks, world.clerk, units=[world.east])
    assert found == [
        (world.east, 1, Standing.MISSED, ""),
        (world.east, 2, Standing.EXCUSED, "台风停工"),
    ]
    assert Entry.objects.get(kind="occurrence.excused").actor_id == world.clerk.pk
    assert not tally.faults()
    with django_capture_on_commit_callbacks(execute=True):
        resume_duty(pause.duty_id, actor=world.clerk, pause_id=pause.pk)
    assert pause.duty.occurrences.filter(day=pause.since).unmet().count() == 2


def test_nobody_excuses_what_they_owe_by_a_pause(world, duty, clock, django_capture_on_commit_callbacks):
    _pause, found = paused_at_ten(
        duty, clock, django_capture_on_commit_callbacks, world.east_leader,
        actor=world.east_leader, owner=world.east, units=[world.east, world.tugs],
    )  # fmt: skip
    assert [(unit, shift, standing) for unit, shift, standing, _excuse in found if shift != 1] == [
        (world.east, 2, Standing.OPEN),
        (world.tugs, 2, Standing.EXCUSED),
    ]


def test_an_ended_duty_is_owed_no_more(world, duty, django_capture_on_commit_callbacks):
    made = duty()
    with django_capture_on_commit_callbacks(execute=True):
        end_duty(made.pk, actor=world.clerk, until=timezone.localdate(), reason="并入新制度")
    assert set(made.occurrences.values_list("day", flat=True)) == {timezone.localdate()}


def test_a_change_keeps_what_was_met_and_says_what_changed(world, owed, django_capture_on_commit_callbacks):
    owed.met_at = timezone.now()
    owed.save()
    with django_capture_on_commit_callbacks(execute=True):
        change_duty(owed.duty_id, actor=world.clerk, units=[world.west], name="泊位巡查")
    assert Occurrence.objects.filter(pk=owed.pk).exists()
    assert not Occurrence.objects.filter(unit=world.east, day__gt=timezone.localdate()).exists()
    body = Entry.objects.get(kind="duty.changed").body
    assert "name" in body


def test_two_editors_do_not_write_over_each_other(world, duty):
    made = duty()
    change_duty(made.pk, actor=world.clerk, version=1, name="甲")
    with pytest.raises(ValidationError):
        change_duty(made.pk, actor=world.supervision_head, version=1, name="乙")


def test_who_reads_a_duty(world, duty):
    made = duty(actor=world.east_liaison, owner=world.east, units=[world.tugs])
    for person in (world.clerk, world.leader, world.east_head, world.tugs_head, world.stevedore):
        assert duties.can(person, "view", made)
    for person in (world.west_head, world.outsider):
        with pytest.raises(Http404):
            duties.get_for(person, made.pk)
    assert duties.can(world.east_liaison, "change", made)
    assert not duties.can(world.tugs_head, "change", made)
    by_department = duty(name="消防检查", actor=world.safety_liaison, owner=world.safety, units=[world.tugs])
    assert duties.can(world.tugs_head, "view", by_department)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=MO", "Every Monday"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "Every week: Tuesday、Thursday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "Every 2 weeks: Thursday"),
        ("FREQ=DAILY;INTERVAL=3", "Every 3 days"),
        ("FREQ=MONTHLY;BYMONTHDAY=5,20", "Every month on day 5、20"),
        # What has no words here stands as whoever set it wrote it.
        ("FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=2TU"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY"),
    ],
)
def test_how_often_a_duty_comes_is_said_in_words(rule, words):
    assert rule_words(rule) == words


def test_the_page_says_in_sentences_who_is_told_of_what_is_missing(world, duty, client):
    made = duty(escalate_to=Escalation.ABOVE, escalate_hours=2)
    client.force_login(world.clerk)
    shown = client.get(made.get_absolute_url()).content.decode()
    assert "is told 2 hours after the term" in shown
    assert f"since {made.since}" in shown


def test_a_filter_that_nothing_fits_can_be_taken_away_where_it_says_so(world, duty, client):
    duty()
    client.force_login(world.clerk)
    shown = client.get("/routines", {"q": "没有的名称"}).content.decode()
    assert '<a class="btn btn-primary" href="/routines">Show all</a>' in shown


def typed(world, **other) -> dict[str, object]:
    return {
        "name": "码头巡查", "owner": world.safety.pk, "form": "short", "who": "units", "units": world.tugs.pk,
        "often": "FREQ=DAILY", "since": world.today, "preview": "1", **other,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"term": "999999999999"}, "term"),
        ({"escalate_hours": "999999999999"}, "escalate_hours"),
        ({"minutes": "-1"}, "minutes"),
        ({"later": "3"}, "later"),
        ({"until": "2020-01-01"}, "until"),
        ({"often": "own", "rule": "每天两次"}, "rule"),
    ],
)
def test_what_is_mistyped_is_said_at_its_field_before_dates_are_shown(world, client, other, field):
    client.force_login(world.safety_head)
    answer = client.post(reverse("routines:new"), typed(world, **other))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_a_preview_says_all_that_saving_would_refuse_at_once(world, client, duty):
    made = duty()
    client.force_login(made.set_by)
    wrong = {"form": "checklist", "who": "people", "units": "", "until": "2020-01-01", "escalate_to": "person"}
    wrong["owner"] = made.owner_id
    for address in (reverse("routines:new"), reverse("routines:edit", args=[made.pk])):
        for preview in ({"preview": "1"}, {}):
            sent = {name: value for name, value in typed(world, **wrong).items() if name != "preview"}
            answer = client.post(address, sent | preview)
            assert answer.status_code == 422
            assert set(answer.context["form"].errors) == {"checklist", "people", "until", "escalate_person"}
    assert Duty.objects.count() == 1


def test_what_belongs_to_a_choice_that_was_not_made_does_not_count(world, client):
    client.force_login(world.safety_head)
    sent = typed(world, unit_kind="company", role="head", escalate_person=f"id:{world.tugs_head.pk}")
    answer = client.post(reverse("routines:new"), {k: v for k, v in sent.items() if k != "preview"})
    made = Duty.objects.get(name="码头巡查")
    assert answer.status_code == 302
    assert (made.unit_kind, made.role, made.escalate_person) == ("", "", None)
    assert list(made.units.all()) == [world.tugs]


def test_a_rule_that_cannot_be_read_is_refused_without_words_of_the_machine(world, client):
    client.force_login(world.safety_head)
    sent = typed(world, often="own", rule="每天两次")
    answer = client.post(reverse("routines:new"), sent, headers={"accept-language": "zh-hans"})
    [said] = answer.context["form"].errors["rule"]
    assert said == "无法识别这条规则。请按 FREQ=WEEKLY;BYDAY=MO 的形式书写，最密为每天一次。"
