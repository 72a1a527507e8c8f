"""Back from a task to the sentence it came from, and down to its last receivers."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from duban.ledger import origins, terms
from duban.ledger.access import tasks
from duban.ledger.models import Milestone, Proof, State, Task
from duban.ledger.models.task import lines_of
from duban.org.models import Person


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the chain: the source, then each order, down to the task itself. Without a url: not for this reader."""

    kind: str  # "origin", "words", "task" or "joined"
    title: str
    url: str = ""
    words: str = ""
    why: str = ""
    task: Task | None = None


def ancestors_of(task: Task) -> list[Task]:
    """From the first order down to the parent."""
    found: list[Task] = []
    above = task.parent
    while above is not None and len(found) < 20:
        found.append(above)
        above = above.parent
    return found[::-1]


def chain_of(task: Task, person: Person) -> list[Link]:
    """The way from the source to the task. Links lead only where this person may go."""
    line = [*ancestors_of(task), task]
    seen = set(tasks.visible_to(person).filter(pk__in=[t.pk for t in line]).values_list("pk", flat=True))
    links: list[Link] = []
    for each in line:
        origin = origins.origin_of(each.origin_noun, each.origin_id, person)
        if origin is not None:
            links.append(Link("origin", origin.title, origin.url, origin.words or each.source_text, origin.why))
        elif each.source_text:
            links.append(Link("words", _("Source words"), words=each.source_text))
        links.append(
            Link(
                "task",
                each.title,
                f"/tasks/{each.pk}" if each.pk in seen else "",
                task=each if each.pk in seen else None,
            )
        )
    return links


def joined_to(task: Task, person: Person) -> list[Link]:
    """What was joined to the task after it was there: other documents that give the same order."""
    return [Link("joined", each.title, each.url, each.words, each.why) for each in origins.joined_to(task.pk, person)]


@dataclass(slots=True)
class Level:
    """One level below the order: what it took off the time and put on the demands of the level above (B5)."""

    depth: int
    tasks: int = 0
    units: set[str] = field(default_factory=set)
    days: int = 0  # working days taken off, at most
    demands: int = 0  # lines of criteria and deliverables, milestones and proofs that the level above did not ask for

    @property
    def name(self) -> str:
        return _("Level %(n)s") % {"n": self.depth}


def padding_of(task: Task) -> list[Level]:
    """What each level added between this order and its last receivers, nearest level first."""
    calendar = terms.calendar()
    levels: list[Level] = []
    above = [task]
    while above and len(levels) < 20:
        asked = _demands(above)
        children = list(
            Task.objects.filter(parent__in=[t.pk for t in above])
            .exclude(state__in=(State.DRAFT, State.CANCELLED, State.DECLINED))
            .select_related("lead_unit")
        )
        if not children:
            break
        level = Level(len(levels) + 1)
        parents = {t.pk: t for t in above}
        own = _demands(children)
        for child in children:
            parent = parents[child.parent_id or 0]
            taken = calendar.working_days_between(_first_due(child), _first_due(parent))
            level.tasks += 1
            level.units.add(str(child.lead_unit))
            level.days = max(level.days, taken)
            level.demands += len(own[child.pk] - asked[parent.pk])
        levels.append(level)
        above = children
    return levels


def _first_due(task: Task) -> Any:
    return task.original_due_on or task.due_on


def _demands(found: list[Task]) -> dict[int, set[str]]:
    """Everything each task asks for, one string a demand; the same words are the same demand."""
    asked: dict[int, set[str]] = defaultdict(set)
    for task in found:
        for text in (task.criterion, task.deliverables):
            asked[task.pk].update(lines_of(text))
    ids = [t.pk for t in found]
    for task_id, title in Milestone.objects.filter(task__in=ids).values_list("task_id", "title"):
        asked[task_id].add(title.strip())
    for task_id, standard in Proof.objects.filter(task__in=ids).values_list("task_id", "standard"):
        asked[task_id].add(standard.strip())
    return asked
