"""What the supervision office keeps as data: programmes, categories, types, templates, rules and the calendar."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from duban.journal import actions as journal
from duban.ledger import kinds, terms
from duban.ledger.access import may_keep_rules, programmes
from duban.ledger.actions.door import labels
from duban.ledger.jobs import relight_later
from duban.ledger.models import CalendarDay, Category, Programme, RuleEdition, TaskTemplate, TaskType
from duban.ledger.numbers import check_yearly
from duban.org.access import standing_of
from duban.org.models import Person

M = TypeVar("M", Category, TaskType, TaskTemplate)


def _office(actor: Person) -> None:
    if not actor.is_active or not may_keep_rules(standing_of(actor)):
        raise PermissionDenied


def _fill(row: models.Model, fields: dict[str, Any]) -> list[str]:
    """Set the fields; returns the labels of those that changed. Model constraints become words for the form."""
    changed = [name for name, value in fields.items() if row.pk is None or getattr(row, name) != value]
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    return labels(type(row), changed)


@transaction.atomic
def keep_programme(*, actor: Person, programme: Programme | None = None, **fields: Any) -> Programme:
    """Make a programme, or change one: name, year, since, until, owner, description, closed."""
    if programme is None:
        _office(actor)
        programme = Programme()
    else:
        programme = programmes.get_for(actor, programme.pk, "edit", lock=True)
    said = _fill(programme, fields)
    if said:
        programme.save()
        journal.append(
            kinds.PROGRAMME_KEPT,
            actor=actor,
            noun="programme",
            noun_id=programme.pk,
            unit_id=programme.owner_id,
            body={"name": programme.name, "fields": said},
        )
    return programme


def _keep(row: M, actor: Person, fields: dict[str, Any]) -> M:
    _office(actor)
    if row.pk:
        row = type(row).objects.select_for_update().get(pk=row.pk)
    said = _fill(row, fields)
    if said:
        row.save()
        journal.append(
            kinds.CATALOGUE_KEPT,
            actor=actor,
            noun=row._meta.model_name or "row",
            noun_id=row.pk,
            body={"what": str(row._meta.verbose_name), "name": row.name, "fields": said},
        )
    return row


@transaction.atomic
def keep_category(*, actor: Person, category: Category | None = None, **fields: Any) -> Category:
    return _keep(category or Category(), actor, fields)


@transaction.atomic
def keep_type(*, actor: Person, type: TaskType | None = None, **fields: Any) -> TaskType:
    """`pattern` must hold {year} and {serial} and be its own, or two tasks would bear one number."""
    type = type or TaskType()
    pattern = fields.get("pattern", type.pattern)
    check_yearly(pattern)
    other = TaskType.objects.exclude(pk=type.pk).filter(pattern=pattern).first()
    if other:
        raise ValidationError(
            {"pattern": _("“%(type)s” is numbered so: two tasks would bear one number.") % {"type": other}}
        )
    return _keep(type, actor, fields)


@transaction.atomic
def keep_template(
    *, actor: Person, template: TaskTemplate | None = None, take_over: bool = False, **fields: Any
) -> TaskTemplate:
    """With `take_over`, orders are registered in the actor's name from now on: whoever kept it may have left."""
    if template is None:
        template = TaskTemplate(owner=actor)
    elif take_over:
        fields["owner"] = actor
    if fields.get("again_every") and not fields.get("next_on"):
        raise ValidationError({"next_on": _("Say when it is registered next.")})
    if "next_on" in fields and fields["next_on"] != template.next_on:
        fields["again_from"] = fields["next_on"]
    if "milestones" in fields:
        fields["milestones"] = _steps(fields["milestones"], fields.get("term_days", template.term_days))
    return _keep(template, actor, fields)


def _steps(rows: Sequence[Mapping[str, Any]], term_days: int) -> list[dict[str, Any]]:
    """`title` and `before_days` (working days before the due date) of each milestone, in the order given."""
    steps = [{"title": row["title"].strip(), "before_days": int(row["before_days"])} for row in rows]
    for step in steps:
        if not 0 < len(step["title"]) <= 200:
            raise ValidationError({"milestones": _("Give the milestone a title.")})
        if not 0 <= step["before_days"] < term_days:
            raise ValidationError(
                {
                    "milestones": _(
                        "“%(title)s” would lie before the order itself: the term has %(days)s working days."
                    )
                    % {"title": step["title"], "days": term_days}
                }
            )
    return steps


@transaction.atomic
def keep_rules(*, actor: Person, since: date, source: str, **fields: Any) -> RuleEdition:
    """Put an edition in force from a day on; the past keeps the edition it had."""
    _office(actor)
    if since < terms.today():
        raise ValidationError({"since": _("Rules take effect today or later, never in the past.")})
    edition = RuleEdition.objects.filter(since=since).first() or RuleEdition(since=since)
    _fill(edition, {"source": source.strip(), **fields})
    edition.save()
    journal.append(
        kinds.RULES_KEPT,
        actor=actor,
        noun="rules",
        noun_id=edition.pk,
        body={"since": since, "source": edition.source, **fields},
    )
    _changed()
    return edition


@transaction.atomic
def keep_day(*, actor: Person, day: date, working: bool, why: str) -> CalendarDay:
    _office(actor)
    row = CalendarDay.objects.filter(day=day).first() or CalendarDay(day=day)
    _fill(row, {"working": working, "why": why.strip()})
    row.save()
    what = (_("working day (%(why)s)") if working else _("day off (%(why)s)")) % {"why": row.why}
    journal.append(
        kinds.DAY_KEPT,
        actor=actor,
        noun="calendarday",
        noun_id=row.pk,
        body={"day": day, "working": working, "what": what},
    )
    _changed()
    return row


@transaction.atomic
def drop_day(day: date, *, actor: Person) -> None:
    _office(actor)
    row = CalendarDay.objects.filter(day=day).first()
    if row is None:
        raise ValidationError(_("There is no exception for this day."))
    journal.append(kinds.DAY_DROPPED, actor=actor, noun="calendarday", noun_id=row.pk, body={"day": day})
    row.delete()
    _changed()


def _changed() -> None:
    """Lights follow in the background: a change of rules may touch every open task."""

    def after() -> None:
        terms.forget()
        relight_later()

    transaction.on_commit(after)
