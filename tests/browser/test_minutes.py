"""Minutes are dropped, reviewed by keyboard, and issued."""

import re
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from duban.ledger.models import Task, TaskType
from duban.minutes.actions import file_document
from duban.minutes.matching import known_names
from duban.minutes.models import Document, Proposal
from duban.minutes.reader import read_raw
from duban.org.names import forget_names
from tests.minutes.conftest import DAMAGED, MINUTES
from tests.minutes.test_text import OUT_OF_STEP
from tests.world import World, build


def begin() -> World:
    forget_names()
    world = build()
    if not TaskType.objects.exists():
        TaskType.objects.create(name="会议议定")
    return world


def filed(world: World, text: str = MINUTES) -> Document:
    day = timezone.localdate()
    return file_document(
        actor=world.clerk,
        unit=world.supervision,
        kind="minutes",
        title="夏季安全例会纪要",
        issued_on=day,
        raw=text,
        reading=read_raw(text, date=day, units=known_names()),
    )


def saved(page) -> None:
    page.locator("[data-saved-mark]", has_text=re.compile("^Saved")).wait_for()


def test_a_damaged_copy_is_dropped_reviewed_by_keyboard_and_issued(as_person, tmp_path: Path):
    world = begin()
    copy = tmp_path / "夏季安全例会.txt"
    copy.write_text(DAMAGED, encoding="utf-8")
    page = as_person(world.clerk)
    page.goto("/minutes/")
    page.keyboard.press("n")
    page.wait_for_url("**/minutes/new")
    page.set_input_files("input[type=file]", copy)
    page.fill("input[name=issued_on]", f"{timezone.localdate():%Y}-08-06")
    page.click("form.form-page button[type=submit]")
    page.wait_for_url(re.compile(r"/minutes/\d+$"))
    document = Document.objects.get()
    assert page.locator(".card-p").count() == 3

    # The first proposal: title, looker, date and criterion, all from the keyboard, saved while typing.
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    first = document.proposals.first()
    title = page.locator(f"#p{first.pk}_title")
    title.wait_for()
    title.fill("完成危险货物堆场排查")
    due = timezone.localdate() + timedelta(days=30)
    page.fill(f"#p{first.pk}_due_on", due.isoformat())
    page.fill(f"#p{first.pk}_criterion", "清单经督查办核对无误")
    looker = page.locator(f"#p{first.pk}_looker")
    looker.fill("dsf")
    page.locator(".pick-list li", has_text=world.clerk.name).first.wait_for()
    looker.fill(world.clerk.name)
    page.locator(".pick-list li", has_text=world.clerk.name).first.click()
    saved(page)
    page.keyboard.press("Escape")
    page.locator(f"#card-{first.pk} [data-form]").wait_for(state="hidden")
    first.refresh_from_db()
    assert (first.title, first.looker, first.due_on) == ("完成危险货物堆场排查", world.clerk, due)
    assert first.lead_unit == world.safety

    # The second is dismissed, with a reason, by keyboard.
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.locator("#sheet input[name=reason]").fill("已经完成")
    page.keyboard.press("Enter")
    page.locator(".card-dismissed").wait_for()
    # The page comes again where one was, also for the keyboard.
    page.locator(".card-dismissed.here:focus-within").wait_for()

    # What goes out is shown before it goes; then the tasks are there.
    page.keyboard.press("i")
    page.wait_for_url("**/issue")
    assert page.locator("input[name=ids]:checked").count() == 1
    page.click("form.issue button[data-confirm]")
    page.click("#confirm button[value=yes]")
    page.locator(".card-issued").wait_for()
    task = Task.objects.get()
    assert (task.title, task.lead_unit, task.looker) == ("完成危险货物堆场排查", world.safety, world.clerk)
    # And back from the task to the sentence.
    page.goto(f"/tasks/{task.pk}")
    page.click(f"a[href*='#s{first.pk}']")
    page.wait_for_url(f"**/minutes/{document.pk}?at={first.pk}#s{first.pk}")
    assert page.locator(f".card-p.here#card-{first.pk}").count() == 1


def test_selected_words_become_a_task_and_wrong_words_are_corrected(as_person):
    world = begin()
    document = filed(world)
    page = as_person(world.clerk)
    page.goto(f"/minutes/{document.pk}")
    words = "会议听取了上半年安全生产情况汇报。"
    select = """([words]) => {
        const walker = document.createTreeWalker(document.querySelector("[data-words]"), NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at >= 0) { getSelection().setBaseAndExtent(node, at, node, at + words.length); return true; }
        }
        return false;
    }"""
    assert page.evaluate(select, [words])
    page.locator("[data-picked-tools]:not([hidden])").wait_for()
    page.keyboard.press("a")
    page.wait_for_url("**at=*")
    added = Proposal.objects.get(by_person=True)
    assert added.source_text == words
    # Without a mouse nothing is selected: the words are typed.
    page.keyboard.press("a")
    page.locator("#sheet textarea[name=words]").wait_for()
    page.keyboard.type("8月6日，示范港口集团召开夏季安全例会。")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: f"at={added.pk}" not in url and "at=" in url)
    assert Proposal.objects.filter(by_person=True).count() == 2
    assert page.evaluate(select, ["防台准备"])
    page.locator("[data-picked-tools]:not([hidden])").wait_for()
    page.keyboard.press("t")
    page.locator("#sheet textarea[name=text]").fill("防汛准备")
    page.click("#sheet button[value=typed]")
    page.locator("[data-words] .fix-person").first.wait_for()
    document = Document.objects.get()
    assert "东港区要做好防汛准备" in document.text


def test_two_editors_of_different_fields_lose_nothing(as_person):
    world = begin()
    row = filed(world).proposals.first()
    one, other = as_person(world.clerk), as_person(world.supervision_head)
    for page in (one, other):
        page.goto(f"/minutes/proposals/{row.pk}")
    one.fill("textarea[name=title]", "甲的标题")
    one.click("form.proposal-form button[type=submit]")
    one.wait_for_url("**card-*")
    other.fill("textarea[name=criterion]", "乙的标准")
    other.click("form.proposal-form button[type=submit]")
    other.wait_for_url("**card-*")
    row.refresh_from_db()
    assert (row.title, row.criterion) == ("甲的标题", "乙的标准")


def test_the_page_works_without_scripts_and_on_a_phone(as_person):
    world = begin()
    document = filed(world)
    row = document.proposals.first()
    page = as_person(world.clerk, width=390, scripts=False)
    page.goto(f"/minutes/{document.pk}")
    page.click("label[for=pane-list]")
    page.click(f"#card-{row.pk} h3 a")
    page.fill("textarea[name=title]", "没有脚本也能改")
    page.fill("input[name=looker]", world.clerk.name)
    page.click("form.proposal-form button[type=submit]")
    page.wait_for_url("**card-*")
    row.refresh_from_db()
    assert (row.title, row.looker) == ("没有脚本也能改", world.clerk)
    phone = as_person(world.clerk, width=390)
    phone.goto(f"/minutes/{document.pk}")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_unsure_repairs_are_looked_at_one_after_another(as_person):
    world = begin()
    document = filed(world, OUT_OF_STEP)
    page = as_person(world.clerk)
    page.goto(f"/minutes/{document.pk}")
    page.keyboard.press("f")
    page.click("#sheet button[value=right]")
    page.locator("[data-words] .fix-person").first.wait_for()
    assert page.locator("[data-words] .fix-unsure").count() == 0
    page.goto(f"/minutes/{document.pk}?compare=1")
    assert OUT_OF_STEP in page.locator(".pair .raw").first.inner_text()
