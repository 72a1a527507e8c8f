"""Pictures for the user guide, taken in a fresh demonstration that is being served, desktop and phone.

duban demo --serve --port 9000      (in an empty data folder; its demo.json holds the password)
python -m tests.browser.pictures http://127.0.0.1:9000 DATA_FOLDER docs/images
"""

import json
import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from duban.reading.restoration.damage import annotate, cut_out_of_step, traditional
from tests.browser.walk import Walk, photograph
from tests.chromium import CHROMIUM

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# Steps that show little but the browser's own controls are not shown; some are shown down to a height.
LEFT_OUT = {"file", "fill", "extension", "claim", "verified"}
HEIGHTS = {"report": 660}
# An address, and what is clicked there to get to what is to be seen.
AT_A_DESK: dict[str, tuple[str, ...]] = {
    "review": ("/minutes/?state=draft", "text=年度攻坚调度会纪要"),
    "ledger": ("/tasks",),
    "overview": ("/overview",),
    "board": ("/tasks/board",),
    "claims": ("/tasks/claims",),
    "programme": ("/programmes", "text=作风建设年"),
    "acceptance": ("/tasks?acceptance=1&state=open", "text=南港区扩大开放"),
    "loop-pack": ("/checklists/packs", "a[href$='packs/ten_aspects']"),
    "loop-coverage": ("/checklists/coverage",),
    "loop-network": ("/network",),
    "loop-draw": ("/inspection-plans", "td a[href^='/inspection-plans/']", "a[href^='/draws/']"),
    "loop-findings": ("/findings?state=all",),
    "loop-finding": ("/findings?mark=relapsed&state=all", "td a[href^='/findings/']"),
    "loop-missed": ("/findings/missed",),
    "loop-calendar": ("/routines/calendar",),
    "loop-look-backs": ("/look-backs", "tr:has(.tag-red) a"),
    "loop-exposures": ("/exposures?show=shown", "[data-row] a"),
    "loop-suggestion": ("/suggestions", "text=交接班表格"),
}
ON_A_PHONE: dict[str, tuple[str, ...]] = {
    "ledger-phone": ("/tasks",),
    "loop-briefing": ("/briefings?form=evening", "a[rel=prev]"),
}
ON_THE_SPOT: dict[str, tuple[str, ...]] = {
    "loop-visit": ("/visits", "[data-row] a"),
    "loop-field": ("/field",),
}
TITLE = "提箱车辆排队治理"
MINUTES = """望潮港口集团客户服务专题会议纪要
{today.month}月{today.day}日，集团召开客户服务专题会议，总经理主持。会议听取了近期客户意见的汇报。
会议指出，提箱车辆排队时间偏长，客户反映集中，要从流程上找原因。
会议要求，北港港区公司要在两周内完成提箱车辆排队治理，形成预约提箱运行方案，平均等候时间压缩到30分钟以内。
会议强调，生产经营部要建立客户意见台账，每月通报一次办理情况；科技信息部要在{due.month}月底前完成预约系统升级。
会议要求，财务管理部要对照收费标准开展一次自查，{due.month}月15日前形成自查报告。
会议强调，服务无小事，各单位要举一反三。
"""


@contextmanager
def people(browser: Browser, base: str, password: str, names: dict[str, str], **how: Any) -> Iterator[dict[str, Page]]:
    """A page for each, logged in through the login page."""
    pages = {}
    for role, username in names.items():
        context = browser.new_context(base_url=base, locale="zh-CN", reduced_motion="reduce", **how)
        page = pages[role] = context.new_page()
        page.goto("/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", password)
        page.click("form button[type=submit]")
        page.wait_for_url(lambda address: "login" not in address)
    yield pages
    for page in pages.values():
        page.context.close()


def slim(path: Path) -> None:
    """A palette is enough for pages, and a third of the bytes."""
    Image.open(path).convert("RGB").quantize(256, kmeans=3, dither=Image.Dither.NONE).save(path, optimize=True)


def main(base: str, data: Path, target: Path) -> None:
    password = json.loads((data / "demo.json").read_text(encoding="utf-8"))["password"]
    today = date.today()
    due = (today.replace(day=1) + timedelta(days=62)).replace(day=1)

    def save(name: str, page: Page) -> None:
        page.wait_for_timeout(600)
        path = target / f"{name}.png"
        size: Any = page.viewport_size
        height = HEIGHTS.get(name.removeprefix("walk-"), size["height"])
        page.screenshot(path=path, clip={"x": 0, "y": 0, "width": size["width"], "height": height})
        slim(path)

    def shot(name: str, page: Page) -> None:
        if name not in LEFT_OUT:
            save(f"walk-{name}", page)

    with sync_playwright() as started, TemporaryDirectory() as folder:
        browser = started.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--lang=zh-CN"], env={**os.environ, "LANGUAGE": "zh_CN"}
        )
        spot = {"inspector": "inspector"}
        desk = {"clerk": "supervision", "looker": "inspector", "closer": "w0008"}
        phone = {"liaison": "liaison", "doer": "head"}
        with (
            people(browser, base, password, desk, viewport=DESKTOP) as at_desk,
            people(browser, base, password, phone, viewport=PHONE) as with_phone,
            people(browser, base, password, spot, viewport=PHONE) as out,
        ):
            for page, pages in (
                (at_desk["clerk"], AT_A_DESK),
                (with_phone["doer"], ON_A_PHONE),
                (out["inspector"], ON_THE_SPOT),
            ):
                for name, (address, *clicks) in pages.items():
                    page.goto(address)
                    for selector in clicks:
                        page.locator(selector).first.click()
                        page.wait_for_load_state("networkidle")
                    save(name, page)
            walk = Walk(**at_desk, **with_phone, shot=shot)
            paper = Path(folder) / "客户服务专题会议纪要.txt"
            text = MINUTES.format(today=today, due=due)
            paper.write_text(cut_out_of_step(annotate(traditional(text), random.Random(5))), encoding="utf-8")
            picture = Path(folder) / "预约通道现场.jpg"
            picture.write_bytes(photograph())
            walk.file(paper, today)
            walk.review(TITLE, "渡知行", today + timedelta(days=30), "平均等候时间连续一周不超过30分钟")
            walk.issue(TITLE)
            walk.acknowledge(TITLE)
            walk.report("预约通道已划线启用，首周预约率57%。", "夜间到港车辆仍集中。", "增开夜间窗口一个。", 60)
            walk.extend(today + timedelta(days=28), "预约系统升级晚一周上线。", "情况属实，同意延期一次。")
            walk.claim("连续一周平均等候26分钟，运行方案已印发。", picture)
            walk.verify("退办", "缺少一周等候时间的记录，请补充。")
            walk.claim("已补充一周等候时间记录，平均26分钟。", picture)
            walk.verify("达到办结标准", "现场抽查20车次，平均等候25分钟。")
            walk.close()
            walk.back()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
