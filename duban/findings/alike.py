"""Pictures of findings are earlier evidence too: a closing that shows one of them again is hinted at to its verifier. And whoever
rechecks a finding that was made of answers is shown the hints on these."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.checklists.abouts import register_verifier
from duban.checklists.alike import hints_on
from duban.checklists.models import Answer
from duban.files.models import Evidence
from duban.findings.access import findings
from duban.findings.actions.fixing import AFTER, BEFORE
from duban.findings.models import Finding
from duban.findings.queries.answered import answers_of, rounds_of
from duban.likeness import queries, sources
from duban.likeness.queries import Shown
from duban.likeness.sources import Origin, Source
from duban.org.access import Standing, standing_of
from duban.org.models import Person

NOUN = "finding_picture"


def _pictures() -> QuerySet[Evidence]:
    return Evidence.objects.filter(noun__in=(BEFORE, AFTER), withdrawn_at=None)


def hints_of(person: Person, finding: Finding) -> list[Shown]:
    """For the page of who looks again at a fix made on the spot: hints on its pictures."""
    return queries.hints_of(person, {NOUN: list(_pictures().filter(noun_id=finding.pk).values_list("pk", flat=True))})


def hints_on_answers(person: Person, finding: Finding) -> list[Shown]:
    """For the pages of who looks again: hints on the answers that the finding was made of."""
    rounds = rounds_of(finding).values_list("pk", flat=True)
    return hints_on(person, answers_of(finding), *rounds) if rounds else []


def _verifies(standing: Standing, answer: Answer) -> bool:
    """Whoever rechecks what was made of the answer."""
    source = {"source_noun": answer.response.about_noun, "source_id": answer.response.about_id}
    made = Finding.objects.select_related("unit", "found_unit", "task").filter(item=answer.item_id, **source)
    return any(findings.is_party(standing, "recheck_fix" if each.fixed_on_spot else "recheck", each) for each in made)


def _read(pk: int) -> Origin | None:
    """One picture: they come one after the other, and each is a fact by itself."""
    picture = _pictures().filter(pk=pk).first()
    return Origin(picture.noun_id, picture.unit_id, picture.at, "", (pk,)) if picture else None


def _may_look(person: Person, pk: int) -> bool:
    """Who may look again at a fix made on the spot, and did not make it."""
    about = _pictures().filter(pk=pk).values("noun_id")
    finding = Finding.objects.select_related("unit", "found_unit", "task").filter(pk__in=about).first()
    return finding is not None and findings.is_party(standing_of(person), "recheck_fix", finding)


def _seen(person: Any, ids: Collection[int]) -> dict[int, str]:
    return {each.pk: str(each) for each in findings.visible_to(person).filter(pk__in=ids)}


def register() -> None:
    register_verifier(_verifies)
    sources.register(
        Source(
            noun=NOUN,
            label=_("finding"),
            about="finding",
            read=_read,
            ids=_pictures,
            may_look=_may_look,
            seen=_seen,
            link=lambda pk: reverse("findings:finding", args=[pk]),
        )
    )
