"""The states of a task, and the lights that follow from its dates."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    DISPATCHED = "dispatched", _("Dispatched")
    UNDERWAY = "underway", _("Under way")
    CLAIMED = "claimed", _("Completion claimed")
    CLOSED = "closed", _("Closed")
    DECLINED = "declined", _("Declined")
    SUSPENDED = "suspended", _("Suspended")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_STATES = (State.DISPATCHED, State.UNDERWAY, State.CLAIMED, State.SUSPENDED)


class Light(models.TextChoices):
    """Never stored: follows from `yellow_from`, `red_from` and the day."""

    RED = "red", _("Overdue")
    YELLOW = "yellow", _("At risk")
    GREEN = "green", _("On schedule")
    PAUSED = "paused", _("Clock stopped")
    OFF = "off", _("No light")
