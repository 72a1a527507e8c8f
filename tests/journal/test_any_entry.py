"""Whatever can be written down, the database spells back to the same digest."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban.journal import jobs
from duban.journal.actions import Draft, append_many
from duban.journal.models import Entry, Seal
from duban.journal.proof import check_proof, prove
from duban.journal.sealer import seal_all
from duban.journal.verify import verify
from tests.journal.conftest import OPENED, knock

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
value = st.recursive(
    st.none() | st.booleans() | st.integers() | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)
big = st.integers(-(2**63), 2**63 - 1)
# To the microsecond, at whole seconds too: databases spell these differently.
moment = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)) | st.just(
    datetime(2026, 3, 1, tzinfo=UTC)
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(text, value, max_size=4), noun_id=big, unit_id=st.none() | big, at=moment)
def test_any_entry_verifies_and_is_proven(body, noun_id, unit_id, at):
    before = Entry.objects.count()
    with transaction.atomic():
        append_many([Draft(OPENED, "door", noun_id, None, unit_id, ("house", noun_id), body, at)])
    report = verify(jobs=1)
    assert (report.ok, report.sealed + report.pending) == (True, before + 1), report.misfits
    seal_all()
    assert verify(jobs=1).ok
    entry = Entry.objects.order_by("-pk")[0]
    assert entry.at == at
    check_proof(prove(entry))


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=200))
def test_any_name_is_kept_in_one_line(world, name):
    world.clerk.name = name
    with transaction.atomic():
        append_many([Draft(OPENED, "door", 1, world.clerk)])
    entry = Entry.objects.order_by("-pk")[0]
    assert "\n" not in entry.actor_name
    assert len(entry.actor_name) <= 150
    assert verify(jobs=1).ok


@pytest.mark.django_db
def test_the_worker_seals_and_sweeps():
    knock()
    assert {job.name for job in jobs.PERIODIC} == {"journal.seal", "journal.sweep"}
    for job in jobs.PERIODIC:
        job.run()
    assert Seal.objects.get().count == 1
