"""What upper rooms add to a finding's page: acts of theirs, and what became of it with them. They are never named here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from duban.findings.models import Finding
from duban.org.models import Person


@dataclass(frozen=True, slots=True)
class Offer:
    """A link: an act when `acts`, else a link of the chain."""

    title: str | Promise
    url: str
    icon: str
    acts: bool = False


Offering = Callable[[Person, Finding], Iterable[Offer]]
_offering: list[Offering] = []


def register(*offering: Offering) -> None:
    """Called in `apps.py`; asked whenever somebody who sees the finding opens its page."""
    _offering.extend(offering)


def of(person: Person, finding: Finding) -> list[Offer]:
    return [offer for each in _offering for offer in each(person, finding)]
