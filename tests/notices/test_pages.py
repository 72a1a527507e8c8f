from datetime import timedelta

import pytest
from icalendar import Calendar

from duban.ledger.actions import reassign_task
from duban.notices.actions.calendar import close_calendar, open_calendar
from duban.notices.models import Channel, Notice, Preference
from tests.ledger.conftest import kind, order  # noqa: F401


def notices(person, count=1):
    return [
        Notice.objects.create(person=person, kind="reminder.tried", body='{"channel":"示例"}') for _ in range(count)
    ]


@pytest.fixture
def clerk(client, world):
    client.force_login(world.clerk)
    return world.clerk


def test_the_bell_counts_what_is_unread_up_to_a_cap(client, clerk):
    notices(clerk, 2)
    assert "2 unread" in client.get("/notices").content.decode()
    Notice.objects.bulk_create([Notice(person=clerk, kind="reminder.tried", body='{"channel":""}') for _ in range(120)])
    assert "99+ unread" in client.get("/notices").content.decode()


def test_an_open_page_hears_of_the_bell_only_when_its_number_changed(client, clerk, django_assert_num_queries):
    notices(clerk, 2)
    assert client.get("/notices/bell", {"shown": "2"}).status_code == 204
    with django_assert_num_queries(3):  # session, person, and one look for the bell
        again = client.get("/notices/bell", {"shown": "1"})
    page = again.content.decode()
    assert "2 unread" in page
    assert "shown=2" in page


def test_the_bell_counts_only_what_is_ones_own(client, clerk, world):
    notices(clerk)
    client.force_login(world.leader)
    assert client.get("/notices/bell", {"shown": "0"}).status_code == 204


def test_reading_one_leads_to_what_it_is_about_and_reading_all_spares_the_newest(client, clerk):
    first, second = notices(clerk, 2)
    assert client.post(f"/notices/{first.pk}/reading").headers["Location"] == "/notices"
    first.refresh_from_db()
    assert first.read_at
    late = notices(clerk)[0]
    client.post("/notices/reading", {"up_to": second.pk})
    assert list(Notice.objects.filter(read_at=None)) == [late]


def test_a_notice_of_what_went_to_others_says_so_and_leads_nowhere_dead(client, world, order):  # noqa: F811
    task = order()
    of_task = Notice.objects.create(person=world.safety_liaison, kind="reminder.tried", noun="task", noun_id=task.pk)
    client.force_login(world.safety_liaison)
    assert client.post(f"/notices/{of_task.pk}/reading").headers["Location"] == f"/tasks/{task.pk}"
    reassign_task(task.pk, actor=world.clerk, looker=world.audit_head)
    page = client.post(f"/notices/{of_task.pk}/reading", follow=True)
    assert (page.status_code, page.redirect_chain[0][0]) == (200, "/notices")
    assert "This matter is not yours any more" in page.content.decode()


def test_a_mail_s_link_to_what_went_to_others_says_so_and_only_to_who_was_told(client, world, order):  # noqa: F811
    task = order()
    link = f"/tasks/{task.pk}"
    Notice.objects.create(
        person=world.safety_liaison, kind="reminder.tried", body='{"title":"防汛"}', noun="task", noun_id=task.pk
    )
    reassign_task(task.pk, actor=world.clerk, looker=world.audit_head)
    said = {}
    for person in (world.safety_liaison, world.west_liaison):
        client.force_login(person)
        page = client.get(link)
        assert page.status_code == 404
        said[person] = page.content.decode()
    assert "This matter is not yours any more" in said[world.safety_liaison]
    assert "防汛" in said[world.safety_liaison]
    assert task.title not in said[world.safety_liaison]
    assert "There is no such page for you" in said[world.west_liaison]


def test_a_notice_of_one_thing_says_nothing_of_another_with_the_same_number(client, world):
    Notice.objects.create(person=world.west_liaison, kind="reminder.tried", noun="programme", noun_id=987)
    client.force_login(world.west_liaison)
    assert "There is no such page for you" in client.get("/tasks/987").content.decode()


def test_a_list_of_many_costs_as_many_queries_as_of_one(client, clerk, django_assert_max_num_queries):
    notices(clerk)
    client.get("/notices")
    with django_assert_max_num_queries(12) as one:
        client.get("/notices")
    notices(clerk, 40)
    with django_assert_max_num_queries(len(one)):
        client.get("/notices")


def test_wishes_are_kept_and_half_quiet_hours_are_refused_with_what_was_typed(client, clerk):
    wish = {"by_mail": "on", "rhythm": "weekly", "digest_at": "09:15", "digest_on": "2", "quiet_from": "21:00"}
    answer = client.post("/notices/preferences", wish)
    assert answer.status_code == 422
    assert "09:15" in answer.content.decode()
    # Nor are hours that would be none, or that would hold the digest back.
    assert "no length" in client.post("/notices/preferences", {**wish, "quiet_until": "21:00"}).content.decode()
    late = {**wish, "quiet_until": "07:00", "digest_at": "22:00"}
    assert "within your quiet hours" in client.post("/notices/preferences", late).content.decode()
    assert client.post("/notices/preferences", {**late, "rhythm": "at_once"}).status_code == 302
    assert client.post("/notices/preferences", {**wish, "quiet_until": "07:00"}).status_code == 302
    kept = Preference.objects.get()
    assert (kept.rhythm, kept.digest_on, kept.working_days_only) == ("weekly", 2, False)


def test_a_double_click_adds_one_channel(client, clerk):
    form = {"name": "示例群", "address": "feishu://abcd1234", "once": "t1"}
    assert [client.post("/notices/channels", form).status_code for _ in range(2)] == [302, 302]
    assert Channel.objects.count() == 1
    assert "abcd1234" not in client.get("/notices/preferences").content.decode()


class TestCalendar:
    def test_my_dates_are_in_it(self, client, world, order):  # noqa: F811
        steps = [("开工", world.today + timedelta(days=5))]
        task = order(milestones=steps, report_every="week")
        order(responsible=world.west_liaison, lead_unit=world.west, looker=world.audit_head)
        secret = open_calendar(actor=world.east_liaison)
        response = client.get(f"/calendar/{secret}.ics")
        events = {str(e["uid"]).split("@")[0]: e for e in Calendar.from_ical(response.content).walk("VEVENT")}
        assert set(events) == {
            f"task-{task.pk}",
            f"milestone-{task.milestones.get().pk}",
            f"report-{task.pk}-{task.next_report_on}",
        }
        due = events[f"task-{task.pk}"]
        assert due.decoded("dtstart") == task.due_on
        assert due.decoded("dtend") == task.due_on + timedelta(days=1)
        assert task.title in str(due["summary"])

    def test_the_same_dates_are_not_sent_twice(self, client, world, order):  # noqa: F811
        secret = open_calendar(actor=world.east_liaison)
        tag = client.get(f"/calendar/{secret}.ics").headers["ETag"]
        again = client.get(f"/calendar/{secret}.ics", headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        order()
        changed = client.get(f"/calendar/{secret}.ics", headers={"If-None-Match": tag})
        assert changed.status_code == 200

    def test_an_address_taken_back_or_replaced_opens_nothing(self, client, world):
        first = open_calendar(actor=world.clerk)
        second = open_calendar(actor=world.clerk)
        assert client.get(f"/calendar/{first}.ics").status_code == 404
        assert client.get(f"/calendar/{second}.ics").status_code == 200
        close_calendar(actor=world.clerk)
        assert client.get(f"/calendar/{second}.ics").status_code == 404

    def test_who_has_left_is_read_by_nobody(self, client, world):
        secret = open_calendar(actor=world.clerk)
        world.clerk.is_active = False
        world.clerk.save()
        assert client.get(f"/calendar/{secret}.ics").status_code == 404

    def test_the_page_shows_the_address_once(self, client, clerk):
        page = client.post("/notices/calendar").content.decode()
        assert "/calendar/" in page
        assert ".ics" in page
        assert ".ics" not in client.get("/notices/preferences").content.decode()
