"""The job worker: queued jobs, periodic jobs, and the jobs of workers that died."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from duban.calendars.periodic import Periodic
from duban.config.models import Tick, WorkerSign

log = logging.getLogger("duban.worker")
SIGN_EVERY = timedelta(seconds=5)
PRESUMED_DEAD = timedelta(seconds=60)


def periodic_jobs() -> Iterator[Periodic]:
    for app in settings.INSTALLED_APPS:
        if app.startswith("duban.") and find_spec(f"{app}.jobs"):
            yield from getattr(import_module(f"{app}.jobs"), "PERIODIC", ())


def run_due(jobs: list[Periodic], worker_id: str = "") -> list[str]:
    """Run every periodic job whose time has come and that no other worker took; returns their names.

    A rare job keeps who is at it and how often it failed, so that one cut short comes again at once, and one that failed
    soon, and not a day later."""
    ran = []
    for job in jobs:
        now = timezone.localtime()
        tick, _ = Tick.objects.get_or_create(name=job.name)
        last = tick.began_at and timezone.localtime(tick.began_at)
        # Still in one's own name: the database was away when it ended.
        failures = tick.failures or int(bool(worker_id) and tick.worker_id == worker_id)
        if not job.is_due(last, now, failures):
            continue
        if not Tick.objects.filter(name=job.name, began_at=tick.began_at).update(
            began_at=now, worker_id=worker_id if job.is_rare else ""
        ):
            continue  # another worker was quicker
        try:
            job.run()
            ran.append(job.name)
            failures = 0
        except Exception:
            # One job's failure must not stop the others; it comes round again.
            log.exception("periodic job %s failed", job.name)
            failures += 1
        if job.is_rare:
            Tick.objects.filter(name=job.name, began_at=now).update(worker_id="", failures=failures)
    return ran


def give_sign(worker_id: str) -> None:
    now = timezone.now()
    WorkerSign.objects.update_or_create(worker_id=worker_id, defaults={"seen_at": now})


def take_back_from_the_dead() -> int:
    """Put jobs of silent workers back into the queue, and let the rare ones come again. Jobs are written to be
    repeatable: their effect comes once."""
    silent_since = timezone.now() - PRESUMED_DEAD
    alive = set(WorkerSign.objects.filter(seen_at__gte=silent_since).values_list("worker_id", flat=True))
    taken = 0
    with transaction.atomic():
        for job in DBTaskResult.objects.running().filter(started_at__lt=silent_since):
            if not alive.intersection(job.worker_ids[-1:]):
                taken += DBTaskResult.objects.filter(
                    pk=job.pk, status=TaskResultStatus.RUNNING, worker_ids=job.worker_ids
                ).update(status=TaskResultStatus.READY)
        left = Tick.objects.filter(began_at__lt=silent_since).exclude(worker_id__in={"", *alive})
        left.update(began_at=None, worker_id="")
        WorkerSign.objects.filter(seen_at__lt=silent_since - timedelta(days=1)).delete()
    return taken


class Beat(threading.Thread):
    """Does something again and again beside the queue; ends the process when its parent is gone."""

    def __init__(self, name: str, every: timedelta, act: Callable[[], object], parent: int | None = None) -> None:
        super().__init__(daemon=True, name=name)
        self.every, self.act, self.parent, self.stopping = every, act, parent, threading.Event()

    def run(self) -> None:
        while not self.stopping.wait(self.every.total_seconds()):
            if self.parent and os.getppid() != self.parent:
                os._exit(0)  # the server that started this worker is gone
            try:
                close_old_connections()
                self.act()
            except Exception:
                # The database may be away for a while: keep beating.
                log.exception(self.name)


def beats(worker_id: str, parent: int | None = None) -> list[Beat]:
    """Signs of life and periodic jobs, each in a thread of its own: a job may take longer than the living may be silent."""
    jobs = list(periodic_jobs())

    def live() -> None:
        give_sign(worker_id)
        take_back_from_the_dead()

    return [
        Beat("signs", SIGN_EVERY, live, parent),
        Beat("clock", timedelta(seconds=1), lambda: run_due(jobs, worker_id), parent),
    ]


def work(*, until_empty: bool = False, parent: int | None = None) -> None:
    """Run jobs until told to stop, or until the queue is empty."""
    worker = Worker(
        queue_names=["*"],
        interval=0.5,
        batch=until_empty,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    give_sign(worker.worker_id)
    worker.configure_signals()
    if not until_empty:
        for beat in beats(worker.worker_id, parent):
            beat.start()
    worker.run()
