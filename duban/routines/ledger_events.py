"""What the ledger tells a briefing: tasks due, overdue, received, closed and returned."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Manager, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.journal.models import Entry
from duban.ledger import kinds
from duban.ledger.access import tasks
from duban.ledger.models import OPEN_STATES, Milestone, State, Task
from duban.org.models import Person, Unit
from duban.routines.models import Form
from duban.routines.sources import DONE, PLAN, PROBLEM, Line, Window

Say = Callable[[str], str]
# Lines of one sort beyond this are counted: a briefing is read aloud.
NAMED = 5
_NEWS = {
    kinds.DISPATCHED.code: lambda title: _("Received: %(title)s") % {"title": title},
    kinds.COMPLETION_CLAIMED.code: lambda title: _("Asked to be closed: %(title)s") % {"title": title},
    kinds.CLOSED.code: lambda title: _("Closed: %(title)s") % {"title": title},
    kinds.RETURNED.code: lambda title: _("Returned, to be mended: %(title)s") % {"title": title},
    kinds.RELAPSED.code: lambda title: _("Opened again: %(title)s") % {"title": title},
    kinds.EXTENSION_REFUSED.code: lambda title: _("Extension refused: %(title)s") % {"title": title},
}
_TROUBLE = (kinds.RETURNED.code, kinds.RELAPSED.code, kinds.EXTENSION_REFUSED.code)


def tell(unit: Unit, window: Window, reader: Person) -> Iterator[Line]:
    """Of tasks led at or below the unit that the reader may see."""
    mine = tasks.visible_to(reader).filter(lead_unit__path__startswith=unit.path)
    yield from _news(mine, window)
    yield from _reached(mine, window)
    yield from _overdue(mine, window)
    yield from _coming(mine, window)


def _news(mine: QuerySet[Task], window: Window) -> Iterator[Line]:
    entries = Entry.objects.filter(
        noun="task", kind__in=_NEWS, at__gt=window.since, at__lte=window.until, noun_id__in=mine.order_by().values("pk")
    )
    yield from tell_news(entries, _NEWS, _TROUBLE, Task.objects, _url)


def tell_news(
    entries: QuerySet[Entry],
    news: dict[str, Say],
    trouble: tuple[str, ...],
    things: Manager[Any],
    url: Callable[[int], str],
) -> Iterator[Line]:
    """Each thing by the last that the entries say of it: what was closed is not told of as received as well."""
    last: dict[int, str] = dict(entries.order_by("pk").values_list("noun_id", "kind"))
    titles = dict(things.filter(pk__in=last).values_list("pk", "title"))
    for kind, say in news.items():
        part = PROBLEM if kind in trouble else DONE
        found = [pk for pk, said in last.items() if said == kind and pk in titles]
        yield from (Line(part, say(titles[pk]), url(pk)) for pk in found[:NAMED])
        if len(found) > NAMED:
            more = ngettext("%(n)s more", "%(n)s more", len(found) - NAMED) % {"n": len(found) - NAMED}
            yield Line(part, say(more))


def _reached(mine: QuerySet[Task], window: Window) -> Iterator[Line]:
    since = timezone.localtime(window.since).date()
    rows = Milestone.objects.filter(
        task__in=mine.order_by().values("pk"), done_on__gt=since, done_on__lte=window.day
    ).order_by("done_on", "pk")
    for task_id, title, task in rows.values_list("task_id", "title", "task__title")[:NAMED]:
        yield Line(DONE, _("Reached: %(milestone)s (%(task)s)") % {"milestone": title, "task": task}, _url(task_id))


def _overdue(mine: QuerySet[Task], window: Window) -> Iterator[Line]:
    rows = mine.filter(state__in=(State.DISPATCHED, State.UNDERWAY), due_on__lt=window.day).order_by("due_on", "pk")
    found = list(rows.values_list("pk", "title", "due_on")[: NAMED + 1])
    for pk, title, due in found[:NAMED]:
        words = _("Overdue by %(days)s days: %(title)s") % {"days": (window.day - due).days, "title": title}
        yield Line(PROBLEM, words, _url(pk))
    if len(found) > NAMED:
        count = rows.count() - NAMED
        yield Line(
            PROBLEM, ngettext("%(n)s more task is overdue", "%(n)s more tasks are overdue", count) % {"n": count}
        )


def _coming(mine: QuerySet[Task], window: Window) -> Iterator[Line]:
    """Due from the day itself in the morning; else from the day after."""
    rows = mine.filter(state__in=OPEN_STATES, due_on__lte=window.ahead).exclude(state=State.CLAIMED)
    rows = rows.filter(due_on__gte=window.day) if window.form == Form.MORNING else rows.filter(due_on__gt=window.day)
    found = list(rows.order_by("due_on", "pk").values_list("pk", "title", "due_on")[: NAMED + 1])
    for pk, title, due in found[:NAMED]:
        said = {"day": due.strftime("%m-%d"), "title": title}
        words = _("Due today: %(title)s") if due == window.day else _("Due on %(day)s: %(title)s")
        yield Line(PLAN, words % said, _url(pk))
    if len(found) > NAMED:
        count = rows.count() - NAMED
        yield Line(PLAN, ngettext("%(n)s more task falls due", "%(n)s more tasks fall due", count) % {"n": count})


def _url(pk: int) -> str:
    return f"/tasks/{pk}"


def tell_of_routines(unit: Unit, window: Window, reader: Person) -> Iterable[Line]:
    """Standing duties at or below the unit that are missing at the moment, by duty."""
    from django.db.models import Count

    from duban.routines.models import DRAFTED, Occurrence

    rows = Occurrence.objects.unmet().filter(
        unit__path__startswith=unit.path, due_at__gt=window.since, due_at__lte=window.until
    )
    # Briefings are missing on the page above; a report does not tell of itself.
    counted = rows.exclude(duty__form__in=DRAFTED).order_by().values_list("duty__pk", "duty__name")
    for pk, name, count in counted.annotate(n=Count("pk")).order_by("-n", "duty__pk")[:NAMED]:
        words = ngettext("%(name)s: %(n)s missing", "%(name)s: %(n)s missing", count) % {"name": name, "n": count}
        yield Line(PROBLEM, words, reverse("routines:occurrences") + f"?duty={pk}&unit={unit.pk}&standing=missed")
