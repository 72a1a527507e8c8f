"""`duban serve`: from an empty folder to a running product."""

import ctypes
import errno
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from duban.config.folders import make_private
from duban.config.loading import keep_what_is_loaded, loading

# Seconds in which the processes of a server that was killed let go of its port.
_PORT_LEFT_WITHIN = 5


def prepare(say=print) -> None:
    """Migrate, make the cache table, and collect static files; each only when needed."""
    make_private(settings.DATA)
    if connection.vendor == "postgresql":
        # Two hosts starting together must not migrate together.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(4242001)")
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            say("Preparing the database …")
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
    finally:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(4242001)")
    collect_static(say)


def collect_static(say=print) -> None:
    from django.contrib.staticfiles.finders import get_finders

    print_of_files = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = os.stat(storage.path(path))
            print_of_files.update(f"{path}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    if not stamp.exists() or stamp.read_text() != print_of_files.hexdigest():
        say("Collecting static files …")
        # The API's page is our own: the two viewers that come with its library are the largest files of all.
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["ninja"])
        stamp.write_text(print_of_files.hexdigest())


def load_pages() -> None:
    """Once, for all web processes: they are forked from this one, and one that died is replaced at once."""
    with loading():
        import_module(settings.ROOT_URLCONF)
    # What they share stays shared: looking through it for garbage would also copy it into each.
    keep_what_is_loaded()


def let_go_of_the_database() -> None:
    """Web processes are forked from this one: an open connection, pooled or not, would be shared and mix up answers."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]


def refuse_a_taken_port(host: str, port: int) -> None:
    """Two servers would share one port and answer in turn, each out of its own data folder."""
    until = time.monotonic() + _PORT_LEFT_WITHIN
    while True:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                return
            except OSError as error:
                if error.errno != errno.EADDRINUSE or time.monotonic() > until:
                    sys.exit(
                        f"duban: cannot listen on {host}:{port}: {error.strerror}. Another address: --host, --port."
                    )
        time.sleep(0.2)


def die_with_parent() -> None:
    """Ask the kernel (Linux) to end this process with its parent, so that a killed server leaves no port taken."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGTERM)


class WorkerKeeper(threading.Thread):
    """Keeps one `duban worker` running beside the server."""

    def __init__(self) -> None:
        super().__init__(daemon=True, name="worker-keeper")
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        while not self.stopping.is_set():
            self.process = subprocess.Popen(
                [sys.executable, "-m", "duban.config.command", "worker", "--parent", str(os.getpid())]
            )
            self.process.wait()
            self.stopping.wait(1.0)

    def stop(self) -> None:
        self.stopping.set()
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()


def serve(host: str, port: int, workers: int, threads: int, with_worker: bool = True) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    with loading():
        django.setup()
    # Only now: rooms hold models.
    from duban.org.start import one_time_link

    prepare()
    base = settings.SITE_URL
    print(f"Duban: {base}/", flush=True)
    if link := one_time_link():
        print(f"Create the first administrator (once): {base}{link}", flush=True)
    load_pages()
    let_go_of_the_database()
    keeper = WorkerKeeper()
    if with_worker:
        keeper.start()
    os.environ["DUBAN_SERVED"] = "1"
    server = Granian(
        "duban.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        # Who is still being answered is waited for, but not for ever.
        workers_kill_timeout=30,
        log_level=LogLevels.warning,
        websockets=False,
    )
    try:
        server.serve()
    except SystemExit as left:
        if left.code:
            # The web server starts a process that died anew; one that dies at once again makes it give up.
            print(
                "duban: the web processes died again and again; why stands above. Ending with exit code 1, for whatever"
                " started this (systemd: Restart=always) to start it anew.",
                file=sys.stderr,
                flush=True,
            )
        raise
    finally:
        keeper.stop()
