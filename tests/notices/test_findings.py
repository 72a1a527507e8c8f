"""Whoever reported a finding stays unnamed to its unit, also in what is told of it."""

from datetime import timedelta

import pytest

from duban.findings import actions as do
from duban.journal.access import of_seen
from duban.journal.models import Entry
from duban.journal.sealer import seal_pending
from duban.notices.models import Notice
from duban.notices.telling import tell_new
from tests.findings.conftest import claimed, found, kind, planned  # noqa: F401


def test_a_reporter_who_looks_at_it_as_well_is_not_named_to_the_unit(world, found, claimed):  # noqa: F811
    reported = found(actor=world.west_member)
    assert reported.state == "reported"
    issued = do.confirm_finding(reported.pk, actor=world.clerk, kind=kind(), severity="minor")
    finding = claimed(issued, looker=world.west_member)
    do.recheck_finding(finding.pk, actor=world.west_member, passed=False, note="仍有一处未装")
    seal_pending()
    tell_new()
    told = Notice.objects.filter(kind="finding.returned").select_related("person")
    texts = {notice.person: notice.line for notice in told}
    assert {world.stevedores_head, world.stevedore} <= texts.keys()
    for person in (world.stevedores_head, world.stevedore):
        assert "仍有一处未装" in texts[person]
        assert world.west_member.name not in texts[person]


@pytest.mark.parametrize("looker", ["west_member", "inspector"])
def test_what_was_reported_names_nobody_to_the_unit_but_itself_whoever_looks(world, found, claimed, client, looker):  # noqa: F811
    who = getattr(world, looker)
    issued = do.confirm_finding(found(actor=world.west_member).pk, actor=world.clerk, kind=kind(), severity="minor")
    finding = claimed(issued, looker=who)
    do.recheck_finding(finding.pk, actor=who, passed=True, note="已装")
    do.relapse_finding(finding.pk, actor=who, reason="又松了", due_on=world.today + timedelta(days=5))
    seal_pending()
    tell_new()
    kinds = {f"{noun}.{act}" for noun in ("finding", "task") for act in ("closed", "relapsed")}
    told = Notice.objects.filter(kind__in=kinds, person=world.stevedores_head)
    assert {(each.kind, each.actor_name) for each in told} == {(each, "") for each in kinds}
    client.force_login(world.stevedores_head)
    page = client.get(f"/findings/{finding.pk}").content.decode()
    main = page[page.index("h-what") :]
    assert "又松了" in main
    assert "已装" in main
    assert who.name not in main
    assert world.clerk.name not in main
    assert f"<b>{world.stevedores_head.name}</b>" in main  # what the unit says is signed
    twins = Entry.objects.filter(kind__in=kinds)
    assert set(of_seen(twins, world.clerk).values_list("kind", flat=True)) == kinds
    assert not of_seen(twins, world.stevedores_head).exists()
    assert of_seen(Entry.objects.filter(kind="finding.accepted"), world.stevedore).exists()
    client.force_login(world.clerk)
    assert who.name in client.get(f"/findings/{finding.pk}").content.decode()


def test_a_looker_who_issued_it_openly_is_named(world, claimed):  # noqa: F811
    finding = claimed()
    do.recheck_finding(finding.pk, actor=world.inspector, passed=False, note="仍有一处未装")
    seal_pending()
    tell_new()
    notice = Notice.objects.get(kind="finding.returned", person=world.stevedores_head)
    assert world.inspector.name in notice.text
