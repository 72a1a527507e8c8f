"""What the ledger's pages hang into the shell: the menu, panels on units and people, the right to see evidence."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from duban.ledger import queries
from duban.ledger.access import may_keep_rules
from duban.ledger.views import evidence
from duban.ledger.views.figures import cards, rows_url
from duban.ledger.views.rows import columns, rows_of
from duban.org import panels
from duban.org.access import standing_of
from duban.org.fields import key_of
from duban.org.models import Person, Unit
from duban.org.requests import PersonRequest
from duban.ui import menu

PANEL_ROWS = 8
DELIVERED_ROWS = 10
GROUP = _("Supervision")
# Taken from the claim board, verified and closed: what comes of taking something on is seen where one is looked up.
DELIVERED = {"taken": "1", "state": "closed"}


def register() -> None:
    menu.register(
        menu.MenuItem(_("Ledger"), "tasks", "list-details", 20, GROUP, phone=True),
        menu.MenuItem(_("Board"), "task_board", "layout-kanban", 21, GROUP),
        menu.MenuItem(_("Milestones"), "milestones", "timeline-event", 22, GROUP),
        menu.MenuItem(_("Programmes"), "programmes", "flag", 23, GROUP),
        menu.MenuItem(_("Claim board"), "claim_board", "hand-grab", 24, GROUP, phone=True),
        menu.MenuItem(
            _("Rules of the ledger"),
            "task_types",
            "adjustments",
            80,
            _("Settings"),
            shown_to=lambda person: may_keep_rules(standing_of(person)),
        ),
    )
    panels.on_unit(panels.Panel(_("Tasks"), 10, _of_unit, lambda unit: rows_url(unit=unit.pk)))
    panels.on_person(panels.Panel(_("Tasks"), 10, _of_person, lambda person: rows_url(person=key_of(person.pk))))
    panels.on_unit(
        panels.Panel(
            _("Claimed and delivered"),
            11,
            lambda request, unit: _delivered(request, unit=unit.pk),
            lambda unit: rows_url(unit=unit.pk, **DELIVERED),
        )
    )
    panels.on_person(
        panels.Panel(
            _("Claimed and delivered"),
            11,
            lambda request, person: _delivered(request, person=key_of(person.pk)),
            lambda person: rows_url(person=key_of(person.pk), **DELIVERED),
        )
    )
    evidence.register()


def _of_unit(request: Any, unit: Unit) -> str:
    figures = cards(queries.total_counts(request.user, unit=unit), unit=unit.pk)
    return _panel(request, figures, {"unit": unit.pk, "state": "open"})


def _of_person(request: Any, person: Person) -> str:
    counts, key = queries.person_counts(request.user, [person.pk]).get(person.pk), key_of(person.pk)
    return _panel(request, cards(counts, person=key) if counts else [], {"person": key, "state": "open"})


def _panel(request: PersonRequest, figures: list[dict[str, Any]], where: dict[str, Any]) -> str:
    found = columns(queries.tasks_for(request.user, where)).order_by("due_on", "id")[:PANEL_ROWS]
    return render_to_string("ledger/panel.html", {"figures": figures, "rows": rows_of(found)}, request)


def _delivered(request: Any, **whose: Any) -> str:
    """The newest of what was taken from the claim board and delivered; nothing where there is none."""
    found = columns(queries.tasks_for(request.user, {**whose, **DELIVERED})).order_by("-ended_on", "-id")
    rows = rows_of(found[:DELIVERED_ROWS])
    if not rows:
        return ""
    total = len(rows) if len(rows) < DELIVERED_ROWS else found.count()
    figures = [{"label": _("Closed"), "value": total, "url": rows_url(**whose, **DELIVERED)}]
    return render_to_string("ledger/panel.html", {"figures": figures, "rows": rows}, request)
