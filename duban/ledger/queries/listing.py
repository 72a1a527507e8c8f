"""Which tasks a person gets to see for given filters. Ordering and paging belong to the caller."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from duban.ledger import terms
from duban.ledger.access import personal, tasks
from duban.ledger.models import Counter, Follow, Light, Offer, Report, State, SupportingUnit, Task
from duban.ledger.models.lit import TaskQuerySet
from duban.ledger.title_index import TITLES
from duban.org.access import Standing, standing_of
from duban.org.fields import keyed
from duban.org.models import Person
from duban.org.queries import at_or_below
from duban.ui.addresses import day_said

Filters = Mapping[str, Any]


def tasks_for(person: Person, filters: Filters | None = None, *, on: date | None = None) -> TaskQuerySet:
    """The person's tasks. Values may be text from an address; what cannot be read selects nothing.

    unit (id, with everything below; `alone`: only itself), person (responsible), mine (responsible | looker | sent |
    accountable | followed | supporting), light, state (a state, `open`, `alive` (not ended) or `all`; without it what
    has not ended, or all when something is searched for), programme, category, type, nature, parent, origin_noun,
    origin_id, due_from, due_to, was_red, silent (under way, and nothing heard for as long as the rules say),
    taken (from the claim board; with `person`: by that person), acceptance, q (number or title).
    """
    filters = {k: v for k, v in (filters or {}).items() if v not in (None, "")}
    on = on or terms.today()
    standing = standing_of(person)
    rows, within = _by_unit(standing, filters)
    if not within:
        rows = rows & tasks.visible_to(person)
    rows = _by_state(rows, filters, on)
    for name in ("programme", "category", "type", "parent", "origin_id"):
        if name in filters:
            rows = _equal(rows, name, filters[name])
    if "person" in filters:
        rows = _equal(rows, "responsible", _key_of_person(filters["person"]))
    for name in ("nature", "origin_noun"):
        if name in filters:
            rows = rows.filter(**{name: str(filters[name])})
    if "mine" in filters:
        rows = _mine(rows, standing, str(filters["mine"]))
    for name, look in (("due_from", "due_on__gte"), ("due_to", "due_on__lte")):
        if name in filters:
            day = _day(filters[name])
            rows = rows.filter(**{look: day}) if day else rows.none()
    if "was_red" in filters:
        rows = rows.was_red(on)
    if "silent" in filters:
        rows = _silent(rows, on)
    if "taken" in filters:
        rows = rows.filter(pk__in=_taken(filters))
    if "acceptance" in filters:
        rows = rows.filter(is_acceptance=True)
    if "q" in filters:
        rows = _said(rows, str(filters["q"]))
    return rows


def _by_unit(standing: Standing, filters: Filters) -> tuple[TaskQuerySet, bool]:
    """Narrowed to a unit; True when that alone keeps within what the person may see."""
    rows: TaskQuerySet = Task.objects.all()
    if "unit" not in filters:
        return rows, standing.sees_all
    pk = _whole(filters["unit"])
    ids = at_or_below(pk) if pk is not None else []
    if "alone" in filters:
        ids = [each for each in ids if each == pk]
    if not ids:
        return rows.none(), True
    rows = rows.filter(lead_unit__in=ids)
    if standing.sees_all:
        return rows, True
    if standing.subtree_ids.issuperset(ids):
        # Every sent task there is visible; drafts are only to their authors.
        return rows.filter(~Q(state=State.DRAFT) | Q(registered_by__in=standing.person_ids)), True
    if standing.subtree_ids.isdisjoint(ids):
        # Nothing there is visible by its unit: begin with the few that are for the person's own sake.
        return rows.filter(pk__in=personal(standing, ids)), False
    return rows, False


def _by_state(rows: TaskQuerySet, filters: Filters, on: date) -> TaskQuerySet:
    state, light = str(filters.get("state", "")), str(filters.get("light", ""))
    if state == "open":
        rows = rows.open()
    elif state == "alive":
        rows = rows.alive()
    elif state in State.values:
        rows = rows.filter(state=state)
        if state not in (State.CLOSED, State.CANCELLED):
            rows = rows.alive()
    elif state not in ("", "all"):
        return rows.none()
    elif not state and not light and not {"q", "was_red", "parent", "origin_id"} & filters.keys():
        rows = rows.alive()
    if not light:
        return rows
    match light:
        case Light.RED:
            return rows.red(on)
        case Light.YELLOW:
            return rows.yellow(on)
        case Light.GREEN:
            return rows.green(on)
        case Light.PAUSED:
            return rows.paused(on)
    return rows.none()


def _mine(rows: TaskQuerySet, standing: Standing, how: str) -> TaskQuerySet:
    me = standing.person_ids
    field = {"responsible": "responsible", "looker": "looker", "sent": "dispatched_by", "accountable": "accountable"}
    if how in field:
        return rows.filter(**{f"{field[how]}__in": me})
    if how == "followed":
        return rows.filter(pk__in=Follow.objects.filter(person__in=me).values("task"))
    if how == "supporting":
        return rows.filter(pk__in=SupportingUnit.objects.filter(unit__in=standing.unit_ids).values("task"))
    if how == "drafts":
        return rows.filter(dispatched_at__isnull=True, state=State.DRAFT, registered_by__in=me)
    if how in ("1", "any", "yes", "true"):
        return rows.filter(Q(responsible__in=me) | Q(looker__in=me) | Q(dispatched_by__in=me) | Q(accountable__in=me))
    return rows.none()


def _silent(rows: TaskQuerySet, on: date) -> TaskQuerySet:
    since = on - timedelta(days=terms.rules_on(on).silent_days)
    heard = Report.objects.filter(task=OuterRef("pk"), on__gte=since)
    return rows.alive().filter(~Exists(heard), state=State.UNDERWAY, dispatched_at__date__lt=since)


def _taken(filters: Filters) -> QuerySet[Any, Any]:
    """Tasks from the claim board; those of a person are the ones that they took themselves."""
    taken = Offer.objects.filter(taken_at__isnull=False)
    if "person" in filters:
        pk = _whole(_key_of_person(filters["person"]))
        taken = taken.none() if pk is None else taken.filter(taken_by=pk)
    return taken.values("task")


def _said(rows: TaskQuerySet, text: str) -> TaskQuerySet:
    """By number, by serial, or by part of the title."""
    text = text.strip()[:100]
    if not text:
        return rows
    return rows.filter(Q(pk__in=_numbered(text)) | TITLES.having(text))


def _numbered(text: str) -> list[int]:
    if not (text.isdecimal() and len(text) < 9):
        return list(Task.objects.filter(number=text).values_list("pk", flat=True))
    # The unique index begins with type and year, of which there are few.
    given = list(Counter.objects.values_list("type", "year"))
    kinds, years = {kind for kind, _year in given}, {year for _kind, year in given}
    found = Task.objects.filter(type__in=kinds, year__in=years, serial=int(text))
    return list(found.values_list("pk", flat=True))


def _equal(rows: TaskQuerySet, field: str, value: Any) -> TaskQuerySet:
    pk = _whole(value)
    return rows.none() if pk is None else rows.filter(**{field: pk})


def _key_of_person(said: Any) -> Any:
    """Text from an address is a key as pickers write it: bare digits would be a staff number."""
    return keyed(said) if isinstance(said, str) else said


def _whole(value: Any) -> int | None:
    value = getattr(value, "pk", value)
    try:
        number = int(value)
    except (TypeError, ValueError):
        return None
    return number if 0 <= number < 2**63 else None


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else day_said(str(value))


def on_the_board(person: Person) -> QuerySet[Offer]:
    """Open offers of the claim board that this person sees, the newest first: more than is `takable`."""
    return (
        Offer.objects.hanging()
        .filter(task__in=tasks.visible_to(person).filter(state=State.DRAFT).values("pk"))
        .select_related("task__lead_unit", "task__type", "task__programme", "offered_by", "scope")
        .order_by("-pk")
    )
