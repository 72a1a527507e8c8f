"""What the verifier sees, and nobody else."""

import pytest
from django.urls import reverse

from duban.likeness.actions import keep_rules
from duban.likeness.jobs import sweep
from duban.likeness.models import Hint
from tests.likeness.closings import COPY, TEXT, claimed, copied
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    def get(person, address: str):
        client.force_login(person)
        return client.get(address)

    return get


def test_the_verifier_reads_both_texts_with_the_same_words_marked(world: World, page) -> None:
    _earlier, later = copied(world)
    shown = page(world.inspector, f"/tasks/{later.pk}/verification").content.decode()
    assert "For whoever verifies only" in shown
    assert "<mark>" in shown
    assert "Still being compared" not in shown


def test_the_page_says_that_the_comparison_is_still_to_come(world: World, page) -> None:
    task = claimed(world, TEXT, world.tugs, world.tugs_head)
    assert "Still being compared" in page(world.inspector, f"/tasks/{task.pk}/verification").content.decode()


def test_the_doer_and_those_above_see_no_hint(world: World, page) -> None:
    _earlier, later = copied(world)
    hint = Hint.objects.get()
    for person in (world.stevedores_head, world.east_head, world.east_leader, world.tugs_head):
        # Not 403: that would tell the doer that there is one.
        assert page(person, f"/likeness/{hint.pk}").status_code == 404
        assert "opy hint" not in page(person, f"/tasks/{later.pk}").content.decode()


def test_a_matter_that_the_verifier_may_not_see_is_not_named(world: World, page) -> None:
    """A looker of one company's task does not learn what another company wrote."""
    claimed(world, TEXT, world.west, world.west_head, title="西港区照明")
    later = claimed(world, COPY, world.stevedores, world.stevedores_head, looker=world.east_liaison)
    sweep.func()
    shown = page(world.east_liaison, f"/tasks/{later.pk}/verification").content.decode()
    assert "in a matter that you may not see" in shown
    assert "西港区照明" not in shown
    assert TEXT[10:30] not in shown.replace(COPY, "")


def test_only_the_supervision_office_finds_the_rules_in_the_menu(world: World, page) -> None:
    address = reverse("likeness:rules")
    assert f'href="{address}"' in page(world.clerk, "/").content.decode()
    assert f'href="{address}"' not in page(world.inspector, "/").content.decode()


def test_rules_are_kept_and_nonsense_is_refused_with_what_was_typed(world: World, client) -> None:
    client.force_login(world.clerk)
    asked = {"shortest": 24, "share": 20, "common": 50, "units": 5, "bits": 10, "phrases": "已完成"}
    refused = client.post(reverse("likeness:rules"), asked)
    assert refused.status_code == 422
    assert 'value="20"' in refused.content.decode()
    assert keep_rules(actor=world.clerk, **{**asked, "share": 70}).share == 70
