"""Whoever reported a finding stays unnamed to its unit, also in what is told of it."""

from duban.findings import actions as do
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


def test_a_looker_who_issued_it_openly_is_named(world, claimed):  # noqa: F811
    finding = claimed()
    do.recheck_finding(finding.pk, actor=world.inspector, passed=False, note="仍有一处未装")
    seal_pending()
    tell_new()
    notice = Notice.objects.get(kind="finding.returned", person=world.stevedores_head)
    assert world.inspector.name in notice.text
