"""Kinds and rules of findings, kept by the supervision office as data."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.findings import kinds, terms
from duban.findings.access import may_keep_rules
from duban.findings.models import FindingKind, FindingRules
from duban.journal import actions as journal
from duban.org.access import standing_of
from duban.org.models import Person

KIND_FIELDS = ("name", "group", "explained", "order", "retired")


@transaction.atomic
def keep_kind(*, actor: Person, kind: FindingKind | None, **fields: Any) -> FindingKind:
    """Make a kind, or change one. A kind in use keeps its group: what was found does not become something else."""
    if not may_keep_rules(standing_of(actor)):
        raise PermissionDenied
    row = FindingKind.objects.select_for_update().get(pk=kind.pk) if kind else FindingKind()
    if kind and "group" in fields and fields["group"] != row.group and row.findings.exists():
        raise ValidationError({"group": _("Findings of this kind exist: retire it and make another one.")})
    changed = [name for name in KIND_FIELDS if name in fields and getattr(row, name) != fields[name]]
    for name in changed:
        setattr(row, name, fields[name])
    row.full_clean()
    row.save()
    labels = [str(FindingKind._meta.get_field(name).verbose_name) for name in changed]  # type: ignore[union-attr]
    journal.append(
        kinds.KIND_KEPT, actor=actor, noun="finding_kind", noun_id=row.pk, body={"name": row.name, "fields": labels}
    )
    return row


@transaction.atomic
def keep_rules(*, actor: Person, **fields: Any) -> FindingRules:
    """Put an edition in force from a day that is not past; the same day again replaces what was to come."""
    if not may_keep_rules(standing_of(actor)):
        raise PermissionDenied
    if fields["since"] < terms.today():
        raise ValidationError({"since": _("Rules do not work backwards: choose today or a later day.")})
    FindingRules(**fields).clean()
    row, _made = FindingRules.objects.update_or_create(since=fields.pop("since"), defaults=fields)
    journal.append(
        kinds.RULES_KEPT,
        actor=actor,
        noun="finding_rules",
        noun_id=row.pk,
        body={"since": row.since, "source": row.source},
    )
    return row
