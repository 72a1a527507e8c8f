"""Who reads the ledger of burdens: a unit what it and all below it bear, and what it asks of others; whoever sees every
unit's work sees all of it. The supervision office keeps rates and budgets."""

from django.db.models import Q, QuerySet

from duban.burden.models import Charge, MergeOffer, Saving
from duban.org.access import Policy, Standing, standing_of
from duban.org.models import Person, Role, Unit


def keeps(person: Person) -> bool:
    return person.is_active and standing_of(person).has(Role.SUPERVISION)


def may_read(person: Person) -> bool:
    return person.is_active and bool(standing_of(person).posts)


def units_seen(person: Person) -> QuerySet[Unit]:
    """Whose burden this person reads."""
    standing = standing_of(person)
    units: QuerySet[Unit] = Unit.objects.all()
    if not person.is_active:
        return units.none()
    return units if standing.sees_all else units.filter(pk__in=standing.subtree_ids)


class ChargePolicy(Policy[Charge]):
    model = Charge

    def visible_to(self, person: Person) -> QuerySet[Charge]:
        rows = Charge.objects.select_related("asker", "bearer")
        standing = standing_of(person)
        if not person.is_active:
            return rows.none()
        if standing.sees_all:
            return rows
        return rows.filter(Q(bearer__in=standing.subtree_ids) | Q(asker__in=standing.unit_ids))

    def allows(self, standing: Standing, verb: str, obj: Charge) -> bool:
        return False


class SavingPolicy(Policy[Saving]):
    model = Saving

    def visible_to(self, person: Person) -> QuerySet[Saving]:
        rows = Saving.objects.select_related("bearer")
        standing = standing_of(person)
        if not person.is_active:
            return rows.none()
        return rows if standing.sees_all else rows.filter(bearer__in=standing.subtree_ids)

    def allows(self, standing: Standing, verb: str, obj: Saving) -> bool:
        return False


class MergeOfferPolicy(Policy[MergeOffer]):
    """Seen by who made it, by the unit whose consent is asked, and by the supervision office. Who may consent is said by
    the kind of overlap."""

    model = MergeOffer
    verbs = frozenset({"view", "decide"})

    def visible_to(self, person: Person) -> QuerySet[MergeOffer]:
        rows = MergeOffer.objects.select_related("to_unit", "by", "decided_by")
        standing = standing_of(person)
        if not person.is_active:
            return rows.none()
        if standing.has(Role.SUPERVISION):
            return rows
        return rows.filter(Q(by=person) | Q(to_unit__in=standing.unit_ids))

    def allows(self, standing: Standing, verb: str, obj: MergeOffer) -> bool:
        from duban.burden.overlaps import consents

        return obj.accepted is None and consents(standing.person, obj)


charges = ChargePolicy()
savings = SavingPolicy()
offers = MergeOfferPolicy()
