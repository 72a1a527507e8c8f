"""Who may do what: the declared vocabulary, a person's standing, and the base of every noun's policy.

Every noun has one policy, its one door. It answers three questions that must agree: which rows may this person see
(`visible_to`), may this person do this to that row (`can`), and the two together for a view (`get_for`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models
from django.http import Http404
from django.utils import timezone

from duban.org.models import Appointment, Deputy, Person, Role, Unit
from duban.ui.question import prepared

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Post:
    """One appointment in force, the person's own or one stood in for."""

    role: str
    unit_id: int
    path: str
    person_id: int


# Plain SQL: every page asks this, and the ORM would spend longer on composing it than the database on answering.
_POSTS = f"""
    SELECT post.role, post.unit_id, unit.path, post.person_id
    FROM {Appointment._meta.db_table} post JOIN {Unit._meta.db_table} unit ON unit.id = post.unit_id
    WHERE post.since <= %(today)s AND (post.until IS NULL OR post.until > %(today)s) AND post.person_id IN (
        SELECT %(me)s UNION
        SELECT person_id FROM {Deputy._meta.db_table}
        WHERE deputy_id = %(me)s AND since <= %(today)s AND until > %(today)s
    )
    ORDER BY post.unit_id, post.role, post.id
"""


class Standing:
    """What a person is today: posts in force, deputised ones included. One query, once a request."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def posts(self) -> list[Post]:
        with prepared() as cursor:
            cursor.execute(_POSTS, {"me": self.person.pk, "today": timezone.localdate().isoformat()})
            return [Post(*row) for row in cursor.fetchall()]

    @cached_property
    def person_ids(self) -> frozenset[int]:
        """Who this person acts as: self, and whoever is absent and named this person."""
        return frozenset({self.person.pk, *(p.person_id for p in self.posts)})

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        return frozenset(p.unit_id for p in self.posts)

    @cached_property
    def own_paths(self) -> list[str]:
        """Tree paths of the units where this person holds a post, without those stood in for."""
        return [p.path for p in self.posts if p.person_id == self.person.pk]

    def has(self, *roles: str) -> bool:
        return any(p.role in roles for p in self.posts)

    def paths(self, *roles: str) -> list[str]:
        """Tree paths of the units held in any of these roles (all roles when none is named)."""
        return [p.path for p in self.posts if not roles or p.role in roles]

    def over(self, unit: Unit, *roles: str) -> bool:
        """Whether a post in one of these roles stands at this unit or above it."""
        return any(unit.path.startswith(path) for path in self.paths(*roles))

    def in_unit(self, unit_id: int | None, *roles: str) -> bool:
        return any(p.unit_id == unit_id and (not roles or p.role in roles) for p in self.posts)

    @cached_property
    def sees_all(self) -> bool:
        """The supervision office, and leaders, auditors and assessors seated at the very top, see every unit's work."""
        return self.has(Role.SUPERVISION) or any(
            p.role in {Role.LEADER, Role.AUDITOR, Role.ASSESSOR, Role.INSPECTOR} and len(p.path) <= Unit.steplen
            for p in self.posts
        )

    @cached_property
    def subtree_ids(self) -> frozenset[int]:
        """All units at or below those where this person holds any post."""
        paths = sorted(set(self.paths()))
        # A path below another of ours adds nothing.
        top = [p for i, p in enumerate(paths) if not any(p.startswith(q) for q in paths[:i])]
        if not top:
            return frozenset()
        condition = models.Q()
        for path in top:
            condition |= models.Q(path__startswith=path)
        return frozenset(Unit.objects.filter(condition).values_list("pk", flat=True))


def standing_of(person: Person) -> Standing:
    """The person's standing, computed once per loaded person (that is: once a request)."""
    standing = person.__dict__.get("_standing")
    if standing is None:
        standing = person.__dict__["_standing"] = Standing(person)
    return standing


@dataclass(frozen=True, slots=True)
class Permit:
    """A line of a noun's table: in which states an act may be done, by which parties, and by whom never, whatever else they
    are (whoever does it does not verify it)."""

    states: tuple[str, ...]
    parties: frozenset[str]
    never: frozenset[str]

    def lets(self, mine: frozenset[str]) -> bool:
        """Whether somebody who is `mine` to the thing may, whatever its state."""
        return bool(self.parties & mine) and not self.never & mine


def permit(states: tuple[str, ...], *parties: str, never: tuple[str, ...] = ()) -> Permit:
    return Permit(states, frozenset(parties), frozenset(never))


class UnknownVerb(KeyError):
    """A policy was asked about a verb that its noun never declared."""


class Policy(Generic[M]):
    """One noun's rights. Subclasses declare `model` and `verbs`, and write `visible_to` and `allows`."""

    model: ClassVar[type[models.Model]]
    verbs: ClassVar[frozenset[str]] = frozenset({"view"})

    def visible_to(self, person: Person) -> models.QuerySet[M]:
        raise NotImplementedError

    def allows(self, standing: Standing, verb: str, obj: M) -> bool:
        """May somebody who sees `obj` do `verb` to it?"""
        raise NotImplementedError

    def can(self, person: Person, verb: str, obj: M) -> bool:
        if verb not in self.verbs:
            raise UnknownVerb(f"{self.model.__name__}: {verb}")
        return self.sees(person, obj) and (verb == "view" or self.allows(standing_of(person), verb, obj))

    def sees(self, person: Person, obj: M) -> bool:
        """Whether `visible_to` holds it."""
        return person.is_active and self.visible_to(person).filter(pk=obj.pk).exists()

    def get_for(self, person: Person, pk: Any, verb: str = "view", *, lock: bool = False) -> M:
        """The row, or 404 when this person may not even know of it, or 403 when only the act is forbidden.

        With `lock`, inside a transaction, the row is held until the transaction ends.
        """
        if verb not in self.verbs:
            raise UnknownVerb(f"{self.model.__name__}: {verb}")
        try:
            obj = self.find(person, pk, lock=lock)
        except (ObjectDoesNotExist, ValueError, OverflowError):
            raise Http404 from None
        if verb != "view" and not self.allows(standing_of(person), verb, obj):
            raise PermissionDenied
        return obj

    def find(self, person: Person, pk: Any, *, lock: bool) -> M:
        """The row if this person may see it; raises `ObjectDoesNotExist` otherwise."""
        rows = self.visible_to(person).filter(pk=pk)
        return (rows.select_for_update(of=("self",)) if lock else rows).get()

    def verbs_for(self, person: Person, obj: M, verbs: Iterable[str] | None = None) -> set[str]:
        """Which of the verbs this person may do to a row already known to be visible: for showing buttons."""
        standing = standing_of(person)
        return {v for v in (verbs or self.verbs) if v == "view" or self.allows(standing, v, obj)}
