"""Reading the journal: the timeline of one thing, the list of everything, one entry's place in the tree."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from duban.ui.addresses import number_said

from .models import Entry, Leaf, Seal


def timeline(noun: str, noun_id: int) -> QuerySet[Entry]:
    """What happened to one thing, newest first: entries of it, and entries of others that are about it."""
    return Entry.objects.filter(Q(noun=noun, noun_id=noun_id) | Q(about_noun=noun, about_id=noun_id)).order_by("-id")


@dataclass(frozen=True)
class Filters:
    """What the journal's page was asked for. What can't be read is left out, never an error."""

    kind: str = ""
    unit: int | None = None
    person: int | None = None
    noun: str = ""
    noun_id: int | None = None
    since: str = ""
    until: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str], unit: int | None = None, person: int | None = None) -> "Filters":
        return cls(
            kind=given.get("kind", ""),
            unit=unit,
            person=person,
            noun=given.get("noun", ""),
            noun_id=number_said(given.get("noun_id", "")),
            since=given.get("since", ""),
            until=given.get("until", ""),
        )

    def apply(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        exact = {"kind": self.kind, "unit_id": self.unit, "actor_id": self.person, "noun": self.noun}
        entries = entries.filter(**{name: value for name, value in exact.items() if value})
        if self.noun and self.noun_id is not None:
            entries = entries.filter(noun_id=self.noun_id)
        if since := _midnight(self.since):
            entries = entries.filter(at__gte=since)
        if until := _midnight(self.until, days=1):
            entries = entries.filter(at__lt=until)
        return entries


@dataclass
class Page:
    """One page by key, as `ui/pager.html` wants it: `next` goes to older entries, `previous` to newer ones."""

    rows: list[Entry] = field(default_factory=list)
    next: str = ""
    previous: str = ""


def page(entries: QuerySet[Entry], after: str = "", before: str = "", size: int = 50) -> Page:
    """Newest first. `after` and `before` are numbers of entries, from `Page.next` and `Page.previous`."""
    older, newer = number_said(after), number_said(before)
    if newer is not None and older is None:
        rows = list(entries.filter(id__gt=newer).order_by("id")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return Page(rows, str(rows[-1].pk) if rows else "", str(rows[0].pk) if more else "")
    if older is not None:
        entries = entries.filter(id__lt=older)
    rows = list(entries.order_by("-id")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return Page(rows, str(rows[-1].pk) if more else "", str(rows[0].pk) if rows and older is not None else "")


def seal_of(entry: Entry) -> Seal | None:
    """The first seal that holds the entry; None while it waits."""
    leaf = Leaf.objects.filter(entry_id=entry.pk).first()
    return Seal.objects.filter(size__gt=leaf.position).order_by("size").first() if leaf else None


def seal_with(head: bytes) -> Seal | None:
    """The seal a checkpoint's words came from, by the first half of its digest."""
    return Seal.objects.filter(digest__gte=head + bytes(16), digest__lte=head + b"\xff" * 16).first()


def _midnight(text: str, days: int = 0) -> datetime | None:
    try:
        day = parse_date(text)
        return timezone.make_aware(datetime.combine(day + timedelta(days=days), time())) if day else None
    except (ValueError, OverflowError):
        return None
