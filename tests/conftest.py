"""What every test may ask for."""

import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as made_up

from duban.burden import standing
from duban.ledger import terms
from duban.ledger.views import catalogue_options
from duban.org.names import forget_names
from duban.ui import fresh
from tests import append_only
from tests import world as invented
from tests.chromium import CHROMIUM

# How fast examples are made up says how busy the machine is; a test that asserts it fails for nothing.
made_up.register_profile("duban", deadline=None, suppress_health_check=[HealthCheck.too_slow])
made_up.load_profile("duban")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One for all tests of a process: a second one would not start beside it."""
    playwright = pytest.importorskip("playwright.sync_api")
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    # Playwright runs an event loop in this thread; Django would take that for async code and refuse its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    playwright.expect.set_options(timeout=20_000)
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def _plain_for_all() -> Iterator[None]:
    """English source strings, cheap passwords, what waits done at once."""
    with override_settings(
        LANGUAGE_CODE="en",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
    ):
        # Tests ask for thousands of pages that are refused: each would be written down with a traceback that nobody reads.
        logging.getLogger("django.request").setLevel(logging.ERROR)
        yield


@pytest.fixture(autouse=True)
def _plain_settings(_plain_for_all, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Files in a folder of the test's own, static files as they lie. Each setting that changes tells all of Django: what
    is the same for all tests is set once, above."""
    storages = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
        "evidence": {**settings.STORAGES["evidence"], "OPTIONS": {"url": str(tmp_path / "files")}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # What was kept grows no older during a test, however busy the machine: what a page asks can be counted.
    monkeypatch.setattr(fresh, "monotonic", lambda: 0.0)
    forget_names()
    standing.forget()
    terms.forget()
    catalogue_options.forget()
    with override_settings(DATA=tmp_path, MEDIA_ROOT=tmp_path / "files", STORAGES=storages), translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        append_only.remember_first_rows()


@pytest.fixture
def world(db) -> invented.World:
    """The invented port group of tests/world.py."""
    return invented.build()


def pytest_configure(config: pytest.Config) -> None:
    append_only.lift_at_cleanup()
    # Static files are collected when Duban is served, never for a test.
    config.addinivalue_line("filterwarnings", "ignore:No directory at:UserWarning")


# The longest first, so that no process is left alone with one of them at the end. Files not named here take seconds.
LONGEST = ("test_access_table.py", "faults", "config", "browser", "ledger")


# What asks for none of these never touches a database; what starts processes may do so all the same.
DATABASES = {"db", "transactional_db", "live_server"}
START_PROCESSES = {"faults", "config"}


# What knows nothing of Django. Loading it takes a quarter of what collecting all takes.
PURE = {"calendars", "draws", "reading"}
HERE = Path(__file__).parent


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where only what hangs on the kind of database is asked for, pure rooms are not even looked at."""
    pure = collection_path.parent == HERE and collection_path.name in PURE
    return True if pure and config.option.markexpr == "not anydb" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What never touches a database need not run again on the second one."""
    rooms = {item: item.path.relative_to(HERE).parts[0] for item in items}
    items.sort(key=lambda item: LONGEST.index(rooms[item]) if rooms[item] in LONGEST else len(LONGEST))
    for item in items:
        touches = item.get_closest_marker("django_db") or not DATABASES.isdisjoint(item.fixturenames)
        if touches and rooms[item] in PURE:
            raise pytest.UsageError(
                f"{item.nodeid}: a pure room has no database; on the second one it would not be tried"
            )
        if not touches and rooms[item] not in START_PROCESSES:
            item.add_marker(pytest.mark.anydb)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the garbage collector need not look through it during every test, nor, at every few
    hundred objects, through what a question to the database or a page has just made."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 50, 50)
