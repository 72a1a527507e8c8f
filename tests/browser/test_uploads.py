"""Files go ahead of their form, and go on where the line broke."""

from pathlib import Path

import pytest

from duban.files.models import Piece, Upload
from tests.world import build

MIB = 1 << 20
FIELD = "input[type=file][data-upload]"


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    """Two and a half pieces of text."""
    path = tmp_path / "安全例会纪要.txt"
    line = "会议要求，各单位要在月底前完成码头作业区隐患整改。\n".encode()
    path.write_bytes(line * (5 * MIB // 2 // len(line)))
    return path


def test_a_line_that_breaks_is_picked_up_where_it_broke(as_person, minutes: Path):
    world = build()
    page = as_person(world.clerk, expected="503")
    page.goto("/minutes/new")
    page.wait_for_load_state("networkidle")
    broken: list[str] = []

    def break_once(route, request):
        if request.method == "PATCH" and request.headers["upload-offset"] != "0" and not broken:
            broken.append(request.headers["upload-offset"])
            route.fulfill(status=503, headers={"Tus-Resumable": "1.0.0"})
        else:
            route.continue_()

    page.route("**/files/uploads/**", break_once)
    page.set_input_files(FIELD, minutes)
    page.wait_for_selector(".upload-done", timeout=20_000)
    assert broken == [str(MIB)]
    upload = Upload.objects.get()
    assert (upload.name, upload.is_whole, upload.person) == (minutes.name, True, world.clerk)
    assert [piece.start for piece in upload.pieces.order_by("start")] == [0, MIB, 2 * MIB]
    assert page.input_value("input[name$=_uploads]") == str(upload.pk)


def test_a_page_that_was_closed_goes_on_when_the_same_file_is_chosen_again(as_person, minutes: Path):
    world = build()
    page = as_person(world.clerk, expected="503")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/minutes/new")
    page.wait_for_load_state("networkidle")
    stopped = {"yes": True}
    sent: list[tuple[str, str]] = []

    def stop_after_one(route, request):
        sent.append((request.method, request.headers.get("upload-offset", "")))
        if stopped["yes"] and request.method == "PATCH" and request.headers["upload-offset"] != "0":
            route.fulfill(status=503, headers={"Tus-Resumable": "1.0.0"})
        else:
            route.continue_()

    page.route("**/files/uploads/**", stop_after_one)
    page.set_input_files(FIELD, minutes)
    page.locator(".upload-said", has_text="No network").wait_for()
    assert Piece.objects.count() == 1
    page.reload()
    page.wait_for_load_state("networkidle")
    stopped["yes"] = False
    sent.clear()
    page.set_input_files(FIELD, minutes)
    page.wait_for_selector(".upload-done", timeout=20_000)
    assert sent[:2] == [("HEAD", ""), ("PATCH", str(MIB))]
    assert Upload.objects.get().is_whole


def test_what_is_not_accepted_is_said_and_what_is_removed_is_gone(as_person, tmp_path: Path):
    world = build()
    page = as_person(world.clerk, expected="415")
    page.goto("/minutes/new")
    page.wait_for_load_state("networkidle")
    program = tmp_path / "a.exe"
    program.write_bytes(b"MZ")
    page.set_input_files(FIELD, program)
    page.wait_for_selector(".upload-failed")
    assert ".exe are not accepted" in page.text_content(".upload-failed")
    page.click(".upload-remove")
    good = tmp_path / "a.txt"
    good.write_text("会议要求抓紧落实。", encoding="utf-8")
    page.set_input_files(FIELD, good)
    page.wait_for_selector(".upload-done")
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.click(".upload-remove")
    assert not Upload.objects.exists()
    assert page.locator("input[name$=_uploads]").count() == 0
