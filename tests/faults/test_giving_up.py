"""How `duban serve` ends, so that whatever started it knows what to do."""

import os
import signal

import pytest

from tests.faults.served import Served, children_of, let_them_run

pytestmark = [pytest.mark.faults, pytest.mark.anydb]


def web_processes(served: Served) -> set[int]:
    """The children that serve pages: those that were forked and not started as `duban worker`."""
    assert served.process
    return {pid for pid in children_of(served.process.pid) if "worker" not in command_of(pid)}


def command_of(pid: int) -> list[str]:
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as line:
            return line.read().decode().split("\0")
    except OSError:
        return ["worker"]


@pytest.fixture
def running(served: Served) -> Served:
    served.furnish()
    served.start()
    served.wait_until_up()
    return served


def test_web_processes_that_die_again_and_again_end_the_server_with_a_clear_message(running: Served):
    process = running.process
    assert process
    killed: set[int] = set()
    for _ in range(600):
        for pid in web_processes(running) - killed:
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
        if process.poll() is not None:
            break
        let_them_run(0.1)
    assert process.poll() == 1
    said = running.log.read_text()
    assert "the web processes died again and again" in said
    assert "Restart=always" in said
    assert "Traceback" not in said
    # Started anew, as systemd would, it serves again on the same port.
    running.start()
    running.wait_until_up()


def test_one_web_process_that_dies_is_replaced_and_the_server_goes_on(running: Served):
    before = web_processes(running)
    os.kill(min(before), signal.SIGKILL)
    for _ in range(300):
        now = web_processes(running)
        if len(now) == len(before) and now != before:
            break
        let_them_run(0.1)
    running.wait_until_up()
    assert running.is_running()
    assert len(web_processes(running)) == len(before)


def test_told_to_end_it_ends_cleanly_and_takes_its_worker_along(running: Served):
    process = running.process
    assert process
    children = children_of(process.pid)
    # One process answers while the others may still be loading.
    process.terminate()
    assert process.wait(60) == 0
    assert "died again and again" not in running.log.read_text()
    for _ in range(100):
        if not any(os.path.exists(f"/proc/{pid}") for pid in children):
            break
        let_them_run(0.1)
    assert not any(os.path.exists(f"/proc/{pid}") for pid in children)
