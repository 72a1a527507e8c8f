"""Who may see evidence: whoever may see what it belongs to. Upper rooms say so for their nouns; all else is denied."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404

from .models import Evidence

Checker = Callable[[Any, int], bool]
_checkers: dict[str, Checker] = {}


def register(noun: str, checker: Checker) -> None:
    """`checker(person, noun_id)` says whether the person may see the evidence of that one. Called in `apps.py`."""
    _checkers[noun] = checker


def may_see(person: AbstractBaseUser, evidence: Evidence) -> bool:
    checker = _checkers.get(evidence.noun)
    return bool(checker and person.is_active and checker(person, evidence.noun_id))


def get_for(person: AbstractBaseUser, pk: int) -> Evidence:
    """The evidence, or 404: that it exists is already something to know."""
    evidence = Evidence.objects.select_related("blob").filter(pk=pk, withdrawn_at=None).first()
    if evidence is None or not may_see(person, evidence):
        raise Http404
    return evidence
