"""What came with answers, files and typed text, is compared like any evidence: a closing that shows it again is hinted at to its
verifier, an answer that shows again what was handed in before to whoever verifies the answer. Whoever gave it never learns."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Exists, Func, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.checklists.abouts import abouts, verifiers
from duban.checklists.access import responses
from duban.checklists.models import Answer, AnswerKind, Response
from duban.files.models import Evidence
from duban.likeness import index, queries, sources
from duban.likeness.queries import Shown
from duban.likeness.sources import Origin, Source
from duban.org.access import Standing, standing_of
from duban.org.models import Person, Role

FILE, TEXT = "answer_file", "answer_text"
EVIDENCE = "answer"  # the noun under which files hang on answers


def leads(standing: Standing, response: Response) -> bool:
    """Whether this person verifies what others answered in the round: the supervision office and whoever leads the looking
    unit, unless the room above that began it says who."""
    about = abouts.get(response.about_noun)
    if about is not None and about.verifies is not None and response.about_id is not None:
        return about.verifies(standing, response.about_id)
    return standing.has(Role.SUPERVISION) or standing.in_unit(response.looking_unit_id, Role.HEAD, Role.LEADER)


def hints_in(person: Person, response: Response) -> list[Shown]:
    """For the pages of a round: hints on what others answered, to whoever verifies it. One query while there are none."""
    if not leads(standing_of(person), response) or not queries.is_hinted("response", response.pk):
        return []
    return hints_on(person, Answer.objects.filter(response=response), response.pk)


def hints_on(person: Person, answers: QuerySet[Answer], *rounds: int) -> list[Shown]:
    """On these answers, but the person's own, of these rounds. The caller has made sure that the person may verify them."""
    others = answers.exclude(by__in=standing_of(person).person_ids).order_by().values("pk")
    files = _files().filter(noun_id__in=others).order_by().values("pk")
    of_others = Q(later__noun=TEXT, later__noun_id__in=others) | Q(later__noun=FILE, later__noun_id__in=files)
    return queries.shown(person, list(queries.hints_about("response", rounds).filter(of_others)[: queries.MOST]))


def may_verify(person: Person, answer: Answer) -> bool:
    standing = standing_of(person)
    if answer.by_id in standing.person_ids:
        return False
    return leads(standing, answer.response) or any(verifies(standing, answer) for verifies in verifiers)


def _may_look(answer_of: Callable[[int], QuerySet[Answer]]) -> Callable[[Person, int], bool]:
    def may(person: Person, pk: int) -> bool:
        answer = answer_of(pk).select_related("response").first()
        return answer is not None and may_verify(person, answer)

    return may


def _files() -> QuerySet[Evidence]:
    """Without signatures: those of one hand look alike, and should."""
    signed = Answer.objects.filter(pk=OuterRef("noun_id"), item__kind=AnswerKind.SIGNATURE)
    return Evidence.objects.filter(~Exists(signed), noun=EVIDENCE, withdrawn_at=None)


def _answer_with(file: int) -> QuerySet[Answer]:
    return Answer.objects.filter(pk__in=_files().filter(pk=file).values("noun_id"))


class _Typed(Func):
    """A text kept as JSON, as it was typed."""

    template, output_field = "(%(expressions)s #>> '{}')", TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, template="JSON_EXTRACT(%(expressions)s, '$')", **extra)


def _texts() -> QuerySet[Answer]:
    """What was typed, without the many that are too short for a hint."""
    typed = Answer.objects.filter(item__kind=AnswerKind.TEXT).alias(length=Length(_Typed("value")))
    return typed.filter(length__gte=index.rules().shortest)


def _text_of(pk: int) -> QuerySet[Answer]:
    return Answer.objects.filter(pk=pk, item__kind=AnswerKind.TEXT)


def _read_file(pk: int) -> Origin | None:
    """One file: each is a fact by itself. All of one round are one matter, so none is a copy of another."""
    file = _files().filter(pk=pk).first()
    answer = Answer.objects.select_related("response").filter(pk=file.noun_id).first() if file else None
    if file is None or answer is None:
        return None
    return Origin(answer.response_id, answer.response.unit_id, file.at, "", (pk,))


def _read_text(pk: int) -> Origin | None:
    answer = _text_of(pk).select_related("response").first()
    if answer is None:
        return None
    return Origin(answer.response_id, answer.response.unit_id, answer.received_at, str(answer.value))


def _seen(person: Any, ids: Collection[int]) -> dict[int, str]:
    return {each.pk: str(each) for each in responses.visible_to(person).filter(pk__in=ids)}


def _source(noun: str, read: Any, ids: Any, answer_of: Callable[[int], QuerySet[Answer]]) -> Source:
    return Source(
        noun=noun,
        label=_("check"),
        about="response",
        read=read,
        ids=ids,
        may_look=_may_look(answer_of),
        seen=_seen,
        link=lambda pk: reverse("checklists:response", args=[pk]),
    )


def register() -> None:
    sources.register(_source(FILE, _read_file, _files, _answer_with), _source(TEXT, _read_text, _texts, _text_of))
