"""`kill -9` at random under writing load: what was acknowledged is there, once, and the journal verifies."""

import json
import os
import random
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.faults.served import Served, let_them_run

KILLS = int(os.environ.get("DUBAN_TEST_KILLS", "8"))
WRITERS = 3

pytestmark = pytest.mark.faults


class Writer(threading.Thread):
    """Creates tasks one after the other; repeats each under the same key until an answer acknowledges it."""

    def __init__(self, number: int, served: Served, key: str, order: dict[str, object], stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.number, self.served, self.key, self.order, self.stop = number, served, key, order, stop
        self.acknowledged: list[str] = []
        self.repeats = 0
        self.refused: list[str] = []

    def run(self) -> None:
        count = 0
        while not self.stop.is_set():
            title = f"{self.number}-{count}"
            while not self._post(title):
                self.repeats += 1
                if self.stop.wait(0.02):
                    # Nobody acknowledged this one: it may be there or not.
                    return
            count += 1

    def _post(self, title: str) -> bool:
        request = urllib.request.Request(
            f"{self.served.url}/api/v1/tasks",
            json.dumps(self.order | {"title": title}).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}", "Idempotency-Key": title},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                if answer.status == 201 and json.load(answer)["title"] == title:
                    self.acknowledged.append(title)
                    return True
        except urllib.error.HTTPError as error:
            if error.code not in (409, 500, 502, 503):
                self.refused.append(f"{error.code} {error.read()[:200]!r}")
                return True
        except (OSError, ValueError, urllib.error.URLError):
            pass
        return False


def test_every_acknowledged_change_survives_kills_and_none_is_made_twice(served: Served, tmp_path: Path):
    about = served.furnish()
    served.start()
    served.wait_until_up()
    stop = threading.Event()
    writers = [Writer(n, served, about["key"], about["order"], stop) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    dice, killed, backup = random.Random(KILLS), 0, tmp_path / "while-writing.tar"
    while killed < KILLS:
        # A kill only counts while there is something to hit: wait until the writers are at it again.
        before = sum(len(writer.acknowledged) for writer in writers)
        deadline = time.monotonic() + 60
        while (
            sum(len(writer.acknowledged) for writer in writers) == before
            and served.is_running()
            and time.monotonic() < deadline
        ):
            let_them_run(0.01)
        let_them_run(dice.random() * 0.2)
        killed += served.kill_one(dice) in ("child", "server")
        if killed == KILLS // 2 and not backup.exists():
            served.run("backup", str(backup))
    served.wait_until_up(again=True)
    let_them_run(1.0)
    stop.set()
    for writer in writers:
        writer.join(30)
    served.kill_all()
    found = served.account()
    acknowledged = [title for writer in writers for title in writer.acknowledged]
    assert [writer.refused for writer in writers] == [[], [], []]
    assert len(acknowledged) > KILLS, "the writers hardly got to write"
    assert sum(writer.repeats for writer in writers) > 0, "no kill ever hit a request"
    assert set(acknowledged) <= set(found["titles"])
    assert len(found["titles"]) == len(set(found["titles"])), "a retry was carried out twice"
    assert len(found["titles"]) <= len(acknowledged) + WRITERS
    assert found["serials"] == list(range(1, len(found["serials"]) + 1)), "a number is missing or double"
    assert found["dispatched"] == len(found["titles"]), "the journal and the ledger differ"
    assert found["told"] == found["dispatched"], "somebody was never told"
    assert found["told_twice"] == 0
    # The backup made in the middle is whole: it comes back elsewhere and verifies there.
    with served.elsewhere() as other:
        other.run("restore", str(backup))
        assert "Everything fits" in other.run("verify")
