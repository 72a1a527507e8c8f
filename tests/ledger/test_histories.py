"""Whatever people do, in whatever order: counts and lights agree with the facts, and the journal knows every change."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban.journal.models import Entry
from duban.ledger import actions, lights, queries, tally, terms
from duban.ledger.models import Extension, State, SupportRequest, Tally, Task
from duban.org.models import Person
from tests.world import World

START = date(2026, 3, 2)
LATER = timedelta(days=25)

# What somebody may try; most tries are refused, and a refusal must leave nothing behind.
ACTS = {
    "acknowledge": lambda w, t: actions.acknowledge_task(t, actor=w.east_liaison),
    "decline": lambda w, t: actions.decline_task(t, actor=w.east_liaison, reason="不属本单位"),
    "dispatch": lambda w, t: actions.dispatch_task(t, actor=w.clerk),
    "report": lambda w, t: actions.report_on_task(t, actor=w.east_liaison, done="有进展", progress=50),
    "extend": lambda w, t: actions.ask_extension(
        t, actor=w.east_liaison, to=Task.objects.get(pk=t).due_on + LATER, reason="缺料"
    ),
    "approve": lambda w, t: actions.decide_extension(_last(Extension, t), actor=w.clerk, approve=True),
    "refuse": lambda w, t: actions.decide_extension(_last(Extension, t), actor=w.clerk, approve=False, reason="不行"),
    "suspend": lambda w, t: actions.suspend_task(t, actor=w.clerk, reason="等待"),
    "resume": lambda w, t: actions.resume_task(t, actor=w.clerk),
    "ask": lambda w, t: actions.request_support(t, actor=w.east_liaison, unit=w.finance, need="经费"),
    "answer": lambda w, t: actions.answer_support(_last(SupportRequest, t), actor=w.finance_head, answer="好"),
    "claim": lambda w, t: actions.claim_completion(t, actor=w.east_liaison, statement="完成"),
    "verify": lambda w, t: actions.verify_completion(t, actor=w.safety_liaison, verdict="verified"),
    "return": lambda w, t: actions.verify_completion(t, actor=w.safety_liaison, verdict="returned", note="缺"),
    "close": lambda w, t: actions.close_task(t, actor=w.clerk),
    "relapse": lambda w, t: actions.relapse_task(t, actor=w.clerk, reason="又坏", due_on=terms.today() + LATER),
    "cancel": lambda w, t: actions.cancel_task(t, actor=w.clerk, reason="合并"),
    "step": lambda w, t: actions.set_milestone(
        t, actor=w.east_liaison, title="中期", due_on=min(terms.today() + timedelta(4), Task.objects.get(pk=t).due_on)
    ),
    "swap": lambda w, t: actions.reassign_task(t, actor=w.east_head, responsible=w.east_leader),
}


def _last(model: Any, task_id: int) -> int:
    return model.objects.filter(task=task_id).order_by("-pk").values_list("pk", flat=True).first() or 0


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 1), st.integers(0, 9)), min_size=4, max_size=24
    )
)
def test_counts_lights_and_journal_agree_after_any_history(order, world: World, acts) -> None:
    Task.objects.all().delete()
    Tally.objects.all().delete()
    day = START
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False) as clock:
        made = [order(due_on=START + timedelta(days=30)), order(due_on=START + timedelta(days=12), report_every="week")]
        told = Entry.objects.count()
        red: set[int] = set()
        for name, which, days in acts:
            day += timedelta(days=days)
            clock.move_to(datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Asia/Shanghai")))
            red |= set(Task.objects.red(day).values_list("pk", flat=True))
            before = Task.objects.get(pk=made[which].pk).version
            try:
                ACTS[name](world, made[which].pk)
            except (ValidationError, PermissionDenied, Http404):
                assert Task.objects.get(pk=made[which].pk).version == before
            # An act that finds nothing to change is no change: it tells nothing either.
            told += Task.objects.get(pk=made[which].pk).version != before
        assert Entry.objects.count() == told
        _agree(day, made, red)
        tally.compact(day)
        _agree(day, made, red)


def _agree(day: date, made: list[Task], red: set[int]) -> None:
    assert tally.faults() == []
    tasks = list(Task.objects.all())
    counted = queries.Counts()
    for counts in queries.unit_counts(Person.objects.get(username="clerk"), on=day).values():
        counted = counted + counts
    for state in State:
        assert getattr(counted, state) == sum(t.state == state for t in tasks)
    assert counted.red == sum(t.light_on(day) == "red" for t in tasks)
    assert counted.yellow == sum(t.light_on(day) == "yellow" for t in tasks)
    for task in tasks:
        kept = (task.yellow_from, task.red_from)
        lights.relight(task)
        assert (task.yellow_from, task.red_from) == kept
        # What somebody saw red was red for good.
        assert task.was_red_by(day) or task.pk not in red
        assert task.original_due_on == next(m.original_due_on for m in made if m.pk == task.pk)
