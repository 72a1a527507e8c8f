"""What the facts of an entry are called in the reader's language: as the field of what they are about is, else as below.

Numbers that only a machine reads (`task_id`, `evidence`) have no name: they stand in the raw form alone.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy

from .models import Entry

FACTS: Mapping[str, str | Promise] = {
    "added": pgettext_lazy("fact", "Added"),
    "after": pgettext_lazy("fact", "After"),
    "aliases": pgettext_lazy("fact", "Other names"),
    "answer": pgettext_lazy("fact", "Answer"),
    "appointments": pgettext_lazy("fact", "Appointments"),
    "appointments_ended": pgettext_lazy("fact", "Appointments ended"),
    "aspect": pgettext_lazy("fact", "Aspect"),
    "before": pgettext_lazy("fact", "Before"),
    "boxes": pgettext_lazy("fact", "Places masked"),
    "by": pgettext_lazy("fact", "Due"),
    "cap": pgettext_lazy("fact", "Most visits each"),
    "changed": pgettext_lazy("fact", "Changed"),
    "changes": pgettext_lazy("fact", "Changes"),
    "channel": pgettext_lazy("fact", "Way"),
    "checker": pgettext_lazy("fact", "Who looks back"),
    "checklists": pgettext_lazy("fact", "Checklists"),
    "code": pgettext_lazy("fact", "Code"),
    "codes": pgettext_lazy("fact", "Items"),
    "conflicts": pgettext_lazy("fact", "Contradictions"),
    "count": pgettext_lazy("fact", "Count"),
    "counts": pgettext_lazy("fact", "Times"),
    "criterion": pgettext_lazy("fact", "Criterion"),
    "day": pgettext_lazy("fact", "Day"),
    "days": pgettext_lazy("fact", "Days"),
    "deputy": pgettext_lazy("fact", "Deputy"),
    "digest": pgettext_lazy("fact", "SHA-256"),
    "document": pgettext_lazy("fact", "Document"),
    "done": pgettext_lazy("fact", "Done"),
    "due": pgettext_lazy("fact", "Due"),
    "enough": pgettext_lazy("fact", "Within the budget"),
    "entries": pgettext_lazy("fact", "Entries of the draw"),
    "error": pgettext_lazy("fact", "Error"),
    "expires_at": pgettext_lazy("fact", "Valid until"),
    "failed": pgettext_lazy("fact", "Failed"),
    "failed_items": pgettext_lazy("fact", "Failed items"),
    "fields": pgettext_lazy("fact", "Changed"),
    "file": pgettext_lazy("fact", "File"),
    "findings": pgettext_lazy("fact", "Findings"),
    "followed": pgettext_lazy("fact", "Followed duty"),
    "goal": pgettext_lazy("fact", "Goal"),
    "gone": pgettext_lazy("fact", "No longer proposed"),
    "held": pgettext_lazy("fact", "Still put right"),
    "hours": pgettext_lazy("fact", "Hours a month"),
    "in_time": pgettext_lazy("fact", "In time"),
    "inside": pgettext_lazy("fact", "On the internal network"),
    "inspectors": pgettext_lazy("fact", "Inspectors"),
    "into": pgettext_lazy("fact", "Merged into"),
    "item": pgettext_lazy("fact", "Item"),
    "items": pgettext_lazy("fact", "Items"),
    "keys": pgettext_lazy("fact", "Keys revoked"),
    "kind": pgettext_lazy("fact", "Kind"),
    "late": pgettext_lazy("fact", "Late"),
    "left": pgettext_lazy("fact", "Left out"),
    "look_again_on": pgettext_lazy("fact", "Look again on"),
    "looked_at": pgettext_lazy("fact", "Inspected"),
    "looker": pgettext_lazy("fact", "Looker"),
    "measure": pgettext_lazy("fact", "Measure"),
    "measures": pgettext_lazy("fact", "Measures"),
    "milestone": pgettext_lazy("fact", "Milestone"),
    "minutes": pgettext_lazy("fact", "Minutes"),
    "na": pgettext_lazy("fact", "Not applicable"),
    "name": pgettext_lazy("fact", "Name"),
    "named": pgettext_lazy("fact", "Named"),
    "names": pgettext_lazy("fact", "Names"),
    "near": pgettext_lazy("fact", "Due soon"),
    "need": pgettext_lazy("fact", "What is needed"),
    "needed": pgettext_lazy("fact", "Proof needed"),
    "new": pgettext_lazy("fact", "New"),
    "next_step": pgettext_lazy("fact", "Next step"),
    "note": pgettext_lazy("fact", "Note"),
    "number": pgettext_lazy("fact", "Number"),
    "numbers": pgettext_lazy("fact", "Numbers"),
    "offered_by": pgettext_lazy("fact", "Put on the board by"),
    "on": pgettext_lazy("fact", "Day"),
    "other": pgettext_lazy("fact", "The other task"),
    "outcome": pgettext_lazy("fact", "Outcome"),
    "pack": pgettext_lazy("fact", "Pack"),
    "parent": pgettext_lazy("fact", "Superior unit"),
    "part": pgettext_lazy("fact", "Part"),
    "passed": pgettext_lazy("fact", "Passed"),
    "pattern": pgettext_lazy("fact", "Pattern"),
    "people": pgettext_lazy("fact", "People"),
    "period": pgettext_lazy("fact", "Period"),
    "person": pgettext_lazy("fact", "Person"),
    "photos": pgettext_lazy("fact", "Photos"),
    "place": pgettext_lazy("fact", "Place"),
    "places": pgettext_lazy("fact", "Filed under"),
    "post": pgettext_lazy("fact", "Post"),
    "problem": pgettext_lazy("fact", "Problem"),
    "progress": pgettext_lazy("fact", "Progress (%)"),
    "proposals": pgettext_lazy("fact", "Proposals"),
    "provider": pgettext_lazy("fact", "Log-in by"),
    "question": pgettext_lazy("fact", "Question"),
    "reader": pgettext_lazy("fact", "Reader's edition"),
    "reason": pgettext_lazy("fact", "Reason"),
    "receipts": pgettext_lazy("fact", "To be acknowledged"),
    "red": pgettext_lazy("fact", "Overdue"),
    "remark": pgettext_lazy("fact", "Remark"),
    "removed": pgettext_lazy("fact", "Removed"),
    "repairs": pgettext_lazy("fact", "Repairs"),
    "repeat_of": pgettext_lazy("fact", "Repeat of"),
    "reports": pgettext_lazy("fact", "Reports due"),
    "responsible": pgettext_lazy("fact", "Responsible"),
    "rhythm": pgettext_lazy("fact", "How often"),
    "ruling": pgettext_lazy("fact", "Ruling"),
    "salt": pgettext_lazy("fact", "Salt"),
    "scope": pgettext_lazy("fact", "Scope"),
    "seal": pgettext_lazy("fact", "Seal"),
    "sealed": pgettext_lazy("fact", "Sealed entries"),
    "selected": pgettext_lazy("fact", "Drawn"),
    "service": pgettext_lazy("fact", "Service"),
    "sessions": pgettext_lazy("fact", "Sessions ended"),
    "severity": pgettext_lazy("fact", "Severity"),
    "sha256": pgettext_lazy("fact", "SHA-256 of the picture"),
    "share": pgettext_lazy("fact", "Share"),
    "shared": pgettext_lazy("fact", "For everybody"),
    "side": pgettext_lazy("fact", "Side"),
    "since": pgettext_lazy("fact", "From"),
    "sort": pgettext_lazy("fact", "Kind"),
    "source": pgettext_lazy("fact", "Source"),
    "standard": pgettext_lazy("fact", "Standard"),
    "statement": pgettext_lazy("fact", "Statement"),
    "supports": pgettext_lazy("fact", "Support to be answered"),
    "task": pgettext_lazy("fact", "Task"),
    "tasks": pgettext_lazy("fact", "Tasks"),
    "team": pgettext_lazy("fact", "Team"),
    "text": pgettext_lazy("fact", "Text"),
    "text_sha256": pgettext_lazy("fact", "SHA-256 of the text"),
    "throwers": pgettext_lazy("fact", "Dice by"),
    "throws": pgettext_lazy("fact", "Throws"),
    "title": pgettext_lazy("fact", "Title"),
    "total": pgettext_lazy("fact", "In all"),
    "unit": pgettext_lazy("fact", "Unit"),
    "units": pgettext_lazy("fact", "Units"),
    "until": pgettext_lazy("fact", "Until"),
    "upheld": pgettext_lazy("fact", "Upheld"),
    "username": pgettext_lazy("fact", "Account"),
    "value": pgettext_lazy("fact", "Value"),
    "verdict": pgettext_lazy("fact", "Verdict"),
    "verifications": pgettext_lazy("fact", "To be verified"),
    "visits": pgettext_lazy("fact", "Visits"),
    "was": pgettext_lazy("fact", "Was"),
    "was_red": pgettext_lazy("fact", "Was overdue"),
    "what": pgettext_lazy("fact", "What"),
    "who": pgettext_lazy("fact", "Who"),
    "words": pgettext_lazy("fact", "Words"),
    "working": pgettext_lazy("fact", "Working day"),
    "wrong": pgettext_lazy("fact", "Misfits"),
    "yellow": pgettext_lazy("fact", "At risk"),
    # Of one noun alone; "" where it is a code.
    "checklist.pack": "",
    "duty.rule": "",
    "edition.changed": pgettext_lazy("fact", "Items changed"),
    "finding.source": "",
    "occurrence.to": "",
    "response.number": pgettext_lazy("fact", "Edition"),
    "task.since": pgettext_lazy("fact", "Since"),
    "task.to": pgettext_lazy("fact", "Moved to"),
}


def told(entry: Entry) -> list[tuple[str, str]]:
    """(name, value) of the facts that have a name, in the reader's language."""
    return [
        (name, _value(entry.noun, key, value))
        for key, value in entry.facts.items()
        if (name := _name(entry.noun, key)) and not _is_reference(entry.noun, key, value)
    ]


def _name(noun: str, key: str) -> str:
    own, field = FACTS.get(f"{noun}.{key}"), _field(noun, key)
    if own is None:
        own = field.verbose_name if field else FACTS.get(key, "")
    return capfirst(str(own))


def _value(noun: str, key: str, value: Any) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return "—"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):
        return "；".join(f"{_name(noun, each) or each}：{_value(noun, each, of)}" for each, of in value.items())
    if isinstance(value, list):
        return "、".join(_value(noun, key, each) for each in value)
    if key in ("fields", "changed"):
        return _name(noun, str(value)) or str(value)
    field = _field(noun, key)
    return str(dict(field.flatchoices).get(value, value) if field else value)


def _is_reference(noun: str, key: str, value: Any) -> bool:
    """A number of the database, not a count."""
    field = _field(noun, key)
    return bool(field and field.is_relation and isinstance(value, int))


@cache
def _field(noun: str, key: str) -> "Field[Any, Any] | None":
    """The field that the fact was taken from, where it has been given a name of its own."""
    for model in _models(noun):
        field = next((each for each in model._meta.fields + model._meta.many_to_many if each.name == key), None)
        if field and isinstance(field.verbose_name, Promise):
            return field
    return None


@cache
def _models(noun: str) -> tuple[type[Model], ...]:
    """A noun is called as its model is."""
    return tuple(model for model in apps.get_models() if model._meta.model_name == noun.replace("_", ""))
