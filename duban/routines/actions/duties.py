"""Setting standing duties, changing, pausing and ending them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from duban.journal import actions as journal
from duban.journal.kinds import Kind
from duban.ledger import terms
from duban.org.models import Person, Unit
from duban.routines import asking, kinds, timing
from duban.routines.access import duties, reach_of
from duban.routines.actions.meeting import excuse_open
from duban.routines.jobs import make_later
from duban.routines.models import Duty, Escalation, Form, Pause, Who
from duban.routines.subjects import outside_reach, people_outside_reach, subjects_of

FIELDS = (
    "name", "purpose", "owner", "document", "programme", "who", "unit_kind", "role", "post", "within", "form", "checklist",
    "rule", "follows", "later", "on_day_off", "shifts", "begins_at", "term", "term_unit", "minutes", "escalate_to",
    "escalate_person", "escalate_hours", "since", "until",
)  # fmt: skip


def _tell(kind: Kind, duty: Duty, actor: Person, **body: Any) -> None:
    journal.append(
        kind,
        actor=actor,
        noun="duty",
        noun_id=duty.pk,
        unit_id=duty.owner_id,
        body={"name": duty.name, **body},
    )


@transaction.atomic
def set_duty(
    *,
    actor: Person,
    units: Sequence[Unit] = (),
    people: Sequence[Person] = (),
    burden_reason: str | None = None,
    **said: Any,
) -> Duty:
    """Set a standing duty. `said` gives fields of `FIELDS`; raises ValidationError with the field that is at fault.

    `burden_reason`: why it is asked although it goes beyond a budget, from somebody who saw that; None where nobody was
    shown it.
    """
    duty = Duty(set_by=actor, **said)
    check_duty(duty, actor, units, people)
    duty.save()
    _name(duty, units, people)
    asking.weigh(duty, units, people, actor, burden_reason)
    _tell(kinds.SET, duty, actor, **_body(duty), since=str(duty.since))
    make_later(duty.pk)
    return duty


@transaction.atomic
def change_duty(
    duty_id: int,
    *,
    actor: Person,
    version: int | None = None,
    units: Sequence[Unit] | None = None,
    people: Sequence[Person] | None = None,
    burden_reason: str | None = None,
    **said: Any,
) -> Duty:
    """Change what is to come; what was owed before stays as it was. `version` is what the person had before the eyes,
    `burden_reason` as in `set_duty`."""
    duty = duties.get_for(actor, duty_id, "change", lock=True)
    if version is not None and version != duty.version:
        raise ValidationError(_("Somebody else changed this duty meanwhile. Look at it again."))
    named_units, named_people = list(duty.units.all()), list(duty.people.all())
    changed = [name for name, value in said.items() if getattr(duty, name) != value]
    for name in changed:
        setattr(duty, name, said[name])
    new_units = named_units if units is None else list(units)
    new_people = named_people if people is None else list(people)
    changed += ["units"] * ({u.pk for u in new_units} != {u.pk for u in named_units})
    changed += ["people"] * ({p.pk for p in new_people} != {p.pk for p in named_people})
    if not changed:
        return duty
    check_duty(duty, actor, new_units, new_people)
    duty.version += 1
    duty.save()
    _name(duty, new_units, new_people)
    asking.weigh(duty, new_units, new_people, actor, burden_reason)
    labels = [str(Duty._meta.get_field(name).verbose_name) for name in changed]  # type: ignore[union-attr]
    _tell(kinds.CHANGED, duty, actor, fields=labels, **_body(duty))
    make_later(duty.pk)
    return duty


@transaction.atomic
def pause_duty(duty_id: int, *, actor: Person, since: date, until: date, reason: str) -> Pause:
    """From a day to a day nothing is owed. What was owed before today stays owed; what is open today is excused."""
    duty = duties.get_for(actor, duty_id, "pause", lock=True)
    if until < since:
        raise ValidationError({"until": _("The pause ends before it begins.")})
    if since < terms.today():
        raise ValidationError({"since": _("A pause begins today or later; what was owed before can be excused.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why nothing is owed meanwhile.")})
    if duty.pauses.filter(since__lte=until, until__gte=since).exists():
        raise ValidationError({"since": _("It is paused on some of these days already.")})
    pause = Pause.objects.create(duty=duty, since=since, until=until, reason=reason.strip(), by=actor)
    _tell(kinds.PAUSED, duty, actor, since=str(since), until=str(until), reason=pause.reason)
    _tell_followers(kinds.FOLLOWED_PAUSED, duty, actor, since, since=str(since), until=str(until), reason=pause.reason)
    if since == terms.today():
        excuse_open(duty, actor=actor, day=since, reason=pause.reason)
        for each in _followers(duty, Q(later=0)):
            excuse_open(each, actor=actor, day=since, reason=pause.reason, paused=duty)
    make_later(duty.pk)
    return pause


def _followers(duty: Duty, which: Q) -> list[Duty]:
    """Which of all that follow it, and of those that follow these."""
    found = [duty]
    for each in found:
        found += each.followers.filter(which).exclude(pk__in=[one.pk for one in found])
    return found[1:]


def _tell_followers(kind: Kind, duty: Duty, actor: Person, day: date, **body: Any) -> None:
    """What has ended before the day is owed no more, nor is what follows it: that is nothing to them."""
    for each in _followers(duty, Q(until=None) | Q(until__gte=day)):
        _tell(kind, each, actor, followed=duty.name, **body)


@transaction.atomic
def resume_duty(duty_id: int, *, actor: Person, pause_id: int) -> None:
    """Take back a pause that has not ended; days that are over stay paused, and what it excused stays excused."""
    duty = duties.get_for(actor, duty_id, "pause", lock=True)
    pause = duty.pauses.filter(pk=pause_id).first()
    today = terms.today()
    if pause is None or pause.until < today:
        raise ValidationError(_("This pause is over."))
    if pause.since < today:
        pause.until = today
        pause.save(update_fields=["until"])
    else:
        pause.delete()
    _tell(kinds.RESUMED, duty, actor, since=str(pause.since))
    _tell_followers(kinds.FOLLOWED_RESUMED, duty, actor, today)
    make_later(duty.pk)


@transaction.atomic
def end_duty(duty_id: int, *, actor: Person, until: date, reason: str) -> Duty:
    """The last day on which it is owed."""
    duty = duties.get_for(actor, duty_id, "end", lock=True)
    if until < max(duty.since, terms.today()):
        raise ValidationError({"until": _("The last day is today or later.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it ends.")})
    duty.until = until
    duty.version += 1
    duty.save(update_fields=["until", "version"])
    _tell(kinds.ENDED, duty, actor, until=str(until), reason=reason.strip())
    _tell_followers(kinds.FOLLOWED_ENDED, duty, actor, until, until=str(until), reason=reason.strip())
    make_later(duty.pk)
    return duty


def _name(duty: Duty, units: Sequence[Unit], people: Sequence[Person]) -> None:
    duty.units.set(units if duty.who == Who.UNITS else [])
    duty.people.set(people if duty.who == Who.PEOPLE else [])


def _body(duty: Duty) -> dict[str, Any]:
    return {
        "who": str(duty.get_who_display()),
        "form": str(duty.get_form_display()),
        "rule": duty.rule,
        "document": duty.document,
        "until": str(duty.until or ""),
    }


def check_duty(duty: Duty, actor: Person, units: Sequence[Unit], people: Sequence[Person]) -> None:
    """Whether this, not saved yet, may be set so. Raises ValidationError with all that is at fault, each at its field."""
    if not duties.owners_for(actor).filter(pk=duty.owner_id).exists():
        raise PermissionDenied
    if duty.form != Form.CHECKLIST:
        duty.checklist = None
    if duty.follows_id:
        duty.rule = ""
    wrong: dict[str, list[Any]] = {}
    for name, words in (*_wrong(duty, actor, people), *_wrong_who(duty, units, people)):
        wrong.setdefault(name, []).append(words)
    checks = [lambda: duty.full_clean(exclude=["set_by", *wrong], validate_constraints=False)]
    # A rule that is missing is not also one that cannot be read.
    if not wrong.keys() & {"rule", "follows", "until"}:
        checks.append(lambda: timing.check(duty, terms.calendar()))
    for check in checks:
        try:
            check()
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                wrong.setdefault(name, []).extend(errors)
    if wrong:
        raise ValidationError(wrong)


def _wrong(duty: Duty, actor: Person, people: Sequence[Person]) -> Iterator[tuple[str, str]]:
    if duty.form == Form.CHECKLIST and duty.checklist is None:
        yield "checklist", _("Choose the checklist.")
    if duty.follows_id and not duties.visible_to(actor).filter(pk=duty.follows_id).exists():
        yield "follows", _("The duty it follows is not there.")
    if not duty.follows_id and not duty.rule:
        yield "rule", _("Say when it falls due, or which duty it follows.")
    if duty.until and duty.until < duty.since:
        yield "until", _("The last day is before the first.")
    if duty.is_drafted and duty.who not in (Who.UNITS, Who.KIND):
        yield "who", _("Briefings and notes are given by units.")
    if duty.escalate_to == Escalation.PERSON and duty.escalate_person is None:
        yield "escalate_person", _("Name the person who is told.")
    if duty.escalate_person is not None and duty.escalate_person in people:
        yield "escalate_person", _("Whoever owes it is not the one to be told that it is missing.")


def _wrong_who(duty: Duty, units: Sequence[Unit], people: Sequence[Person]) -> Iterator[tuple[str, str]]:
    outside = _("%(unit)s is outside of what %(owner)s may oblige.")
    if duty.within and not duty.within.path.startswith(reach_of(duty.owner)):
        yield "within", outside % _said(duty, duty.within)
    if duty.who == Who.UNITS:
        if not units:
            yield "units", _("Name the units that owe it.")
        if strange := outside_reach(duty.owner, list(units)):
            yield "units", outside % _said(duty, *strange)
    elif duty.who == Who.PEOPLE:
        if not people:
            yield "people", _("Name the people who owe it.")
        if strangers := people_outside_reach(duty.owner, list(people), terms.today()):
            yield "people", outside % _said(duty, *strangers)
    elif duty.who == Who.KIND and not duty.unit_kind:
        yield "unit_kind", _("Choose the kind of units.")
    elif duty.who == Who.ROLE and not (duty.role or duty.post):
        yield "role", _("Choose the role, or name the post.")
    elif not subjects_of(duty, duty.since, max(duty.since, terms.today())):
        yield "who", _("Nobody fits this today. Look at kind, role, post and place.")


def _said(duty: Duty, *outside: object) -> dict[str, str]:
    return {"unit": "、".join(map(str, outside)), "owner": str(duty.owner)}
