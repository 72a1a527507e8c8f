"""The claim board: open tasks that a branch or a person may take on (认领)."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.ledger import access, queries
from duban.ledger.actions.offering import TAKEN
from duban.ledger.models import Offer
from duban.org.access import Standing, standing_of
from duban.org.filters import with_words
from duban.org.requests import PersonRequest
from duban.ui import once
from duban.ui.days import countdown
from duban.ui.sorting import NEWEST, Sort, sorted_page

SIZE = 24
SORTS = (Sort("new", NEWEST, ("-id",)), Sort("due", gettext_lazy("By due date"), ("task__due_on", "-id")))
COLUMNS = (
    Column(gettext_lazy("Title"), Kind.LONG, 40),
    Column(gettext_lazy("Type"), Kind.TEXT, 12),
    Column(gettext_lazy("Done-criterion"), Kind.LONG, 40),
    Column(pgettext_lazy("task", "Due"), Kind.DATE, 12),
    Column(gettext_lazy("Open to"), Kind.TEXT, 18),
    Column(gettext_lazy("Note"), Kind.LONG, 24),
    Column(gettext_lazy("Offered by"), Kind.TEXT, 10),
    Column(gettext_lazy("Offered on"), Kind.MOMENT, 17),
)
BOARD = "/tasks/claims"


@require_GET
def claim_board(request: PersonRequest) -> HttpResponse:
    page = sorted_page(_asked(request), request.GET, SORTS, size=SIZE)
    today = timezone.localdate()
    standing = standing_of(request.user)
    takable = access.takable(standing).filter(pk__in=[offer.pk for offer in page]).values_list("pk", flat=True)
    mine = set(takable) if page.rows else set()
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
            "barred": "" if offer.pk in mine else _why_not(offer, standing),
        }
        for offer in page
    ]
    taken = Offer.objects.filter(taken_at__isnull=False, taken_by=request.user).select_related("task")
    context = {
        "cards": cards,
        "page": page,
        "taken": taken.order_by("-taken_at")[:10],
        "filtered": bool(request.GET.get("q")),
    }
    return render(request, "ledger/claim_board.html", context)


def _why_not(offer: Offer, standing: Standing) -> str:
    if offer.task.looker_id == standing.person.pk:
        return _("You verify it: whoever does it does not verify it.")
    if offer.scope and standing.own_paths:
        return _("Only for whoever holds a post in %(unit)s or below it.") % {"unit": offer.scope}
    return _("Only for whoever holds a post themselves.")


def _asked(request: PersonRequest) -> QuerySet[Offer]:
    return with_words(queries.on_the_board(request.user), request.GET.get("q", ""), "task__title", "note")


@require_GET
def claims_xlsx(request: PersonRequest) -> HttpResponseBase:
    return Sheet(_("Claim board"), "claim_board", SORTS, COLUMNS, _line).answer(request, _asked(request))


def _line(offer: Offer) -> tuple[Any, ...]:
    task = offer.task
    return (
        task.title, str(task.type), task.criterion, task.due_on, str(offer.scope or ""), offer.note,
        offer.offered_by.name, offer.offered_at,
    )  # fmt: skip


def missed(request: PersonRequest, pk: int) -> HttpResponse | None:
    """Back to the board, told that somebody was quicker."""
    if not access.taken_by_another(request.user, pk):
        return None
    messages.warning(request, TAKEN)
    # A sheet that is fetched follows to the board, and the page below it goes there.
    return HttpResponseRedirect(BOARD) if request.method == "GET" else once.lead_to(request, BOARD)
