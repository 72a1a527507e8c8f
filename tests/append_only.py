"""Lets tests that really commit be cleaned up: emptying tables is exactly what the triggers of facts refuse."""

from django.db import connection
from django.test import TransactionTestCase

from duban.checklists import triggers as answers
from duban.inspections import triggers as draws
from duban.journal import triggers as journal

_flush = TransactionTestCase._fixture_teardown


def _flush_with_triggers_lifted(case: TransactionTestCase) -> None:
    for triggers in (journal, answers, draws):
        triggers.remove(connection)
    try:
        _flush(case)
    finally:
        for triggers in (journal, answers, draws):
            triggers.install(connection)


def lift_at_cleanup() -> None:
    TransactionTestCase._fixture_teardown = _flush_with_triggers_lifted
