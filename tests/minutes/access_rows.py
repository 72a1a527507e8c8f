"""Who may do what with documents, by hand. The document is filed by the liaison of the east port for the east port."""

from datetime import date

from duban.ledger.models import TaskType
from duban.minutes.actions import dismiss_proposal, file_document
from duban.minutes.matching import known_names
from duban.minutes.models import Document, Proposal
from duban.minutes.reader import read_raw
from duban.org.names import forget_names
from tests.access_table import Row
from tests.minutes.conftest import DAMAGED
from tests.world import World

# Who sees the paper of the east: its own people in charge, and those who see all. To the others it does not exist.
SEE = {
    "*": 404, "clerk": 200, "east_leader": 200, "auditor": 200, "assessor": 200, "inspector": 200,
}  # fmt: skip
# Of those, only the supervision office works on it (the liaison and head of the east are tried in test_filing).
WORK = {**SEE, "east_leader": 403, "auditor": 403, "assessor": 403, "inspector": 403}
DO = {**WORK, "clerk": 302}


def paper(world: World) -> Document:
    forget_names()
    TaskType.objects.get_or_create(name="会议议定")
    day = date(2026, 8, 6)
    return file_document(
        actor=world.east_liaison,
        unit=world.east,
        kind="minutes",
        title="东港例会",
        issued_on=day,
        raw=DAMAGED,
        reading=read_raw(DAMAGED, date=day, units=known_names()),
    )


def dismissed(world: World) -> Proposal:
    row = paper(world).proposals.first()
    assert row is not None
    return dismiss_proposal(row.pk, actor=world.clerk, reason="已经完成")


def its(world: World, made: Document) -> dict[str, int]:
    return {"pk": made.pk}


def first(world: World, made: Document) -> dict[str, int]:
    row = made.proposals.first()
    assert row is not None
    return {"pk": row.pk}


def itself(world: World, made: Proposal) -> dict[str, int]:
    return {"pk": made.pk}


def two(world: World, made: Document) -> dict[str, list[int]]:
    return {"ids": [row.pk for row in made.proposals.all()[:2]]}


ROWS = [
    Row("minutes:list", "GET", None, {"*": 200}),
    Row("minutes:list_xlsx", "GET", None, {"*": 200}),
    Row("minutes:file", "GET", None, {
        "*": 403, "clerk": 200, "stevedores_head": 200, "west_head": 200, "stevedores_liaison": 200, "west_liaison": 200,
    }),
    Row("minutes:file", "POST", None, {
        "*": 403, "clerk": 302, "stevedores_head": 422, "west_head": 422, "stevedores_liaison": 422, "west_liaison": 422,
    }, data=lambda world: {"kind": "minutes", "text": "会议要求整改。", "unit": world.supervision.pk}),
    Row("minutes:document", "GET", its, SEE, make=paper),
    Row("minutes:status", "GET", its, {k: 204 if v == 200 else v for k, v in SEE.items()}, make=paper),
    Row("minutes:repairs", "GET", its, SEE, make=paper),
    Row("minutes:breakdown_xlsx", "GET", its, SEE, make=paper),
    Row("minutes:breakdown_docx", "GET", its, SEE, make=paper),
    Row("minutes:original", "GET", its, {"*": 404}, make=paper),
    Row("minutes:describe", "GET", its, WORK, make=paper),
    Row("minutes:describe", "POST", its, DO, make=paper, data={"kind": "notice", "title": "改名"}),
    Row("minutes:read_again", "POST", its, DO, make=paper),
    Row("minutes:remove", "POST", its, DO, make=paper),
    Row("minutes:correct", "GET", its, WORK, make=paper, query={"raw": "0-2"}),
    Row("minutes:undo_correction", "POST", its, DO, make=paper, data={"raw": "0-2"}),
    Row("minutes:add", "GET", its, WORK, make=paper),
    Row("minutes:add", "POST", its, DO, make=paper, data={"words": "听取了上半年"}),
    Row("minutes:merge", "POST", its, DO, make=paper, data=two),
    Row("minutes:fill", "POST", its, DO, make=paper, data=lambda world: {"looker": f"id:{world.clerk.pk}"}),
    Row("minutes:issue", "GET", its, WORK, make=paper),
    Row("minutes:issue", "POST", its, {**WORK, "clerk": 409}, make=paper),
    Row("minutes:proposal", "GET", first, {**SEE, "east_leader": 302, "auditor": 302, "assessor": 302, "inspector": 302},
        make=paper),
    Row("minutes:proposal", "POST", first, {**SEE, "clerk": 422, "east_leader": 302, "auditor": 302, "assessor": 302,
        "inspector": 302}, make=paper),
    Row("minutes:card", "GET", first, WORK, make=paper),
    Row("minutes:split", "GET", first, WORK, make=paper),
    Row("minutes:split", "POST", first, DO, make=paper, data={"titles": "甲\n乙"}),
    Row("minutes:split_units", "POST", first, DO, make=paper),
    Row("minutes:dismiss", "GET", first, WORK, make=paper),
    Row("minutes:dismiss", "POST", first, DO, make=paper, data={"reason": "已经完成"}),
    Row("minutes:join", "GET", first, WORK, make=paper),
    Row("minutes:reopen", "POST", itself, DO, make=dismissed),
]  # fmt: skip
