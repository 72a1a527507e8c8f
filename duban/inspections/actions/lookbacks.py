"""回头看: what was closed is drawn by the rule in force and looked at again by an outsider; what did not hold is opened again."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date, timedelta
from math import ceil

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.burden.askers import Ask
from duban.draws import Entry
from duban.findings import actions as register
from duban.findings.models import Finding, Recheck
from duban.findings.models import State as FindingState
from duban.inspections import asking_again, kinds
from duban.inspections.access import look_backs
from duban.inspections.manifests import names_in, plain, read_manifest
from duban.inspections.models import Draw, InspectionRules, LookBack
from duban.inspections.models.lookback import Stratum
from duban.journal import actions as journal
from duban.ledger.actions import relapse_task
from duban.ledger.models import CompletionClaim, ExtensionState, State, Task
from duban.org.access import standing_of
from duban.org.models import Person, Role, Unit

# Entries with the unit each is about, how many of each stratum, and who was involved in which.
Pool = tuple[list[tuple[Entry, Unit]], dict[str, int], set[tuple[int, str]]]
RED, EXTENDED, REST = Stratum.RED.value, Stratum.EXTENDED.value, Stratum.REST.value


def rules_on(day: date) -> InspectionRules:
    """The edition in force; the house's own figures before the first."""
    return InspectionRules.objects.filter(since__lte=day).first() or InspectionRules(since=day, source="")


@transaction.atomic
def set_rules(
    *, actor: Person, since: date, source: str, all_red: bool, extended: int, share: int, days: int, answer_days: int
) -> InspectionRules:
    if not standing_of(actor).has(Role.SUPERVISION):
        raise PermissionDenied
    rules = InspectionRules(
        since=since, source=source.strip(), all_red=all_red, extended=extended, share=share, days=days,
        answer_days=answer_days,
    )  # fmt: skip
    rules.full_clean()
    rules.save()
    journal.append(
        kinds.RULES_SET, actor=actor, noun="inspection_rules", noun_id=rules.pk,
        body={"since": since, "source": rules.source, "red": all_red, "extended": extended, "share": share},
    )  # fmt: skip
    return rules


def look_back_pool(draw: Draw) -> Pool:
    """Tasks and findings closed in the draw's days at and below its unit's scope, each once, sorted by the rule."""
    rules = rules_on(timezone.localdate())
    days = (draw.since, draw.until)
    found = Finding.objects.filter(state=FindingState.CLOSED, ended_on__range=days).select_related("unit", "task")
    tasks = Task.objects.filter(state=State.CLOSED, ended_on__range=days)
    closed = (
        tasks.exclude(pk__in=Finding.objects.filter(task__isnull=False).values("task"))
        .select_related("lead_unit")
        .annotate(moved=Count("extensions", filter=Q(extensions__state=ExtensionState.APPROVED)))
    )
    # Who said that it is done, who looked, who closed it: at any time, also before it came back.
    hands: dict[str, set[int | None]] = defaultdict(set)
    claims = CompletionClaim.objects.filter(Q(task__in=tasks.values("pk")) | Q(task__in=found.values("task")))
    for pk, *did in claims.order_by().values_list("task", "by", "verification__by", "closure__by"):
        hands[f"task:{pk}"].update(did)
    rechecks = Recheck.objects.filter(finding__in=found.values("pk"))
    for pk, by in rechecks.order_by().values_list("finding", "by"):
        hands[f"finding:{pk}"].add(by)
    entries: list[tuple[Entry, Unit]] = []
    involved: set[tuple[int, str]] = set()
    held: dict[str, int] = defaultdict(int)

    def add(key: str, name: str, unit: Unit, stratum: str, *people: int | None) -> None:
        entries.append((Entry(key, plain(name)[:200], stratum), unit))
        involved.update((pk, key) for pk in people if pk)
        held[stratum] += 1

    for task in closed:
        red = rules.all_red and task.was_red
        stratum = RED if red else EXTENDED if rules.extended and task.moved >= rules.extended else REST
        key = f"task:{task.pk}"
        add(key, f"{task.number} {task.title}", task.lead_unit, stratum, *_charged(task), *hands[key])
    for finding in found:
        red = rules.all_red and finding.task is not None and finding.task.was_red
        key = f"finding:{finding.pk}"
        people = {finding.found_by_id, finding.fixed_by_id, *hands[key]}
        if finding.task is not None:
            people |= {*_charged(finding.task), *hands[f"task:{finding.task.pk}"]}
        add(key, str(finding), finding.unit, RED if red else REST, *people)
    if not entries:
        raise ValidationError(_("Nothing was closed in these days."))
    wanted = {name: ceil(n * rules.share / 100) if name == REST else n for name, n in held.items()}
    return entries, wanted, involved


def _charged(task: Task) -> tuple[int | None, ...]:
    return task.responsible_id, task.looker_id, task.dispatched_by_id, task.accountable_id


def asks_of_look_back(draw: Draw, checkers: Collection[tuple[int, int]]) -> list[Ask]:
    """What a look-back by these checkers (person, unit) would ask as things stand, before the dice fall."""
    try:
        entries, wanted, _involved = look_back_pool(draw)
    except ValidationError:  # nothing was closed
        return []
    return asking_again.asks_of_pool(entries, wanted, checkers, draw.cap)


def send_checkers(draw: Draw, checkers: Mapping[str, int | None], *, actor: Person) -> None:
    """One look-back for each entry; what fell out before it was looked at goes, who follows comes."""
    names = names_in(read_manifest(draw.frozen.manifest))
    there = {f"{row.noun}:{row.noun_id}": row for row in draw.look_backs.all()}
    for key, row in there.items():
        if key not in checkers and row.held is None:
            asking_again.take_back(row)
            _tell_left(row, actor)
            row.delete()
    for key, checker in checkers.items():
        noun, _colon, pk = key.partition(":")
        if key not in there:
            row = LookBack(draw=draw, noun=noun, noun_id=int(pk), title=names[key])
        elif there[key].held is None and there[key].checker_id != checker:
            row = there[key]
            _tell_left(row, actor)
        else:
            continue
        row.checker_id = checker
        row.save()
        asking_again.charge(row)
        if row.checker is not None:
            # Not about the matter: its unit is to know of the look-back no sooner than somebody looks.
            _tell(kinds.LOOK_BACK_GIVEN, row, actor, of_matter=False, checker=row.checker.name)


@transaction.atomic
def judge_look_back(look_back_id: int, *, actor: Person, held: bool, note: str, took: float | None = None) -> LookBack:
    """The checker's word, given once. What did not hold is opened again with it: the draw called the checker to that.

    When it cannot be opened now (the whole it is part of is closed as well), the verdict stands, and the opening waits for
    the supervision office. `took` is how many minutes it took, where the checker says; it is kept without a name."""
    row = look_backs.get_for(actor, look_back_id, "view")
    row = look_backs.model.objects.select_for_update().get(pk=row.pk)
    if not look_backs.allows(standing_of(actor), "judge", row):
        raise PermissionDenied
    if not note.strip():
        raise ValidationError({"note": _("Say what was looked at, and what was found.")})
    row.held, row.note, row.by, row.at = held, note.strip(), actor, timezone.now()
    row.save(update_fields=["held", "note", "by", "at"])
    asking_again.charge(row)
    asking_again.measure(row, took)
    verdict = _("it holds") if held else _("it does not hold")
    _tell(kinds.LOOKED_BACK, row, actor, verdict=verdict, held=held, note=row.note)
    if not held:
        with suppress(ValidationError), transaction.atomic():
            _reopen(row, actor)
    return row


@transaction.atomic
def reopen_looked_back(look_back_id: int, *, actor: Person) -> LookBack:
    """The supervision office opens what did not hold again; the closing no longer counts."""
    row = look_backs.get_for(actor, look_back_id, "view")
    row = look_backs.model.objects.select_for_update().get(pk=row.pk)
    if not look_backs.allows(standing_of(actor), "reopen", row):
        raise PermissionDenied
    _reopen(row, actor)
    return row


def _reopen(row: LookBack, actor: Person) -> None:
    if not _is_closed(row):
        # Somebody has opened it already: there is nothing left to do.
        LookBack.objects.filter(pk=row.pk).update(reopened=True)
        row.reopened = True
        return
    due = timezone.localdate() + timedelta(days=max(rules_on(timezone.localdate()).days, 1))
    reason = _("Look-back: %(note)s") % {"note": row.note}
    if row.noun == "task":
        relapse_task(row.noun_id, actor=actor, reason=reason, due_on=due)
    else:
        register.relapse_finding(row.noun_id, actor=actor, reason=reason, due_on=due)
    row.reopened = True
    row.save(update_fields=["reopened"])
    _tell(kinds.REOPENED, row, actor, due=due)


def _is_closed(row: LookBack) -> bool:
    if row.noun == "task":
        return Task.objects.filter(pk=row.noun_id, state=State.CLOSED).exists()
    return Finding.objects.filter(pk=row.noun_id, state=FindingState.CLOSED).exists()


def _tell_left(row: LookBack, actor: Person) -> None:
    """Of the draw, about the look-back: its earlier checker does not see it any more."""
    if row.checker is not None:
        journal.append(
            kinds.LOOK_BACK_LEFT, actor=actor, noun="draw", noun_id=row.draw_id, unit_id=row.draw.unit_id,
            about=("look_back", row.pk),
            body={"title": row.title, "left": row.checker.name, "ids": [row.checker.pk]},
        )  # fmt: skip


def _tell(kind: kinds.Kind, row: LookBack, actor: Person, *, of_matter: bool = True, **body: object) -> None:
    journal.append(
        kind, actor=actor, noun="look_back", noun_id=row.pk, unit_id=row.draw.unit_id,
        about=(row.noun, row.noun_id) if of_matter else None, body={"title": row.title, **body},
    )  # fmt: skip
