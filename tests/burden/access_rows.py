"""Who reads the ledger of burdens and keeps its rates, by hand. The offer is about a duty of the east port."""

from django.utils import timezone

from duban.burden.actions import merge_overlap
from duban.burden.models import MergeOffer
from tests.access_table import Row
from tests.burden.conftest import visit
from tests.burden.test_merging import twice
from tests.world import World

SEATED = {"*": 200, "outsider": 403}
OFFICE = {"*": 403, "clerk": 200}
# Offers are seen by who made them, by the unit whose consent is asked, and by the office; the office does not consent.
OFFER = {"*": 404, "clerk": 403, "east_inspector": 403, "east_administrator": 403, "east_leader": 302}


def offered(world: World) -> MergeOffer:
    first, second = twice(world)
    made = merge_overlap("duties", first.pk, second.pk, "drop", actor=world.clerk)
    assert made is not None
    return made


def two_visits(world: World) -> dict[str, object]:
    first, second = visit(world, 2), visit(world, 3)
    return {"kind": "visits", "first": first.pk, "second": second.pk, "way": "join"}


def today(world: World) -> str:
    return timezone.localdate().isoformat()


ROWS = [
    Row("burden:page", "GET", None, SEATED),
    Row("burden:page_xlsx", "GET", None, SEATED),
    Row("burden:charges", "GET", None, SEATED),
    Row("burden:charges_xlsx", "GET", None, SEATED),
    Row("burden:savings", "GET", None, SEATED),
    Row("burden:savings_xlsx", "GET", None, SEATED),
    Row("burden:budgets_xlsx", "GET", None, SEATED),
    Row("burden:overlaps", "GET", None, SEATED),
    Row("burden:overlaps_xlsx", "GET", None, SEATED),
    # Whoever has no say in either is told that there is nothing to merge, on the page they came from.
    Row("burden:merge", "POST", lambda world, made: made, {"*": 302, "outsider": 403}, make=two_visits),
    Row("burden:consent", "POST", lambda world, made: {"pk": made.pk}, OFFER, make=offered),
    Row("burden:refuse", "GET", lambda world, made: {"pk": made.pk}, {**OFFER, "east_leader": 200}, make=offered),
    Row("burden:refuse", "POST", lambda world, made: {"pk": made.pk}, OFFER, make=offered, data={"reason": "时段不同"}),
    Row("burden:rates", "GET", None, SEATED),
    Row("burden:rates", "POST", None, {"*": 403, "clerk": 422}, data=lambda world: {"since": today(world)}),
    Row("burden:budgets", "GET", None, SEATED),
    Row("burden:budget_new", "GET", None, OFFICE),
    Row("burden:budget_new", "POST", None, {"*": 403, "clerk": 302},
        data=lambda world: {"unit": world.east.pk, "since": today(world), "hours": 40}),
]  # fmt: skip
