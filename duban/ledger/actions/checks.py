"""What an order and its parts must keep to, whoever writes them."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from duban.ledger import terms
from duban.ledger.models import Task


def check_due_under_parent(task: Task, due_on: date) -> None:
    if task.parent_id and task.parent and due_on > task.parent.due_on:
        raise ValidationError(
            {"due_on": _("A part is due no later than the whole: %(day)s.") % {"day": task.parent.due_on.isoformat()}}
        )


def check_milestone(task: Task, title: str, day: date) -> None:
    if not title.strip():
        raise ValidationError({"title": _("Give the milestone a title.")})
    if day > task.due_on:
        raise ValidationError(
            {"due_on": _("A milestone lies inside the due date: %(day)s.") % {"day": task.due_on.isoformat()}}
        )


def check_complete(task: Task, *, but_responsible: bool = False) -> None:
    """B10: no order without owner, looker, criterion and a date to come."""
    missing: dict[str, Any] = {}
    if task.responsible_id is None and not but_responsible:
        missing["responsible"] = _("Name the responsible person.")
    if task.looker_id is None:
        missing["looker"] = _("Name the looker.")
    if not task.criterion.strip():
        missing["criterion"] = _("Say by what everybody will see that it is done.")
    if task.due_on < terms.today():
        missing["due_on"] = _("The due date has passed already.")
    if missing:
        raise ValidationError(missing)
