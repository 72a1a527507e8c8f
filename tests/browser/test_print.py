"""On paper: no menus and no buttons, all of the text, dark on white, and the head of a table on every page."""

import io

import pypdfium2
import pytest

from tests.checklists.conftest import in_force
from tests.ledger_pages import orders
from tests.likeness.closings import TEXT, claimed


@pytest.fixture
def task(world):
    return claimed(world, TEXT, world.tugs, world.tugs_head)


def pages(page) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
    return [each.get_textpage().get_text_range() for each in document]


def test_a_task_and_a_ledger_are_printed_whole_and_without_the_shell(as_person, world, task):
    for number in range(26):
        claimed(world, f"第{number}项已完成", world.tugs, world.tugs_head, title=f"第{number}项")
    page = as_person(world.clerk)
    page.goto("/tasks")
    first, second, *_ = pages(page)
    assert "Lead unit" in first
    assert "Lead unit" in second
    assert "One page of a longer list" in second
    for word in ("Standing duties", "Register a task", "Excel", "Filter", "Overview"):
        assert word not in first, word
    page.goto(f"/tasks/{task.pk}")
    printed = "".join(pages(page)).replace("\r\n", "")
    assert TEXT[:20] in printed.replace(" ", "")
    assert "Say something" not in printed
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") in ("rgb(28, 37, 48)", "rgb(0, 0, 0)")
    assert page.locator(".side, .top, .btn:visible").evaluate_all("all => all.filter(e => e.offsetParent).length") == 0


def test_a_chart_does_not_shrink_the_paper_it_is_printed_on(as_person, world, task):
    page = as_person(world.clerk)

    def first_letter(address: str) -> float:
        """How high the first letter of the heading is printed."""
        page.goto(address)
        page.wait_for_load_state("networkidle")
        paper = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))[0].get_textpage()
        at = paper.get_text_range().index(page.locator("h1").inner_text())
        _, bottom, _, top = paper.get_charbox(at)
        return top - bottom

    usual = first_letter("/programmes")
    programme = orders.programme(world)
    assert first_letter("/overview") > 0.95 * usual
    assert first_letter(f"/programmes/{programme.pk}") > 0.95 * usual


def test_nothing_is_cut_off_at_the_right_of_the_paper(as_person, world, task):
    page = as_person(world.clerk, width=1440)
    page.goto("/tasks/board")
    (first, *_) = pages(page)
    heads = page.locator(".board-column h2").all_inner_texts()
    assert len(heads) == 5
    for head in heads:
        assert head.split()[0] in first
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    assert page.locator(".board-column").last.evaluate("e => e.getBoundingClientRect().right") <= 700
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(media="screen")
    page.goto("/overview")
    page.locator(".chart svg[viewBox]").wait_for()


def test_the_boxes_to_tick_by_hand_stand_beside_their_item(as_person, world):
    page = as_person(world.clerk, width=794)
    page.goto(in_force(world).get_absolute_url())
    page.emulate_media(media="print")
    assert (
        page.locator("li:has(> .look-box)").evaluate_all("""
        rows => rows.map(row => {
            const room = row.getBoundingClientRect(), box = row.querySelector(".look-box").getBoundingClientRect();
            const text = document.createRange();
            text.selectNodeContents(row.querySelector(".look-text"));
            const words = [...text.getClientRects()];
            return box.top >= room.top && box.bottom <= room.bottom && words.every(w => w.right <= box.left);
        })
    """)
        == [True] * 6
    )
