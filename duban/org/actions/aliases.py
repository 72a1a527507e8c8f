"""Other names of units: added by hand, or learnt when somebody corrects what the reader made of a name."""

from datetime import date
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.journal.actions import append
from duban.org import kinds
from duban.org.models import Person, Unit, UnitAlias
from duban.org.names import forget_names
from duban.org.policies import units


@transaction.atomic
def add_alias(unit_id: int, *, text: str, actor: Person) -> UnitAlias | None:
    """None when the unit is already known by this name. Raises ValidationError when the name is another unit's."""
    unit = units.get_for(actor, unit_id, "name_alias", lock=True)
    text = " ".join(text.split())
    if not text:
        raise ValidationError(_("Type a name."))
    if text in (unit.name, unit.short_name):
        return None
    taken = UnitAlias.objects.select_related("unit").filter(text=text).first()
    if taken and taken.unit_id == unit.pk:
        return None
    other = taken.unit if taken else Unit.objects.filter(name=text, closed_on__isnull=True).exclude(pk=unit.pk).first()
    if other:
        raise ValidationError(_("“%(text)s” is a name of %(unit)s."), params={"text": text, "unit": other})
    alias = UnitAlias(unit=unit, text=text)
    alias.full_clean()
    alias.save()
    append(
        kinds.ALIAS_ADDED,
        actor=actor,
        noun="unit",
        noun_id=unit.pk,
        unit_id=unit.pk,
        body={"unit": unit.name, "text": text},
    )
    transaction.on_commit(forget_names)
    return alias


@transaction.atomic
def remove_alias(alias_id: int, *, actor: Person) -> None:
    alias = UnitAlias.objects.select_related("unit").filter(pk=alias_id).first()
    unit = units.get_for(actor, alias.unit_id if alias else None, "name_alias", lock=True)
    assert alias is not None
    append(
        kinds.ALIAS_REMOVED,
        actor=actor,
        noun="unit",
        noun_id=unit.pk,
        unit_id=unit.pk,
        body={"unit": unit.name, "text": alias.text},
    )
    alias.delete()
    transaction.on_commit(forget_names)


@transaction.atomic
def hand_over_names(today: date) -> None:
    """Names stay a merged unit's own while it exists; documents of the day it is closed, and later, mean its successor."""
    closed = Unit.objects.filter(names_to__isnull=False, closed_on__lte=today).select_related("names_to")
    for unit in closed.select_for_update(of=("self",)):
        names = [unit.name, unit.short_name, *unit.aliases.values_list("text", flat=True)]
        unit.aliases.all().delete()
        for name in filter(None, names):
            learn_name(cast(Unit, unit.names_to), name)
        unit.names_to = None
        unit.save(update_fields=["names_to"])
        transaction.on_commit(forget_names)


def learn_name(unit: Unit, text: str) -> None:
    """Keep a former name as an alias, unless it now belongs to somebody else."""
    if not UnitAlias.objects.filter(text=text).exists():
        UnitAlias(unit=unit, text=text).save()
