"""Correcting the text: revoking a repair, or typing the right words. The proposals follow the text."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.journal import actions as journal
from duban.minutes import kinds
from duban.minutes.access import documents
from duban.minutes.actions.counts import begin_review
from duban.minutes.actions.read import reread
from duban.minutes.models import Correction, Document
from duban.org.models import Person

LONGEST = 2000


@transaction.atomic
def correct_text(
    document_id: int, *, actor: Person, raw_start: int, raw_end: int, text: str | None = None, seen: str | None = None
) -> Document:
    """Say what stands at `raw_start:raw_end` of the raw text; `text` None keeps the raw words (revokes the repair).

    The stretch grows until it cuts no repair in two. `seen` is what the person had before the eyes: when the text reads
    otherwise by now, somebody else was faster, and nothing is changed.
    """
    document = documents.get_for(actor, document_id, "review", lock=True)
    made = document.composition
    if not 0 <= raw_start <= raw_end <= len(document.raw):
        raise ValidationError(_("This place is not in the document."))
    wide_start, wide_end = made.widen(raw_start, raw_end)
    before = made.text[made.to_text(wide_start) : made.to_text(wide_end, end=True)]
    if seen is not None and seen != before:
        raise ValidationError(_("The text here was changed meanwhile. It now reads “%(text)s”.") % {"text": before})
    after = document.raw[wide_start:wide_end] if text is None else text.replace("\r\n", "\n")
    if len(after) > LONGEST:
        raise ValidationError(_("A correction can have at most %(n)s characters.") % {"n": LONGEST})
    if text is not None and wide_start == wide_end and not after:
        raise ValidationError(_("There is nothing to correct here."))
    document.corrections.filter(raw_start__lt=max(wide_end, wide_start + 1), raw_end__gt=wide_start).delete()
    Correction.objects.update_or_create(
        document=document,
        raw_start=wide_start,
        raw_end=wide_end,
        defaults={"text": after, "decided_by": actor},
    )
    return _settle(document, kinds.CORRECTED, actor, before, after)


@transaction.atomic
def undo_correction(document_id: int, *, actor: Person, raw_start: int, raw_end: int) -> Document:
    """Let the machine's repair stand again."""
    document = documents.get_for(actor, document_id, "review", lock=True)
    # The composition is made now, with the correction, so that the proposals can be carried over from it.
    assert document.composition.raw == document.raw
    correction = document.corrections.filter(raw_start=raw_start, raw_end=raw_end).first()
    if correction is None:
        raise ValidationError(_("Nobody corrected the text here."))
    before = correction.text
    correction.delete()
    return _settle(document, kinds.RESTORED, actor, before, "")


def _settle(document: Document, kind: object, actor: Person, before: str, after: str) -> Document:
    begin_review(document)
    reread(document)
    journal.append(
        kind,  # type: ignore[arg-type]
        actor=actor,
        noun="document",
        noun_id=document.pk,
        unit_id=document.unit_id,
        body={"title": document.title, "before": before[:200], "after": after[:200]},
    )
    return document
