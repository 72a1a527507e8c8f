"""What waits past its term for somebody's word is said in the morning to them, and to whoever sent the order."""

from datetime import date, datetime

import pytest
import time_machine
from django.utils import timezone

from duban.ledger import actions, terms
from duban.notices.waiting_reminders import reminders
from tests.ledger.conftest import kind, order  # noqa: F401


def at(day: date):
    return time_machine.travel(timezone.make_aware(datetime(day.year, day.month, day.day, 9)), tick=False)


@pytest.fixture
def sent(order):  # noqa: F811
    """On Monday 2026-11-09."""
    with at(date(2026, 11, 9)):
        terms.forget()
        return order(due_on=date(2026, 12, 30))


def told(day: date) -> dict:
    with at(day):
        return {
            each.person: [each.facts[what] for what in ("receipts", "verifications", "supports")]
            for each in reminders(day)
        }


def test_a_receipt_past_its_term_is_told_once_and_again_when_a_week_begins(sent, world):
    term = sent.receipts.get(unit=sent.lead_unit).due_on
    after = [terms.calendar().add_working_days(term, days) for days in (1, 2)]
    assert told(term) == {}
    both = told(after[0])
    assert both[world.east_liaison] == [1, 0, 0]
    assert both[sent.dispatched_by] == [1, 0, 0]
    assert told(after[1]) == {} or after[1].weekday() == 0
    assert sent.dispatched_by in told(date(2026, 11, 23))
    with at(after[0]):
        actions.acknowledge_task(sent.pk, actor=world.east_liaison)
    assert told(date(2026, 11, 23)) == {}


def test_a_claim_that_nobody_verifies_is_told_to_the_looker_and_the_sender(sent, world):
    with at(date(2026, 11, 9)):
        actions.acknowledge_task(sent.pk, actor=world.east_liaison)
        claim = actions.claim_completion(sent.pk, actor=world.east_liaison, statement="已完成")
    late = terms.calendar().add_working_days(claim.verify_by, 1)
    assert told(late) == {sent.looker: [0, 1, 0], sent.dispatched_by: [0, 1, 0]}


def test_a_request_that_nobody_answers_is_told_to_who_is_asked(sent, world):
    with at(date(2026, 11, 9)):
        actions.acknowledge_task(sent.pk, actor=world.east_liaison)
        asked = actions.request_support(sent.pk, actor=world.east_liaison, unit=world.finance, need="预付款")
    late = terms.calendar().add_working_days(asked.due_on, 1)
    assert told(late)[world.finance_head] == [0, 0, 1]
