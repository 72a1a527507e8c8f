"""Documents of the invented port group, filed and read."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from duban.ledger.models import TaskType
from duban.minutes.actions import edit_proposal, file_document
from duban.minutes.matching import known_names
from duban.minutes.models import Document, Proposal
from duban.minutes.reader import read_raw
from duban.minutes.state import state_of
from tests.ledger.conftest import on_file, together

__all__ = ["on_file", "together"]

MINUTES = (
    "8月6日，示范港口集团召开夏季安全例会。会议听取了上半年安全生产情况汇报。\n"
    "会议要求，安环部要在8月底前完成危险货物堆场的全面排查，形成隐患清单。\n"
    "会议指出，审计部要每季度开展一次工程审计，财务部配合。\n"
    "会议强调，东港区要做好防台准备。\n"
)
# The same sitting as a damaged copy: pinyin in brackets, stray blanks, traditional characters.
DAMAGED = (
    "8月6日，示范港口集團(tuán)召開(kāi)夏季安全例會(huì )。會(huì )議聽(tīng)取了上半年安全生產(chǎn)情況匯報。\n"
    "會(huì )議要求，安環(huán)部要在8月底前完成危險貨物堆場(chǎng)的全面排查，形成隱患清單。\n"
    "會(huì )議指出，審計部要每季度開(kāi)展一次工程審計，財務(wù)部配合。\n"
    "會(huì )議強調，東港區(qū)要做好防臺準備。\n"
)


@pytest.fixture
def task_type(db) -> TaskType:
    return TaskType.objects.filter(retired=False).first() or TaskType.objects.create(name="会议议定")


@pytest.fixture
def filed(world) -> Callable[..., Document]:
    """File a text for a unit, read at once."""

    def file(
        raw: str = MINUTES, *, actor=None, unit=None, on: date | None = None, title: str = "夏季安全例会纪要"
    ) -> Document:
        day = on or date(timezone.localdate().year, 8, 6)
        return file_document(
            actor=actor or world.clerk,
            unit=unit or world.supervision,
            kind="minutes",
            title=title,
            issued_on=day,
            raw=raw,
            reading=read_raw(raw, date=day, units=known_names()),
        )

    return file


@pytest.fixture
def edit(world):
    """Change fields of a proposal as its form does, seeing its present values."""

    def change(proposal: Proposal, *, actor=None, was=None, **values) -> Proposal:
        proposal = Proposal.objects.get(pk=proposal.pk)
        was = state_of(proposal) if was is None else was
        return edit_proposal(proposal.pk, actor=actor or world.clerk, was=was, values=values)

    return change


@pytest.fixture
def complete(world, edit):
    """Give an open proposal everything it needs to be issued."""

    def fill(proposal: Proposal, **values) -> Proposal:
        given = {
            "lead_unit": proposal.lead_unit or world.safety,
            "responsible": proposal.responsible or world.safety_head,
            "looker": world.clerk,
            "due_on": timezone.localdate() + timedelta(days=30),
            "criterion": "清单经督查办核对无误",
            **values,
        }
        return edit(proposal, **given)

    return fill
