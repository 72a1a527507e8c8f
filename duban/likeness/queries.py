"""Hints as the verifier reads them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from duban.files.models import Evidence
from duban.likeness import index, sources
from duban.likeness.models import Hint, HintKind, Look, Seen
from duban.org.models import Person

MOST = 10


@dataclass(frozen=True)
class Shown:
    """A hint with its two sides. Without the right to see the other matter, only that there is one: `title` is empty."""

    id: int
    kind: str
    label: str | Promise
    share: int
    at: Any
    title: str
    link: str
    own: list[tuple[str, bool]]
    other: list[tuple[str, bool]]
    own_file: Evidence | None
    other_file: Evidence | None
    look: Look | None
    home: str
    choices: list[tuple[str, str]]

    @property
    def is_text(self) -> bool:
        return self.kind == HintKind.TEXT


def hints_of(person: Person, entries: Mapping[str, Collection[int]]) -> list[Shown]:
    """Hints on these entries (noun → ids), the most alike first. The caller has made sure that the person may verify."""
    asked = Q(pk=None)
    for noun, ids in entries.items():
        if ids:
            asked |= Q(later__noun=noun, later__noun_id__in=list(ids))
    rows = Hint.objects.filter(asked).select_related("later", "earlier")
    return shown(person, list(rows.order_by("-share", "pk")[:MOST]))


def shown(person: Person, hints: list[Hint]) -> list[Shown]:
    if not hints:
        return []
    seen: dict[str, dict[int, str]] = {}
    for source in sources.every():
        about = {h.earlier.about_id for h in hints if h.earlier.noun == source.noun}
        if about:
            seen[source.noun] = source.seen(person, about)
    numbers = {n for h in hints for n in (h.later_file, h.earlier_file) if n}
    files = Evidence.objects.select_related("blob").filter(withdrawn_at=None).in_bulk(numbers) if numbers else {}
    looks = {look.hint_id: look for look in Look.objects.filter(hint__in=hints).select_related("by").order_by("pk")}
    kept = index.rules()
    choices = [(str(value), str(label)) for value, label in Seen.choices]
    found = []
    for hint in hints:
        source = sources.of(hint.earlier.noun)
        title = seen[source.noun].get(hint.earlier.about_id, "")
        own = other = []
        if hint.kind == HintKind.TEXT and title:
            mine, theirs = index.words_of(hint.later.body, kept), index.words_of(hint.earlier.body, kept)
            own, other = mine.parts(theirs), theirs.parts(mine)
        if hint.later_file and hint.later_file not in files:
            continue  # taken back by its doer
        found.append(
            Shown(
                id=hint.pk,
                kind=hint.kind,
                label=source.label,
                share=hint.share,
                at=hint.earlier.at,
                title=title,
                link=source.link(hint.earlier.about_id) if title else "",
                own=own,
                other=other,
                own_file=files.get(hint.later_file),
                other_file=files.get(hint.earlier_file) if title else None,
                look=looks.get(hint.pk),
                home=sources.of(hint.later.noun).link(hint.later.about_id),
                choices=choices,
            )
        )
    return found
