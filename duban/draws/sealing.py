"""A sealed result: its salted hash is published at once, the result itself when the visits are done."""

import re
import secrets

from duban.draws.canonical import FORMAT, hex_digest, json_bytes
from duban.draws.drawing import Result
from duban.draws.errors import DrawError


def new_salt() -> str:
    """256 random bits, as 64 hexadecimal digits. Also fit for a manifest's nonce."""
    return secrets.token_hex(32)


def seal(result: Result, salt: str) -> str:
    """SHA-256 over the JSON array ["DRAW-1 seal", salt, SHA-256 of result.json]. Without the salt nobody can try out
    results; with it anybody sees that the opened result is the sealed one."""
    if not re.fullmatch("[0-9a-f]{32,128}", salt):
        raise DrawError("a salt is 32 to 128 hexadecimal digits in lower case")
    return hex_digest(json_bytes([f"{FORMAT} seal", salt, hex_digest(result.to_bytes())]))
