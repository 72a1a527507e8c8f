"""Whether a text was filed before: a digest for the same text, a MinHash sketch for nearly the same one.

Both look only at letters and digits of the restored text, so a damaged copy, a copy with other punctuation and the
clean original meet. The sketch is one-permutation MinHash (Li, Owen, Zhang 2012) with empty bins filled from the
next one, cut into bands for an index (LSH): two texts that share 8 of 10 shingles meet in a band practically always.
"""

import hashlib
import re
import struct
import zlib

BINS = 64
BANDS = 16
ROWS = BINS // BANDS
SHINGLE = 5
# Below this share of common shingles two texts are only about the same matter.
NEARLY = 0.6

_NOISE = re.compile(r"[\W_]+")
_EMPTY = 0xFFFFFFFF
_FORMAT = f">{BINS}I"


def essence(text: str) -> str:
    """Only what is said: no spaces, punctuation or letter case."""
    return _NOISE.sub("", text).lower()


def digest_of(text: str) -> str:
    return hashlib.sha256(essence(text).encode("utf-8", "surrogatepass")).hexdigest()


def sketch_of(text: str) -> bytes:
    """256 bytes; empty for a text without a single letter."""
    units = essence(text).encode("utf-16-le", "surrogatepass")
    if not units:
        return b""
    least = [_EMPTY] * BINS
    width, crc = 2 * SHINGLE, zlib.crc32
    for at in range(0, max(len(units) - width, 0) + 2, 2):
        mixed = (crc(units[at : at + width]) * 0x9E3779B1) & 0xFFFFFFFF
        bin_, value = mixed >> 26, mixed & 0x03FFFFFF
        if value < least[bin_]:
            least[bin_] = value
    filled = [i for i in range(BINS) if least[i] != _EMPTY]
    whole = list(least)
    for i in range(BINS):
        if least[i] == _EMPTY:
            source = next((j for j in filled if j > i), filled[0])
            # The distance goes in, so that two bins filled from one source do not count as two agreements by chance.
            whole[i] = (least[source] + 0x04000000 * (1 + (source - i) % 31)) & 0xFFFFFFFE
    return struct.pack(_FORMAT, *whole)


def bands_of(sketch: bytes) -> list[int]:
    """One signed 64-bit number a band; two texts are candidates when they share one."""
    if not sketch:
        return []
    size = ROWS * 4
    found = []
    for band in range(BANDS):
        piece = bytes([band]) + sketch[band * size : (band + 1) * size]
        found.append(int.from_bytes(hashlib.blake2b(piece, digest_size=8).digest(), "big", signed=True))
    return found


def likeness(one: bytes, other: bytes) -> float:
    """Estimated share of common shingles, 0 to 1."""
    if len(one) != BINS * 4 or len(other) != BINS * 4:
        return 0.0
    pairs = zip(struct.unpack(_FORMAT, one), struct.unpack(_FORMAT, other), strict=True)
    agreeing: int = sum(a == b for a, b in pairs)
    return agreeing / BINS
