"""Which tasks are open, and which shine how on a day: the same two dates that `Task.light_on` compares."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import BooleanField, DateField, F, Func, Q, Subquery, Value
from django.db.models.functions import Coalesce

from duban.ledger.models.states import OPEN_STATES, State

if TYPE_CHECKING:
    from duban.ledger.models.task import Task  # noqa: F401


class TaskQuerySet(models.QuerySet["Task"]):
    def alive(self) -> "TaskQuerySet":
        """Not ended: this very condition is that of the partial indexes."""
        return self.filter(ended_on__isnull=True)

    def open(self) -> "TaskQuerySet":
        return self.alive().filter(state__in=OPEN_STATES)

    def red(self, on: date) -> "TaskQuerySet":
        # due_on < on follows from red_from <= on; said aloud, it lets the index on due_on be used.
        return self.alive().filter(red_from__lte=on, due_on__lt=on)

    def yellow(self, on: date) -> "TaskQuerySet":
        # Only a task whose clock once stood still can be due before today and yet not red. Where those begin, the
        # search begins: the red ones before it are not looked at one by one.
        # The 0 stands in the text, not as a parameter: SQLite only then knows the partial index to fit.
        paused = Func(F("paused_days"), template="%(expressions)s > 0", output_field=BooleanField())
        moved = self.model._default_manager.filter(paused, ended_on__isnull=True, due_on__lt=on, red_from__gt=on)
        first = Subquery(moved.order_by("due_on").values("due_on")[:1])
        return self.alive().filter(
            due_on__gte=Coalesce(first, Value(on, DateField())), yellow_from__lte=on, red_from__gt=on
        )

    def green(self, on: date) -> "TaskQuerySet":
        clock = (State.DISPATCHED, State.UNDERWAY, State.CLAIMED)
        lit = self.alive().filter(state__in=clock, paused_on__isnull=True)
        return lit.filter(Q(yellow_from__isnull=True) | Q(yellow_from__gt=on)).filter(
            Q(red_from__isnull=True) | Q(red_from__gt=on)
        )

    def paused(self, on: date) -> "TaskQuerySet":
        stopped = Q(state=State.SUSPENDED) | (Q(paused_on__isnull=False) & ~Q(state__in=(State.DRAFT, State.DECLINED)))
        return self.alive().filter(stopped).filter(Q(red_from__isnull=True) | Q(red_from__gt=on))

    def was_red(self, on: date) -> "TaskQuerySet":
        return self.filter(Q(first_red_on__isnull=False) | Q(red_from__lte=on))
