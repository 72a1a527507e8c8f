"""The last entries of the journal about one thing, as sentences."""

from duban.journal.models import Entry
from duban.journal.queries import timeline

SHOWN = 12


def story(noun: str, pk: int) -> list[Entry]:
    return list(timeline(noun, pk)[:SHOWN])
