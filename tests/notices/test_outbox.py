"""Parcels: gathered, sent once, tried again, given up."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from duban.notices import outbox, services
from duban.notices.kinds import TRIED
from duban.notices.models import Channel, Delivery, Notice
from duban.org.models import Person


@pytest.fixture
def leader(world):
    world.leader.email = "leader@example.test"
    world.leader.save()
    return world.leader


def due(person, count=1, channel=None, now=None):
    for _ in range(count):
        notice = Notice.objects.create(person=person, kind=TRIED.code, body='{"channel":"示例"}')
        Delivery.objects.create(notice=notice, person=person, channel=channel, due_at=now or timezone.now())


def test_what_is_due_to_one_person_is_one_mail(leader):
    due(leader, 3)
    assert outbox.pack_due() == 1
    assert len(mail.outbox) == 1
    assert "3 notices" in mail.outbox[0].subject
    assert mail.outbox[0].to == ["leader@example.test"]
    assert outbox.pack_due() == 0
    assert not Delivery.objects.filter(sent_at=None).exists()


def test_nothing_leaves_before_its_time(leader):
    due(leader, now=timezone.now() + timedelta(hours=1))
    assert outbox.pack_due() == 0
    assert mail.outbox == []


def test_a_job_run_twice_sends_once(leader):
    due(leader)
    outbox.pack_due()
    outbox.send_parcel.func(Delivery.objects.get().parcel)
    assert len(mail.outbox) == 1


def test_a_parcel_whose_sender_died_is_sent_later_under_the_same_name(leader):
    due(leader)
    now = timezone.now()
    parcel = "a" * 32
    Delivery.objects.update(taken_at=now, parcel=parcel)
    assert outbox.pack_due(now + timedelta(minutes=9)) == 0
    assert outbox.pack_due(now + timedelta(minutes=11)) == 1
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{parcel}@")


def test_a_failure_is_tried_again_later_and_at_last_given_up(leader, monkeypatch):
    due(leader)
    monkeypatch.setattr(outbox, "_mail", lambda *_: False)
    now, waits = timezone.now(), []
    for _ in range(outbox.LAST_TRY):
        assert outbox.pack_due(now) == 1
        row = Delivery.objects.get()
        waits.append(round((row.due_at - timezone.now()).total_seconds() / 60))
        now = row.due_at
    assert waits[:4] == [2, 4, 8, 16]
    assert row.given_up_at is not None
    assert outbox.pack_due(now + timedelta(days=1)) == 0


def test_who_has_left_is_not_sent_what_waited(leader, mailoutbox):
    due(leader)
    Person.objects.filter(pk=leader.pk).update(is_active=False)
    assert outbox.pack_due() == 1
    assert not mailoutbox
    assert Delivery.objects.get().given_up_at is not None


def test_a_failing_channel_says_since_when_and_a_working_one_forgets_it(leader, monkeypatch):
    channel = Channel.objects.create(person=leader, name="示例群", address="wecombot://example-key")
    due(leader, channel=channel)
    monkeypatch.setattr(services, "send_to", lambda *_, **__: False)
    outbox.pack_due()
    channel.refresh_from_db()
    assert channel.failing_since is not None
    monkeypatch.setattr(services, "send_to", lambda *_, **__: True)
    outbox.pack_due(Delivery.objects.get().due_at)
    channel.refresh_from_db()
    assert channel.failing_since is None


def test_an_error_with_a_secret_in_it_is_not_logged(leader, monkeypatch, caplog):
    channel = Channel.objects.create(person=leader, name="示例群", address="wecombot://very-secret-key")
    due(leader, channel=channel)

    def fail(address, **_):
        raise OSError(address)

    monkeypatch.setattr(services, "send_to", fail)
    outbox.pack_due()
    assert "OSError" in caplog.text
    assert "very-secret-key" not in caplog.text


def test_line_breaks_in_a_title_do_not_break_the_mail(leader):
    Notice.objects.create(person=leader, kind=TRIED.code, body='{"channel":"a\\r\\nBcc: x@example.test"}')
    Delivery.objects.create(notice=Notice.objects.get(), person=leader, due_at=timezone.now())
    outbox.pack_due()
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].bcc == []


def test_a_chinese_notice_has_a_chinese_colon(world):
    notice = Notice(person=world.leader, kind=TRIED.code, body='{"channel":"示例","number":"督办〔2026〕1号"}')
    with translation.override("zh-hans"):
        assert notice.line.startswith("督办〔2026〕1号：")
