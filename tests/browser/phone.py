"""A phone in the field, and what one waits for on it."""

import json
import re
from threading import RLock
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from duban.checklists.models import Response

AWAY = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture(autouse=True)
def one_request_at_a_time(monkeypatch):
    """A database in memory has one connection for all threads of the test's server: two requests would share a transaction."""
    if connection.vendor != "sqlite":
        return
    turn, answer = RLock(), WSGIHandler.__call__

    def in_turn(self, *args):
        with turn:
            return answer(self, *args)

    monkeypatch.setattr(WSGIHandler, "__call__", in_turn)


SENDING = re.compile("/(field/answers|files/uploads/)")


# What the page would send is held back in the page: a service worker's requests pass Playwright by.
HELD_BACK = """(sending => {
  if (window.heldBack) return;
  window.heldBack = true;
  const sent = window.fetch;
  window.fetch = async (what, how) => {
    if (sending.test(what.url || what) && (await window.inFlight())) throw new TypeError("in flight");
    return sent(what, how);
  };
})"""
_flights: dict[Any, dict[str, bool]] = {}


def flight_mode(page, on: bool = True) -> None:
    """Take the network from a phone, or give it back.

    The browser forgets for a moment at each navigation that it is offline; what would be sent then is stopped as well.
    """
    context = page.context
    if context not in _flights:
        state = _flights[context] = {"on": on}
        context.expose_function("inFlight", lambda: state["on"])
        held_back = f"{HELD_BACK}(new RegExp({json.dumps(SENDING.pattern)}))"
        context.add_init_script(held_back)
        page.evaluate(held_back)
    _flights[context]["on"] = on
    if on:
        context.route(SENDING, lambda route: route.abort("internetdisconnected"))
    else:
        context.unroute(SENDING)
    context.set_offline(on)


def form(page, check: Response, text: str):
    return page.locator(f"#i{check.edition.items.get(text__startswith=text).pk}")


def opened(page, check: Response) -> None:
    """Open the field page and wait until this device could open it again without a network."""
    page.goto(f"/field/{check.pk}")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, f"caches.open('duban-pages-1').then(c => c.match('/field/{check.pk}')).then(Boolean)")


def until(page, said: str) -> None:
    """Wait until a promise of the page comes true."""
    for _ in range(160):
        if page.evaluate(said):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {said}")


def sent(page) -> None:
    until(page, "window.duban.outbox?.all().then(r => r.length === 0)")


def kept(page, path: str) -> None:
    """Wait until this device could open the page without a network."""
    until(page, f"caches.open('duban-pages-1').then(c => c.match('{path}')).then(Boolean)")
