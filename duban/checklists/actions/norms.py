"""From a pattern in the work to a rule, and from the rule to an item of an edition in force (四规)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from json import dumps

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.checklists import kinds
from duban.checklists.access import may_keep, patterns, rules
from duban.checklists.actions.keeping import draft_edition, tell, write_edition
from duban.checklists.lines import Line, line_of, lines_of
from duban.checklists.models import Checklist, Edition, EditionState, Item, Pattern, Rule
from duban.journal import actions as journal
from duban.journal.kinds import Kind
from duban.org.access import standing_of
from duban.org.models import Person, Unit


def _tell(kind: Kind, noun: str, noun_id: int, of: Pattern, actor: Person | None, **body: object) -> None:
    about = ("pattern", of.pk) if noun != "pattern" else None
    journal.append(kind, actor=actor, noun=noun, noun_id=noun_id, unit_id=of.unit_id, about=about, body=body)


@transaction.atomic
def note_pattern(
    *,
    actor: Person | None,
    title: str,
    item_code: str = "",
    unit: Unit | None = None,
    place: str = "",
    cause: str = "",
    counts: Mapping[str, int] | None = None,
    finding_ids: Sequence[int] = (),
) -> Pattern:
    """Note a pattern. With `actor` None the house itself counted: the same item, unit, place and cause is brought up to
    date instead of being noted twice. `counts` is month ("2026-08") → how many."""
    if actor is not None and not may_keep(standing_of(actor)):
        raise PermissionDenied
    title = title.strip()
    if not title:
        raise ValidationError({"title": _("Say what keeps happening.")})
    said = {"title": title[:200], "counts": dict(counts or {}), "finding_ids": sorted(set(finding_ids))}
    what = {"item_code": item_code[:32], "unit": unit, "place": place.strip()[:120], "cause": cause.strip()[:300]}
    if actor is None:
        names = [what["item_code"], unit.pk if unit else None, what["place"], what["cause"]]
        key = sha256(dumps(names, ensure_ascii=False).encode()).hexdigest()
        pattern, made = Pattern.objects.get_or_create(key=key, defaults={**what, **said})
        if not made:
            if (pattern.counts, pattern.finding_ids) != (said["counts"], said["finding_ids"]):
                pattern.counts, pattern.finding_ids = said["counts"], said["finding_ids"]
                pattern.save(update_fields=["counts", "finding_ids"])
                _tell(
                    kinds.PATTERN_CHANGED, "pattern", pattern.pk, pattern, None,
                    title=pattern.title, fields=[_("counts")], counts=pattern.counts,
                )  # fmt: skip
            return pattern
    else:
        pattern = Pattern.objects.create(**what, **said, noted_by=actor)
    _tell(
        kinds.PATTERN_NOTED, "pattern", pattern.pk, pattern, actor,
        title=pattern.title, item=pattern.item_code, cause=pattern.cause, counts=pattern.counts,
    )  # fmt: skip
    return pattern


@transaction.atomic
def change_pattern(pattern_id: int, *, actor: Person, **fields: object) -> Pattern:
    """Correct title, item_code, unit, place or cause."""
    pattern = patterns.get_for(actor, pattern_id, "edit", lock=True)
    allowed = {"title", "item_code", "unit", "place", "cause"}
    if fields.keys() - allowed:
        raise TypeError(f"a pattern has no {', '.join(sorted(fields.keys() - allowed))}")
    changed = [name for name, value in fields.items() if getattr(pattern, name) != value]
    was = {name: str(getattr(pattern, name) or "") for name in changed}
    for name in changed:
        setattr(pattern, name, fields[name])
    pattern.full_clean(exclude=["counts", "finding_ids"])
    if changed:
        pattern.save()
        labels = [str(getattr(Pattern._meta.get_field(name), "verbose_name", name)) for name in changed]
        _tell(kinds.PATTERN_CHANGED, "pattern", pattern.pk, pattern, actor, title=pattern.title, fields=labels, was=was)
    return pattern


@transaction.atomic
def draft_rule(pattern_id: int, *, actor: Person, text: str, guidance: str = "") -> Rule:
    pattern = patterns.get_for(actor, pattern_id, "draft_rule", lock=True)
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Say what must be done.")})
    rule = Rule(pattern=pattern, text=text, guidance=guidance.strip(), drafted_by=actor)
    rule.full_clean()
    rule.save()
    _tell(kinds.RULE_DRAFTED, "rule", rule.pk, pattern, actor, pattern=pattern.title, text=rule.text)
    return rule


@transaction.atomic
def change_rule(rule_id: int, *, actor: Person, text: str, guidance: str = "") -> Rule:
    """Word a rule anew as long as it stands in no edition; after that a new edition changes it."""
    rule = rules.get_for(actor, rule_id, "edit", lock=True)
    if not text.strip():
        raise ValidationError({"text": _("Say what must be done.")})
    was = rule.text
    rule.text, rule.guidance = text.strip(), guidance.strip()
    rule.full_clean()
    rule.save(update_fields=["text", "guidance"])
    _tell(kinds.RULE_CHANGED, "rule", rule.pk, rule.pattern, actor, text=rule.text, was=was)
    return rule


@transaction.atomic
def make_norm(rule_id: int, *, actor: Person, checklist: Checklist, section: str, item_code: str = "") -> Edition:
    """Put the rule into the checklist's draft (made from the last edition when there is none): as a new item of a
    section, or in place of the wording of an item it already has. It becomes a norm when that edition is in force."""
    rule = rules.get_for(actor, rule_id, "make_norm", lock=True)
    if rule.edition_id and rule.edition is not None and rule.edition.state != EditionState.WITHDRAWN:
        raise ValidationError(_("This rule stands in an edition already."))
    edition = Edition.objects.filter(checklist=checklist, state=EditionState.DRAFT).first()
    if edition is None:
        edition = draft_edition(checklist.pk, actor=actor)
    lines = lines_of(edition)
    if item_code:
        if not any(line.code == item_code for line in lines):
            raise ValidationError({"item_code": _("This checklist has no item %(code)s.") % {"code": item_code}})
        lines = [
            replace(line, text=rule.text, guidance=rule.guidance or line.guidance) if line.code == item_code else line
            for line in lines
        ]
    else:
        section = section.strip() or (lines[-1].section if lines else "")
        if not section:
            raise ValidationError({"section": _("Name the section it goes into.")})
        old = Item.objects.filter(code=rule.pattern.item_code).select_related("section").order_by("-pk").first()
        like = line_of(old) if old else Line(section=section, text=rule.text)
        lines.append(
            Line(
                section=section[:120],
                aspect=next((line.aspect for line in lines if line.section == section), like.aspect),
                text=rule.text,
                guidance=rule.guidance,
                dimension=like.dimension,
                severity=like.severity,
            )
        )
    write_edition(edition.pk, actor=actor, lines=lines)
    placed = edition.items.filter(text=rule.text)
    placed = placed.filter(code=item_code) if item_code else placed.filter(rule__isnull=True)
    placed.update(rule=rule)
    rule.edition = edition
    rule.save(update_fields=["edition"])
    tell(kinds.RULE_PLACED, edition, actor, text=rule.text, rule=rule.pk)
    return edition
