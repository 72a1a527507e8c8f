"""Makes damaged copies readable again: `restore(raw)` gives the text and every repair."""

from duban.reading.restoration.restore import restore
from duban.reading.types import Repair, Restoration

__all__ = ["Repair", "Restoration", "restore"]
