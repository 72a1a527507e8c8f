"""Putting asks on the ledger. A source declares all that it asks; declared again, it is charged once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.burden import kinds
from duban.burden.askers import Ask
from duban.burden.foreseen import Source, foresee
from duban.burden.models import Charge
from duban.burden.standing import are_there_budgets, medians, month_of, this_month
from duban.journal import actions as journal
from duban.org.models import Person

Key = tuple[int, date, str]
_UNIQUE = ("source_noun", "source_id", "bearer", "month", "act")
_SAID = ("asker", "people", "count", "each", "minutes", "of_noun", "of_id", "measured")


def weigh(
    asks: Iterable[Ask],
    *,
    actor: Person,
    source: Source,
    title: str,
    unit_id: int | None,
    reason: str | None,
    replacing: Source | None = None,
) -> None:
    """Before sending: what goes beyond a budget wants a reason, which the journal keeps. It is never a block.

    `reason` None: the sender was not asked (a job, another system), and nothing is said. Call it inside the transaction
    of the change. Raises ValidationError for `burden_reason` when it is left empty.
    """
    if reason is None or not are_there_budgets():
        return
    over = foresee(asks, replacing=replacing).over
    if not over:
        return
    units = "、".join(str(bearer.unit) for bearer in over[:10])
    if not (reason := reason.strip()[:300]):
        raise ValidationError(
            {"burden_reason": _("This goes beyond the burden budget of %(units)s. Say why it is asked all the same.")
             % {"units": units}}, code="over_budget",
        )  # fmt: skip
    journal.append(
        kinds.EXCEEDED, actor=actor, noun=source[0], noun_id=source[1], unit_id=unit_id,
        body={"units": [f"{b.unit} {b.after}%" for b in over[:10]], "reason": reason, "title": title},
    )  # fmt: skip


@dataclass(slots=True)
class _Line:
    people: int = 0
    count: int = 0
    minutes: float = 0
    of: tuple[str, int] | None = None


@transaction.atomic(savepoint=False)  # it stands or falls with the change that asks
def declare(source: Source, asks: Iterable[Ask], *, asker_id: int | None, new: bool = False) -> None:
    """Make the charges of a source what it asks now, from this month on. What months that are over were charged stays.

    `new` promises that the source was never declared. Without it the charges it no longer asks for are taken back.
    """
    first = this_month()
    there = [] if new else list(Charge.objects.filter(source_noun=source[0], source_id=source[1]).order_by("pk"))
    past = {(row.bearer_id, row.act) for row in there if row.month < first}
    lines = _lines(asks, first, past)
    if lines:
        # One order for all: two who declare at once wait for each other instead of standing in each other's way.
        rows = [_row(source, asker_id, key, lines[key]) for key in sorted(lines)]
        _correct(rows)
        Charge.objects.bulk_create(rows, update_conflicts=True, unique_fields=_UNIQUE, update_fields=_SAID)
    gone = [row.pk for row in there if row.month >= first and (row.bearer_id, row.month, row.act) not in lines]
    if gone:
        Charge.objects.filter(pk__in=gone).delete()


def _lines(asks: Iterable[Ask], first: date, past: Collection[tuple[int, str]]) -> dict[Key, _Line]:
    lines: dict[Key, _Line] = {}
    for ask in asks:
        month = month_of(ask.on)
        if month < first or not ask.times or (ask.once and (ask.bearer_id, ask.act) in past):
            continue
        line = lines.setdefault((ask.bearer_id, month, ask.act), _Line(of=ask.of))
        line.people = max(line.people, ask.people)
        line.count += ask.times
        line.minutes += ask.total
    return lines


def _row(source: Source, asker_id: int | None, key: Key, line: _Line) -> Charge:
    bearer, month, act = key
    said: dict[str, Any] = {"of_noun": line.of[0], "of_id": line.of[1]} if line.of else {}
    return Charge(
        source_noun=source[0], source_id=source[1], asker_id=asker_id, bearer_id=bearer, month=month, act=act,
        people=line.people, count=line.count, each=line.minutes / line.count, minutes=round(line.minutes), **said,
    )  # fmt: skip


def _correct(rows: list[Charge]) -> None:
    """What was measured often enough is known at once, not only after the next run of the job."""
    known = medians({(row.of_noun, row.of_id) for row in rows if row.of_id is not None})
    for row in rows:
        if row.of_id is not None and (found := known.get((row.of_noun, row.of_id))):
            row.measured = round(found[0] * row.count)
