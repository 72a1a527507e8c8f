"""With the real libraries, to a server on this machine: what leaves, and that a redirect leads nowhere."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from duban.notices import jobs, services


@pytest.fixture
def robot(monkeypatch):
    """A robot that answers with `robot.status`, and its address; the guard is lifted, it would never call this machine."""

    class Robot(BaseHTTPRequestHandler):
        def do_POST(self):
            seen.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(server.status)
            if server.status == 302:
                self.send_header("Location", "/inside")
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *_):
            pass

    seen: list[tuple[str, bytes]] = []
    server = HTTPServer(("127.0.0.1", 0), Robot)
    server.status, server.seen = 200, seen
    server.address = f"json://127.0.0.1:{server.server_port}/robot"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setattr(services, "check_address", lambda _address: None)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_words_arrive(robot):
    assert services.send_to(robot.address, title="【督办】示例", body="第一行\n第二行")
    path, body = robot.seen[0]
    assert path.startswith("/robot")
    assert json.loads(body)["title"] == "【督办】示例"
    assert json.loads(body)["message"] == "第一行\n第二行"


@pytest.mark.parametrize("status", [302, 500])
def test_a_robot_that_refuses_or_sends_elsewhere_is_a_failure(robot, status):
    robot.status = status
    assert not services.send_to(robot.address, title="t", body="b")
    assert [path for path, _body in robot.seen if "inside" in path] == []


def test_every_periodic_job_runs_on_an_empty_house(db):
    for job in jobs.PERIODIC:
        job.run()
    assert len({job.name for job in jobs.PERIODIC}) == len(jobs.PERIODIC)
