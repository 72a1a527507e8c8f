"""Photographs and scans of minutes, through the extra `duban[ocr]`."""

from __future__ import annotations

import datetime
import functools
import io
import threading
from collections.abc import Iterable
from typing import Any

from duban.reading.intake.refusal import Refused
from duban.reading.intake.taken import Taken

MOST_PIXELS = 80_000_000
# The recogniser is one for all threads and holds what it works on.
_one_at_a_time = threading.Lock()


def read_picture(data: bytes) -> Taken:
    """One picture; a TIFF may hold several pages."""
    _engine()
    from PIL import Image, ImageOps, ImageSequence

    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused("bomb")
            # A phone stores how it was held; the letters have to stand upright.
            return read_pages(
                (ImageOps.exif_transpose(frame).convert("RGB") for frame in ImageSequence.Iterator(image)), None
            )
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused("damaged") from error


def read_pages(pages: Iterable[Any], dated: datetime.date | None) -> Taken:
    """Recognise the text of page pictures, in reading order; one page at a time is held in memory."""
    engine = _engine()
    lines: list[str] = []
    for page in pages:
        with _one_at_a_time:
            lines += list(getattr(engine(page.convert("RGB")), "txts", None) or [])
    from duban.reading.intake.pdf import joined

    return Taken(joined("\n".join(lines)), "picture", dated=dated)


@functools.cache
def _engine() -> Any:
    """Loaded once: that takes as long as reading a page."""
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise Refused("scanned") from error
    return RapidOCR(params={"Global.log_level": "error"})
