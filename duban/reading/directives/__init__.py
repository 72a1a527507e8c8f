"""Finds in restored minutes who is directed to do what, by when, how often and with what to show for it."""

from duban.reading.directives.directive import Directive
from duban.reading.directives.find import find_directives
from duban.reading.directives.sentences import sentences
from duban.reading.directives.tables import find_in_tables

__all__ = ["Directive", "find_directives", "find_in_tables", "sentences"]
