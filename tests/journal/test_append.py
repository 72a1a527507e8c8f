from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy as _

from duban.journal import canonical, kinds
from duban.journal.actions import Draft, OutsideTransaction, append, append_many
from duban.journal.models import Entry
from tests.journal.conftest import KNOCKED, OPENED, knock

pytestmark = pytest.mark.django_db


def test_an_entry_says_its_sentence_and_keeps_the_name_as_it_was(world):
    entry = knock(3, actor=world.clerk, unit_id=world.safety.pk, about=("house", 5))
    world.clerk.name = "改名示例"
    world.clerk.save()
    entry = Entry.objects.get(pk=entry.pk)
    assert entry.sentence == "张示例 knocked 3 times"
    assert (entry.actor, entry.actor_name) == (world.clerk, "督示范")
    assert (entry.noun, entry.noun_id, entry.about_noun, entry.about_id) == ("door", 7, "house", 5)
    assert bytes(entry.digest) == canonical.entry_digest(entry.text())


def test_an_unknown_kind_is_refused_at_writing_and_loud_at_reading():
    with transaction.atomic(), pytest.raises(kinds.UnknownKind):
        append("door.painted", actor=None, noun="door", noun_id=1)
    with transaction.atomic(), pytest.raises(kinds.UnknownKind):
        append(kinds.Kind("door.painted", "painted"), actor=None, noun="door", noun_id=1)
    with pytest.raises(kinds.UnknownKind):
        _ = Entry(kind="door.painted", body="{}").sentence


def test_a_body_that_cannot_be_said_in_full_is_refused():
    with transaction.atomic(), pytest.raises(kinds.UnsaidWord, match="times"):
        append(KNOCKED, actor=None, noun="door", noun_id=1, body={"who": "x"})


def test_two_kinds_of_one_name_are_refused_but_the_same_one_again_is_not():
    kinds.register(kinds.Kind("door.opened", "The door was opened", "door"))
    with pytest.raises(ValueError, match="two kinds"):
        kinds.register(kinds.Kind("door.opened", "Something else", "door"))


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_can_be_appended():
    with pytest.raises(OutsideTransaction):
        append(OPENED, actor=None, noun="door", noun_id=1)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_goes_with_the_change_that_failed():
    def change():
        append(OPENED, actor=None, noun="door", noun_id=1)
        raise InterruptedError

    with pytest.raises(InterruptedError), transaction.atomic():
        change()
    assert not Entry.objects.exists()


def test_one_append_is_one_statement(django_assert_num_queries, world):
    with django_assert_num_queries(1), transaction.atomic(savepoint=False):
        append(OPENED, actor=world.clerk, noun="door", noun_id=1)


def test_the_body_has_one_spelling():
    body = {"b": [1, True, None], "a": {"日": Decimal("1.50"), "d": date(2026, 3, 1)}, "c": _("word")}
    assert canonical.body_text(body) == '{"a":{"d":"2026-03-01","日":"1.50"},"b":[1,true,null],"c":"word"}'


@pytest.mark.parametrize("value", [1.5, {1, 2}, object(), {1: "x"}, "\ud800", b"x"])
def test_what_has_no_one_spelling_is_refused(value):
    with transaction.atomic(), pytest.raises((TypeError, ValueError)):
        append(OPENED, actor=None, noun="door", noun_id=1, body={"value": value})


def test_a_line_break_in_a_name_does_not_reach_the_digest(world):
    world.clerk.name = "督\n示\x00范"
    assert knock(actor=world.clerk).actor_name == "督 示 范"


def test_many_at_once_follow_the_same_rules_and_give_the_same_digests(world):
    at = datetime(2022, 3, 5, 8, tzinfo=UTC)
    drafts = [
        Draft(OPENED, "door", n, world.clerk, 4, ("house", n), {"n": n, "text": "a\tb\\c\n“x”"}, at) for n in range(25)
    ]
    assert append_many([*drafts, Draft("door.opened", "door", 99)], batch=10) == 26
    for entry in Entry.objects.all():
        assert bytes(entry.digest) == canonical.entry_digest(entry.text())
    first = Entry.objects.get(noun_id=3)
    assert (first.at, first.facts["text"], first.about_id) == (at, "a\tb\\c\n“x”", 3)


REFUSED = {
    "update": "UPDATE {table} SET {column} = {column}",
    "delete": "DELETE FROM {table}",
    "replace": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "truncate": "TRUNCATE {table}",
}


@pytest.mark.parametrize("act", REFUSED)
@pytest.mark.parametrize(("table", "column"), [("entry", "body"), ("seal", "root"), ("leaf", "nodes")])
def test_the_database_refuses_every_change(entries, act, table, column):
    if (act, connection.vendor) in {("replace", "postgresql"), ("truncate", "sqlite")}:
        pytest.skip("no such statement there")
    statement = REFUSED[act].format(table=f"journal_{table}", column=column)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement + (" CASCADE" if act == "truncate" else ""))


def test_a_leaf_cannot_be_replaced_through_its_other_key(entries):
    if connection.vendor == "postgresql":
        pytest.skip("no such statement there")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO journal_leaf (position, entry_id, nodes)"
            " SELECT 500, entry_id, nodes FROM journal_leaf LIMIT 1"
        )


def test_replication_mode_does_not_switch_the_triggers_off(entries):
    if connection.vendor == "sqlite":
        pytest.skip("PostgreSQL's own way round")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica; DELETE FROM journal_entry")
