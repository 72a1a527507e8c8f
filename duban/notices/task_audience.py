"""Who is told of what happens to a task. Everybody here is a party to it; followers are told of all that matters."""

from collections.abc import Callable, Iterable
from functools import partial

from django.db.models import QuerySet
from django.utils import timezone

from duban.journal.kinds import Kind
from duban.journal.models import Entry
from duban.ledger import kinds as k
from duban.ledger.access import tasks
from duban.ledger.leaving import sender_left
from duban.ledger.models import Extension, Follow, State, SupportingUnit, SupportRequest, Task
from duban.notices import audience
from duban.org.models import Appointment, Role, Unit
from duban.org.voices import speakers_of_each

Who = Callable[[Entry], Iterable[int | None]]


def _task(entry: Entry) -> Task | None:
    """The task, read once for all functions that ask about the same entry."""
    known = entry.__dict__.get("_task_told_of")
    if known is None:
        number = entry.noun_id if entry.noun == "task" else entry.about_id if entry.about_noun == "task" else None
        known = Task.objects.filter(pk=number).first() if number is not None else None
        entry.__dict__["_task_told_of"] = known
    return known


def _person(field: str, entry: Entry) -> Iterable[int | None]:
    task = _task(entry)
    return [getattr(task, f"{field}_id")] if task else []


responsible: Who = partial(_person, "responsible")
looker: Who = partial(_person, "looker")
accountable: Who = partial(_person, "accountable")
dispatcher: Who = partial(_person, "dispatched_by")
registrar: Who = partial(_person, "registered_by")


def at_work(entry: Entry) -> Iterable[int | None]:
    """Who does it and who looks at it; a draft names people who do not see it yet."""
    task = _task(entry)
    return [task.responsible_id, task.looker_id] if task and task.state != State.DRAFT else []


def decider(entry: Entry) -> Iterable[int | None]:
    """Who decides for the sender's side: the sender, and when they have left, the supervision office."""
    task, today = _task(entry), timezone.localdate()
    if task is None:
        return []
    if not Task.objects.filter(sender_left(today), pk=task.pk).exists():
        return [task.dispatched_by_id]
    return [task.dispatched_by_id, *(person for person in office(entry) if person != task.responsible_id)]


def office(entry: Entry) -> Iterable[int | None]:
    """The supervision office, which keeps the templates too."""
    held = Appointment.objects.in_force(timezone.localdate()).filter(role=Role.SUPERVISION)
    return held.values_list("person_id", flat=True)


def voices_of(units: Iterable[int | None]) -> Iterable[int]:
    """Who speaks for these units today."""
    wanted = Unit.objects.filter(pk__in=[unit for unit in units if unit is not None])
    return {person for people in speakers_of_each(wanted).values() for person in people}


def lead_voices(entry: Entry) -> Iterable[int | None]:
    task = _task(entry)
    return voices_of([task.lead_unit_id]) if task else []


def supporting_voices(entry: Entry) -> Iterable[int | None]:
    task = _task(entry)
    return voices_of(SupportingUnit.objects.filter(task=task).values_list("unit_id", flat=True)) if task else []


def followers(entry: Entry) -> Iterable[int | None]:
    """Of those who follow it, whoever still sees it: following shows nothing by itself."""
    task = _task(entry)
    if task is None:
        return []
    rows = Follow.objects.filter(task=task).select_related("person")
    return [row.person_id for row in rows if tasks.sees(row.person, task)]


def above(entry: Entry) -> Iterable[int | None]:
    """Who is responsible for the whole that this is a part of, where they see the part: the office may have sent it to a
    unit that helps."""
    task = _task(entry)
    person = task.parent.responsible if task and task.parent else None
    return [person.pk] if task and person and tasks.sees(person, task) else []


def _request(entry: Entry) -> QuerySet[SupportRequest]:
    return SupportRequest.objects.filter(pk=entry.facts.get("request", 0))


def asked(entry: Entry) -> Iterable[int | None]:
    """Whom the request for support that the entry tells of goes to."""
    people: list[int | None] = []
    for person, unit in _request(entry).values_list("to_person_id", "to_unit_id"):
        people += [person] if person else voices_of([unit])
    return people


def asker(entry: Entry) -> Iterable[int | None]:
    return _request(entry).values_list("asked_by_id", flat=True)


def extension_asker(entry: Entry) -> Iterable[int | None]:
    task = _task(entry)
    latest = Extension.objects.filter(task=task).order_by("-id") if task else Extension.objects.none()
    return latest.values_list("asked_by_id", flat=True)[:1]


def urged(entry: Entry) -> Iterable[int | None]:
    """Whoever the task waits for: the responsible person, or the looker once completion is claimed."""
    return [entry.facts.get("person_id")]


def register_all() -> None:
    told: list[tuple[tuple[str, ...], tuple[Who, ...]]] = [
        (_codes(k.DISPATCHED), (responsible, looker, accountable, lead_voices, supporting_voices, above)),
        (_codes(k.DECLINED), (decider, looker, followers)),
        (_codes(k.ACKNOWLEDGED), (dispatcher,)),
        (_codes(k.REPORTED), (looker, dispatcher, above, followers)),
        (_codes(k.EXTENSION_ASKED), (decider, looker)),
        (_codes(k.EXTENSION_APPROVED, k.EXTENSION_REFUSED), (extension_asker, responsible, looker, followers)),
        (_codes(k.SUSPENDED, k.RESUMED, k.CANCELLED), (responsible, looker, lead_voices, supporting_voices, followers)),
        (_codes(k.SUPPORT_ASKED), (asked, looker, followers)),
        (_codes(k.SUPPORT_WITHDRAWN), (asked,)),
        (_codes(k.SUPPORT_ANSWERED), (asker, responsible, followers)),
        (_codes(k.URGED), (urged,)),
        (_codes(k.COMPLETION_CLAIMED), (looker, dispatcher, followers)),
        (_codes(k.RETURNED, k.RELAPSED), (responsible, lead_voices, accountable, followers)),
        (_codes(k.VERIFIED), (responsible, decider, followers)),
        (_codes(k.CLOSED), (responsible, lead_voices, supporting_voices, above, followers)),
        (_codes(k.COMMENTED), (responsible, looker, followers)),
        (_codes(k.SENTENCE_JOINED, k.SENTENCE_LEFT), (at_work, followers)),
        (_codes(k.REASSIGNED), (responsible, looker, accountable)),
        (_codes(k.CLAIMED), (registrar, looker, above)),
        (_codes(k.MILESTONE_REACHED, k.MILESTONE_MOVED), (looker, followers)),
        (_codes(k.PROOF_HANDED_IN), (looker,)),
        (_codes(k.PROOF_JUDGED), (responsible,)),
        (_codes(k.TEMPLATE_FAILED), (office,)),
    ]
    for kinds, who in told:
        audience.register(kinds, *who)


def _codes(*kinds: Kind) -> tuple[str, ...]:
    return tuple(kind.code for kind in kinds)
