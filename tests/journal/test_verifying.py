"""The whole journal is verified from a page: who may ask, once at a time, by a worker, with a result that stays."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from duban.journal import checkpoint, verify, verifying
from duban.journal.models import Entry, Verification
from duban.journal.sealer import seal_pending
from duban.journal.verifying import ask_verification, run_verification
from tests.journal.conftest import knock

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client: Client, world) -> Client:
    client.force_login(world.auditor)
    return client


def ask(client: Client, settle, **data):
    """Press the button; the job runs when the transaction is kept, as in a worker."""
    with settle(execute=True):
        return client.post("/journal/verifications", data)


def test_the_result_is_shown_and_stays(auditor, entries, django_capture_on_commit_callbacks):
    answer = ask(auditor, django_capture_on_commit_callbacks)
    made = Verification.objects.get()
    assert answer["Location"] == f"/journal/verifications/{made.pk}"
    page = auditor.get(answer["Location"]).content.decode()
    assert "Everything fits." in page
    assert "rewritten as a whole would fit too" in page
    assert "every 1s" not in page
    # Ten were sealed before; two waited, and the asking is an entry too.
    assert (made.sealed, made.seals, made.pending, made.wrong, made.underway) == (10, 3, 3, 0, None)
    assert "Everything fits" in auditor.get("/journal/verifications").content.decode()
    kinds = list(Entry.objects.order_by("-pk").values_list("kind", flat=True)[:2])
    assert kinds == ["journal.verified", "journal.verification_asked"]
    assert "10 sealed entries, 0 faults" in auditor.get("/journal").content.decode()


def test_words_from_paper_are_compared(auditor, entries, django_capture_on_commit_callbacks):
    words = checkpoint.latest().words
    ask(auditor, django_capture_on_commit_callbacks, words=words.upper())
    made = Verification.objects.get()
    assert (made.words, made.matched_seal) == (words, 3)
    assert "The checkpoint is seal 3" in auditor.get(f"/journal/verifications/{made.pk}").content.decode()
    ask(auditor, django_capture_on_commit_callbacks, words=checkpoint.to_words(bytes(16)))
    later = Verification.objects.latest("pk")
    assert later.wrong == 1
    assert "does NOT fit" in auditor.get(f"/journal/verifications/{later.pk}").content.decode()


def test_misspelt_words_are_said_and_kept_in_the_form(auditor):
    answer = auditor.post("/journal/verifications", {"words": "bada bada"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "has 12 words" in page
    assert 'value="bada bada"' in page
    assert not Verification.objects.exists()


def test_what_was_tampered_with_is_named_with_a_link_and_in_the_readers_language(
    auditor, entries, tamper, django_capture_on_commit_callbacks
):
    tamper(f"UPDATE journal_entry SET body = '{{}}' WHERE id = {entries[4].pk}")
    ask(auditor, django_capture_on_commit_callbacks)
    made = Verification.objects.get()
    page = auditor.get(f"/journal/verifications/{made.pk}").content.decode()
    assert made.wrong >= 1
    assert f'href="/journal/{entries[4].pk}"' in page
    assert "what it says does not give its digest" in page
    assert Entry.objects.latest("pk").facts["wrong"] == made.wrong
    with translation.override("zh-hans"):
        said = auditor.get(f"/journal/verifications/{made.pk}", headers={"Accept-Language": "zh-hans"})
    assert "日志不相符" in said.content.decode()


def test_while_it_is_on_its_way_asking_leads_to_it(auditor, world, entries, client):
    first, new = ask_verification(actor=world.auditor)
    again, anew = ask_verification(actor=world.administrator)
    assert (new, anew, again) == (True, False, first)
    answer = auditor.post("/journal/verifications")
    assert answer["Location"] == f"/journal/verifications/{first.pk}"
    assert Entry.objects.filter(kind="journal.verification_asked").count() == 1


def test_how_far_it_is_is_shown_and_asked_for_again(auditor, world, entries):
    made, _ = ask_verification(actor=world.auditor)
    url = f"/journal/verifications/{made.pk}"
    assert "Waiting for a worker" in auditor.get(url).content.decode()
    Verification.objects.update(asked_at=timezone.now() - timedelta(minutes=1))
    assert "No worker has taken it up" in auditor.get(url).content.decode()
    Verification.objects.update(seen_at=timezone.now(), done=30, total=120)
    part = auditor.get(url, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith("<section")
    assert 'hx-trigger="every 1s"' in part
    assert 'max="120" value="30"' in part
    assert "30 of 120 entries (25 %)" in part
    assert "25%" in auditor.get("/journal/verifications").content.decode()
    assert '<meta http-equiv="refresh"' in auditor.get(url).content.decode()


def test_progress_is_written_down(world, entries, monkeypatch):
    made, _ = ask_verification(actor=world.auditor)
    seen = []

    def verified(known, progress):
        progress(7, 10)
        seen.append(Verification.objects.values_list("done", "total").get())
        return verify.Report()

    monkeypatch.setattr(verify, "verify", verified)
    assert run_verification(made.pk)
    assert seen == [(7, 10)]


def test_one_that_fell_silent_makes_way_and_its_late_result_is_dropped(auditor, world, entries):
    old, _ = ask_verification(actor=world.auditor)
    Verification.objects.update(seen_at=timezone.now() - verifying.PATIENCE - timedelta(seconds=1))
    assert "no sign of life" in auditor.get(f"/journal/verifications/{old.pk}").content.decode()
    new, is_new = ask_verification(actor=world.auditor)
    assert is_new
    assert new != old
    assert run_verification(old.pk) is False
    old.refresh_from_db()
    assert (old.broken_off, old.underway) == (True, None)
    assert run_verification(new.pk)
    assert run_verification(new.pk) is False  # a job handed on does nothing twice
    assert Entry.objects.filter(kind="journal.verified").count() == 1


def test_a_fault_while_computing_is_no_verdict_on_the_journal(auditor, world, entries, monkeypatch):
    def broken(*_):
        raise RuntimeError("out of memory")

    monkeypatch.setattr(verify, "verify", broken)
    made, _ = ask_verification(actor=world.auditor)
    assert run_verification(made.pk)
    page = auditor.get(f"/journal/verifications/{made.pk}").content.decode()
    assert "it says nothing about the journal" in page
    assert "Everything fits." not in page
    assert Entry.objects.latest("pk").kind == "journal.verification_broken_off"


def test_only_auditors_and_administrators_at_the_top_may(world, entries):
    for who in ("clerk", "leader", "east_administrator", "outsider", "assessor"):
        with pytest.raises(PermissionDenied):
            ask_verification(actor=world.people[who])
    assert not Verification.objects.exists()
    for who, shown in (("auditor", True), ("administrator", True), ("clerk", False)):
        client = Client()
        client.force_login(world.people[who])
        assert ("/journal/verifications" in client.get("/journal").content.decode()) is shown


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_the_same_one(world, on_file):
    knock()
    seal_pending()
    got: list[tuple[int, bool]] = []
    start = threading.Barrier(2)

    def press(person):
        start.wait(20)
        asked, new = ask_verification(actor=person)
        got.append((asked.pk, new))
        connection.close()

    threads = [threading.Thread(target=press, args=[person]) for person in (world.auditor, world.administrator)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({pk for pk, _ in got}) == 1
    assert sorted(new for _, new in got) == [False, True]
    assert Verification.objects.count() == 1
