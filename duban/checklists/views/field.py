"""Answering on a phone: a page of plain forms that also works without a network, and the door its outbox knocks at."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.checklists.access import responses
from duban.checklists.actions import Batch, Begun, Finished, Given, record_answers
from duban.checklists.answering import moment_of, text_of
from duban.checklists.models import AnswerKind, Item, ItemResult, Response
from duban.checklists.views.responses import belongs_to, results_of, sections_of_results
from duban.org.fields import PersonField
from duban.org.requests import PersonRequest
from duban.ui import once

MOST_AT_ONCE = 500


@require_http_methods(["GET", "HEAD"])
def field(request: PersonRequest, pk: int) -> HttpResponse:
    found = responses.get_for(request.user, pk)
    if found.finished_at is not None:
        return redirect("checklists:response", pk)
    responses.get_for(request.user, pk, "answer")
    return _page(request, found)


def _page(request: PersonRequest, found: Response, *, at: int = 0, error: str = "", status: int = 200) -> HttpResponse:
    results = asked(request, results_of(found), at=at, error=error)
    answered = sum(1 for result in results if result.answers)
    context = {
        "response": found,
        "belongs": belongs_to(request.user, found),
        "edition": found.edition,
        "most": settings.EVIDENCE_MAX_BYTES,
        "sections": sections_of_results(results),
        "answered": answered,
        "count": len(results),
        "may_finish": "finish" in responses.verbs_for(request.user, found),
        "stale": found.edition.until is not None and found.edition.until <= timezone.localdate(),
    }
    return render(request, "checklists/field.html", context, status=status)


def asked(request: PersonRequest, results: list[ItemResult], *, at: int = 0, error: str = "") -> list[ItemResult]:
    """Each item with what its form shows: my answer and the others', and after a refusal what was typed."""
    for result in results:
        mine = next((answer for answer in result.answers if answer.by_id == request.user.pk), None)
        result.mine = mine  # type: ignore[attr-defined]
        result.others = [answer for answer in result.answers if answer is not mine]  # type: ignore[attr-defined]
        result.device = uuid4()  # type: ignore[attr-defined]
        wrong = result.item.pk == at
        result.error = error if wrong else ""  # type: ignore[attr-defined]
        value = request.POST.get("value", "") if wrong else (mine.value if mine else "")
        result.value = str(value)  # type: ignore[attr-defined]
        result.reason = (  # type: ignore[attr-defined]
            request.POST.get("reason", "") if wrong else (mine.reason if mine else "")
        )
        if result.item.kind == AnswerKind.PERSON:
            picker = PersonField(label=result.item.text)
            attrs = {"id": f"p{result.item.pk}", "class": "form-control", "aria-label": result.item.text}
            result.picker = picker.widget.render("value", value, attrs)  # type: ignore
    return results


@require_POST
def answer(request: PersonRequest, pk: int, item: int) -> HttpResponse:
    """One item by a plain form: the same action as the outbox."""
    found = responses.get_for(request.user, pk, "answer")
    try:
        device = UUID(request.POST.get("device", ""))
    except ValueError:
        device = uuid4()
    given = Given(
        device=device,
        response=found.device,
        item_id=item,
        answered_at=timezone.now(),
        value=text_of(request.POST, "value"),
        na="na" in request.POST,
        reason=text_of(request.POST, "reason"),
        files=request.FILES.getlist("files"),
    )
    [receipt] = record_answers(Batch(given=[given]), actor=request.user)
    if receipt.state == "refused":
        return _page(request, found, at=item, error=receipt.why, status=422)
    following = Item.objects.filter(edition=found.edition_id, pk=item).values_list("order", flat=True).first() or 0
    after = Item.objects.filter(edition=found.edition_id, order__gt=following).order_by("order").first()
    return once.lead_to(request, reverse("checklists:field", args=[pk]) + (f"#i{after.pk}" if after else "#end"))


@require_POST
def answers(request: PersonRequest) -> HttpResponse:
    """What a device kept while it had no network. JSON in, receipts out; sending again changes nothing.

    {"sent_at": …, "begun": [{"device", "edition", "unit", "place", "begun_at"}],
     "answers": [{"device", "response", "item", "value", "na", "reason", "answered_at", "uploads": […]}],
     "finished": [{"response", "at"}]}
    """
    batch = read_batch(request)
    receipts = record_answers(batch, actor=request.user)
    said = {
        "receipts": [receipt.as_json() for receipt in receipts],
        "received_at": timezone.now().isoformat(),
        "person": request.user.pk,
    }
    return JsonResponse(said, headers={"Cache-Control": "no-store"})


def read_batch(request: HttpRequest) -> Batch:
    """Raises BadRequest for what no device of ours sends."""
    if request.content_type != "application/json":
        # A form, whose body was read on the way here.
        raise BadRequest(_("This is not what a device of ours sends."))
    try:
        said = json.loads(request.body)
        parts = {name: said.get(name) or [] for name in ("begun", "answers", "finished")}
        if any(not isinstance(part, list) for part in parts.values()):
            raise TypeError
        if sum(map(len, parts.values())) > MOST_AT_ONCE:
            raise BadRequest(_("At most %(n)s at once.") % {"n": MOST_AT_ONCE})
        batch = Batch(sent_at=moment_of(said["sent_at"]) if said.get("sent_at") else None)
        batch.begun = [
            Begun(
                device=UUID(each["device"]),
                edition_id=_id(each["edition"]),
                unit_id=_id(each["unit"]),
                place=text_of(each, "place"),
                begun_at=moment_of(each["begun_at"]),
                about=(str(each["about"][0]), _id(each["about"][1])) if each.get("about") else None,
            )
            for each in parts["begun"]
        ]
        batch.given = [
            Given(
                device=UUID(each["device"]),
                response=UUID(each["response"]),
                item_id=_id(each["item"]),
                answered_at=moment_of(each["answered_at"]),
                value=text_of(each, "value"),
                na=bool(each.get("na")),
                reason=text_of(each, "reason"),
                uploads=[str(number) for number in each.get("uploads") or []],
            )
            for each in parts["answers"]
        ]
        batch.finished = [
            Finished(response=UUID(each["response"]), at=moment_of(each["at"])) for each in parts["finished"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, ValidationError, RecursionError) as error:
        raise BadRequest(_("This is not what a device of ours sends.")) from error
    return batch


def _id(value: Any) -> int:
    number = int(value)
    if not 0 < number < 2**63:
        raise ValueError(value)
    return number


@require_GET
def outbox(request: PersonRequest) -> HttpResponse:
    """What this device has not yet handed in; drawn by the device itself."""
    return render(request, "checklists/outbox.html")
