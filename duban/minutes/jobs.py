"""Reading in the background: large files and slow kinds of them."""

import logging

from django_tasks import task

from duban.minutes.actions.read import read_document, report_unreadable
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
                reading = read_source(
                    file.read(), name=document.file_name, date=document.issued_on, units=known_names()
                )
    except Exception:
        log.exception("document %s could not be read", document_id)
        return report_unreadable(document_id, "internal", "")
    return read_document(document_id, reading)
