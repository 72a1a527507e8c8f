"""Takes a text out of whatever it comes in: told by its content, never by its name."""

from duban.reading.intake.refusal import Refused
from duban.reading.intake.take_in import take_in, take_in_file
from duban.reading.intake.taken import Taken

__all__ = ["Refused", "Taken", "take_in", "take_in_file"]
