"""What a picture looks like, in bits: a perceptual hash (DCT, 64 bits) and a difference hash (256 bits). Only Pillow.

Christoph Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions, 2010, describes both families.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import cos, pi
from statistics import median, pstdev
from typing import IO

from PIL import Image

SIDE = 32
# A grey wall, a blank page: nothing to know it by.
FLATTEST = 4.0
# Of 256: a picture saved again or cut by 3 % differs by less, another one of the same kind by more.
MOST_FINE = 80
BANDS = 4


@dataclass(frozen=True)
class Face:
    coarse: int
    fine: bytes

    @property
    def bands(self) -> tuple[int, int, int, int]:
        a, b, c, d = (((self.coarse >> 16 * n) & 0xFFFF) - 0x8000 for n in range(BANDS))
        return a, b, c, d


def face(stream: IO[bytes]) -> Face | None:
    """`stream` holds a small picture that stands upright. None when it shows nothing to know it by."""
    with Image.open(stream) as picture:
        grey = picture.convert("L")
    small = grey.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    points = list(small.tobytes())
    if pstdev(points) < FLATTEST:
        return None
    waves = _low_waves(points)
    middle = median(waves)
    coarse = sum((wave > middle) << n for n, wave in enumerate(waves))
    steps = grey.resize((17, 16), Image.Resampling.LANCZOS).tobytes()
    fine = sum((steps[y * 17 + x] < steps[y * 17 + x + 1]) << (y * 16 + x) for y in range(16) for x in range(16))
    return Face(coarse, fine.to_bytes(32, "big"))


def distance(one: Face, other: Face) -> int:
    """Bits of 64 in which they differ; 64 when a closer look tells them apart."""
    closer = (int.from_bytes(one.fine, "big") ^ int.from_bytes(other.fine, "big")).bit_count()
    return (one.coarse ^ other.coarse).bit_count() if closer <= MOST_FINE else 64


def face_of(bands: Sequence[int | None], fine: bytes) -> Face:
    """From what is kept of a picture that has a face."""
    return Face(sum(((band or 0) + 0x8000) << 16 * n for n, band in enumerate(bands)), fine)


def near(band: int) -> list[int]:
    """This band and all that differ in one bit or two. Two pictures that differ in at most 11 bits agree so in one of
    their four bands, whichever bits they are."""
    raw = band + 0x8000
    flips = [0, *(1 << n for n in range(16)), *((1 << n) | (1 << m) for n, m in combinations(range(16), 2))]
    return [(raw ^ flip) - 0x8000 for flip in flips]


@lru_cache(maxsize=1)
def _cosines() -> list[list[float]]:
    return [[cos(pi * (2 * x + 1) * u / (2 * SIDE)) for x in range(SIDE)] for u in range(11)]


def _low_waves(points: list[int]) -> list[float]:
    """The 64 slowest waves of the picture's cosine transform, without its brightness."""
    waves = _cosines()
    lines = [
        [sum(p * c for p, c in zip(points[y * SIDE : (y + 1) * SIDE], wave, strict=True)) for wave in waves]
        for y in range(SIDE)
    ]
    order = sorted(((u, v) for u in range(11) for v in range(11) if u + v), key=lambda uv: (sum(uv), uv))[:64]
    return [sum(lines[y][u] * waves[v][y] for y in range(SIDE)) for u, v in order]
