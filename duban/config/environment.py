"""What the operator says in environment variables, and a sentence in place of a traceback where it cannot be meant."""

import os
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

import dj_database_url


class Misconfigured(Exception):
    """Says which variable is wrong, and what would do."""


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    said = os.environ.get(name, "") or str(default)
    try:
        return int(said)
    except ValueError:
        raise Misconfigured(f"{name} is a whole number, not “{said}”") from None


def one_of(name: str, allowed: Iterable[str]) -> str:
    """The first of `allowed` where nothing is said."""
    choices = list(allowed)
    said = os.environ.get(name, "") or choices[0]
    if said not in choices:
        raise Misconfigured(f"{name} is one of {', '.join(choices)}, not “{said}”")
    return said


def address(name: str, default: str, schemes: Iterable[str]) -> SplitResult:
    said = os.environ.get(name, "") or default
    found = urlsplit(said)
    if found.scheme not in schemes or not found.hostname:
        raise Misconfigured(
            f"{name} begins with {' or '.join(f'{each}://' for each in schemes)} and names a host, unlike “{said}”"
        )
    return found


def together(name: str, *others: str) -> list[str]:
    """What `name` and `others` say; nothing where `name` is not set. One without another is a login that cannot work."""
    if not os.environ.get(name):
        return []
    if missing := [each for each in others if not os.environ.get(each)]:
        raise Misconfigured(f"{name} is set, but {' and '.join(missing)} is missing")
    return [os.environ[each] for each in (name, *others)]


def time_zone(name: str, default: str) -> str:
    said = os.environ.get(name, "") or default
    try:
        return ZoneInfo(said).key
    except (OSError, ValueError, KeyError):
        raise Misconfigured(f"{name} is a time zone such as {default}, not “{said}”") from None


def database(name: str) -> dict[str, object] | None:
    """None where nothing is said: the embedded database is meant."""
    said = os.environ.get(name, "")
    if not said:
        return None
    if said.split(":")[0] not in {"postgres", "postgresql", "sqlite"}:
        raise Misconfigured(f"{name} begins with postgres://, or is left out for the embedded database")
    return dict(dj_database_url.parse(said))
