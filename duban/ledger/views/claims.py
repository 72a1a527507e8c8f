"""The claim board: open tasks that a branch or a person may take on (认领)."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from duban.ledger import queries
from duban.ledger.access import taken_by_another
from duban.ledger.actions.offering import TAKEN
from duban.ledger.models import Offer
from duban.org.requests import PersonRequest
from duban.ui import once
from duban.ui.days import countdown
from duban.ui.paging import page_of

SIZE = 24
BOARD = "/tasks/claims"


@require_GET
def claim_board(request: PersonRequest) -> HttpResponse:
    page = page_of(queries.on_the_board(request.user), request.GET, order=("-id",), size=SIZE)
    today = timezone.localdate()
    cards = [
        {
            "id": offer.task_id,
            "title": offer.task.title,
            "type": offer.task.type,
            "unit": offer.scope,
            "due": f"{offer.task.due_on} · {countdown(offer.task.due_on, today)}",
            "criterion": offer.task.criterion,
            "note": offer.note,
            "by": offer.offered_by,
        }
        for offer in page
    ]
    taken = Offer.objects.filter(taken_at__isnull=False, taken_by=request.user).select_related("task")
    context = {"cards": cards, "page": page, "taken": taken.order_by("-taken_at")[:10]}
    return render(request, "ledger/claim_board.html", context)


def missed(request: PersonRequest, pk: int) -> HttpResponse | None:
    """Back to the board, told that somebody was quicker."""
    if not taken_by_another(request.user, pk):
        return None
    messages.warning(request, TAKEN)
    # A sheet that is fetched follows to the board, and the page below it goes there.
    return HttpResponseRedirect(BOARD) if request.method == "GET" else once.lead_to(request, BOARD)
