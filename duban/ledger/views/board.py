"""The ledger as a board: a column a state, what is due first on top."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from duban.ledger import queries
from duban.ledger.models import State
from duban.ledger.views import filters
from duban.ledger.views.figures import rows_url
from duban.ledger.views.rows import columns, rows_of
from duban.org.requests import PersonRequest

COLUMNS = (State.DISPATCHED, State.UNDERWAY, State.CLAIMED, State.SUSPENDED, State.DECLINED)
CARDS = 15


@require_GET
def board(request: PersonRequest) -> HttpResponse:
    chosen = {k: v for k, v in filters.chosen(request).items() if k != "state"}
    shown: list[dict[str, Any]] = []
    for state in COLUMNS:
        found = queries.tasks_for(request.user, {**chosen, "state": state.value})
        rows = rows_of(columns(found).order_by("due_on", "id")[: CARDS + 1])
        more = len(rows) > CARDS
        shown.append(
            {
                "name": state.label,
                "rows": rows[:CARDS],
                "more": more,
                "count": f"{CARDS}+" if more else len(rows),
                "url": rows_url(**chosen, state=state.value),
            }
        )
    context = {"columns": shown, "filters": filters.draw(chosen, leave_out=("state",))}
    return render(request, "ledger/board.html", context)
