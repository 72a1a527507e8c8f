"""What a page showed, in sixteen digits that its form sends back: whoever decides on something else than they read is told."""

from hashlib import sha256
from json import dumps


def digest_of(shown: object) -> str:
    """Of anything that JSON can say, in whatever order its names stand."""
    return sha256(dumps(shown, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
