"""Who may have evidence, by hand. What belongs to a noun of which no room says who sees it is nobody's to see."""

import io

from duban.files.actions import keep
from duban.files.models import Evidence, Upload
from tests.access_table import Row
from tests.files.samples import picture
from tests.world import World


def unclaimed(world: World) -> Evidence:
    return keep(io.BytesIO(picture(size=(8, 8))), "p.jpg", actor=world.clerk, noun="nothing", noun_id=1)


def upload(world: World) -> Upload:
    return Upload.objects.create(person=world.tugs_head, name="a.pdf", size=5)


def number(world: World, made: Evidence | Upload) -> dict[str, object]:
    return {"pk": made.pk}


ROWS = [
    Row("files:download", "GET", number, {"*": 404}, make=unclaimed),
    Row("files:thumbnail", "GET", number, {"*": 404}, make=unclaimed),
    # Without the header of the protocol nothing is taken from anybody; tests/files/test_web.py tries it with.
    Row("files:uploads", "POST", None, {"*": 412}),
    Row("files:upload", "HEAD", number, {"*": 412}, make=upload),
]
