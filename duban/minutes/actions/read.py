"""Reading a document: by a job after it was filed, and again whenever somebody asks."""

from django.db import transaction

from duban.journal import actions as journal
from duban.minutes import kinds
from duban.minutes.access import documents
from duban.minutes.actions.proposing import move, propose, set_text, take_in
from duban.minutes.composition import RawDecision
from duban.minutes.matching import known_names
from duban.minutes.models import Document, ReadingState
from duban.minutes.reader import READER, Reading, read_raw
from duban.org.models import Person


@transaction.atomic
def read_document(document_id: int, reading: Reading) -> bool:
    """Take in what a job read, unless another job was faster or the document is gone; says whether it was taken."""
    document = Document.objects.select_for_update().filter(pk=document_id, reading=ReadingState.WAITING).first()
    if document is None:
        return False
    take_in(document, reading, actor=None)
    return True


def report_unreadable(document_id: int, code: str, text: str) -> bool:
    return read_document(document_id, Reading(error=code, error_text=text))


@transaction.atomic
def read_again(document_id: int, *, actor: Person) -> tuple[int, int]:
    """Read the raw text with today's reader, names and date; (new, gone). No person's edit is lost.

    A document that could not be read goes back to waiting, for the job to try its file again; one that waits goes on
    waiting, and may be given to another job (the first result is taken).
    """
    document = documents.get_for(actor, document_id, "read_again", lock=True)
    if document.reading != ReadingState.READ:
        document.reading = ReadingState.WAITING
        document.save(update_fields=["reading"])
        return 0, 0
    new, gone = reread(document)
    journal.append(
        kinds.READ_AGAIN,
        actor=actor,
        noun="document",
        noun_id=document.pk,
        unit_id=document.unit_id,
        body={"title": document.title, "new": new, "gone": gone, "reader": READER},
    )
    return new, gone


def reread(document: Document) -> tuple[int, int]:
    """Restoration, corrections and directives anew over the raw text; the caller holds the row."""
    before = document.composition
    corrections = [RawDecision(c.raw_start, c.raw_end, c.text) for c in document.corrections.all()]
    reading = read_raw(document.raw, date=document.issued_on, units=known_names(), corrections=corrections)
    move(document, before, reading.composition)
    document.reader = READER
    document.version += 1
    document.save(update_fields=["reader", "version"])
    set_text(document, reading)
    return propose(document, reading.directives)
