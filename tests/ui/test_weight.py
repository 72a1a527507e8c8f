"""Before the first paint a page needs at most 200 KB over the wire; charts and pickers come after."""

import gzip
import re
from pathlib import Path

import pytest

from tests.ledger_pages import orders

STATIC = Path(__file__).resolve().parents[2] / "duban" / "ui" / "static"
LATER = {"echarts.min.js", "charts.js", "picker.js", "upload.js"}


def weight(html: str) -> int:
    """Bytes of the page and of everything its head asks for, as gzip (the worse of the two encodings served)."""
    asked = re.findall(
        r'(?:<script src|<link rel="stylesheet" href|<img src|<link rel="icon" href)="/static/([^"]+)"', html
    )
    assert len(asked) >= 5
    assert not LATER & {name.rsplit("/", 1)[-1] for name in asked}
    return len(gzip.compress(html.encode())) + sum(
        len(gzip.compress((STATIC / name).read_bytes())) for name in dict.fromkeys(asked)
    )


@pytest.mark.skipif(not (STATIC / "vendor" / "tabler.min.css").exists(), reason="assets are not built")
def test_first_paint_stays_light(client, world):
    orders.many(world, 30)
    task = orders.claimed(world)
    programme = orders.programme(world)
    client.force_login(world.clerk)
    for url in ("/", "/tasks", f"/tasks/{task.pk}", "/overview", "/tasks/board", f"/programmes/{programme.pk}"):
        assert weight(client.get(url).content.decode()) <= 200_000, url
