"""A finding is exposed: drafted, a face masked by mouse and a plate by keyboard, checked, replied to on a phone, issued, as Word."""

from io import BytesIO

from docx import Document
from PIL import Image

from duban.inspections.models import Exposure
from tests.browser.phone import until
from tests.inspections import exposure_path as path


def test_from_a_finding_to_a_numbered_page_and_word(world, as_person):
    finding = path.found(world, photos=1)
    desk = as_person(world.clerk)
    desk.goto(finding.get_absolute_url())
    desk.get_by_text("More", exact=True).first.click()
    desk.get_by_role("link", name="Draft an exposure notice").click()
    desk.get_by_role("button", name="Draft it").click()
    desk.get_by_label("现场0.jpg").check()
    desk.get_by_role("button", name="Save").click()
    desk.get_by_text("1 photos are neither masked").wait_for()

    desk.get_by_role("link", name="Mask 1").click()
    # Until the picture and the script are there, nothing hears the mouse.
    desk.wait_for_load_state("networkidle")
    frame = desk.locator("[data-mask-picture]").bounding_box()
    desk.mouse.move(frame["x"] + 1, frame["y"] + 1)
    desk.mouse.down()
    desk.mouse.move(frame["x"] + frame["width"] * 0.5, frame["y"] + frame["height"] * 0.5, steps=4)
    desk.mouse.up()
    desk.get_by_role("button", name="Add a rectangle").press("Enter")
    second = desk.get_by_role("button", name="Rectangle 2.")
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowDown"):
        second.press(key)
    lines = desk.locator("textarea[name=boxes]").input_value().splitlines()
    assert lines[1] == "42.00 30.00 12.00 15.00"
    left, top, width, height = map(float, lines[0].split())
    assert left < 3
    assert top < 3
    assert 46 < left + width < 54
    assert 46 < top + height < 54
    desk.get_by_role("button", name="Make the picture for readers").click()
    desk.get_by_role("button", name="Hand in for the check").click()
    desk.get_by_text("somebody else checks it").wait_for()
    notice = Exposure.objects.get()
    with Image.open(notice.photos.get().copy.blob.open()) as copy:
        assert max(copy.getpixel((20, 30))) < 60

    other = as_person(world.auditor)
    other.goto("/")
    other.get_by_role("link", name=notice.title).click()
    other.get_by_role("img", name="Photo, masked 1").scroll_into_view_if_needed()
    until(other, "[...document.images].some(i => i.alt === 'Photo, masked 1' && i.naturalWidth > 0)")
    other.get_by_role("link", name="Check", exact=True).click()
    other.get_by_label("Passed: the unit may reply now").check()
    other.get_by_label("Nobody can be recognised").check()
    other.get_by_label("The facts are proven").check()
    other.get_by_role("button", name="Give the verdict").click()
    other.get_by_text("Your verdict is recorded.").wait_for()

    phone = as_person(world.stevedores_head, width=390)
    phone.goto("/")
    phone.get_by_role("link", name=notice.title).click()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("link", name="Reply", exact=True).click()
    phone.get_by_role("textbox", name="Reply").fill("已连夜复装护栏。")
    phone.get_by_role("button", name="Reply", exact=True).click()
    phone.get_by_text("Your reply stands beside the notice.").wait_for()

    desk.goto(notice.get_absolute_url())
    desk.get_by_role("button", name="Issue", exact=True).click()
    desk.get_by_role("button", name="Yes, do it").click()
    desk.get_by_text("Issued: it is shown now.").wait_for()

    reader = as_person(world.west_member)
    reader.goto("/exposures")
    reader.get_by_role("link", name=notice.title).click()
    reader.get_by_text("已连夜复装护栏。").wait_for()
    with reader.expect_download() as coming:
        reader.get_by_role("link", name="Word").click()
    words = "\n".join(p.text for p in Document(BytesIO(coming.value.path().read_bytes())).paragraphs)
    assert f"督查曝光〔{world.today.year}〕1号" in words
    assert "已连夜复装护栏。" in words
