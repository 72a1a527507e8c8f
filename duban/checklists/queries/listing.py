"""Reads for lists and boards."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from duban.checklists.abouts import abouts
from duban.checklists.access import checklists, editions, responses
from duban.checklists.models import Answer, Checklist, Edition, EditionState, Item, Response, Verdict
from duban.org.access import standing_of
from duban.org.filters import with_words
from duban.org.models import Person

MOST_OPEN = 20


@dataclass(slots=True)
class ChecklistLine:
    """A checklist with the edition one looks by today and the one being prepared."""

    checklist: Checklist
    present: Edition | None = None
    coming: Edition | None = None
    items: int = 0
    responses: int = 0


def checklists_for(person: Person, *, text: str = "", state: str = "") -> QuerySet[Checklist]:
    """`state`: in_force, or preparing for those of which an edition is being prepared or comes into force."""
    rows = checklists.visible_to(person).select_related("owner")
    rows = with_words(rows, text, "name", "code", "owner__name")
    seen = editions.visible_to(person).filter(checklist=OuterRef("pk"))
    if state == "in_force":
        rows = rows.filter(Exists(seen.filter(pk__in=Edition.objects.in_force().values("pk"))))
    elif state == "preparing":
        coming = Q(state=EditionState.IN_FORCE, since__gt=timezone.localdate())
        rows = rows.filter(Exists(seen.filter(coming | Q(state__in=(EditionState.DRAFT, EditionState.APPROVED)))))
    return rows


def checklist_lines(person: Person, rows: Iterable[Checklist]) -> list[ChecklistLine]:
    """Two queries however many there are."""
    lines = {row.pk: ChecklistLine(row) for row in rows}
    seen = editions.visible_to(person).filter(checklist__in=lines).exclude(state=EditionState.WITHDRAWN)
    for edition in seen.annotate(item_count=Count("items")).order_by("number"):
        line = lines[edition.checklist_id]
        if edition.is_in_force():
            line.present, line.items = edition, edition.item_count
        elif edition.standing in ("draft", "approved", "coming"):
            line.coming = edition
            line.items = line.items or edition.item_count
    made = responses.visible_to(person).filter(edition__checklist__in=lines)
    counts = made.order_by().values_list("edition__checklist")
    for pk, number in counts.annotate(n=Count("pk")):
        lines[pk].responses = number
    return list(lines.values())


def open_of(person: Person) -> list[Response]:
    """Checks under way that this person began or had a hand in, or is sent to; the latest first. Nobody goes on with what
    counts as no check."""
    me = standing_of(person).person_ids
    rows = responses.visible_to(person).filter(finished_at__isnull=True)
    mine = Q(by__in=me) | Q(Exists(Answer.objects.filter(response=OuterRef("pk"), by__in=me)))
    for noun, about in abouts.items():
        mine |= Q(about_noun=noun, about_id__in=about.sent(person))
    rows = rows.filter(mine)
    for noun, about in abouts.items():
        rows = rows.exclude(about_noun=noun, about_id__in=about.uncounted())
    return list(rows.order_by("-pk")[:MOST_OPEN])


def responses_for(person: Person, **filters: Any) -> QuerySet[Response]:
    """Responses of an edition's checklist, unit, state (open|finished|failed), newest first by the caller."""
    rows = responses.visible_to(person)
    if unit := filters.get("unit"):
        rows = rows.filter(unit=unit)
    if checklist := filters.get("checklist"):
        rows = rows.filter(edition__checklist=checklist)
    state = filters.get("state")
    if state == "open":
        rows = rows.filter(finished_at__isnull=True)
    elif state == "finished":
        rows = rows.filter(finished_at__isnull=False)
    elif state == "failed":
        rows = rows.filter(Exists(Answer.objects.filter(response=OuterRef("pk"), verdict=Verdict.FAIL)))
    return rows


def tallies(rows: list[Response]) -> dict[int, Counter[str]]:
    """Response id → how many items have which verdict, the worst of all answers counting; and `items` asked. Two queries."""
    found: dict[int, Counter[str]] = {row.pk: Counter() for row in rows}
    last: dict[tuple[int, int], dict[int, str]] = {}
    said = Answer.objects.filter(response__in=found).order_by("pk").values_list("response", "item", "by", "verdict")
    for response, item, by, verdict in said:
        last.setdefault((response, item), {})[by] = verdict
    for (response, _item), by_person in last.items():
        verdicts = set(by_person.values())
        found[response][next(v for v in ("fail", "pass", "na") if v in verdicts)] += 1
    asked = Item.objects.filter(edition__in={row.edition_id for row in rows}).order_by().values_list("edition")
    counts = dict(asked.annotate(n=Count("pk")))
    for row in rows:
        found[row.pk]["items"] = counts.get(row.edition_id, 0)
    return found


@dataclass(slots=True)
class Covered:
    """One unit under one aspect: how many items were looked at in each dimension, and how many of them failed."""

    looked: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)


def coverage(
    person: Person, *, days: int = 90
) -> tuple[list[str], dict[int, dict[str, Covered]], dict[str, Counter[str]]]:
    """Aspects; unit id → aspect → what was looked at in the last days; and aspect → items there are by dimension."""
    asked = Item.objects.filter(edition__in=Edition.objects.in_force()).exclude(section__aspect="")
    there: dict[str, Counter[str]] = {}
    for aspect, dimension in asked.order_by("edition__checklist__code", "section__order").values_list(
        "section__aspect", "dimension"
    ):
        there.setdefault(aspect, Counter())[dimension] += 1
    since = timezone.now() - timedelta(days=days)
    found: dict[int, dict[str, Covered]] = {}
    counted = Answer.objects.filter(response__in=responses.visible_to(person).order_by(), received_at__gte=since)
    for noun, about in abouts.items():
        counted = counted.exclude(response__about_noun=noun, response__about_id__in=about.uncounted())
    rows = (
        counted.exclude(item__section__aspect="")
        .order_by()
        .values_list("response__unit", "item__section__aspect", "item__dimension")
        # An item that one passed and another failed was looked at once.
        .annotate(
            looked=Count("item__code", distinct=True),
            failed=Count("item__code", distinct=True, filter=Q(verdict=Verdict.FAIL)),
        )
    )
    for unit, aspect, dimension, looked, failed in rows:
        cell = found.setdefault(unit, {}).setdefault(aspect, Covered())
        cell.looked[dimension] += looked
        cell.failed[dimension] += failed
    return list(there), found, there
