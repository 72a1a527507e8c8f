"""The picture of a finding, handed in once more as proof that something is done."""

import io

import pytest

from duban.checklists.models import Item
from duban.files.actions import keep
from duban.files.models import Evidence
from duban.findings.actions import fix_on_spot
from duban.findings.actions.fixing import AFTER, BEFORE
from duban.findings.models import Finding
from duban.inspections.actions import begin_visit
from duban.ledger.actions import claim_completion, verify_completion
from duban.likeness.jobs import sweep
from duban.likeness.models import Hint
from duban.likeness.queries import hints_of
from tests.checklists.test_alike import photographed
from tests.inspections.conftest import sent
from tests.likeness.closings import COPY, TEXT, claimed, jpeg, scene

pytestmark = pytest.mark.django_db


def test_whoever_verifies_sees_that_the_picture_was_the_findings(world, found) -> None:
    finding = found()
    picture = jpeg(scene(7))
    keep(
        io.BytesIO(picture), "现场.jpg", actor=world.inspector, noun=BEFORE, noun_id=finding.pk, unit_id=finding.unit_id
    )
    task = claimed(world, "护栏已补装", world.stevedores, world.stevedores_head, files={"整改后.jpg": picture})
    assert sweep.func() == 2
    [hint] = hints_of(world.inspector, {"claim": [task.claims.get().pk]})
    assert (hint.kind, hint.title) == ("file", str(finding))
    assert hint.link == f"/findings/{finding.pk}"
    assert hint.other_file.name == "现场.jpg"


def test_the_page_of_who_rechecks_shows_what_is_claimed_and_what_was_handed_in_before(world, request, client) -> None:
    earlier = claimed(world, TEXT, world.tugs, world.tugs_head)
    finding = request.getfixturevalue("claimed")()
    verify_completion(finding.task_id, actor=world.inspector, verdict="returned", note="缺照片")
    claim_completion(finding.task_id, actor=world.stevedore, statement=COPY)
    sweep.func()
    client.force_login(world.inspector)
    page = client.get(f"/findings/{finding.pk}/recheck").content.decode()
    assert "What is claimed" in page
    assert "For whoever verifies only" in page
    assert f'href="/tasks/{earlier.pk}"' in page
    client.force_login(world.stevedores_head)
    assert "opy hint" not in client.get(f"/findings/{finding.pk}").content.decode()


def test_the_page_of_who_looks_again_at_a_fix_shows_the_old_picture(world, found, client) -> None:
    image = jpeg(scene(9))
    claimed(world, "护栏已补装", world.tugs, world.tugs_head, files={"整改后.jpg": image})
    finding = found()
    for noun in (BEFORE, AFTER):
        keep(io.BytesIO(image), "现场.jpg", actor=world.stevedores_head, noun=noun, noun_id=finding.pk)
    fix_on_spot(finding.pk, actor=world.stevedores_head, note="已复装")
    Finding.objects.filter(pk=finding.pk).update(recheck_drawn_on=world.today)
    sweep.func()
    client.force_login(world.inspector)
    page = client.get(f"/findings/{finding.pk}/fix-recheck").content.decode()
    assert "The same file as in" in page


def test_a_fix_with_an_old_picture_is_hinted_at_only_to_who_looks_again(world, found, client) -> None:
    picture = jpeg(scene(8))
    claimed(world, "护栏已补装", world.tugs, world.tugs_head, files={"整改后.jpg": picture})
    finding = found()
    keep(io.BytesIO(picture), "改后.jpg", actor=world.stevedores_head, noun=BEFORE, noun_id=finding.pk)
    sweep.func()
    hint = Hint.objects.get()
    for person, status in ((world.clerk, 200), (world.stevedores_head, 404), (world.outsider, 404)):
        client.force_login(person)
        assert client.get(f"/likeness/{hint.pk}").status_code == status


@pytest.mark.parametrize(("looker", "status"), [("safety_head", 200), ("inspector", 404)])
def test_whoever_rechecks_a_finding_made_of_a_copied_answer_is_shown_so_unless_they_gave_it(
    world, request, client, looker, status
) -> None:
    """The inspector's photo of a visit stood in a closing before."""
    image = jpeg(scene(10))
    claimed(world, "护栏已补装", world.tugs, world.tugs_head, files={"整改后.jpg": image})
    visit = sent(world, unit=world.stevedores)
    response = begin_visit(visit.pk, actor=world.inspector)
    item = response.edition.items.get(text__startswith="跳板下")
    Item.objects.filter(pk=item.pk).update(kind="photo")
    photographed(response, item, image, world.inspector)
    finding = request.getfixturevalue("found")(source=("visit", visit.pk), item=item)
    finding = request.getfixturevalue("claimed")(finding, looker=getattr(world, looker))
    sweep.func()
    client.force_login(finding.task.looker)
    page = client.get(f"/findings/{finding.pk}/recheck").content.decode()
    assert ("There is the same file in a matter that you may not see." in page) is (status == 200)
    hint = client.get(f"/likeness/{Hint.objects.get().pk}")
    assert hint.status_code == status
    photo = Evidence.objects.get(noun="answer")
    if status == 200:
        # Nobody sent them there: they see this one photo of the visit, and no way to the rest.
        assert client.get(photo.url).status_code == 200
        assert f'href="{response.get_absolute_url()}"' not in hint.content.decode()
        assert client.get(response.get_absolute_url()).status_code == 404
    # The unit that was looked at learns nothing of it.
    client.force_login(world.stevedores_head)
    assert client.get(f"/likeness/{Hint.objects.get().pk}").status_code == 404
