"""Making checklists and writing their drafts."""

import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from duban.checklists import kinds
from duban.checklists.access import checklists, editions
from duban.checklists.lines import Differences, Line, compare, digest, lines_of
from duban.checklists.models import Checklist, Edition, EditionState, Item, Section
from duban.journal import actions as journal
from duban.journal.kinds import Kind
from duban.org.models import Person, Unit

FIELDS = ("code", "name", "owner", "purpose")


class Overtaken(ValidationError):
    """Somebody else wrote the draft meanwhile; what was typed is not saved over it."""


def tell(kind: Kind, edition: Edition, actor: Person, **body: Any) -> None:
    journal.append(
        kind,
        actor=actor,
        noun="edition",
        noun_id=edition.pk,
        unit_id=edition.checklist.owner_id,
        about=("checklist", edition.checklist_id),
        body={"name": edition.checklist.name, "number": edition.number, **body},
    )


@transaction.atomic
def make_checklist(
    *, actor: Person, code: str, name: str, owner: Unit, purpose: str = "", pack: str = "", lines: Sequence[Line] = ()
) -> Checklist:
    """Make a checklist with its first draft, empty or with items."""
    if not checklists.owners_for(actor).filter(pk=owner.pk).exists():
        raise PermissionDenied
    row = Checklist(code=code.strip(), name=name.strip(), owner=owner, purpose=purpose.strip(), pack=pack)
    row.full_clean()
    row.save()
    journal.append(
        kinds.MADE,
        actor=actor,
        noun="checklist",
        noun_id=row.pk,
        unit_id=owner.pk,
        body={"name": row.name, "code": row.code, "purpose": row.purpose, "pack": pack},
    )
    edition = Edition.objects.create(checklist=row, number=1, drafted_by=actor)
    _write(edition, lines)
    tell(kinds.DRAFTED, edition, actor, items=len(lines))
    return row


@transaction.atomic
def change_checklist(checklist_id: int, *, actor: Person, **fields: Any) -> Checklist:
    """Change code, name, owner or purpose. Codes of items already given stay."""
    row = checklists.get_for(actor, checklist_id, "edit", lock=True)
    if fields.keys() - set(FIELDS):
        raise TypeError(f"a checklist has no {', '.join(sorted(fields.keys() - set(FIELDS)))}")
    owner = fields.get("owner")
    if owner is not None and not checklists.owners_for(actor).filter(pk=owner.pk).exists():
        raise ValidationError({"owner": _("You may not hand it to this unit.")})
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    if not changed:
        return row
    was = {name: str(getattr(row, name)) for name in changed}
    for name in changed:
        setattr(row, name, fields[name])
    row.full_clean()
    row.save()
    labels = [str(getattr(Checklist._meta.get_field(name), "verbose_name", name)) for name in changed]
    journal.append(
        kinds.CHANGED,
        actor=actor,
        noun="checklist",
        noun_id=row.pk,
        unit_id=row.owner_id,
        body={"name": row.name, "fields": labels, "was": was},
    )
    return row


@transaction.atomic
def draft_edition(checklist_id: int, *, actor: Person, lines: Sequence[Line] | None = None) -> Edition:
    """A new draft from the last edition that is not withdrawn; its items keep their codes."""
    checklist = checklists.get_for(actor, checklist_id, "draft", lock=True)
    rows = list(Edition.objects.filter(checklist=checklist).order_by("-number"))
    if any(row.state in (EditionState.DRAFT, EditionState.APPROVED) for row in rows):
        raise ValidationError(_("An edition is being prepared already; finish or withdraw that one first."))
    last = next((row for row in rows if row.state == EditionState.IN_FORCE), rows[0] if rows else None)
    try:
        with transaction.atomic():
            edition = Edition.objects.create(
                checklist=checklist, number=(rows[0].number if rows else 0) + 1, drafted_by=actor
            )
    except IntegrityError:
        raise ValidationError(_("An edition is being prepared already; finish or withdraw that one first.")) from None
    start = list(lines) if lines is not None else lines_of(last) if last else []
    rules = dict(last.items.filter(rule__isnull=False).values_list("code", "rule")) if last else {}
    _write(edition, start, rules)
    tell(kinds.DRAFTED, edition, actor, items=len(start), since_edition=last.number if last else None)
    return edition


@transaction.atomic
def write_edition(
    edition_id: int, *, actor: Person, lines: Sequence[Line], seen: str = "", file: str = "", note: str | None = None
) -> Differences:
    """Replace the items of a draft. `seen` is the digest of what the writer saw: raises Overtaken when it changed since.

    `file` names the workbook that brought the lines, for the journal. Returns what became different.
    """
    edition = editions.get_for(actor, edition_id, "edit", lock=True)
    before = lines_of(edition)
    if seen and seen != digest(before):
        raise Overtaken(_("Somebody else changed this draft meanwhile. Yours is not saved; open the draft to compare."))
    rules = dict(edition.items.filter(rule__isnull=False).values_list("code", "rule"))
    written = _write(edition, lines, rules)
    differences = compare(before, written)
    noted = note is not None and note.strip() != edition.note
    if note is not None:
        edition.note = note.strip()[:300]
    if differences or noted or [line.code for line in before] != [line.code for line in written]:
        edition.edited_by = actor
        edition.save(update_fields=["edited_by", "note"])
        tell(
            kinds.IMPORTED if file else kinds.WRITTEN,
            edition,
            actor,
            **differences.counts,
            **({"file": file} if file else {}),
            codes=[line.code for line in differences.removed],
        )
    return differences


def _write(edition: Edition, lines: Sequence[Line], rules: dict[str, int] | None = None) -> list[Line]:
    """Put the lines in place of what stood there. Nobody has answered a draft, so nothing hangs on the old rows."""
    edition.sections.all().delete()
    rules = rules or {}
    coded = _with_codes(edition.checklist, lines)
    sections: dict[tuple[str, str], Section] = {}
    for line in coded:
        key = (line.section, line.aspect)
        if key not in sections:
            sections[key] = Section(edition=edition, order=len(sections) + 1, title=line.section, aspect=line.aspect)
    Section.objects.bulk_create(sections.values())
    items = []
    for order, line in enumerate(coded, 1):
        values = asdict(line)
        values.pop("aspect")
        values["options"] = [asdict(option) for option in line.options]
        values["section"] = sections[(line.section, line.aspect)]
        items.append(Item(edition=edition, order=order, rule_id=rules.get(line.code), **values))
    Item.objects.bulk_create(items)
    # Lines of one section that stood apart now stand together, as they will be read.
    return lines_of(edition)


def _with_codes(checklist: Checklist, lines: Sequence[Line]) -> list[Line]:
    """Give a code to each line without one: never one that any edition of this checklist ever used."""
    pattern = re.compile(rf"{re.escape(checklist.code)}-(\d+)")
    used = set(Item.objects.filter(edition__checklist=checklist).values_list("code", flat=True))
    used |= {line.code for line in lines}
    serial = max((int(found[1]) for code in used if (found := pattern.fullmatch(code))), default=0)
    coded = []
    for line in lines:
        if not line.code:
            serial += 1
            line = replace(line, code=f"{checklist.code}-{serial:03d}")
        coded.append(line)
    return coded
