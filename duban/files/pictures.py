"""Pictures: refused when they are bombs, shown small, made anew with what must not be seen blackened."""

import io
import threading
import warnings
from collections.abc import Sequence
from math import ceil
from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from .media import Media
from .models import Blob

# More than any camera in use takes; unpacked it is 400 MB, and nothing here unpacks more.
MOST_PIXELS = 100_000_000
SIDE = 360
# A web process makes one small picture at a time, and unpacks no more than this for it: a picture of a few kilobytes may
# unpack to a gigabyte, and a page asks for many at once.
MOST_UNPACKED = 256 * 2**20
_one_at_a_time = threading.Lock()
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
# The longer side of a copy for readers.
COPY = 1600
INK = (24, 24, 24)
# left, top, width, height as shares (0 to 1) of the upright picture.
Box = tuple[float, float, float, float]


class _Bomb(ValueError):
    """So many pixels that Pillow itself refuses to look further."""


def check(stream: BinaryIO, found: Media) -> None:
    """Raise ValidationError for a picture that would unpack to more than `MOST_PIXELS`, or is no picture at all."""
    if not found.media_type.startswith("image/") or found.media_type == "image/heic":
        return
    try:
        width, height = _opened(stream).size
    except _Bomb as error:
        raise ValidationError(_("“%(name)s” is far too large a picture.") % {"name": found.name}) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ValidationError(_("“%(name)s” is a damaged picture.") % {"name": found.name}) from error
    if width * height > MOST_PIXELS:
        raise ValidationError(
            _("“%(name)s” is too large a picture: %(width)s × %(height)s.")
            % {"name": found.name, "width": width, "height": height}
        )


def thumbnail(blob: Blob) -> "File[Any] | None":
    """The small picture as WebP, made on first asking; None when it can't be made."""
    storage, name = storages["evidence"], f"thumbnails/{blob.storage_name}"
    if not storage.exists(name):
        with blob.open() as source, _one_at_a_time:
            made = _small(cast(BinaryIO, source))
        if made is None:
            return None
        try:
            storage.save(name, ContentFile(made))
        except OSError:
            return ContentFile(made)  # a full disk must not hide a picture that is there
    return storage.open(name, "rb")


def _small(source: BinaryIO) -> bytes | None:
    try:
        picture = _opened(source)
        if picture.width * picture.height > MOST_PIXELS:
            return None
        picture.draft("RGB", (SIDE * 2, SIDE * 2))  # a JPEG is unpacked small from the start
        if picture.width * picture.height * _bytes_a_pixel(picture) > MOST_UNPACKED:
            return None
        if picture.mode not in ("L", "RGB", "RGBA"):
            picture = ImageOps.exif_transpose(picture).convert("RGBA" if "transparency" in picture.info else "RGB")
        # Made small first: turning and converting copy all of what they get.
        picture.thumbnail((SIDE, SIDE))
        small = ImageOps.exif_transpose(picture).convert("RGB")
        out = io.BytesIO()
        small.save(out, "WEBP", quality=75)  # without EXIF: place and camera stay in the original
        return out.getvalue()
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError):
        return None


def masked(blob: Blob, boxes: Sequence[Box]) -> io.BytesIO:
    """A copy for many eyes as JPEG: upright, without metadata, and black where a box lies.

    The boxes are painted before the copy is encoded, so nothing under them is in it: unlike a mosaic, from which plates
    and even faces have been reckoned back. ValidationError when the picture cannot be opened, or not in the memory here.
    """
    try:
        with blob.open() as source, _one_at_a_time:
            return _copied(cast(BinaryIO, source), boxes)
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This picture cannot be opened here; choose another one.")) from error


def _copied(source: BinaryIO, boxes: Sequence[Box]) -> io.BytesIO:
    picture = _opened(source)
    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError("too many pixels")
    picture.draft("RGB", (COPY * 2, COPY * 2))
    if picture.width * picture.height * _bytes_a_pixel(picture) > MOST_UNPACKED:
        raise ValueError("too much to unpack")
    picture = ImageOps.exif_transpose(picture)
    if picture.mode not in ("L", "RGB"):
        # What is see-through stands on white, as a page shows it.
        clear = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    picture.thumbnail((COPY, COPY))
    # A new picture holds pixels and nothing else: no place, no camera, no small copy of the original.
    made = Image.new("RGB", picture.size)
    made.paste(picture)
    pen, (wide, high) = ImageDraw.Draw(made), made.size
    for left, top, width, height in boxes:
        pen.rectangle(
            (int(left * wide), int(top * high), ceil((left + width) * wide), ceil((top + height) * high)), fill=INK
        )
    out = io.BytesIO()
    made.save(out, "JPEG", quality=85)
    out.seek(0)
    return out


def _bytes_a_pixel(picture: Image.Image) -> int:
    """What the picture takes in memory, with the copy that some modes need before they can be made small."""
    if picture.mode == "L":
        return 1
    return 4 if picture.mode in ("RGB", "RGBA") else 9


def _opened(stream: BinaryIO) -> Image.Image:
    """The picture with only its header read. Pillow's own alarm is set aside: ours is stricter and has words."""
    stream.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            return Image.open(stream, formats=FORMATS)
        except Image.DecompressionBombError:
            raise _Bomb from None
