"""A year as events in order of time, lived through the same actions that people use, each at its own moment."""

import heapq
import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone
from rich.progress import Progress

from duban.config.demo.clock import clock_at, defaults_by_the_clock
from duban.ledger import terms
from duban.ledger.models import Task, TaskType
from duban.org.models import Appointment, Person, Role, Unit


class Year:
    """Who lives it, and what is to happen when; whatever would lie in the future stays undone."""

    def __init__(self, units: dict[str, Unit]) -> None:
        self.units, self.dice, self.now = units, random.Random(2026), timezone.localtime()
        self._events: list[tuple[datetime, int, partial[Any]]] = []
        self._order = count()
        posts = list(Appointment.objects.select_related("person").order_by("pk"))
        self.heads = {p.unit_id: p.person for p in posts if p.role == Role.HEAD}
        self.liaisons = {p.unit_id: p.person for p in posts if p.role == Role.LIAISON}
        self.members = {p.unit_id: p.person for p in posts if p.role in (Role.MEMBER, Role.LIAISON)}
        self.office: list[Person] = [p.person for p in posts if p.role == Role.SUPERVISION]
        self.leaders: list[Person] = [p.person for p in posts if p.role == Role.LEADER]
        self.lookers = [*self.office[1:], *(p.person for p in posts if p.role == Role.INSPECTOR)]
        self.types = {t.name: t for t in TaskType.objects.all()}
        # What becomes of a task once it is sent; set by whoever knows (fates).
        self.follow: Callable[[Task], None] = lambda task: None
        self.skipped: list[str] = []

    @property
    def today(self) -> date:
        return self.now.date()

    def before(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def at(self, day: date, hour: int, act: Callable[..., Any], *what: Any, **how: Any) -> None:
        """Let something happen on that day, or on the next working day."""
        moment = timezone.make_aware(
            datetime.combine(terms.moved(terms.moved(day, -1), 1), time(hour, self.dice.randrange(60)))
        )
        if moment < self.now:
            heapq.heappush(self._events, (moment, next(self._order), partial(act, *what, **how)))

    def live(self) -> None:
        with defaults_by_the_clock(), Progress() as bar:
            line = bar.add_task("a year of life", total=None)
            while self._events:
                moment, _, act = heapq.heappop(self._events)
                with clock_at(moment):
                    try:
                        act()
                    except (ValidationError, PermissionDenied, Http404) as refused:
                        # The rules refuse some of what people try; a year holds such days too.
                        self.skipped.append(f"{moment:%m-%d} {getattr(act.func, '__name__', '')} {refused!r}")
                bar.advance(line)
