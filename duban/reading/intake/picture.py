"""Photographs and scans of minutes, through the extra `duban[ocr]`."""

from __future__ import annotations

import datetime
import io
from typing import Any

from duban.reading.intake.refusal import Refused
from duban.reading.intake.taken import Taken

MOST_PIXELS = 80_000_000


def read_picture(data: bytes) -> Taken:
    """One picture; a TIFF may hold several pages."""
    _engine()
    from PIL import Image, ImageSequence

    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused("bomb")
            return read_pages([frame.convert("RGB") for frame in ImageSequence.Iterator(image)], None)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused("damaged") from error


def read_pages(pages: list[Any], dated: datetime.date | None) -> Taken:
    """Recognise the text of page pictures, in reading order."""
    engine = _engine()
    lines: list[str] = []
    for page in pages:
        lines += list(getattr(engine(page.convert("RGB")), "txts", None) or [])
    from duban.reading.intake.pdf import joined

    return Taken(joined("\n".join(lines)), "picture", dated=dated)


def _engine() -> Any:
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise Refused("scanned") from error
    return RapidOCR()
