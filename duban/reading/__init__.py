"""Reads minutes, even damaged copies: `read(source)` gives the restored text, its repairs, and the directives in it.

>>> from duban.reading import read
>>> reading = read("会议要求，安环部要在3月底前完成排查。")
>>> reading.directives[0].units
['安环部']

Pure Python, a library by itself: no Django anywhere below this package. Its dictionaries are loaded when `read` is first
asked for: who only names its types does not wait for them.
"""

from typing import TYPE_CHECKING, Any

from duban.reading.types import Cell, Repair, Restoration, Table

if TYPE_CHECKING:
    from duban.reading.reading import Reading, read

__all__ = ["Cell", "Reading", "Repair", "Restoration", "Table", "read"]


def __getattr__(name: str) -> Any:
    if name not in ("Reading", "read"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from duban.reading import reading

    return getattr(reading, name)
