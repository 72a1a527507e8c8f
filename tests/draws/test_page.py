"""verify.html in Chromium, opened as a file: it agrees with Python, finds changes, and sends nothing."""

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import pytest

import duban.draws.bundles as bundles
from duban.draws import Entry, Inspector, Manifest, Recusal, Rule, bundle, draw, follow, seal, ticket
from tests.draws.ceremony import pool, seed_of, some_voids, spring, staff
from tests.draws.test_bundle import CHANGES, SALT, SEED, changed, opened

pytestmark = pytest.mark.browser
PAGE = Path(bundles.__file__).parent / "bundled/verify.html"


@pytest.fixture
def page(chromium) -> Iterator[Any]:
    context = chromium.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    context.set_default_timeout(30_000)
    page = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(PAGE.as_uri())
    yield page
    context.close()
    assert not complaints
    assert asked == [PAGE.as_uri()]


def give(page: Any, content: bytes) -> str:
    page.evaluate("$('answer').removeAttribute('aria-busy')")
    page.set_input_files("#files", {"name": "bundle.zip", "mimeType": "application/zip", "buffer": content})
    page.wait_for_selector("#answer[aria-busy=false]")
    return page.inner_text("#verdict")


def odd() -> Manifest:
    """Ids with quotes, backslashes, Chinese, and beyond the basic plane, where sorting differs between languages."""
    names = ["岸线", "a\"b'c", "b\\n", "<b>&amp;", "𠮷野", "😀", "\uffee", "é", "长" * 200]
    return Manifest(
        "<i>抽查</i>",
        tuple(Entry(name, f"{name}（单位）", "甲😀" if n % 2 else "甲\uffee") for n, name in enumerate(names)),
        Rule({"甲😀": 3, "甲\uffee": 2}, team=2, cap=2),
        ("审计部", "纪检组", "工会"),
        tuple(Inspector(name, name, "督查室") for name in ["丁", "😀", "\uffee", "'", "\\", '"']),
        (Recusal("😀", "岸线"), Recusal("'", "😀"), Recusal('"', "b\\n")),
    )


def test_the_page_agrees_with_python(page):
    chains = spring(
        pool(12, "全"),
        Rule({"全": 12}, team=1, cap=2),
        staff(6),
        tuple(Recusal(f"P{n:03}", f"U{m:05}") for n in range(6) for m in range(12) if (m // 2 - n) % 6 not in {0, 1}),
    )
    for manifest in (spring(), odd(), chains, spring(rule=Rule({"高": 10, "中": 0, "低": 1}), inspectors=())):
        for number in range(5):
            seed = seed_of(number)
            content = bundle(
                manifest, seed, draw(manifest, seed), SALT, some_voids(manifest, seed, Random(number), count=6)
            )
            assert give(page, content) == "✓ 全部相符"
            assert page.evaluate("state.run.result") == draw(manifest, seed).to_bytes().decode()


def test_the_hash_is_sha256(page):
    for length in [*range(130), 1000, 4096]:
        text = "x" * length
        assert page.evaluate("hash", text) == sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("what", CHANGES)
def test_the_page_finds_every_change(page, what):
    assert give(page, changed(opened(), *CHANGES[what])) == "✗ 有不相符之处"
    assert "✗ 不符" in page.inner_text("#checks")


def test_what_was_published_is_compared(page):
    give(page, opened())
    assert "请与当时公布的内容核对" in page.inner_text("#checks")
    page.fill("#digest", f" {spring().digest.upper()} ")
    page.fill("#seal", seal(draw(spring(), SEED), SALT))
    assert page.inner_text("#verdict") == "✓ 全部相符"
    assert "请与当时公布的内容核对" not in page.inner_text("#checks")
    page.fill("#seal", "0" * 64)
    assert page.inner_text("#verdict") == "✗ 有不相符之处"


def test_one_entry_is_looked_up_and_the_page_speaks_english(page):
    give(page, opened())
    standing = follow(spring(), SEED, some_voids(spring(), SEED, Random(1)))
    drawn = page.inner_text("#drawn")
    assert all(id in drawn for one in standing.strata for id in one.selected)
    assert all(step.void.id in page.inner_text("#voids") for step in standing.steps)
    assert page.inner_text("#voids").count("无需递补") == sum(step.spare for step in standing.steps)
    id = draw(spring(), SEED).strata[0].selected[0]
    page.fill("#id", id)
    found = page.inner_text("#found")
    assert ticket(spring().digest, SEED.digits, "entry", id) in found
    assert "第 1 位，共 10 位" in found
    assert "| sha256sum" in found
    page.click("#language")
    assert page.inner_text("#verdict") == "✓ Everything agrees"
    assert page.title() == "Verify a draw"
    page.fill("#id", "nobody")
    assert page.inner_text("#found") == "The pool has no such id."


def test_what_is_no_bundle_is_said_so(page):
    assert give(page, b"nothing of the kind") == "无法读取：不是有效的 zip 文件"
    assert give(page, changed(opened(), "seed.json", lambda _: b"{")) == "无法读取：seed.json 不是规定的格式"
    assert give(page, opened()) == "✓ 全部相符"


def test_the_unpacked_files_do_as_well(page, tmp_path):
    with ZipFile(BytesIO(opened())) as archive:
        archive.extractall(tmp_path)
    page.set_input_files("#files", [tmp_path / name for name in bundles.PARTS])
    page.wait_for_selector("#answer[aria-busy=false]")
    assert page.inner_text("#verdict") == "✓ 全部相符"
    page.evaluate("$('answer').removeAttribute('aria-busy')")
    page.set_input_files("#files", [tmp_path / name for name in bundles.PARTS[1:]])
    page.wait_for_selector("#answer[aria-busy=false]")
    assert page.inner_text("#verdict") == "无法读取：缺少 manifest.json"
