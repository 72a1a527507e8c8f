"""What a thumb has to hit, what a narrow screen has to leave legible, and the entry of a long menu that one is in."""

from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from duban.checklists.actions import Batch, Given, begin_response, record_answers
from tests.checklists.conftest import in_force


def looked_at(world):
    edition = in_force(world)
    response = begin_response(actor=world.stevedore, edition=edition, unit=world.stevedores, place="3号泊位")
    item = edition.items.get(text__startswith="登轮")
    record_answers(
        Batch(given=[Given(uuid4(), response.device, item.pk, timezone.now(), "yes")]), actor=world.stevedore
    )


def test_small_buttons_are_large_enough_for_a_thumb(world, as_person):
    looked_at(world)
    page = as_person(world.clerk, width=390)
    page.goto(reverse("checklists:list"))
    heights = page.locator(".btn-small").evaluate_all("all => all.map(e => e.offsetHeight)")
    assert heights
    assert min(heights) >= 36


def test_a_unit_in_the_table_of_coverage_is_not_written_letter_under_letter(world, as_person):
    looked_at(world)
    page = as_person(world.clerk, width=390)
    page.goto(reverse("checklists:coverage"))
    widths = page.locator(".cover tbody th").evaluate_all("all => all.map(e => e.offsetWidth)")
    assert widths
    assert min(widths) >= 70


def test_the_menu_opens_where_one_is(world, as_person):
    page = as_person(world.clerk)
    page.goto(reverse("findings:kinds"))
    assert page.locator(".side-items").evaluate("""
        box => {
            const here = box.querySelector("[aria-current]").getBoundingClientRect(), all = box.getBoundingClientRect();
            return box.scrollHeight > box.clientHeight && here.top >= all.top && here.bottom <= all.bottom;
        }
    """)
    page.goto("/")
    assert page.locator(".side-items").evaluate("box => box.scrollTop") == 0


def test_the_button_of_a_long_row_of_filters_is_at_hand_without_scrolling(world, as_person):
    page = as_person(world.clerk, width=390)
    page.goto(reverse("inspections:visits"))
    row, button = (
        page.locator(where).evaluate("e => [e.getBoundingClientRect().right, e.scrollWidth - e.clientWidth]")
        for where in (".filters", ".filters > [type=submit]")
    )
    assert row[1] > 0
    assert button[0] <= 390
