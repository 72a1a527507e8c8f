"""Who may come in: a key, never a session's cookie, so that no page elsewhere can act through somebody's browser."""

import os
import threading
import time
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from duban.api.models import ApiToken, Scope
from duban.api.problems import Problem
from duban.api.tokens import token_for

# Requests a second that one key may make in one worker, and how many it may save up for a burst.
RATE = float(os.environ.get("DUBAN_API_RATE", "500"))


class Buckets:
    """A token bucket for each key. In this process only: a limit to protect the server, not to bill by."""

    def __init__(self, rate: float) -> None:
        self.rate, self.lock = rate, threading.Lock()
        self.left: dict[int, tuple[float, float]] = {}

    def wait_for(self, key: int, now: float) -> float:
        """0 when the request may pass; otherwise the seconds after which the next one may."""
        with self.lock:
            left, last = self.left.get(key, (self.rate, now))
            left = min(self.rate, left + (now - last) * self.rate)
            if len(self.left) > 10_000:
                self.left.clear()
            if left < 1:
                self.left[key] = (left, now)
                return (1 - left) / self.rate
            self.left[key] = (left - 1, now)
            return 0.0


buckets = Buckets(RATE)


class Key(HttpBearer):
    """The declared security of every operation; sets `request.user` and `request.token`."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = token_for(token)
        if found is None:
            return None
        wait = buckets.wait_for(found.pk, time.monotonic())
        if wait:
            raise Problem(429, _("Wait a moment before the next request."), retry_after=round(wait, 3))
        if request.method not in ("GET", "HEAD") and found.scope != Scope.WRITE:
            raise Problem(403, _("This key may only read."), "scope")
        request.user = found.person
        request.token = found  # type: ignore[attr-defined]
        return found


def token_of(request: HttpRequest) -> Any:
    return request.token  # type: ignore[attr-defined]
