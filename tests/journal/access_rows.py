"""Who may read the journal, by hand: one entry of the stevedores, in the east, that nobody of those tried has written."""

from django.db import transaction

from duban.journal.actions import append
from duban.journal.models import Entry, Verification
from duban.journal.sealer import seal_pending
from duban.journal.verifying import ask_verification
from duban.org import kinds
from tests.access_table import Row
from tests.world import World

# The supervision office and those seated at the top read everything; others what happened where they hold a post.
READ = {
    "clerk": 200,
    "inspector": 200,
    "auditor": 200,
    "assessor": 200,
    "administrator": 200,
    "east_leader": 200,
    "east_inspector": 200,
    "east_administrator": 200,
    "stevedores_head": 200,
    "stevedores_liaison": 200,
    "stevedore": 200,
    "*": 404,
}


def entry(world: World) -> Entry:
    with transaction.atomic():
        body = {"unit": "东港装卸公司", "changes": "简称"}
        made = append(kinds.EDITED, actor=None, noun="unit", noun_id=1, unit_id=world.stevedores.pk, body=body)
    seal_pending()
    return made


def number(world: World, made: Entry | Verification) -> dict[str, int]:
    return {"pk": made.pk}


# The whole of it is verified by those who answer for it at the top.
MAY_VERIFY = ("auditor", "administrator")


def verification(world: World) -> Verification:
    entry(world)
    return ask_verification(actor=world.auditor)[0]


ROWS = [
    Row("journal:verifications", "GET", None, dict.fromkeys(MAY_VERIFY, 200) | {"*": 403}, make=entry),
    Row("journal:verifications", "POST", None, dict.fromkeys(MAY_VERIFY, 302) | {"*": 403}, make=entry),
    Row("journal:verification", "GET", number, dict.fromkeys(MAY_VERIFY, 200) | {"*": 404}, make=verification),
    Row("journal:list", "GET", None, {"*": 200}, make=entry),
    Row("journal:checkpoint", "GET", None, {"*": 200}, make=entry),
    Row("journal:entry", "GET", number, READ, make=entry),
    Row("journal:proof", "GET", number, READ, make=entry),
]
