"""Findings between the named people of the world: the group's inspector finds, the stevedores answer, the office decides."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from duban.files.actions import keep
from duban.findings import actions as do
from duban.findings.models import Finding, FindingKind
from duban.ledger.actions import acknowledge_task, claim_completion
from tests.ledger.conftest import on_file, together
from tests.world import World

__all__ = ["on_file", "together"]


def pixels() -> BytesIO:
    """A small picture, as a phone would send one."""
    stream = BytesIO()
    Image.new("RGB", (8, 6), "#c0392b").save(stream, "PNG")
    stream.seek(0)
    return stream


def kind(name: str = "隐患") -> FindingKind:
    return FindingKind.objects.get_or_create(name=name, defaults={"group": "hazard"})[0]


def conduct() -> FindingKind:
    return FindingKind.objects.get_or_create(name="慵懒散贪", defaults={"group": "conduct"})[0]


@pytest.fixture
def found(world: World) -> Callable[..., Finding]:
    """Issue a finding at the stevedores; any field may be given otherwise."""

    def issue(**fields: Any) -> Finding:
        values: dict[str, Any] = {
            "actor": world.inspector,
            "unit": world.stevedores,
            "kind": kind(),
            "condition": "3号泊位护栏缺失。作业人员可直接跌落。",
            "place": "3号泊位",
            "severity": "major",
            "criterion": "护栏完好并经核查人现场核对",
        }
        return do.issue_finding(**{**values, **fields})

    return issue


@pytest.fixture
def planned(world: World, found: Callable[..., Finding]) -> Callable[..., Finding]:
    """Accepted, with a plan that waits for a decision."""

    def plan(finding: Finding | None = None, **fields: Any) -> Finding:
        finding = finding or found()
        do.accept_finding(finding.pk, actor=world.stevedores_head)
        values: dict[str, Any] = {
            "cause": "检修后未复装",
            "measures": "重新安装护栏并纳入班前检查",
            "responsible": world.stevedore,
            "due_on": world.today + timedelta(days=7),
        }
        do.plan_rectification(finding.pk, actor=world.stevedores_head, **{**values, **fields})
        finding.refresh_from_db()
        return finding

    return plan


@pytest.fixture
def claimed(world: World, planned: Callable[..., Finding]) -> Callable[..., Finding]:
    """A task whose responsible person says that it is done; the group's inspector rechecks."""

    def claim(finding: Finding | None = None, looker: Any = None) -> Finding:
        finding = planned(finding)
        do.accept_plan(finding.pk, actor=world.clerk, looker=looker or world.inspector)
        finding.refresh_from_db()
        acknowledge_task(finding.task_id, actor=world.stevedores_head)
        claim_completion(finding.task_id, actor=world.stevedore, statement="护栏已装好")
        finding.refresh_from_db()
        return finding

    return claim


def picture(finding: Finding, actor: Any, noun: str) -> None:
    keep(pixels(), "现场.png", actor=actor, noun=noun, noun_id=finding.pk, unit_id=finding.unit_id)
