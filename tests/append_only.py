"""Lets tests that really commit be cleaned up: emptying tables is exactly what the journal's triggers refuse."""

from django.db import connection
from django.test import TransactionTestCase

from duban.journal import triggers

_flush = TransactionTestCase._fixture_teardown


def _flush_with_triggers_lifted(case: TransactionTestCase) -> None:
    triggers.remove(connection)
    try:
        _flush(case)
    finally:
        triggers.install(connection)


def lift_at_cleanup() -> None:
    TransactionTestCase._fixture_teardown = _flush_with_triggers_lifted
