"""What an order and its parts must keep to, whoever writes them."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from duban.ledger import terms
from duban.ledger.models import State, Task


def check_due_under_parent(task: Task, due_on: date) -> None:
    if task.parent_id and task.parent and due_on > task.parent.due_on:
        raise ValidationError(
            {"due_on": _("A part is due no later than the whole: %(day)s.") % {"day": task.parent.due_on.isoformat()}}
        )


def check_parts_ended(task: Task) -> None:
    """Declined parts count too: below a whole that has ended nobody could send them again. A draft is no order yet."""
    parts = task.children.filter(ended_on__isnull=True).exclude(state=State.DRAFT)
    left = list(parts.order_by("pk").values_list("title", flat=True)[:3])
    if left:
        raise ValidationError(
            _("Parts of it are still open; close or cancel them first: %(parts)s") % {"parts": "、".join(left)},
            code="parts",
        )


def check_milestone(task: Task, title: str, day: date) -> None:
    if not title.strip():
        raise ValidationError({"title": _("Give the milestone a title.")})
    if day > task.due_on:
        raise ValidationError(
            {"due_on": _("A milestone lies inside the due date: %(day)s.") % {"day": task.due_on.isoformat()}}
        )


def check_complete(task: Task, *, but_responsible: bool = False) -> None:
    """B10: no order without owner, looker, criterion and a date to come; owner and looker are still with us."""
    missing: dict[str, Any] = {}
    if task.responsible_id is None and not but_responsible:
        missing["responsible"] = _("Name the responsible person.")
    if task.looker_id is None:
        missing["looker"] = _("Name the looker.")
    if not task.criterion.strip():
        missing["criterion"] = _("Say by what everybody will see that it is done.")
    if task.due_on < terms.today():
        missing["due_on"] = _("The due date has passed already.")
    for name in ("responsible", "looker"):
        person = getattr(task, name)
        if person is not None and not person.is_active:
            missing[name] = _("%(person)s has left: name somebody else.") % {"person": person}
    if missing:
        raise ValidationError(missing)
