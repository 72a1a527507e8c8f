"""What a round through a checklist takes: estimated from its items, corrected by what rounds really took.

The time of a round is the sum of the pauses between answers, long ones left out. It is kept for the edition as a number
without a name; nothing about a person is counted.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from duban.burden import actions as burden
from duban.burden.askers import Act
from duban.burden.standing import minutes_of
from duban.checklists.models import AnswerKind, Edition, Item, Response

EDITION = "edition"
PROOF = "item_proof"
_MINUTES = {
    AnswerKind.YES_NO: 0.5, AnswerKind.NUMBER: 1, AnswerKind.CHOICE: 0.5, AnswerKind.TEXT: 2, AnswerKind.PHOTO: 1,
    AnswerKind.PERSON: 0.5, AnswerKind.SIGNATURE: 0.5,
}  # fmt: skip
# Whoever paused longer than this between two answers did something else meanwhile.
LONGEST_PAUSE = timedelta(minutes=30)
# With less than this share of the items answered one after the other it was no round to learn from.
FEWEST = 0.5


def act_of(kind: str) -> str:
    return f"item_{kind}"


def acts() -> list[Act]:
    group = _("Checklist items")
    made = [Act(act_of(kind), kind.label, _MINUTES[kind], group) for kind in AnswerKind]
    return [*made, Act(PROOF, _("Proof for an item"), 1, group)]


def estimates(editions: Iterable[int], day: date) -> dict[int, float]:
    """Edition → minutes of one person for one round, from its items by the rates in force. One query."""
    found = dict.fromkeys(editions, 0.0)
    items = Item.objects.filter(edition__in=found).order_by()
    for edition, kind, proof, n in items.values_list("edition", "kind", "proof").annotate(n=Count("pk")):
        found[edition] += n * (minutes_of(act_of(kind), day) + proof * minutes_of(PROOF, day))
    return found


def estimate(edition: Edition, day: date) -> float:
    return estimates([edition.pk], day)[edition.pk]


def minutes_taken(response: Response) -> float | None:
    """What the round took by the clocks of its answers, each person's pauses for themselves; None when too few tell."""
    rows = response.answers.order_by("by", "pk").values_list("by", "answered_at", "clock_off", "item")
    moments = sorted((by, at - timedelta(seconds=off), item) for by, at, off, item in rows)
    took, told, last = timedelta(), set(), {response.by_id: response.begun_at}
    for by, at, item in moments:
        before = last.get(by)
        if before is not None and timedelta() < at - before <= LONGEST_PAUSE:
            took += at - before
            told.add(item)
        last[by] = at
    if not told or len(told) < FEWEST * response.edition.items.count():
        return None
    return took.total_seconds() / 60


def measure(response: Response) -> None:
    """Called when a round is finished."""
    if (minutes := minutes_taken(response)) is not None:
        burden.measure((EDITION, response.edition_id), seen=("response", response.pk), minutes=minutes)
