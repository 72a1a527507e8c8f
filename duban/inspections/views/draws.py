"""The ceremony of a draw, step by step on one page; and the bundle by which anybody runs it again."""

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.burden.askers import Ask
from duban.burden.foreseen import Foreseen, foresee
from duban.burden.views import sending
from duban.draws import bundle as bundle_of
from duban.draws import draw as run_draw
from duban.inspections import actions, asking
from duban.inspections.access import draws, plans
from duban.inspections.actions.draws import asks_of_prepared
from duban.inspections.forms import DiceForm, DrawForm, RecusalForm, VoidForm
from duban.inspections.manifests import read_manifest, read_seed, voids_of
from duban.inspections.models import Draw, Plan, Step
from duban.inspections.queries.plans import Shown, shown_of
from duban.journal.queries import timeline
from duban.org.requests import PersonRequest
from duban.org.views.form_page import act_only, form_page
from duban.ui.posted import posted

HISTORY = 20


@require_GET
def draw(request: PersonRequest, pk: int) -> HttpResponse:
    found = draws.get_for(request.user, pk)
    verbs = draws.verbs_for(request.user, found)
    step = found.step
    seats = list(found.seats.select_related("person", "unit"))
    context = {
        "draw": found,
        "step": step,
        "steps": [each for each in Step if each != Step.FAILED or step == Step.FAILED],
        "verbs": verbs,
        "seats": seats,
        "throwing": found.throwing.select_related("unit"),
        "recusals": found.recusals.select_related("person", "unit"),
        "frozen": getattr(found, "frozen", None) if step != Step.PREPARING else None,
        "thrown": found.thrown if step in (Step.SEALED, Step.OPENED, Step.FAILED) else None,
        "shown": shown_of(found) if "peek" in verbs else None,
        "visits": {v.unit_id: v for v in found.visits.all()},
        "left": found.visits.filter(state__in=["ahead", "underway"]).count(),
        "waiting": [visit for visit in found.visits.select_related("unit") if visit.is_open] if "peek" in verbs else [],
        "foreseen": _foreseen(found, verbs),
        "entries": timeline("draw", pk)[:HISTORY] if "peek" in verbs or step == Step.PREPARING else [],
    }
    return render(request, "inspections/draw.html", context)


def _foreseen(found: Draw, verbs: set[str]) -> Foreseen | None:
    """What it will cost whoever is drawn: for those who prepare it, until the dice have fallen."""
    return foresee(asks_of_prepared(found)) if {"freeze", "throw"} & verbs else None


@require_http_methods(["GET", "POST"])
def draw_new(request: PersonRequest, pk: int) -> HttpResponse:
    plan = plans.get_for(request.user, pk, "draw")
    form = DrawForm(*posted(request))
    title, back = _("Prepare a draw"), plan.get_absolute_url()
    more = sending.cost(request, _asks(form, plan))
    if sending.is_asked(request):
        context = {"form": form, "title": title, "intro": str(plan), "submit": _("Save"), "back": back, **more}
        return sending.answer(request, "inspections/visit_form.html", context)
    return form_page(
        request,
        form,
        lambda said: actions.prepare_draw(pk, actor=request.user, burden_reason=sending.reason(request), **said),
        title=title,
        intro=str(plan),
        template="inspections/visit_form.html",
        more=more,
        submit=_("Save"),
        to=lambda made: made.get_absolute_url(),
        back=back,
        said=_("Saved. Let inspectors declare where they must not go, then freeze it."),
    )


def _asks(form: DrawForm, plan: Plan) -> list[Ask]:
    """What is typed would ask of whoever is drawn, as far as it says by what, when and with how many."""
    if not form.is_bound:
        return []
    form.is_valid()
    said = form.cleaned_data
    if not all(said.get(name) for name in ("edition", "since", "team", "inspectors")):
        return []
    return asking.asks_of_draw(
        plan, said["edition"], on=said["since"], team=said["team"], inspectors=len(said["inspectors"])
    )


@require_http_methods(["GET", "POST"])
def recusal(request: PersonRequest, pk: int) -> HttpResponse:
    found = draws.get_for(request.user, pk, "recuse")
    mine = found.seats.filter(person=request.user).exists()
    return form_page(
        request,
        RecusalForm(*posted(request), initial={"person": request.user} if mine else {}),
        lambda said: actions.recuse(pk, actor=request.user, **said),
        title=_("Declare a recusal"),
        intro=_("Who belongs to a unit is recused from it without being asked."),
        submit=_("Declare"),
        to=found.get_absolute_url(),
        back=found.get_absolute_url(),
        said=_("Saved."),
    )


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
    return _zip(found)


def _zip(found: Draw) -> HttpResponseBase:
    manifest, seed = read_manifest(found.frozen.manifest), read_seed(found.thrown.throws)
    content = bundle_of(manifest, seed, run_draw(manifest, seed), found.thrown.salt, voids_of(found))
    response = FileResponse(iter([content]), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="draw-{found.pk}.zip"'
    return response
