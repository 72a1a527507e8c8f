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


def test_filters_fold_behind_one_button_on_a_phone_also_without_scripts(world, as_person):
    for scripts in (True, False):
        page = as_person(world.clerk, width=390, scripts=scripts)
        page.goto(reverse("inspections:visits") + "?kind=drawn&since=2026-01-01&until=2026-12-31")
        fold, kind = page.locator(".filters-fold summary"), page.get_by_label("Kind of visit")
        assert fold.inner_text().split()[:2] == ["Filter", "2"]
        assert not kind.is_visible()
        fold.focus()
        page.keyboard.press("Enter")
        kind.select_option("")
        # Chosen one by one, and asked for together.
        assert "kind=drawn" in page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.locator(".filters [type=submit]").click()
        page.wait_for_url("**kind=&**")
        assert page.locator(".filters-fold summary").inner_text().split()[:2] == ["Filter", "1"]


def test_filters_stand_in_their_row_on_a_desk(world, as_person):
    page = as_person(world.clerk)
    page.goto(reverse("inspections:visits"))
    assert not page.locator(".filters-fold").is_visible()
    assert page.get_by_label("Kind of visit").is_visible()
