"""Finding what is like: texts by a few of their rarer runs, pictures by bands of bits. Plain SQL that both databases read
alike; every step is bounded, so a million texts cost little more than a thousand."""

from collections import Counter
from collections.abc import Sequence

from django.db import connection
from django.db.models import Q

from duban.likeness import faces
from duban.likeness.models import Entry, Print, Rules, Sketch
from duban.likeness.words import Words, plain, words

# Numbers kept of a text, and asked about. A long one keeps one of so many, so that a sentence out of it finds it.
KEPT, OF, ASKED = 8, 25, 400
# Of those that share a number, so many are read and compared in full.
CANDIDATES = 24
_BATCH = 100
MOST_FACES = 5000


def rules() -> Rules:
    return Rules.objects.order_by("pk").first() or Rules()


def words_of(text: str, kept: Rules) -> Words:
    return words(text, filter(None, (plain(line) for line in kept.phrases.splitlines())))


def holders(values: Sequence[int], most: int) -> dict[int, list[int]]:
    """value → ids of the entries that have it, at most `most` of each."""
    found: dict[int, list[int]] = {}
    table = connection.ops.quote_name(Sketch._meta.db_table)
    one = f"SELECT * FROM (SELECT value, entry_id FROM {table} WHERE value = %s ORDER BY entry_id LIMIT {int(most)}) t"
    with connection.cursor() as cursor:
        for start in range(0, len(values), _BATCH):
            asked = values[start : start + _BATCH]
            cursor.execute(" UNION ALL ".join([one] * len(asked)), list(asked))
            for value, entry in cursor.fetchall():
                found.setdefault(value, []).append(entry)
    return found


def sketch_of(text: Words, common: int) -> list[int]:
    """The numbers to keep: the smallest ones that are not in everybody's mouth yet. So no number's list grows long."""
    most = max(KEPT, len(text.values) // OF)
    asked = text.values[: max(ASKED, 2 * most)]
    held = holders(asked, common)
    return [value for value in asked if len(held.get(value, ())) < common][:most]


def alike(entry: Entry, text: Words, kept: Rules) -> list[tuple[Entry, int]]:
    """Other matters' entries one of which holds at least `share` percent of the other that came later; with the percent."""
    held = holders(text.values[:ASKED], kept.common + 1)
    hits = Counter(other for others in held.values() if len(others) <= kept.common for other in others)
    hits.pop(entry.pk, None)
    likely = [other for other, _count in hits.most_common(CANDIDATES)]
    found = []
    for other in Entry.objects.filter(pk__in=likely).exclude(about_noun=entry.about_noun, about_id=entry.about_id):
        theirs = words_of(other.body, kept)
        later, earlier = (text, theirs) if is_later(entry, other) else (theirs, text)
        if theirs.length >= kept.shortest and (share := later.share(earlier)) >= kept.share:
            found.append((other, share))
    return sorted(found, key=lambda pair: (-pair[1], pair[0].pk))


def is_later(entry: Entry, other: Entry) -> bool:
    return (entry.at, entry.pk) > (other.at, other.pk)


def looks_like(blob_id: int, bits: int) -> dict[int, int]:
    """Contents that look like this one (itself among them) → bits of 64 in which they differ."""
    own = Print.objects.filter(pk=blob_id).exclude(a=None).first()
    if own is None:
        return {blob_id: 0}
    mine = faces.face_of((own.a, own.b, own.c, own.d), bytes(own.fine))
    found = {blob_id: 0}
    for name, band in zip("abcd", mine.bands, strict=True):
        rows = Print.objects.filter(Q(**{f"{name}__in": faces.near(band)}))
        for pk, a, b, c, d, fine in rows.values_list("pk", "a", "b", "c", "d", "fine")[:MOST_FACES]:
            apart = faces.distance(mine, faces.face_of((a, b, c, d), bytes(fine)))
            if apart <= bits:
                found[pk] = apart
    return found
