"""Finding units and people by name, alias, code, pinyin and initials: what pickers ask on every keystroke."""

from collections.abc import Iterable

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from duban.org.models import Appointment, Person, Unit, UnitAlias

MOST = 20


def find_units(
    text: str, *, rows: QuerySet[Unit] | None = None, kinds: Iterable[str] = (), most: int = MOST
) -> QuerySet[Unit]:
    """Units in force whose name, short name, alias, code, pinyin or initials fit; best first."""
    units = Unit.objects.in_force(timezone.localdate()) if rows is None else rows
    if kinds := list(kinds):
        units = units.filter(kind__in=kinds)
    text = text.strip()
    if not text:
        return units.order_by("path")[:most]
    typed = _typed(text)
    spelt = Q(spelling__contains=typed) if typed else Q(pk__in=())
    alias = UnitAlias.objects.filter(unit=OuterRef("pk")).filter(
        Q(text__icontains=text) | (Q(spelling__contains=typed) if typed else Q(pk__in=()))
    )
    exact = Q(name=text) | Q(short_name=text) | Q(code__iexact=text)
    start = Q(name__startswith=text) | Q(short_name__startswith=text)
    return (
        units.annotate(has_alias=Exists(alias))
        .filter(
            exact
            | Q(name__icontains=text)
            | Q(short_name__icontains=text)
            | Q(code__istartswith=text)
            | spelt
            | Q(has_alias=True)
        )
        .annotate(rank=_rank(exact, start, typed, alias=True))
        .order_by("rank", "depth", "path")[:most]
    )


def find_people(
    text: str, *, rows: QuerySet[Person] | None = None, within: Unit | None = None, most: int = MOST
) -> QuerySet[Person]:
    """Active people whose name, staff number, user name, pinyin or initials fit; best first."""
    people = Person.objects.filter(is_active=True) if rows is None else rows
    if within is not None:
        here = Appointment.objects.in_force(timezone.localdate()).filter(
            person=OuterRef("pk"), unit__path__startswith=within.path
        )
        people = people.filter(Exists(here))
    text = text.strip()
    if not text:
        return people.order_by("spelling", "pk")[:most]
    typed = _typed(text)
    spelt = Q(spelling__contains=typed) if typed else Q(pk__in=())
    exact = Q(name=text) | Q(number=text) | Q(username__iexact=text)
    return (
        people.filter(exact | Q(name__icontains=text) | Q(number__startswith=text) | spelt)
        .annotate(rank=_rank(exact, Q(name__startswith=text), typed))
        .order_by("rank", "spelling", "pk")[:most]
    )


def _typed(text: str) -> str:
    """Letters as somebody types pinyin; nothing when the text holds anything else."""
    letters = text.lower().replace(" ", "").replace("'", "")
    return letters if letters.isascii() and letters.isalnum() else ""


def _rank(exact: Q, start: Q, typed: str, alias: bool = False) -> Case:
    whens = [When(exact, then=Value(0)), When(start, then=Value(1))]
    if typed:
        # Keys are separated by spaces, so a match after one is a match at the beginning of a name.
        whens.append(When(Q(spelling__startswith=typed) | Q(spelling__contains=f" {typed}"), then=Value(2)))
    if alias:
        whens.append(When(has_alias=True, then=Value(2)))
    return Case(*whens, default=Value(3), output_field=IntegerField())
