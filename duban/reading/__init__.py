"""Reads minutes, even damaged copies: `read(source)` gives the restored text, its repairs, and the directives in it.

>>> from duban.reading import read
>>> reading = read("会议要求，安环部要在3月底前完成排查。")
>>> reading.directives[0].units
['安环部']

Pure Python, a library by itself: no Django anywhere below this package.
"""

from duban.reading.reading import Reading, read
from duban.reading.types import Cell, Repair, Restoration, Table

__all__ = ["Cell", "Reading", "Repair", "Restoration", "Table", "read"]
