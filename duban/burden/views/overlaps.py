"""Asks that could be one: offered with one action each, and what waits for somebody's consent."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.burden import actions
from duban.burden import overlaps as registry
from duban.burden.access import may_read, offers
from duban.burden.forms import ReasonForm
from duban.burden.models import MergeOffer
from duban.exports.columns import Column, Kind
from duban.exports.lists import handed_out
from duban.org.requests import PersonRequest
from duban.org.views.form_page import act_only, form_page
from duban.ui import once
from duban.ui.posted import posted

MOST = 50


@require_GET
def overlaps(request: PersonRequest) -> HttpResponse:
    if not may_read(request.user):
        raise PermissionDenied
    found = registry.overlaps_for(request.user, timezone.localdate())
    waiting = list(offers.visible_to(request.user).filter(accepted__isnull=True)[:MOST])
    proposed = {(offer.kind, offer.second) for offer in waiting}
    context = {
        "groups": [(kind, [(one, (kind.code, one.second.pk) in proposed) for one in rows]) for kind, rows in found],
        "count": sum(len(rows) for _kind, rows in found),
        "waiting": [(offer, registry.consents(request.user, offer)) for offer in waiting],
        "decided": offers.visible_to(request.user).filter(accepted__isnull=False).order_by("-decided_at")[:10],
    }
    return render(request, "burden/overlaps.html", context)


COLUMNS = (
    Column(gettext_lazy("Sort of asks"), Kind.TEXT, 12),
    Column(gettext_lazy("What stays"), Kind.LONG, 36),
    Column(pgettext_lazy("overlap", "When"), Kind.TEXT, 20),
    Column(pgettext_lazy("overlap", "Asked by"), Kind.TEXT, 18),
    Column(gettext_lazy("What gives way"), Kind.LONG, 36),
    Column(pgettext_lazy("overlap", "When"), Kind.TEXT, 20),
    Column(pgettext_lazy("overlap", "Asked by"), Kind.TEXT, 18),
    Column(gettext_lazy("At which units"), Kind.LONG, 24),
    Column(gettext_lazy("Why"), Kind.LONG, 36),
    Column(gettext_lazy("Minutes saved"), Kind.NUMBER, 10),
)


@require_GET
def overlaps_xlsx(request: PersonRequest) -> HttpResponseBase:
    if not may_read(request.user):
        raise PermissionDenied
    lines = (
        (
            str(kind.label), one.first.title, one.first.when, one.first.asker, one.second.title, one.second.when,
            one.second.asker, "、".join(one.units), one.why, one.minutes,
        )
        for kind, rows in registry.overlaps_for(request.user, timezone.localdate())
        for one in rows
    )  # fmt: skip
    return handed_out(_("To be merged"), COLUMNS, lines)


@require_POST
def merge(request: PersonRequest, kind: str, first: int, second: int, way: str) -> HttpResponse:
    if not may_read(request.user):
        raise PermissionDenied
    registry.kind_called(kind)

    def said(offer: MergeOffer | None) -> str:
        if offer is None:
            return _("Merged. What it saves stands on the burden account.")
        return _("Proposed to %(unit)s; it is done when they consent.") % {"unit": offer.to_unit}

    to = reverse("burden:overlaps")
    try:
        return once.perform(
            request, lambda: actions.merge_overlap(kind, first, second, way, actor=request.user), to=to, said=said
        )
    except ValidationError as error:
        return _refused(request, error)


def _refused(request: PersonRequest, error: ValidationError) -> HttpResponse:
    def again() -> None:
        raise error

    return act_only(request, again, to=reverse("burden:overlaps"))


@require_POST
def consent(request: PersonRequest, pk: int) -> HttpResponse:
    offers.get_for(request.user, pk)
    return act_only(
        request,
        lambda: actions.consent_to_merge(pk, actor=request.user),
        to=reverse("burden:overlaps"),
        said=_("Merged. What it saves stands on the burden account."),
    )


@require_http_methods(["GET", "POST"])
def refuse(request: PersonRequest, pk: int) -> HttpResponse:
    found = offers.get_for(request.user, pk)
    if found.accepted is None:
        offers.get_for(request.user, pk, "decide")
    return form_page(
        request,
        ReasonForm(*posted(request)[:1]),
        lambda said: actions.refuse_to_merge(pk, actor=request.user, **said),
        title=_("Not to be merged"),
        intro=found.title,
        submit=_("Do not merge"),
        to=reverse("burden:overlaps"),
        back=reverse("burden:overlaps"),
        said=_("Said; both stay as they are."),
    )
