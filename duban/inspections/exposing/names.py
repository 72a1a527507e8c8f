"""Names of people in a text that many will read."""

import re
import unicodedata

from duban.org.models import Person

_SPACE = re.compile(r"\s+")


def names_in(*texts: str) -> list[str]:
    """Names of people of the organisation, also of those who left, that stand in the texts; longest first. Chinese names are
    found with blanks inside as well, others only as whole words."""
    said = unicodedata.normalize("NFKC", "\n".join(texts))
    closed = _SPACE.sub("", said)
    known = {name.strip() for name in Person.objects.values_list("name", flat=True).distinct()}
    return sorted((name for name in known if len(name) > 1 and _stands(name, said, closed)), key=lambda n: (-len(n), n))


def _stands(name: str, said: str, closed: str) -> bool:
    if name.isascii():
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said, re.IGNORECASE | re.ASCII) is not None
    return _SPACE.sub("", unicodedata.normalize("NFKC", name)) in closed
