"""Reading in the background: large files and slow kinds of them."""

import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from duban.calendars.periodic import Periodic
from duban.minutes.actions.read import read_document, report_unreadable
from duban.minutes.apart import read_apart
from duban.minutes.matching import known_names
from duban.minutes.models import Document, ReadingState
from duban.minutes.reader import read_source

log = logging.getLogger(__name__)


@task()
def read_in_background(document_id: int) -> bool:
    """Read a waiting document. Safe to run twice and by two workers: the first result is taken, the other dropped."""
    document = Document.objects.select_related("original").filter(pk=document_id, reading=ReadingState.WAITING).first()
    if document is None:
        return False
    try:
        if document.original is None:
            reading = read_source(document.raw, date=document.issued_on, units=known_names())
        else:
            with document.original.open() as file:
                reading = read_apart(file.read(), name=document.file_name, date=document.issued_on, units=known_names())
    except Exception as error:
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
            # The file store is away, or the disk full: the document goes on waiting and is asked for again.
            log.warning("document %s cannot be read now", document_id, exc_info=True)
            return False
        log.exception("document %s could not be read", document_id)
        gone = isinstance(error, FileNotFoundError)
        return report_unreadable(document_id, "not_found" if gone else "internal", "")
    return read_document(document_id, reading)


def read_what_was_forgotten() -> int:
    """Ask again for documents that wait longer than any reading takes: the asking itself may have been lost."""
    before = timezone.now() - PATIENCE
    waiting = Document.objects.filter(reading=ReadingState.WAITING, filed_at__lt=before)
    ids = list(waiting.order_by("id").values_list("pk", flat=True)[:100])
    for document_id in ids:
        read_in_background.enqueue(document_id)
    return len(ids)


PATIENCE = timedelta(minutes=15)
PERIODIC = [Periodic("minutes.reading", read_what_was_forgotten, every=timedelta(minutes=15))]
