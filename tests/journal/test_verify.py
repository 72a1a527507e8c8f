"""Every way to tamper is caught, and the first entry that does not fit is named."""

import threading

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from duban.journal import canonical, checkpoint, merkle, scan, triggers
from duban.journal.actions import append
from duban.journal.models import Entry, Leaf, Seal
from duban.journal.sealer import seal_all, seal_pending
from duban.journal.verify import verify
from tests.journal.conftest import OPENED, knock

pytestmark = pytest.mark.django_db


def test_an_untouched_journal_fits(entries):
    report = verify()
    assert (report.ok, report.sealed, report.seals, report.pending) == (True, 10, 3, 2)
    assert report.checkpoint == checkpoint.of(Seal.objects.get(seq=3))


def test_an_empty_journal_fits(db):
    assert verify().ok


FORGERIES = {
    "body": "body = '{}'",
    "kind": "kind = 'door.opened'",
    "actor": "actor_id = 1",
    "name": "actor_name = '李示例'",
    "unit": "unit_id = 3",
    "noun": "noun = 'gate'",
    "noun id": "noun_id = 8",
    "about": "about_noun = 'house'",
    "about id": "about_id = 3",
    "time": "at = '2020-01-01 00:00:00+00'",
}


@pytest.mark.parametrize("change", FORGERIES.values(), ids=FORGERIES)
def test_a_changed_column_is_named(entries, tamper, change):
    tamper(f"UPDATE journal_entry SET {change} WHERE id = {entries[5].pk}")
    report = verify()
    assert (report.first.entry, report.wrong) == (entries[5].pk, 1)
    assert "digest" in report.first.why


def test_the_first_of_several_is_named_first(entries, tamper):
    for at in (8, 3, 6):
        tamper(f"UPDATE journal_entry SET body = '{{}}' WHERE id = {entries[at].pk}")
    assert [misfit.entry for misfit in verify().misfits] == [entries[at].pk for at in (3, 6, 8)]


def _forge(entry: Entry, **changes) -> None:
    for name, value in changes.items():
        setattr(entry, name, value)
    entry.digest = canonical.entry_digest(entry.text())
    Entry.objects.filter(pk=entry.pk).update(**changes, digest=entry.digest)


def test_a_forged_entry_with_a_fresh_digest_is_named(entries, tamper):
    triggers.remove(connection)
    _forge(entries[5], body="{}")
    triggers.install(connection)
    report = verify()
    assert (report.first.entry, report.wrong) == (entries[5].pk, 1)
    assert "not the one that was sealed" in report.first.why


def test_a_forged_leaf_shows_in_the_inner_hashes_and_the_root(entries):
    triggers.remove(connection)
    _forge(entries[6], body="{}")
    leaf = merkle.leaf_hash(merkle.leaf_data(entries[6].pk, entries[6].digest))
    Leaf.objects.filter(position=6).update(nodes=leaf)
    triggers.install(connection)
    report = verify()
    assert report.first.seal == 2
    assert report.first.entry == entries[4].pk
    assert any(misfit.entry == entries[7].pk and "inner" in misfit.why for misfit in report.misfits)


def _rewrite_tree() -> None:
    """What an owner of the database who knows this program would do: all places and seals made anew."""
    rows = list(Leaf.objects.order_by("position").values_list("entry_id", "entry__digest"))
    seals = list(Seal.objects.order_by("seq"))
    Leaf.objects.all().delete()
    Seal.objects.all().delete()
    edge, previous, at = merkle.Edge(), bytes(32), 0
    for seal in seals:
        for number, digest in rows[at : seal.size]:
            leaf = merkle.leaf_hash(merkle.leaf_data(number, bytes(digest)))
            Leaf.objects.create(position=edge.size, entry_id=number, nodes=leaf + b"".join(edge.add(leaf)))
        at, root = seal.size, edge.root()
        when = canonical.moment(seal.at)
        digest = canonical.seal_digest(
            seq=seal.seq, size=seal.size, count=seal.count, at=when, root=root, previous=previous
        )
        Seal.objects.create(seq=seal.seq, at=seal.at, count=seal.count, size=seal.size, last_id=seal.last_id,
                            root=root, previous=previous, digest=digest)  # fmt: skip
        previous = digest


def test_a_journal_rewritten_as_a_whole_fits_itself_but_not_the_checkpoint(entries):
    kept = checkpoint.latest()
    triggers.remove(connection)
    _forge(entries[5], body="{}")
    _rewrite_tree()
    triggers.install(connection)
    assert verify().ok
    assert "cut off or rewritten" in verify(kept.words).first.why
    assert "no longer give the checkpoint" in verify(checkpoint.read(kept.line)).first.why


def test_an_older_checkpoint_still_fits_a_journal_that_grew(entries):
    kept = checkpoint.latest().words
    knock()
    assert seal_pending() == 3
    report = verify(kept)
    assert (report.ok, report.matched_seal) == (True, 3)


CUTS = {
    "a sealed entry": ("DELETE FROM journal_entry WHERE id = {5}", "{5}", "missing"),
    "an entry and its place": (
        "DELETE FROM journal_entry WHERE id = {5}; DELETE FROM journal_leaf WHERE position = 5",
        None,
        "after entry {4}",
    ),
    "two entries trading numbers": (
        "UPDATE journal_entry SET id = -1 WHERE id = {2}; UPDATE journal_entry SET id = {2} WHERE id = {3};"
        "UPDATE journal_entry SET id = {3} WHERE id = -1",
        "{2}",
        "not the one that was sealed",
    ),
    "two entries trading places": (
        "UPDATE journal_leaf SET position = -1 WHERE position = 2; UPDATE journal_leaf SET position = 2 WHERE"
        " position = 3; UPDATE journal_leaf SET position = 3 WHERE position = -1",
        "{3}",
        "inner hashes",
    ),
    "a seal in the middle": ("DELETE FROM journal_seal WHERE seq = 2", None, "seal 2 is missing"),
    "the newest seal": ("DELETE FROM journal_seal WHERE seq = 3", None, "belong to no seal"),
    "a root": ("UPDATE journal_seal SET root = digest WHERE seq = 2", None, "seal 2 does not give its digest"),
    "a chain": ("UPDATE journal_seal SET previous = digest WHERE seq = 2", None, "seal 2 is not chained"),
    "a count": ("UPDATE journal_seal SET count = count + 1 WHERE seq = 2", None, "does not count"),
    "the date of a seal": ("UPDATE journal_seal SET at = '2020-01-01 00:00:00+00' WHERE seq = 1", None, "seal 1"),
    "a waiting entry": ("UPDATE journal_entry SET body = '{{}}' WHERE id = {11}", "{11}", "digest"),
}


@pytest.mark.parametrize(("act", "named", "why"), CUTS.values(), ids=CUTS)
def test_what_was_cut_or_moved_is_named(entries, tamper, act, named, why):
    numbers = [entry.pk for entry in entries]
    tamper(*act.format(*numbers).split(";"))
    report = verify()
    assert not report.ok
    assert any(why.format(*numbers) in misfit.why for misfit in report.misfits), report.misfits
    if named is not None:
        assert report.first.entry == int(named.format(*numbers)) or "inner" in why


def test_a_cut_tail_is_shown_by_the_checkpoint(entries, tamper):
    kept = checkpoint.latest()
    first = entries[8].pk
    tamper(
        f"DELETE FROM journal_entry WHERE id >= {first}",
        "DELETE FROM journal_leaf WHERE position >= 8",
        "DELETE FROM journal_seal WHERE seq = 3",
        *([f"UPDATE sqlite_sequence SET seq = {first - 1} WHERE name = 'journal_entry'"]
          if connection.vendor == "sqlite" else []),
    )  # fmt: skip
    assert verify().ok  # by itself it can't know
    assert "cut off" in verify(kept.words).first.why
    assert "counted 10 entries, the journal has 8" in verify(checkpoint.read(kept.line)).first.why


def test_sqlite_knows_of_a_cut_tail_by_itself(entries, tamper):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL leaves holes of its own in its numbers")
    tamper(f"DELETE FROM journal_entry WHERE id = {entries[11].pk}")
    assert verify().first.entry == entries[11].pk


def test_missing_and_hollowed_triggers_are_named(entries):
    everything = triggers._sqlite() if connection.vendor == "sqlite" else triggers._postgresql()
    name = "journal_entry_no_update" if connection.vendor == "sqlite" else "journal_entry_no_change"
    assert name in everything
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON journal_entry WHEN 0 BEGIN SELECT 1; END")
        else:
            cursor.execute(f"ALTER TABLE journal_entry DISABLE TRIGGER {name}")
    report = verify()
    assert report.wrong == 1
    assert name in report.first.why


def test_a_function_that_lets_all_pass_is_named(entries):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no functions of its own")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RETURN COALESCE(OLD, NEW); END $$"
        )
    assert "journal_append_only" in verify().first.why


@pytest.mark.parametrize("at", [0, 3, 4, 7, 12, 15, 16, 20])
def test_stretches_join_to_one_tree(db, tamper, monkeypatch, at):
    """Small stretches, so that seals end inside, at and across them; and an entry forged anywhere is still named."""
    monkeypatch.setattr(scan, "HEIGHT", 2)
    monkeypatch.setattr(scan, "STRETCH", 4)
    made = []
    for count in (1, 1, 2, 3, 1, 4, 1, 8):
        made += [knock(at) for at in range(count)]
        seal_pending()
    assert verify().ok
    tamper(f"UPDATE journal_leaf SET nodes = nodes || nodes WHERE position = {at}")
    report = verify()
    assert [(misfit.position, misfit.entry) for misfit in report.misfits] == [(at, made[at].pk)]
    tamper(f"UPDATE journal_entry SET noun_id = 9 WHERE id = {made[at].pk}")
    assert verify().first.entry == made[at].pk


@pytest.mark.django_db(transaction=True)
def test_several_processes_find_the_same(on_file, monkeypatch, tamper):
    for _ in range(4):
        for n in range(20):
            knock(n)
        seal_pending()
    assert verify(jobs=1).ok
    monkeypatch.setattr(scan, "HEIGHT", 15)
    report = verify(jobs=2)
    assert (report.ok, report.sealed) == (True, 80)


@pytest.mark.django_db(transaction=True)
def test_writers_and_sealers_at_once_lose_nothing_and_seal_nothing_twice(on_file):
    errors: list[BaseException] = []
    start = threading.Barrier(4)

    def run(work, times):
        try:
            start.wait()
            for _ in range(times):
                work()
        except BaseException as error:
            errors.append(error)
        finally:
            connections[DEFAULT_DB_ALIAS].close()

    def write():
        with transaction.atomic():
            append(OPENED, actor=None, noun="door", noun_id=1)

    threads = [threading.Thread(target=run, args=(work, n)) for work, n in [(write, 60)] * 2 + [(seal_pending, 40)] * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    while seal_pending():
        pass
    report = verify(jobs=1)
    assert (report.ok, report.sealed, report.pending) == (True, 120, 0)
    assert list(Leaf.objects.order_by("position").values_list("position", flat=True)) == list(range(120))


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_commits_late_is_gathered_by_a_later_seal(on_file):
    """The race itself: a lower number becomes visible after a higher one was sealed."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: numbers become visible in order")
    appended, sealed = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            append(OPENED, actor=None, noun="door", noun_id=1)
            appended.set()
            sealed.wait(20)
        connections[DEFAULT_DB_ALIAS].close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert appended.wait(20)
    quick = knock()
    assert seal_pending() == 1
    sealed.set()
    thread.join()
    late = Entry.objects.exclude(pk=quick.pk).get()
    assert late.pk < quick.pk
    assert seal_pending() == 1
    assert late.leaf.position == 1
    assert verify(jobs=1).ok


def test_what_the_quick_look_misses_a_sweep_finds(entries, tamper):
    tamper("UPDATE journal_seal SET at = '2020-01-01 00:00:00+00', last_id = 1000000")
    assert seal_pending() == 0
    assert seal_pending(sweep=True) == 2


def test_everything_is_sealed_in_rounds_and_an_old_straggler_too(entries, tamper):
    assert seal_all(limit=1) == 2
    assert verify().seals == 5
    tamper("DELETE FROM journal_leaf", "DELETE FROM journal_seal")
    assert seal_all(limit=5, sweep=True) == 12
    assert [seal.count for seal in Seal.objects.order_by("seq")] == [5, 5, 2]
    assert seal_all() == 0


def test_a_limit_leaves_the_rest_for_the_next_seal(entries):
    assert [seal_pending(1), seal_pending(1), seal_pending(1)] == [1, 1, 0]
    assert verify().ok


@pytest.mark.parametrize("act", ["UPDATE journal_seal SET at = 'x' WHERE seq = 2", "UPDATE journal_leaf SET nodes = 'x'",
                                 "UPDATE journal_entry SET digest = 5", "UPDATE journal_entry SET kind = x'ff'"])  # fmt: skip
def test_values_of_another_type_are_reported_and_do_not_break_off(entries, tamper, act):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL keeps to the types of its columns")
    tamper(act)
    assert not verify().ok
