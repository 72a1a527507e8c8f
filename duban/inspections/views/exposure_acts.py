"""Acts on exposure notices: draft, text, photos, check, reply, issue, ruling, rules. One domain call each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.files import access as files
from duban.files.intake import keep_all, store_first
from duban.files.pictures import masked
from duban.findings.models import Finding
from duban.inspections.access import units_to_plan_for
from duban.inspections.actions import exposure_steps as steps
from duban.inspections.actions import exposures as writing
from duban.inspections.exposing import terms
from duban.inspections.exposing.access import exposures, may_draft, tellable
from duban.inspections.forms import exposures as forms
from duban.inspections.models import Exposure, ExposurePhoto, ExposureReply, ExposureRules
from duban.inspections.models.exposure_life import ENCLOSED
from duban.org.access import standing_of
from duban.org.filters import with_words
from duban.org.requests import PersonRequest
from duban.org.views.form_page import act_only, form_page
from duban.ui import faults, once
from duban.ui.addresses import number_said
from duban.ui.posted import posted

MOST_OFFERED = 25


@require_http_methods(["GET", "POST"])
def exposure_new(request: PersonRequest) -> HttpResponse:
    """?finding: ticked from the start. The search is part of the form, so that what is ticked stays ticked."""
    if not may_draft(standing_of(request.user)):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    numbers = map(number_said, request.POST.getlist("findings") + request.GET.getlist("finding"))
    ticked = {number for number in numbers if number is not None}
    offered = _offered(request, asked, ticked)
    own = units_to_plan_for(request.user).filter(pk__in=standing_of(request.user).unit_ids).first()
    searching = "search" in request.POST
    form = forms.ExposureDraftForm(
        *posted(request), actor=request.user, offered=[row.pk for row in offered], initial={"office": own}
    )
    if not searching and form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            return once.perform(
                request,
                lambda: writing.draft_exposure(actor=request.user, office=said["office"], finding_ids=said["findings"]),
                to=lambda made: reverse("inspections:exposure_text", args=[made.pk]),
            )
        except ValidationError as error:
            faults.put(form, error)
    failed = not searching and bool(form.errors)
    context = {"form": form, "offered": offered, "ticked": ticked, "failed": failed, "q": asked.get("q", "")}
    return render(request, "inspections/exposure_new.html", context, status=422 if failed else 200)


def _offered(request: PersonRequest, asked: QueryDict, ticked: set[int]) -> list[Finding]:
    rows = tellable(request.user).select_related("unit", "kind").order_by("-found_on", "-pk")
    first, rest = list(rows.filter(pk__in=sorted(ticked)[:MOST_OFFERED])), rows.exclude(pk__in=ticked)
    rest = with_words(rest, asked.get("q", ""), "title", "number", "place", "unit__name", "unit__short_name")
    return first + list(rest[: max(MOST_OFFERED - len(first), 0)])


@require_http_methods(["GET", "POST"])
def exposure_text(request: PersonRequest, pk: int) -> HttpResponse:
    notice = exposures.get_for(request.user, pk, "edit")
    form = forms.ExposureTextForm(*posted(request), notice=notice, actor=request.user)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        photos = said.pop("photos")
        try:
            return once.perform(
                request,
                lambda: writing.change_exposure(pk, actor=request.user, photo_ids=photos, **said),
                to=notice.get_absolute_url(),
                said=_("Saved."),
            )
        except ValidationError as error:
            faults.put(form, error)
    chosen = form["photos"].value() or []
    context = {"form": form, "notice": notice, "chosen": {str(each) for each in chosen}}
    return render(request, "inspections/exposure_text.html", context, status=422 if form.errors else 200)


def _photo(request: PersonRequest, pk: int, photo: int) -> tuple[Exposure, ExposurePhoto]:
    """For writers only, and only of what its finding shows them."""
    notice = exposures.get_for(request.user, pk, "edit")
    found = notice.photos.select_related("evidence__blob").filter(pk=photo).first()
    if found is None:
        raise Http404
    files.get_for(request.user, found.evidence_id)
    return notice, found


@require_http_methods(["GET", "POST"])
def exposure_mask(request: PersonRequest, pk: int, photo: int) -> HttpResponse:
    notice, found = _photo(request, pk, photo)
    lines = "\n".join(" ".join(f"{100 * part:.2f}" for part in box) for box in found.boxes)
    form = forms.MaskForm(*posted(request), initial={"boxes": lines, "nobody": found.nobody})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            return once.perform(
                request,
                lambda: writing.mask_photo(pk, photo, actor=request.user, boxes=said["boxes"], nobody=said["nobody"]),
                to=lambda _made: _next(notice),
                said=_("Readers will see the new picture only."),
            )
        except ValidationError as error:
            faults.put(form, error)
    every = list(notice.photos.values_list("pk", flat=True))
    context = {"notice": notice, "photo": found, "form": form, "at": every.index(found.pk) + 1, "of": len(every)}
    return render(request, "inspections/exposure_mask.html", context, status=422 if form.errors else 200)


def _next(notice: Exposure) -> str:
    """The next photo to be looked at, else the notice."""
    left = notice.photos.filter(copy__isnull=True).first()
    return reverse("inspections:exposure_mask", args=[notice.pk, left.pk]) if left else notice.get_absolute_url()


@require_GET
def exposure_original(request: PersonRequest, pk: int, photo: int) -> HttpResponseBase:
    """What is masked, as the copy will be turned and cut to size: so rectangles lie where they were drawn."""
    _notice, found = _photo(request, pk, photo)
    try:
        content = masked(found.evidence.blob, ()).read()
    except ValidationError:
        raise Http404 from None
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


@require_POST
def exposure_submit(request: PersonRequest, pk: int) -> HttpResponse:
    notice = exposures.get_for(request.user, pk, "submit")
    return act_only(
        request, lambda: writing.submit_exposure(pk, actor=request.user), to=notice.get_absolute_url(),
        said=_("Handed in: somebody else checks it."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def exposure_check(request: PersonRequest, pk: int) -> HttpResponse:
    """?seen: what its page showed when the check was begun there. What reads otherwise by now is shown with the form."""
    notice = exposures.get_for(request.user, pk, "check")
    now = steps.digest(notice)
    seen = request.POST.get("seen") or request.GET.get("seen") or now
    photos = notice.photos.select_related("copy") if seen != now else []
    return _form(
        request, notice, forms.CheckForm(*posted(request)),
        lambda said: steps.check_exposure(
            pk, actor=request.user, passed=said["passed"], note=said["note"], seen=seen
        ),
        template="inspections/exposure_check.html",
        more={"notice": notice, "seen": now, "anew": seen != now, "photos": photos},
        title=_("Privacy and legal check"), submit=_("Give the verdict"), said=_("Your verdict is recorded."),
        intro=_("Look at the photos and the text as somebody would who knows the people there."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def exposure_redraft(request: PersonRequest, pk: int) -> HttpResponse:
    notice = exposures.get_for(request.user, pk, "redraft")
    return _form(
        request, notice, forms.WhyForm(*posted(request)),
        lambda said: steps.redraft_exposure(pk, actor=request.user, **said),
        title=pgettext("exposure", "Take it back"), submit=pgettext("exposure", "Take it back"), said=_("It is a draft again."),
        intro=_("It becomes a draft again: it is checked anew, and the unit may reply anew."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def exposure_drop(request: PersonRequest, pk: int) -> HttpResponse:
    notice = exposures.get_for(request.user, pk, "drop")
    return _form(
        request, notice, forms.WhyForm(*posted(request)),
        lambda said: steps.drop_exposure(pk, actor=request.user, **said),
        title=_("Drop the notice"), submit=_("Drop it"), said=pgettext("exposure", "Dropped."), tone="btn-danger",
        sure=_("Drop it? It will not be issued."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def exposure_reply(request: PersonRequest, pk: int) -> HttpResponse:
    notice = exposures.get_for(request.user, pk, "reply")

    def act(said: dict[str, Any]) -> ExposureReply:
        words = {name: value for name, value in said.items() if name != "proof"}
        reply = steps.reply_to_exposure(pk, actor=request.user, **words)
        keep_all(request, "proof", noun=ENCLOSED, noun_id=reply.pk, unit_id=notice.unit_id)
        return reply

    form = forms.ReplyForm(*posted(request), sender=request.user)
    if form.is_bound and form.is_valid():
        store_first(request)
    return _form(
        request, notice, form, act,
        title=_("Reply to the notice"), submit=_("Reply"), said=_("Your reply stands beside the notice."),
    )  # fmt: skip


@require_POST
def exposure_waive(request: PersonRequest, pk: int) -> HttpResponse:
    notice = exposures.get_for(request.user, pk, "waive")
    return act_only(
        request, lambda: steps.waive_reply(pk, actor=request.user), to=notice.get_absolute_url(), said=_("Waived.")
    )


@require_POST
def exposure_issue(request: PersonRequest, pk: int) -> HttpResponse:
    notice = exposures.get_for(request.user, pk, "issue")
    return act_only(
        request, lambda: steps.issue_exposure(pk, actor=request.user), to=notice.get_absolute_url(),
        said=_("Issued: it is shown now."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def exposure_rule(request: PersonRequest, pk: int) -> HttpResponse:
    notice = exposures.get_for(request.user, pk, "rule")
    dispute = notice.replies.get(disputes=True, upheld__isnull=True)
    return _form(
        request, notice, forms.RuleForm(*posted(request)),
        lambda said: steps.rule_on_exposure(pk, actor=request.user, **said),
        title=_("Rule on disputed facts"), submit=pgettext("exposure", "Rule"), said=_("Ruled."), intro=dispute.text,
    )  # fmt: skip


@require_POST
def exposure_correct(request: PersonRequest, pk: int) -> HttpResponse:
    notice = exposures.get_for(request.user, pk, "correct")
    try:
        return once.perform(
            request,
            lambda: writing.correct_exposure(pk, actor=request.user),
            to=lambda made: reverse("inspections:exposure_text", args=[made.pk]),
        )
    except ValidationError as error:
        messages.error(request, faults.say(error))
        return once.lead_to(request, notice.get_absolute_url())


@require_http_methods(["GET", "POST"])
def exposure_rules(request: PersonRequest) -> HttpResponse:
    if not steps.may_set_rules(request.user):
        raise PermissionDenied
    now = terms.rules_on(terms.today())
    names = ("reply_term", "ruling_term", "shown_term", "pattern")
    initial = {"since": terms.today(), **{name: getattr(now, name) for name in names}}
    intro = _("Every change is a new edition, in force from its day; notices keep the terms they were given.")
    if now.pk:
        intro = _("%(intro)s In force: %(rules)s.") % {"intro": intro, "rules": now}

    def act(said: dict[str, Any]) -> ExposureRules:
        rest = {name: said[name] for name in names}
        return steps.set_exposure_rules(actor=request.user, since=said["since"], source=said["source"], said=rest)

    return form_page(
        request, forms.ExposureRulesForm(*posted(request), initial=initial), act, title=_("Rules for exposure notices"),
        intro=intro, submit=_("Put in force"), to=reverse("inspections:exposures"),
        back=reverse("inspections:exposures"), said=_("Put in force."),
    )  # fmt: skip


def _form(request: PersonRequest, notice: Exposure, form: Any, act: Any, **how: Any) -> HttpResponse:
    to = notice.get_absolute_url()
    return form_page(request, form, act, to=to, back=to, **{"intro": notice.title, **how})
