from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from duban.burden.actions import set_rates
from duban.journal.models import Entry
from duban.ledger.asking import report_days
from duban.ledger.models import Task
from duban.ledger.origins import origin_of
from duban.minutes.actions import issue_proposals
from duban.minutes.issuing import preview
from duban.minutes.models import Issue, Proposal


def versions(*rows: Proposal) -> dict[int, int]:
    return dict(Proposal.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "version"))


def test_issued_proposals_become_tasks_that_know_their_sentence(filed, complete, world, task_type):
    document = filed()
    first, second, third = (complete(row) for row in document.proposals.all())
    done = issue_proposals(
        document.pk, actor=world.clerk, seen=versions(first, second), type_id=task_type.pk, once="k1"
    )
    assert (done.tasks, Task.objects.count()) == (2, 2)
    first.refresh_from_db()
    task = first.task
    assert (task.state, task.lead_unit, task.responsible, task.looker) == (
        "dispatched",
        world.safety,
        world.safety_head,
        world.clerk,
    )
    assert task.source_text == first.source_text
    assert (task.origin_noun, task.origin_id) == ("proposal", first.pk)
    chain = origin_of("proposal", first.pk, world.clerk)
    assert chain.words == first.source_text
    assert f"#s{first.pk}" in chain.url
    assert document.title in chain.title
    # Who received the task reads the sentence, and gets no address of a paper that does not exist for them.
    assert origin_of("proposal", first.pk, world.safety_head).url == ""
    document.refresh_from_db()
    assert (document.state, document.open_count, document.done_count) == ("reviewing", 1, 2)
    issue_proposals(document.pk, actor=world.clerk, seen=versions(third), type_id=task_type.pk, once="k2")
    document.refresh_from_db()
    assert (document.state, document.open_count) == ("issued", 0)
    assert Entry.objects.filter(kind="document.issued").count() == 2


def test_a_retry_gets_the_first_outcome(filed, complete, world, task_type):
    document = filed()
    row = complete(document.proposals.first())
    seen = versions(row)
    one = issue_proposals(document.pk, actor=world.clerk, seen=seen, type_id=task_type.pk, once="same")
    again = issue_proposals(document.pk, actor=world.clerk, seen=seen, type_id=task_type.pk, once="same")
    assert one == again
    assert Task.objects.count() == 1


def test_all_or_none(filed, complete, world, task_type):
    document = filed()
    first, second, _third = document.proposals.all()
    complete(first)
    with pytest.raises(ValidationError) as caught:
        issue_proposals(document.pk, actor=world.clerk, seen=versions(first, second), type_id=task_type.pk, once="x")
    assert second.title in " ".join(caught.value.messages)
    assert not Task.objects.exists()
    assert not Issue.objects.exists()


def test_what_changed_since_the_preview_is_not_sent(filed, complete, edit, world, task_type):
    document = filed()
    row = complete(document.proposals.first())
    seen = versions(row)
    edit(row, title="别人改了")
    with pytest.raises(ValidationError, match="别人改了"):
        issue_proposals(document.pk, actor=world.clerk, seen=seen, type_id=task_type.pk, once="x")
    assert not Task.objects.exists()


def test_a_past_due_date_and_a_unit_out_of_reach_stop_an_issue(filed, complete, world, task_type):
    document = filed(actor=world.east_liaison, unit=world.east)
    row = complete(
        document.proposals.first(),
        actor=world.east_liaison,
        lead_unit=world.west,
        responsible=world.west_head,
        looker=world.east_head,
        due_on=timezone.localdate() - timedelta(days=1),
    )
    plan = preview(document, actor=world.east_liaison)
    line = next(line for line in plan.lines if line.proposal == row)
    assert len(line.wrong) == 2
    with pytest.raises(ValidationError):
        issue_proposals(document.pk, actor=world.east_liaison, seen=versions(row), type_id=task_type.pk, once="x")


def test_a_liaison_issues_within_the_own_unit(filed, complete, world, task_type):
    document = filed(actor=world.east_liaison, unit=world.east)
    row = complete(
        document.proposals.first(),
        actor=world.east_liaison,
        lead_unit=world.tugs,
        responsible=world.tugs_head,
        looker=world.east_head,
    )
    issue_proposals(document.pk, actor=world.east_liaison, seen=versions(row), type_id=task_type.pk, once="x")
    assert Task.objects.get().dispatched_by == world.east_liaison


@pytest.mark.parametrize(("who", "raised"), [("leader", PermissionDenied), ("west_head", Http404)])
def test_only_keepers_issue(filed, complete, world, task_type, who, raised):
    document = filed()
    row = complete(document.proposals.first())
    with pytest.raises(raised):
        issue_proposals(document.pk, actor=getattr(world, who), seen=versions(row), type_id=task_type.pk, once="x")


def test_the_preview_counts_minutes_times_people(filed, complete, world, task_type):
    task_type.report_every = ""
    task_type.save()
    minutes = {"receipt": 2, "report": 15, "deliverable": 30, "completion": 20}
    set_rates(actor=world.clerk, since=timezone.localdate(), minutes=minutes, source="试算")
    document = filed()
    first, second, third = document.proposals.all()
    first = complete(first, deliverables=["隐患清单"])
    second = complete(
        second,
        recurrence="monthly",
        responsible=world.audit_head,
        deliverables=[],
        due_on=timezone.localdate() + timedelta(days=100),
    )
    plan = preview(document, actor=world.clerk, type_id=task_type.pk)
    assert [line.ready for line in plan.lines] == [True, True, False]
    # First: one receipt, one deliverable, one claim. Second: two receipts (finance supports), three reports, one claim.
    assert [line.burden.minutes for line in plan.lines[:2]] == [2 + 30 + 20, 4 + 3 * 15 + 20]
    assert {share.unit: share.minutes for share in plan.shares} == {
        world.safety: 52,
        world.audit: 67,
        world.finance: 2,
    }
    assert (plan.minutes, plan.people) == (121, 3)
    assert plan.lines[2].missing == ["due date", "done-criterion", "looker"]
    only = preview(document, actor=world.clerk, chosen=[third.pk], type_id=task_type.pk)
    assert only.minutes == 0


def reports(*said) -> int:
    return len(list(report_days(*said)))


def test_reports_are_counted_until_the_due_date(db):
    start = date(2026, 1, 1)
    assert reports("month", start, date(2026, 4, 1)) == 3
    assert reports("week", start, date(2026, 1, 7)) == 0
    assert reports("", start, date(2027, 1, 1)) == 0
    assert reports("month", start, None) == 0


@pytest.mark.parametrize(
    ("said", "every"),
    [
        ("daily", "day"), ("weekly", "week"), ("monthly", "month"), ("quarterly", "quarter"),
        ("half-yearly", "half"), ("yearly", "year"),
    ],
)  # fmt: skip
def test_a_task_is_reported_on_as_often_as_the_directive_says(filed, complete, world, task_type, said, every):
    document = filed()
    row = complete(document.proposals.first(), recurrence=said)
    issue_proposals(document.pk, actor=world.clerk, seen=versions(row), type_id=task_type.pk, once=said)
    assert Task.objects.get().report_every == every


def test_a_task_keeps_the_rhythms_beside_the_one_it_is_reported_in(client, filed, complete, world, task_type):
    document = filed("会议要求，审计部要对工程项目一季一小结、半年一考核。")
    row = complete(document.proposals.get(), criterion="考核结果经督查办核对")
    issue_proposals(document.pk, actor=world.clerk, seen=versions(row), type_id=task_type.pk, once="k")
    task = Task.objects.get()
    assert (task.report_every, task.criterion) == ("quarter", "考核结果经督查办核对\nBesides: Half-yearly")
    assert Entry.objects.get(kind="task.dispatched").facts["criterion"] == task.criterion
    client.force_login(world.clerk)
    assert "Besides: Half-yearly" in client.get(f"/tasks/{task.pk}").content.decode()


def test_daily_reports_are_counted_in_working_days(db):
    # Qingming is off on Monday.
    assert reports("day", date(2026, 4, 2), date(2026, 4, 9)) == 4
