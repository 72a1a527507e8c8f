"""Pages that are somebody's: `as_person(world.clerk)` opens a browser of that person's own.

pytest -m browser tests/browser
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.logged_in import log_in

# What a page does in a browser does not hang on the database: its views and actions are tested on both. These go on both all
# the same: the whole paths, and what two people or two phones do at once.
ON_BOTH = {"test_from_minutes_to_ledger", "test_inspections", "test_two_clerks", "test_field", "test_outbox"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if item.path.stem not in ON_BOTH:
                item.add_marker(pytest.mark.anydb)
            # A browser is other processes on a machine that may be busy: what fails once is tried once more, and the
            # summary says so (R). What fails twice fails.
            item.add_marker(pytest.mark.flaky(reruns=1))
            # A real server answers from another thread: what the test wrote has to be committed.
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture
def as_person(chromium: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """`as_person(person, width=390)` → a page logged in as that person; console errors fail the test at its end."""
    opened: list[Any] = []
    complaints: list[str] = []

    def open_page(
        person: Any, *, width: int = 1280, language: str = "en-US", scripts: bool = True, expected: str = "422"
    ) -> Any:
        (session,) = log_in([person])
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 844},
            locale=language,
            java_script_enabled=scripts,
        )
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        context.set_default_timeout(20_000)
        page = context.new_page()
        # A 422 is how a form says what is missing; the console mentions it, and that is no complaint. A test that
        # breaks the line says what else it `expected`.
        page.on(
            "console",
            lambda m: (
                complaints.append(f"{page.url}: {m.text}") if m.type == "error" and expected not in m.text else None
            ),
        )
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        opened.append(context)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert not complaints, complaints
