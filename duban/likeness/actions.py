"""Registering what is compared, comparing it, and what a verifier says of it. Everything may be done twice or by two at
once: an entry is written first and compared afterwards, so of two that come together the slower one finds the other."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.files import pictures
from duban.files.models import Blob, Evidence
from duban.journal import actions as journal
from duban.likeness import access, faces, index, kinds, sources
from duban.likeness.models import Attachment, Entry, Hint, HintKind, Look, Print, Rules, Seen, Sketch
from duban.likeness.papers import is_paper, text_of
from duban.org.models import Person

MOST_HINTS = 5


def compare(noun: str, noun_id: int) -> int:
    """Register a text with its files unless it is there, then look for others like it; returns how many hints there were.

    The text comes first, its documents last: these take their time. OSError when the file store is away: then it goes
    on waiting, and the sweep asks again.
    """
    entry = Entry.objects.filter(noun=noun, noun_id=noun_id, file=0).first() or _register(noun, noun_id)
    if entry is None or entry.compared_at:
        return 0
    found = _compare_text(entry)
    files = list(entry.files.select_related("blob").order_by("pk"))
    for file in files:
        if file.blob.is_picture:
            _look_at(file.blob)
        found += _compare_file(entry, file)
    for file in files:
        paper = _paper(entry, file) if is_paper(file.blob) else None
        found += _compare_text(paper) if paper else 0
    Entry.objects.filter(pk=entry.pk).update(compared_at=timezone.now())
    return found


@transaction.atomic
def _register(noun: str, noun_id: int) -> Entry | None:
    source = sources.of(noun)
    origin = source.read(noun_id)
    if origin is None:
        return None
    entry, made = Entry.objects.get_or_create(
        noun=noun,
        noun_id=noun_id,
        file=0,
        defaults={
            "about_noun": source.about,
            "about_id": origin.about_id,
            "unit_id": origin.unit_id,
            "at": origin.at,
            "body": origin.text,
        },
    )
    if made:
        _sketch(entry)
        Attachment.objects.bulk_create(
            Attachment(entry=entry, evidence=each, blob_id=each.blob_id)
            for each in Evidence.objects.filter(pk__in=origin.evidence, withdrawn_at=None)
        )
    return entry


def _paper(entry: Entry, file: Attachment) -> Entry | None:
    """What is written in the file, by whoever handed it in first; None when that was somebody else."""
    paper = Entry.objects.filter(blob=file.blob).first() or _register_paper(entry, file, text_of(file.blob))
    return paper if (paper.noun, paper.noun_id) == (entry.noun, entry.noun_id) else None


@transaction.atomic
def _register_paper(entry: Entry, file: Attachment, text: str) -> Entry:
    paper, made = Entry.objects.get_or_create(
        blob=file.blob,
        defaults={
            "noun": entry.noun,
            "noun_id": entry.noun_id,
            "about_noun": entry.about_noun,
            "about_id": entry.about_id,
            "unit_id": entry.unit_id,
            "at": entry.at,
            "body": text,
            "file": file.evidence_id,
        },
    )
    if made:
        _sketch(paper)
    return paper


def _sketch(entry: Entry) -> None:
    kept = index.rules()
    text = index.words_of(entry.body, kept)
    if text.length >= kept.shortest:
        Sketch.objects.bulk_create(Sketch(value=v, entry=entry) for v in index.sketch_of(text, kept.common))


def _look_at(blob: Blob) -> None:
    if Print.objects.filter(pk=blob.pk).exists():
        return
    try:
        small = pictures.thumbnail(blob)
    except FileNotFoundError:
        small = None  # lost with its disk; there is nothing left to look at
    seen = None
    if small is not None:
        with small:
            seen = faces.face(small)
    bands = dict(zip("abcd", seen.bands, strict=True)) if seen else {}
    Print.objects.bulk_create([Print(blob=blob, fine=seen.fine if seen else b"", **bands)], ignore_conflicts=True)


def _compare_text(entry: Entry) -> int:
    kept = index.rules()
    text = index.words_of(entry.body, kept)
    if text.length < kept.shortest:
        return 0
    found = index.alike(entry, text, kept)
    if _is_form(entry, (other for other, _share in found), kept):
        return 0
    return _give(
        _hint(entry, other, HintKind.TEXT, share, entry.file, other.file) for other, share in found[:MOST_HINTS]
    )


def _compare_file(entry: Entry, file: Attachment) -> int:
    kept = index.rules()
    near = index.looks_like(file.blob_id, kept.bits)
    others = list(
        Attachment.objects.filter(blob__in=near)
        .exclude(entry__about_noun=entry.about_noun, entry__about_id=entry.about_id)
        .select_related("entry")
        .order_by("pk")[: 100 * MOST_HINTS]
    )
    if _is_form(entry, (each.entry for each in others), kept):
        return 0
    others.sort(key=lambda each: (near[each.blob_id], each.pk))
    return _give(
        _hint(
            entry,
            each.entry,
            HintKind.FILE if each.blob_id == file.blob_id else HintKind.PICTURE,
            100 - 100 * near[each.blob_id] // 64,
            file.evidence_id,
            each.evidence_id,
        )
        for each in others[:MOST_HINTS]
    )


def _give(hints: Iterable[Hint]) -> int:
    """In one order, whoever gives them: two that give the same ones at once wait for each other, never both."""
    given = sorted(hints, key=lambda h: (h.later_id, h.earlier_id, h.later_file, h.earlier_file))
    Hint.objects.bulk_create(given, ignore_conflicts=True)
    return len(given)


def _is_form(entry: Entry, others: Iterable[Entry], kept: Rules) -> bool:
    """What many units hand in alike is a form they were given."""
    return len({entry.unit_id, *(other.unit_id for other in others)}) >= kept.units


def _hint(entry: Entry, other: Entry, kind: str, share: int, own_file: int, other_file: int) -> Hint:
    """The hint belongs to whichever came later, in whatever order they are compared."""
    if index.is_later(entry, other):
        return Hint(later=entry, earlier=other, kind=kind, share=share, later_file=own_file, earlier_file=other_file)
    return Hint(later=other, earlier=entry, kind=kind, share=share, later_file=other_file, earlier_file=own_file)


@transaction.atomic
def look_at_hint(hint_id: int, *, actor: Person, verdict: str) -> Look:
    """What the verifier found. The same verdict again by the same person writes nothing."""
    hint = access.get_for(actor, hint_id, lock=True)
    if verdict not in Seen.values:
        raise ValidationError({"verdict": _("Choose what you found.")})
    last = hint.looks.order_by("-pk").first()
    if last and last.by_id == actor.pk and last.verdict == verdict:
        return last
    look = Look.objects.create(hint=hint, verdict=verdict, by=actor)
    journal.append(
        kinds.LOOKED,
        actor=actor,
        noun="likeness",
        noun_id=hint.pk,
        body={"verdict": str(look.get_verdict_display()), "code": verdict, "share": hint.share, "kind": hint.kind},
    )
    return look


@transaction.atomic
def keep_rules(*, actor: Person, **fields: Any) -> Rules:
    """Set down what is worth a hint. Texts registered from then on follow it; hints that were given stay."""
    access.require_keeper(actor)
    kept = Rules.objects.select_for_update().order_by("pk").first() or Rules(pk=1)
    changed = [name for name, value in fields.items() if getattr(kept, name) != value]
    for name in changed:
        setattr(kept, name, fields[name])
    kept.full_clean(validate_unique=False)
    if changed or kept._state.adding:
        kept.save()
        labels = [str(kept._meta.get_field(name).verbose_name) for name in changed]  # type: ignore[union-attr]
        journal.append(
            kinds.RULES_KEPT,
            actor=actor,
            noun="likeness_rules",
            noun_id=kept.pk,
            body={"fields": labels, **{name: fields[name] for name in changed}},
        )
    return kept
