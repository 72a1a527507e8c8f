"""The pages as an app: by Chromium's own criteria, under the strict policy."""

import json
from io import BytesIO

from PIL import Image

from tests.browser.phone import one_request_at_a_time

__all__ = ["one_request_at_a_time"]


def test_a_browser_may_install_it(world, as_person):
    page = as_person(world.stevedore, width=390, language="zh-CN")
    page.goto("/field")
    assert page.evaluate("navigator.serviceWorker.ready.then((r) => r.scope)") == page.evaluate("location.origin + '/'")
    devtools = page.context.new_cdp_session(page)
    found = devtools.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert (manifest["name"], manifest["display"]) == ("督办", "standalone")
    errors = {each["errorId"] for each in devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert errors <= {"in-incognito"}  # the tests' browser keeps nothing: that alone stands against it
    for icon in manifest["icons"]:
        answer = page.request.get(icon["src"])
        assert answer.headers["content-type"].startswith(icon["type"])
        if icon["type"] == "image/png":
            assert "x".join(map(str, Image.open(BytesIO(answer.body())).size)) == icon["sizes"]
