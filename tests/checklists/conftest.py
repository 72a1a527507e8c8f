"""Checklists of the invented port group."""

from datetime import timedelta

import pytest
from django.utils import timezone

from duban.checklists.actions import approve_edition, begin_response, bring_into_force, make_checklist
from duban.checklists.lines import Line, read
from duban.checklists.models import Checklist, Edition, Item, Response
from tests.world import World

ROWS = [
    {"section": "码头前沿", "aspect": "登临船舶", "text": "登轮人员穿戴救生衣", "severity": "critical", "veto": "yes",
     "dimension": "people"},
    {"text": "跳板下有安全网", "dimension": "environment"},
    {"section": "冷藏箱", "aspect": "进口货物", "text": "箱内温度", "kind": "number", "low": "-20", "high": "-18",
     "measure": "℃", "dimension": "goods"},
    {"text": "箱体外观", "kind": "choice", "options": "完好；轻微变形；×破损", "dimension": "goods"},
    {"text": "现场照片", "kind": "photo"},
    {"text": "值班负责人", "kind": "person"},
]  # fmt: skip


def lines() -> list[Line]:
    found = read(ROWS)
    assert not found.faults
    return found.lines


def drafted(world: World, code: str = "DL") -> Edition:
    made = make_checklist(actor=world.clerk, code=code, name="登轮作业检查表", owner=world.safety, lines=lines())
    return made.editions.get()


def in_force(world: World, code: str = "DL") -> Edition:
    edition = drafted(world, code)
    approve_edition(edition.pk, actor=world.supervision_head)
    return bring_into_force(edition.pk, actor=world.clerk, since=timezone.localdate(), document="示范港安〔2026〕3号")


def begun(world: World) -> Response:
    return begin_response(actor=world.stevedore, edition=in_force(world), unit=world.stevedores, place="3号泊位")


@pytest.fixture
def draft(world) -> Edition:
    return drafted(world)


@pytest.fixture
def edition(world) -> Edition:
    return in_force(world)


@pytest.fixture
def response(world, edition) -> Response:
    return begin_response(actor=world.stevedore, edition=edition, unit=world.stevedores, place="3号泊位")


@pytest.fixture
def item(edition):
    """The edition's item by the beginning of its text."""

    def of(text: str) -> Item:
        return edition.items.get(text__startswith=text)

    return of


def ended(edition: Edition) -> Edition:
    """The edition as if it had ended yesterday."""
    today = timezone.localdate()
    Edition.objects.filter(pk=edition.pk).update(since=today - timedelta(days=9), until=today - timedelta(days=1))
    edition.refresh_from_db()
    return edition


__all__ = ["Checklist", "begun", "drafted", "ended", "in_force", "lines"]
