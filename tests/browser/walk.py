"""The walk of one document, from a damaged copy to a closed task, in Chinese, each step by the person whose step it is.

`test_from_minutes_to_ledger.py` walks it in the tests' world; `pictures.py` walks it in the demonstration and takes the
pictures of the user guide on the way.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect


def photograph() -> bytes:
    """What a phone would bring from a yard: a small drawn picture, JPEG."""
    image = Image.new("RGB", (640, 420), "#cfe3ee")
    pen = ImageDraw.Draw(image)
    pen.rectangle([0, 250, 640, 420], fill="#9a9c98")
    for column, paint in enumerate(["#b5483a", "#2f6690", "#d9a441", "#4b7f52", "#6c5b7b"]):
        for level in range(1 + column * 2 % 3):
            left, top = 30 + column * 120, 260 - level * 60
            pen.rectangle([left, top, left + 112, top + 56], fill=paint, outline="#3a3a3a")
    kept = io.BytesIO()
    image.save(kept, "JPEG")
    return kept.getvalue()


def press(where: Page | Locator, name: str) -> None:
    where.get_by_role("button", name=name, exact=True).click()


def pick(where: Page | Locator, label: str, typed: str, chosen: str) -> None:
    """Choose in a picker by what a person would type."""
    box = where.get_by_role("combobox", name=label)
    box.click()
    box.press_sequentially(typed)
    where.locator(".pick-list:not([hidden]) li", has_text=chosen).first.click()


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(words)


@dataclass
class Walk:
    """`clerk` files and issues, `liaison` takes note, `doer` works, `looker` looks, `closer` decides and closes."""

    clerk: Page
    liaison: Page
    doer: Page
    looker: Page
    closer: Page
    # Called with the name of a step and the page that shows it.
    shot: Callable[[str, Page], None] = lambda name, page: None
    task: str = field(default="", init=False)

    def file(self, paper: Path, day: date) -> str:
        """Drop a file; returns the address of its review page."""
        page = self.clerk
        page.goto("/minutes/new")
        page.set_input_files("input[type=file]", paper)
        page.get_by_label("成文日期").fill(day.isoformat())
        self.shot("file", page)
        press(page, "登记并读取")
        page.wait_for_url(re.compile(r"/minutes/\d+$"))
        # A copy that was filed is read in the background when it is long.
        page.locator(".card-p").first.wait_for(timeout=30_000)
        return page.url

    def review(self, title: str, looker: str, due: date, criterion: str) -> None:
        """See what was mended, fill in what all lack, and word the proposal with this title."""
        page = self.clerk
        page.get_by_role("link", name="对照原件").click()
        page.locator(".review-compare").wait_for()
        self.shot("compare", page)
        page.get_by_role("link", name="只看正文").click()
        page.locator("details.fill", has_text="统一补填空缺项").locator("summary").click()
        fill = page.locator("details.fill[open] form")
        pick(fill, "核查人", looker, looker)
        fill.get_by_label(re.compile("办结时限")).fill(due.isoformat())
        fill.get_by_label(re.compile("成果")).check()
        self.shot("fill", page)
        press(fill, "补填")
        card = page.locator(".card-p", has_text=title)
        card.get_by_role("link", name="编辑").click()
        form = page.locator("form.proposal-form")
        form.get_by_label("办结标准").fill(criterion)
        page.locator("[data-saved-mark]", has_text="已保存").wait_for()
        self.shot("edit", page)
        page.keyboard.press("Escape")
        form.wait_for(state="hidden")

    def issue(self, title: str) -> None:
        """Look at who gets what and what it costs them, then send all that is ready."""
        page = self.clerk
        page.get_by_role("link", name="下发…").click()
        page.wait_for_url("**/issue")
        expect(page.locator("ul.issue-lines")).to_contain_text(title)
        reason = page.get_by_label(re.compile("为何仍需布置"))
        if reason.count():  # a receiver's month is full
            reason.fill("客户反映集中，须在年底前办结。")
        self.shot("issue", page)
        press(page, "下发已勾选的任务")
        page.click("#confirm button[value=yes]")
        page.wait_for_url(re.compile(r"/minutes/\d+$"))
        self.shot("issued", page)
        page.locator(".card-issued", has_text=title).get_by_role("link", name=re.compile("号")).first.click()
        page.wait_for_url(re.compile(r"/tasks/\d+$"))
        self.task = page.url

    def acknowledge(self, title: str) -> None:
        page = self.liaison
        page.goto("/")
        self.shot("today", page)
        page.get_by_role("link", name=title).first.click()
        page.wait_for_url(re.compile(r"/tasks/\d+$"))
        press(page, "签收")
        said(page, "已签收")
        self.shot("acknowledged", page)

    def report(self, done: str, problem: str, following: str, percent: int) -> None:
        sheet = self._sheet(self.doer, "反馈")
        sheet.get_by_label("已做工作").fill(done)
        sheet.get_by_label("存在问题").fill(problem)
        sheet.get_by_label("下一步").fill(following)
        sheet.get_by_label("进度").fill(str(percent))
        self.shot("report", self.doer)
        press(sheet, "反馈")
        said(self.doer, "已反馈")

    def extend(self, to: date, reason: str, answer: str) -> None:
        self.doer.goto(self.task)
        self.doer.locator("summary", has_text="更多").click()
        sheet = self._sheet(self.doer, "申请延期", go=False)
        sheet.get_by_label("新时限").fill(to.isoformat())
        sheet.get_by_label("理由").fill(reason)
        self.shot("extension", self.doer)
        press(sheet, "申请延期")
        said(self.doer, "由交办方批复")
        sheet = self._sheet(self.closer, "批复")
        sheet.get_by_label("同意", exact=True).check()
        sheet.get_by_label("理由").fill(answer)
        self.shot("decision", self.closer)
        press(sheet, "批复延期")
        said(self.closer, "已批复")

    def claim(self, statement: str, *files: Any) -> None:
        sheet = self._sheet(self.doer, "申请办结")
        sheet.get_by_label("办结标准完成情况").fill(statement)
        sheet.get_by_label("佐证材料").set_input_files(list(files))
        self.doer.wait_for_timeout(300)
        self.shot("claim", self.doer)
        press(sheet, "申请办结")
        said(self.doer, "已申请办结")

    def verify(self, verdict: str, note: str) -> None:
        """`verdict`: 达到办结标准 or 退办."""
        sheet = self._sheet(self.looker, "核查")
        sheet.get_by_label(verdict).check()
        sheet.get_by_label("核查了什么").fill(note)
        self.shot("verify" if verdict == "退办" else "verified", self.looker)
        press(sheet, "核查")
        said(self.looker, "结论已记录")

    def close(self) -> None:
        sheet = self._sheet(self.closer, "销号")
        press(sheet, "销号")
        expect(self.closer.locator(".light-done")).to_be_visible()
        self.shot("closed", self.closer)

    def back(self) -> None:
        """From the closed task to the sentence it came from."""
        page = self.clerk
        page.goto(self.task)
        page.locator("ol.chain a").first.click()
        page.wait_for_url(re.compile(r"/minutes/\d+\?at="))
        expect(page.locator(".card-p.here")).to_be_visible()
        self.shot("back", page)

    def download(self, page: Page, address: str, to: Path) -> Path:
        """What a link of a page would save."""
        answer = page.request.get(address)
        assert answer.ok, f"{address}: {answer.status}"
        to.write_bytes(answer.body())
        return to

    def _sheet(self, page: Page, act: str, go: bool = True) -> Locator:
        if go:
            page.goto(self.task)
        page.get_by_role("link", name=act, exact=True).first.click()
        sheet = page.locator("#sheet")
        expect(sheet.get_by_role("button").first).to_be_visible()
        return sheet
