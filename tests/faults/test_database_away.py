"""The database goes away while people work: clear pages, nothing half-done, and all goes on by itself when it is back."""

import json
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.faults.asking import Answer, Asking
from tests.faults.line import Line
from tests.faults.served import Served, let_them_run

pytestmark = pytest.mark.faults


def until(true: Callable[[], bool], seconds: float = 90) -> None:
    for _ in range(int(seconds * 10)):
        if true():
            return
        let_them_run(0.1)
    raise AssertionError("it did not come about")


def prepared(served: Served) -> Asking:
    asking = Asking(served, served.furnish())
    served.start()
    served.wait_until_up()
    return asking


def unfinished_jobs(served: Served) -> int:
    return json.loads(served.python("tests.faults.account"))["unfinished_jobs"]


def test_a_line_to_the_database_that_breaks(served: Served):
    url = served.environment["DATABASE_URL"]
    if not url:
        pytest.skip("the embedded database has no line to it")
    line = Line(url)
    served.environment["DATABASE_URL"] = line.url
    asking = prepared(served)
    assert asking.create("before").status == 201
    assert asking.page("/tasks").status == 200
    line.cut()
    for path in ("/tasks", "/minutes/", "/"):
        page = asking.page(path)
        assert page.status == 503, page.text[:300]
        assert "The database does not answer" in page.text
        assert page.headers["Retry-After"] == "30"
        assert "Traceback" not in page.text
    refused = asking.create("meanwhile")
    assert (refused.status, refused.headers["Content-Type"]) == (503, "application/problem+json")
    assert asking.send("GET", "/healthz").status == 200
    assert served.is_running()
    line.mend()
    until(lambda: asking.page("/tasks").status == 200)
    until(lambda: asking.create("meanwhile").status == 201)
    # Each web process finds its own way back: one has answered, the other may not have been asked yet.
    until(lambda: asking.create("after").status == 201)
    # The worker has come back too: it tells people of what happened.
    until(lambda: unfinished_jobs(served) == 0)
    served.kill_all()
    found = served.account()
    assert sorted(found["titles"]) == ["after", "before", "meanwhile"]
    assert found["serials"] == [1, 2, 3]
    assert found["told"] == found["dispatched"] == 3
    line.cut()


def test_an_embedded_database_held_by_another_program(served: Served):
    """A copy tool or a virus scanner may hold the file: readers go on, writers are told to send it again."""
    if served.environment["DATABASE_URL"]:
        pytest.skip("this is about the embedded database")
    asking = prepared(served)
    assert asking.create("before").status == 201
    path = f"{served.environment['DUBAN_DATA']}/duban.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None, timeout=60)) as other:
        other.execute("BEGIN IMMEDIATE")
        answers: list[Answer] = []
        writer = threading.Thread(target=lambda: answers.append(asking.create("meanwhile")))
        writer.start()
        assert asking.page("/tasks").status == 200
        writer.join()
        assert answers[0].status == 503
        assert answers[0].headers["Content-Type"] == "application/problem+json"
        other.execute("ROLLBACK")
    assert asking.create("meanwhile").status == 201
    served.kill_all()
    found = served.account()
    assert sorted(found["titles"]) == ["before", "meanwhile"]
    assert found["serials"] == [1, 2]
