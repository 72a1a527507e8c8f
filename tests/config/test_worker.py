"""Of many workers one runs a periodic job, and a dead worker's jobs go to another."""

import threading
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from duban.calendars.periodic import Periodic
from duban.config import worker
from duban.config.models import Tick, WorkerSign
from duban.config.worker import give_sign, periodic_jobs, run_due, take_back_from_the_dead

pytestmark = pytest.mark.django_db


def running_job(worker: str, minutes_ago: int) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="tests.nowhere",
        backend_name="default",
        run_after=timezone.now(),
        started_at=timezone.now() - timedelta(minutes=minutes_ago),
        worker_ids=[worker],
    )


def test_every_room_with_jobs_is_found():
    names = [job.name for job in periodic_jobs()]
    assert len(names) == len(set(names)) >= 3


def test_a_periodic_job_runs_once_until_it_is_due_again():
    ran: list[int] = []
    job = Periodic("count", lambda: ran.append(1), every=timedelta(minutes=5))
    assert run_due([job]) == ["count"]
    assert run_due([job]) == []
    Tick.objects.update(began_at=timezone.now() - timedelta(minutes=6))
    assert run_due([job]) == ["count"]
    assert len(ran) == 2


def test_a_failing_job_does_not_stop_the_others():
    def fail() -> None:
        raise RuntimeError("broken")

    ran: list[int] = []
    assert run_due([Periodic("bad", fail), Periodic("good", lambda: ran.append(1))]) == ["good"]
    assert ran == [1]


def test_a_daily_job_waits_for_its_hour_and_runs_once_a_day():
    job = Periodic("daily", lambda: None, at=time(7, 30))
    morning = datetime(2026, 3, 2, 7, 29)
    assert not job.is_due(None, morning)
    assert job.is_due(None, morning + timedelta(minutes=1))
    assert not job.is_due(morning + timedelta(minutes=1), morning + timedelta(hours=3))
    assert job.is_due(morning, morning + timedelta(days=1, minutes=1))


def test_jobs_of_a_silent_worker_go_back_to_the_queue():
    job = running_job("silent", minutes_ago=5)
    WorkerSign.objects.create(worker_id="silent", seen_at=timezone.now() - timedelta(minutes=5))
    assert take_back_from_the_dead() == 1
    job.refresh_from_db()
    assert job.status == TaskResultStatus.READY


def test_a_daily_job_cut_short_comes_again_at_once(monkeypatch):
    """Its worker is killed midway: without this it would come a day later."""
    monkeypatch.setattr(worker, "PRESUMED_DEAD", timedelta())
    ran: list[str] = []

    def killed() -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        run_due([Periodic("daily", killed, at=time(0, 0))], "killed")
    job = Periodic("daily", lambda: ran.append("whole"), at=time(0, 0))
    sign = WorkerSign.objects.create(worker_id="killed", seen_at=timezone.now() + timedelta(minutes=1))
    take_back_from_the_dead()
    assert run_due([job], "other") == []  # it may be at it still
    sign.delete()
    take_back_from_the_dead()
    assert run_due([job], "other") == ["daily"]
    take_back_from_the_dead()
    assert run_due([job], "third") == []  # it came to its end
    assert ran == ["whole"]


def test_a_daily_job_that_failed_comes_again_soon_and_then_seldom_until_it_succeeds():
    ran: list[datetime] = []

    def fail_four_times() -> None:
        ran.append(timezone.localtime())
        if len(ran) < 5:
            raise RuntimeError("broken")

    job = Periodic("daily", fail_four_times, at=time(6))
    day = timezone.make_aware(datetime(2026, 3, 2, 6))
    with time_machine.travel(day, tick=False) as clock:
        for _minute in range(24 * 60):
            run_due([job], "one")
            clock.shift(timedelta(minutes=1))
        assert [round((at - day).total_seconds() / 60) for at in ran] == [0, 1, 3, 7, 15]
        assert Tick.objects.get().failures == 0
        run_due([job], "one")
    assert len(ran) == 6  # on the next day in its turn


@pytest.mark.parametrize("failures", [7, 100])
def test_a_job_that_keeps_failing_is_tried_every_hour_of_its_day(failures):
    job = Periodic("daily", lambda: None, at=time(6))
    last = datetime(2026, 3, 2, 22, 30)
    assert not job.is_due(last, last + timedelta(minutes=59), failures)
    assert job.is_due(last, last + timedelta(minutes=60), failures)
    assert not job.is_due(last, datetime(2026, 3, 3, 5, 59), failures)
    assert job.is_due(last, datetime(2026, 3, 3, 6), failures)


def test_a_job_that_comes_often_keeps_its_pace_when_it_fails():
    ran: list[int] = []

    def fail() -> None:
        ran.append(1)
        raise RuntimeError("broken")

    job = Periodic("often", fail, every=timedelta(seconds=5))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _second in range(20):
            run_due([job], "one")
            clock.shift(timedelta(seconds=1))
    assert len(ran) == 4


def test_a_job_whose_end_the_database_did_not_hear_of_comes_again_soon():
    """Away when the job failed, it was away for the note of that, too: the worker that took it lives, and has it still."""
    job = Periodic("daily", lambda: None, at=time(6))
    with time_machine.travel(timezone.make_aware(datetime(2026, 3, 2, 6)), tick=False) as clock:
        Tick.objects.create(name="daily", began_at=timezone.now(), worker_id="one")
        assert run_due([job], "one") == []
        clock.shift(timedelta(minutes=1))
        assert run_due([job], "two") == []  # the other may be at it
        assert run_due([job], "one") == ["daily"]
        assert run_due([job], "one") == []


def test_jobs_of_a_living_worker_stay_with_it():
    job = running_job("alive", minutes_ago=5)
    give_sign("alive")
    assert take_back_from_the_dead() == 0
    job.refresh_from_db()
    assert job.status == TaskResultStatus.RUNNING


def test_a_worker_gives_signs_while_a_periodic_job_is_busy(monkeypatch):
    """Else its running jobs would be handed to another, and run twice at once."""
    busy, signs = threading.Event(), []
    enough = threading.Event()

    def sign(worker_id: str) -> None:
        if busy.is_set():
            signs.append(worker_id)
        if len(signs) > 1:
            enough.set()

    def long_job(_jobs: object, _worker_id: str) -> None:
        busy.set()
        enough.wait(20)

    monkeypatch.setattr(worker, "SIGN_EVERY", timedelta(milliseconds=20))
    monkeypatch.setattr(worker, "give_sign", sign)
    monkeypatch.setattr(worker, "take_back_from_the_dead", lambda: 0)
    monkeypatch.setattr(worker, "run_due", long_job)
    beating = worker.beats("me")
    for beat in beating:
        beat.start()
    told = enough.wait(20)
    for beat in beating:
        beat.stopping.set()
        beat.join(20)
    assert told
