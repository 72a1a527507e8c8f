"""The server is killed while a phone hands in a photo: nothing is lost, nothing is there twice, one piece is sent again."""

import hashlib
import json
import random

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.phone import until
from tests.faults.served import Served

pytestmark = pytest.mark.faults

PIECE = 1024 * 1024
EMPTY = "window.duban.outbox.all().then(r => r.length === 0)"


def large_picture() -> bytes:
    """A JPEG of three and a half pieces: its noise cannot be packed."""
    from io import BytesIO

    from PIL import Image

    noise = random.Random(7).randbytes(1800 * 1400 * 3)
    kept = BytesIO()
    Image.frombytes("RGB", (1800, 1400), noise).save(kept, "JPEG", quality=97)
    assert 3 * PIECE < kept.tell() < 4 * PIECE, kept.tell()
    return kept.getvalue()


def test_a_photo_survives_the_server_killed_in_the_middle_of_its_upload(served: Served, chromium: Browser) -> None:
    session = served.furnish()["session"]
    served.start()
    served.wait_until_up()
    about = json.loads(served.python("tests.faults.checklist").splitlines()[-1])
    picture = large_picture()
    pieces: list[tuple[str, int]] = []

    def patched(route):
        """The server is killed when half of it is there; everything before and after goes its way."""
        offset = int(route.request.headers["upload-offset"])
        if offset >= 2 * PIECE and served.is_running() and not any(what == "killed" for what, _at in pieces):
            pieces.append(("killed", offset))
            served.kill_all()
        else:
            pieces.append(("sent", offset))
        route.continue_()

    context = chromium.new_context(base_url=served.url, viewport={"width": 390, "height": 844}, locale="en-US")
    context.add_cookies([{"name": "sessionid", "value": session, "url": served.url}])
    page = context.new_page()
    page.route("**/files/uploads/*", lambda r: patched(r) if r.request.method == "PATCH" else r.continue_())
    page.goto(f"/field/begin/edition/{about['edition']}")
    page.get_by_role("button", name="Begin", exact=True).click()
    page.wait_for_url("**/field/*", timeout=20_000)
    ask = page.locator(f"#i{about['photo']}")
    ask.locator("[data-files]").set_input_files({"name": "yard.jpg", "mimeType": "image/jpeg", "buffer": picture})
    ask.get_by_role("button", name="Save").first.click()
    expect(page.locator("[data-net]")).not_to_be_empty(timeout=30_000)
    assert pieces[-1] == ("killed", 2 * PIECE)
    assert page.evaluate("window.duban.outbox.all().then(r => r.length)") == 1
    served.start()
    served.wait_until_up()
    page.evaluate("window.duban.outbox.send()")
    until(page, EMPTY)
    context.close()
    # What had arrived before the kill is not sent again.
    assert pieces[pieces.index(("killed", 2 * PIECE)) + 1] == ("sent", 2 * PIECE)
    found = json.loads(served.python("tests.faults.checklist").splitlines()[-1])
    assert (found["responses"], found["answers"]) == (1, 1)
    assert found["files"] == [hashlib.sha256(picture).hexdigest()]
    served.run("seal")
    assert "Everything fits" in served.run("verify")
