"""Finds in restored minutes who is directed to do what, by when, how often and with what to show for it."""

from duban.reading.directives.directive import Directive
from duban.reading.directives.labels import with_labels
from duban.reading.directives.sentences import sentences
from duban.reading.directives.tables import find_in_tables
from duban.reading.directives.text import find_directives, outside

__all__ = ["Directive", "find_directives", "find_in_tables", "outside", "sentences", "with_labels"]
