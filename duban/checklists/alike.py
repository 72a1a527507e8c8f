"""Photos and files that came with answers are earlier evidence too: a closing that shows one of them again is hinted at to
its verifier. Nobody verifies an answer itself, so no hint on one is shown to anybody."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.checklists.access import responses
from duban.checklists.models import Answer, AnswerKind
from duban.files.models import Evidence
from duban.likeness import sources
from duban.likeness.sources import Origin, Source

NOUN = "answer_file"
EVIDENCE = "answer"  # the noun under which files hang on answers


def _files() -> QuerySet[Evidence]:
    """Without signatures: those of one hand look alike, and should."""
    signed = Answer.objects.filter(pk=OuterRef("noun_id"), item__kind=AnswerKind.SIGNATURE)
    return Evidence.objects.filter(~Exists(signed), noun=EVIDENCE, withdrawn_at=None)


def _read(pk: int) -> Origin | None:
    """One file: each is a fact by itself. All of one round are one matter, so none is a copy of another."""
    file = _files().filter(pk=pk).first()
    answer = Answer.objects.select_related("response").filter(pk=file.noun_id).first() if file else None
    if file is None or answer is None:
        return None
    return Origin(answer.response_id, answer.response.unit_id, file.at, "", (pk,))


def _seen(person: Any, ids: Collection[int]) -> dict[int, str]:
    return {each.pk: str(each) for each in responses.visible_to(person).filter(pk__in=ids)}


def register() -> None:
    sources.register(
        Source(
            noun=NOUN,
            label=_("check"),
            about="response",
            read=_read,
            ids=_files,
            may_look=lambda person, pk: False,
            seen=_seen,
            link=lambda pk: reverse("checklists:response", args=[pk]),
        )
    )
