"""Hints as the verifier reads them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from duban.files.models import Evidence
from duban.likeness import index, sources
from duban.likeness.models import Attachment, Entry, Hint, HintKind, Look, Seen
from duban.org.models import Person
from duban.ui.question import Question

MOST = 10
# Of a long text, what is alike is shown with so much around it, and no more in all.
AROUND, LONGEST = 40, 3000


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
    choices: list[tuple[str, str]]

    @property
    def is_text(self) -> bool:
        return self.kind == HintKind.TEXT


def hints_of(person: Person, entries: Mapping[str, Collection[int]]) -> list[Shown]:
    """Hints on these entries (noun → ids), the most alike first. The caller has made sure that the person may verify."""
    asked = Q(pk=None)
    for noun, ids in entries.items():
        if ids:
            asked |= Q(later__in=_texts(noun, ids).values("pk")) | Q(later__in=_papers(noun, ids).values("pk"))
    rows = Hint.objects.filter(asked).select_related("later", "earlier")
    return shown(person, list(rows.order_by("-share", "pk")[:MOST]))


def hints_about(noun: str, ids: Collection[int]) -> QuerySet[Hint]:
    """Hints on whatever belongs to these matters, the most alike first. For a room that leaves out some of them."""
    rows = Hint.objects.filter(later__about_noun=noun, later__about_id__in=ids)
    return rows.select_related("later", "earlier").order_by("-share", "pk")


_ABOUT = Question(
    lambda noun, about: Hint.objects.filter(later__about_noun=noun, later__about_id=about).order_by().values("pk")[:1]
)


def is_hinted(noun: str, about: int) -> bool:
    """Whether there is any hint about this matter: mostly there is none, and nothing more need be asked."""
    return bool(_ABOUT.ask(noun, about))


def is_comparing(noun: str, ids: Collection[int]) -> bool:
    """Whether some of these were not compared yet: no hint says nothing then."""
    return Entry.objects.filter(noun=noun, noun_id__in=ids, file=0, compared_at__isnull=False).count() < len(ids)


def _texts(noun: str, ids: Collection[int]) -> QuerySet[Entry]:
    return Entry.objects.filter(noun=noun, noun_id__in=ids)


def _papers(noun: str, ids: Collection[int]) -> QuerySet[Entry]:
    """Documents that are handed in once more for the same matter, and were compared the first time."""
    about = _texts(noun, ids).values("about_id")
    again = Attachment.objects.filter(entry__noun=noun, entry__noun_id__in=ids).values("blob")
    return Entry.objects.filter(about_noun=sources.of(noun).about, about_id__in=about, blob__in=again)


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
        if hint.later_file and hint.later_file not in files:
            continue  # taken back by its doer
        own: list[tuple[str, bool]] = []
        other: list[tuple[str, bool]] = []
        if hint.kind == HintKind.TEXT and title and (not hint.earlier_file or hint.earlier_file in files):
            mine, theirs = index.words_of(hint.later.body, kept), index.words_of(hint.earlier.body, kept)
            own, other = excerpt(mine.parts(theirs)), excerpt(theirs.parts(mine))
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
                choices=choices,
            )
        )
    return found


def excerpt(parts: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The parts with what is long and not alike cut out of them, as far as a page holds."""
    short: list[tuple[str, bool]] = []
    room = LONGEST
    for n, (text, same) in enumerate(parts):
        if not same:
            before, after = ("" if n == 0 else text[:AROUND]), ("" if n + 1 == len(parts) else text[-AROUND:])
            if len(before) + len(after) + AROUND < len(text):
                text = f"{before} … {after}"
        if len(text) > room:
            return [*short, (f"{text[:room]} …", same)]
        short.append((text, same))
        room -= len(text)
    return short
