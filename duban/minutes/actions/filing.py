"""Bringing a document in, saying what it is, and taking a mistaken one out again."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.files.models import Blob
from duban.journal import actions as journal
from duban.minutes import kinds
from duban.minutes.access import documents
from duban.minutes.actions.proposing import take_in
from duban.minutes.models import Document, ReadingState
from duban.minutes.reader import Reading
from duban.org.models import Person, Unit

DESCRIPTION = ("kind", "title", "number", "issuer", "issued_on")


@transaction.atomic
def file_document(
    *,
    actor: Person,
    unit: Unit,
    kind: str,
    title: str,
    number: str = "",
    issuer: str = "",
    issued_on: date | None = None,
    raw: str = "",
    original: Blob | None = None,
    file_name: str = "",
    reading: Reading | None = None,
) -> Document:
    """File a document. With `reading` (what came of reading it) it is read and proposed from at once; without, it waits
    and the caller lets a job read it."""
    if not documents.units_to_file_for(actor).filter(pk=unit.pk).exists():
        raise PermissionDenied
    if original is None and not raw.strip() and reading is None:
        raise ValidationError(_("Drop a file or paste the text."))
    document = Document.objects.create(
        kind=kind,
        title=title.strip()[:200] or _("Untitled document"),
        number=number.strip(),
        issuer=issuer.strip(),
        issued_on=issued_on,
        unit=unit,
        filed_by=actor,
        original=original,
        file_name=file_name[:255],
        raw=raw,
        reading=ReadingState.WAITING,
    )
    journal.append(
        kinds.FILED,
        actor=actor,
        noun="document",
        noun_id=document.pk,
        unit_id=unit.pk,
        body={"title": document.title, "kind": kind, "number": number, "file": file_name},
    )
    if reading is not None:
        take_in(document, reading, actor=actor)
    return document


@transaction.atomic
def describe_document(document_id: int, *, actor: Person, changes: dict[str, Any]) -> Document:
    """Set title, kind, number, issuer or date. The date matters: terms in the text are counted from it on re-reading."""
    document = documents.get_for(actor, document_id, "review", lock=True)
    changed = [name for name in DESCRIPTION if name in changes and getattr(document, name) != changes[name]]
    if not changed:
        return document
    before = {name: getattr(document, name) for name in changed}
    for name in changed:
        setattr(document, name, changes[name])
    if not document.title.strip():
        raise ValidationError({"title": _("A document needs a title.")})
    document.version += 1
    document.save(update_fields=[*changed, "version"])
    labels = [str(Document._meta.get_field(name).verbose_name) for name in changed]  # type: ignore[union-attr]
    journal.append(
        kinds.DESCRIBED,
        actor=actor,
        noun="document",
        noun_id=document.pk,
        unit_id=document.unit_id,
        body={"title": document.title, "fields": labels, "before": before, "after": {n: changes[n] for n in changed}},
    )
    return document


@transaction.atomic
def remove_document(document_id: int, *, actor: Person) -> None:
    """Take out a document from which nothing was issued. The journal keeps that it was here; the file stays by content."""
    document = documents.get_for(actor, document_id, "remove", lock=True)
    journal.append(
        kinds.REMOVED,
        actor=actor,
        noun="document",
        noun_id=document.pk,
        unit_id=document.unit_id,
        body={"title": document.title, "digest": document.digest},
    )
    document.proposals.update(merged_into=None, split_from=None, state="gone")
    document.proposals.all().delete()
    document.delete()
