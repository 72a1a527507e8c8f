"""One way to write JSON as bytes, the same in Python and in a browser."""

import json
from hashlib import sha256

FORMAT = "DRAW-1"


def json_bytes(value: object) -> bytes:
    """UTF-8, keys sorted (all of them ASCII), no spaces, nothing escaped that need not be, no newline at the end."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hex_digest(data: bytes) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits, as `sha256sum` prints it."""
    return sha256(data).hexdigest()
