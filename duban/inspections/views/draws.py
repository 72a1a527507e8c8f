"""The ceremony of a draw, step by step on one page; and the bundle by which anybody runs it again."""

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.burden.foreseen import Foreseen, foresee
from duban.draws import bundle as bundle_of
from duban.draws import draw as run_draw
from duban.inspections import actions, kinds
from duban.inspections.access import draws, may_take_back
from duban.inspections.actions.draws import manifest_as_it_stands
from duban.inspections.actions.preparing import asks_of_prepared
from duban.inspections.forms import DiceForm, VoidForm
from duban.inspections.manifests import thrown_of, voids_of
from duban.inspections.models import Draw, Recusal, Step
from duban.inspections.queries.plans import Shown, failure_of, not_over, pool_of, shown_of
from duban.journal.queries import timeline
from duban.org.access import standing_of
from duban.org.requests import PersonRequest
from duban.org.views.form_page import act_only, form_page
from duban.ui.posted import posted

HISTORY = 20
UNTIL_FAILED = [Step.PREPARING, Step.FROZEN, Step.FAILED]


@require_GET
def draw(request: PersonRequest, pk: int) -> HttpResponse:
    try:
        found = draws.get_for(request.user, pk)
    except Http404:
        if place := _left_for(pk):
            return redirect(place)
        raise
    verbs = draws.verbs_for(request.user, found)
    step = found.step
    seats = list(found.seats.select_related("person", "unit"))
    context = {
        "draw": found,
        "step": step,
        "steps": UNTIL_FAILED if step == Step.FAILED else [each for each in Step if each != Step.FAILED],
        "verbs": verbs,
        "seats": seats,
        "throwing": found.throwing.select_related("unit"),
        "recusals": _recusals(request, found, [seat.person_id for seat in seats]),
        "pool": pool_of(found) if step in (Step.PREPARING, Step.FROZEN) else [],
        "hindrance": _hindrance(found) if "freeze" in verbs else "",
        "frozen": getattr(found, "frozen", None) if step != Step.PREPARING else None,
        "thrown": found.thrown if step in (Step.SEALED, Step.OPENED, Step.FAILED) else None,
        "failure": failure_of(found) if step == Step.FAILED else "",
        "shown": shown_of(found) if "peek" in verbs else None,
        "left": not_over(found) if step == Step.SEALED else 0,
        "waiting": [visit for visit in found.visits.select_related("unit") if visit.is_open] if "peek" in verbs else [],
        "foreseen": _foreseen(found, verbs),
        # Until it is opened only those who prepare it read what was done once the dice had fallen.
        "entries": timeline("draw", pk)[:HISTORY] if "peek" in verbs or step != Step.SEALED else [],
    }
    return render(request, "inspections/draw.html", context)


def _left_for(pk: int) -> str:
    """What the journal and notices told of a draw leads here, also when it was dropped: then on to where it was made."""
    if Draw.objects.filter(pk=pk).exists():
        return ""
    made = timeline("draw", pk).filter(kind=kinds.DRAW_MADE.code).first()
    if made is None:
        return ""
    return reverse("inspections:plan", args=[made.about_id]) if made.about_id else reverse("inspections:look_backs")


def _recusals(request: PersonRequest, found: Draw, seated: list[int]) -> list[tuple[Recusal, bool]]:
    """Those of the inspectors there are, and whether the reader may take each back."""
    rows = found.recusals.filter(person__in=seated).select_related("person", "unit", "by")
    open_still, standing = found.step == Step.PREPARING, standing_of(request.user)
    return [(each, open_still and may_take_back(standing, each)) for each in rows]


def _hindrance(found: Draw) -> str:
    """Why it could not be frozen as it stands: told before anybody tries."""
    try:
        manifest_as_it_stands(found)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _foreseen(found: Draw, verbs: set[str]) -> Foreseen | None:
    """What it will cost whoever is drawn: for those who prepare it, until the dice have fallen."""
    asks = asks_of_prepared(found) if {"freeze", "throw"} & verbs else []
    return foresee(asks) if asks else None


@require_POST
def freeze(request: PersonRequest, pk: int) -> HttpResponse:
    found = draws.get_for(request.user, pk, "freeze")
    return act_only(
        request,
        lambda: actions.freeze_draw(pk, actor=request.user),
        to=found.get_absolute_url(),
        said=_("Frozen. Publish the digest, then throw the dice."),
    )


@require_http_methods(["GET", "POST"])
def dice(request: PersonRequest, pk: int) -> HttpResponse:
    found = draws.get_for(request.user, pk, "throw")
    form = DiceForm(*posted(request), draw=found)
    return form_page(
        request,
        form,
        lambda _said: actions.throw_dice(pk, actor=request.user, throws=form.throws),
        title=_("Type in the dice"),
        intro=_(
            "At least 20 digits altogether. They are typed in once: the result is sealed at the same moment, for good."
        ),
        submit=_("Draw and seal"),
        to=found.get_absolute_url(),
        back=found.get_absolute_url(),
        sure=_("Do all see that the digits are right? They cannot be typed in again."),
    )


def _falling(shown: Shown) -> list[tuple[str, str]]:
    choices: list[tuple[str, str]] = []
    inspectors: dict[str, str] = {}
    for stratum, selected, _reserve in shown.strata:
        for pk, name, team in selected:
            choices.append((f"entry {pk}", f"{name}（{stratum}）"))
            inspectors |= dict(team)
            choices += [
                (f"inspector {who} {pk}", _("%(name)s, for %(unit)s only") % {"name": their, "unit": name})
                for who, their in team
            ]
    return choices + [
        (f"inspector {pk}", _("%(name)s, altogether") % {"name": name}) for pk, name in inspectors.items()
    ]


@require_http_methods(["GET", "POST"])
def void(request: PersonRequest, pk: int) -> HttpResponse:
    found = draws.get_for(request.user, pk, "void")

    def act(said: dict[str, str]) -> object:
        role, what, entry = [*said["what"].split(" "), ""][:3]
        return actions.declare_void(pk, actor=request.user, role=role, what=what, entry=entry, reason=said["reason"])

    return form_page(
        request,
        VoidForm(*posted(request), choices=_falling(shown_of(found))),
        act,
        title=_("Something falls out"),
        intro=_("Nothing is drawn again: who follows was settled by the dice. The reason stays visible to everybody."),
        submit=_("Declare it void"),
        tone="btn-danger",
        sure=_("It stays void, and visible to everybody. Declare it?"),
        to=found.get_absolute_url(),
        back=found.get_absolute_url(),
    )


@require_POST
def opening(request: PersonRequest, pk: int) -> HttpResponse:
    found = draws.get_for(request.user, pk, "open")
    return act_only(
        request,
        lambda: actions.open_draw(pk, actor=request.user),
        to=found.get_absolute_url(),
        said=_("Opened: everybody may run the draw again now."),
    )


@require_GET
def bundle(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The zip file with everything to run the draw again, and two programs that do."""
    found = draws.get_for(request.user, pk, "bundle")
    manifest, seed = thrown_of(found)
    content = bundle_of(manifest, seed, run_draw(manifest, seed), found.thrown.salt, voids_of(found))
    response = FileResponse(iter([content]), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="draw-{found.pk}.zip"'
    return response
