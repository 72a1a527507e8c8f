"""Who may open a hint and note something of it: the looker of the later task (the group's inspector), nobody else."""

from typing import Any

from tests.access_table import Row
from tests.likeness.closings import hint
from tests.world import World

LOOKER = {"*": 404}


def pk(world: World, made: Any) -> dict[str, Any]:
    return {"pk": made.pk}


RULES = {"shortest": 24, "share": 60, "common": 50, "units": 5, "bits": 10, "phrases": "已完成"}

ROWS = [
    Row("likeness:hint", "GET", pk, {**LOOKER, "inspector": 200}, make=hint),
    Row("likeness:look", "POST", pk, {**LOOKER, "inspector": 302}, data={"found": "copied"}, make=hint),
    Row("likeness:look", "POST", pk, {**LOOKER, "inspector": 422}, data={"found": "guilty"}, make=hint),
    Row("likeness:rules", "GET", None, {"*": 403, "clerk": 200}),
    Row("likeness:rules", "POST", None, {"*": 403, "clerk": 302}, data=RULES),
]
