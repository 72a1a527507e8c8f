"""The demonstration lives through the real actions; it may be built once, and only where nobody is."""

import json
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from duban.burden.models import Charge
from duban.checklists.models import Edition, Response
from duban.config import demo
from duban.config.demo import copies, orders, routines, year
from duban.files.models import Evidence
from duban.journal.models import Entry
from duban.journal.verify import verify
from duban.ledger.models import (
    Comment,
    CompletionClaim,
    MockAcceptance,
    Offer,
    Proof,
    Reading,
    SavedView,
    State,
    Task,
    TaskTemplate,
)
from duban.likeness.actions import compare
from duban.likeness.models import Hint
from duban.minutes.models import Document, Proposal
from duban.routines.models import Report

# It lives through actions that are tested on both databases.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.anydb]


@pytest.fixture
def built(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    # The worker does them once it is served.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr(demo, "TASKS_BY_HAND", 12)
    # Days are alike: a weekend lies within these.
    monkeypatch.setattr(routines, "DAYS", 6)
    lived = []
    live = year.Year.live
    monkeypatch.setattr(year.Year, "live", lambda self: (live(self), lived.append(self)))
    demo.build()
    return lived[0]


def test_every_page_of_the_demonstration_has_something_to_show(built, settings, capsys):
    states = set(Task.objects.values_list("state", flat=True))
    assert {State.DRAFT, State.UNDERWAY, State.CLAIMED, State.CLOSED} <= states
    assert Offer.objects.filter(taken_at=None).count() == 5
    assert Proof.objects.filter(state="passed").exists()
    assert MockAcceptance.objects.exclude(total=None).exists()
    assert Reading.objects.count() > 10
    assert Comment.objects.exists()
    assert SavedView.objects.filter(shared=True).exists()
    assert Task.objects.filter(parent__parent__isnull=False).exists()
    assert TaskTemplate.objects.count() == len(orders.RECURRING)
    assert Proposal.objects.filter(state="issued").exists()
    assert Document.objects.filter(state="draft").exists()
    assert Edition.objects.in_force(timezone.localdate() - timedelta(days=200)).exists()
    assert Response.objects.dates("begun_at", "day").count() > 5
    assert not Report.objects.exclude(at=F("occurrence__met_at")).exists()
    for claim in CompletionClaim.objects.filter(task__title=copies.TITLE):
        compare("claim", claim.pk)
    assert sorted(Hint.objects.values_list("kind", flat=True)) == ["picture", "text", "text"]
    for photo in Evidence.objects.filter(noun="answer"):
        compare("answer_file", photo.pk)
    assert Hint.objects.filter(later__noun="answer_file", earlier__noun="answer_file").count() == 1
    assert {"finding", "look_back"} <= set(Charge.objects.values_list("source_noun", flat=True))
    numbers = Task.objects.exclude(number="").values_list("number", flat=True)
    assert len(set(numbers)) == len(numbers)
    # Through the actions: each order is in the journal, and the journal is whole.
    assert Entry.objects.filter(kind="task.dispatched").count() >= Task.objects.exclude(state=State.DRAFT).count() - 10
    assert verify().ok
    # What the rules refuse is what people try too late, and little of it.
    assert len(built.skipped) < 40, built.skipped

    told = json.loads((settings.DATA / "demo.json").read_text())
    assert {each["role"] for each in told["logins"]} >= {"leader", "head", "liaison", "member", "supervision"}

    tasks = Task.objects.count()
    demo.build()
    assert Task.objects.count() == tasks
    assert "already" in capsys.readouterr().out


def test_it_is_not_built_where_somebody_is(world, settings, tmp_path):
    settings.DATA = tmp_path
    with pytest.raises(SystemExit, match="belongs to somebody"):
        demo.build()


def test_a_ledger_for_measuring_holds_what_was_asked(settings, tmp_path):
    settings.DATA = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    demo.build(tasks=300)
    assert Task.objects.count() == 300
    assert verify().ok
