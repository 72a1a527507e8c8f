"""Acts on what belongs to a task: milestones, criteria of an acceptance, requests. Also as data, like the acts on tasks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from duban.files.intake import store_first
from duban.ledger import actions as do
from duban.ledger.access import tasks as policy
from duban.ledger.access import went_to
from duban.ledger.actions.planning import digest
from duban.ledger.forms import acts as forms
from duban.ledger.models import Extension, Milestone, MockAcceptance, Proof, SupportRequest, SupportState
from duban.ledger.views import evidence
from duban.ledger.views.acts import Words
from duban.org.access import standing_of
from duban.org.requests import PersonRequest
from duban.ui import faults, once
from duban.ui.posted import posted


@dataclass(frozen=True, slots=True)
class PartAct:
    """`path` holds the id of the part; `act(part, actor, cleaned_data)` is the one domain call."""

    name: str
    path: str
    model: type[Model]
    verb: str
    title: Words
    form: type[forms.ActForm]
    act: Callable[[Any, Any, dict[str, Any]], Any]
    said: Words
    # What the page shows about the part above the form.
    about: Callable[[Any], str] = str
    tone: str = "btn-primary"
    # What the form starts with.
    initial: Callable[[Any], dict[str, Any]] = lambda part: {}
    # Where somebody is led who comes too late to be let do it; None where there is nothing to tell.
    missed: Callable[[PersonRequest, Any], HttpResponse | None] = lambda request, part: None


def _settled(request: PersonRequest, asked: SupportRequest) -> HttpResponse | None:
    """Told that the request was withdrawn, or answered by somebody else: the task may not be theirs to see any more."""
    if asked.state == SupportState.OPEN or not went_to(standing_of(request.user), asked):
        return None
    messages.info(
        request, gettext("This request is settled already: %(state)s.") % {"state": asked.get_state_display()}
    )
    return HttpResponseRedirect("/") if request.method == "GET" else once.lead_to(request, "/")


def _hand_in(proof: Proof, actor: Any, said: dict[str, Any]) -> None:
    files = said.pop("evidence")
    do.hand_in_proof(proof.pk, actor=actor, **said)
    evidence.keep(files, "proof", proof.pk, proof.task)


PART_ACTS = [
    PartAct(
        "milestone_reach",
        "milestones/<int:pk>/reaching",
        Milestone,
        "plan",
        _("Milestone reached"),
        forms.NothingToSay,
        lambda part, actor, said: do.reach_milestone(part.pk, actor=actor),
        _("Reached."),
    ),
    PartAct(
        "milestone_move",
        "milestones/<int:pk>/date",
        Milestone,
        "plan",
        _("Move the milestone"),
        forms.MovingForm,
        lambda part, actor, said: do.move_milestone(part.pk, actor=actor, **said),
        _("Moved."),
    ),
    PartAct(
        "milestone_drop",
        "milestones/<int:pk>/dropping",
        Milestone,
        "plan",
        _("Drop the milestone"),
        forms.ReasonForm,
        lambda part, actor, said: do.drop_milestone(part.pk, actor=actor, **said),
        _("Dropped."),
        tone="btn-danger",
    ),
    PartAct(
        "proof_hand_in",
        "proofs/<int:pk>/handing-in",
        Proof,
        "hand_in_proof",
        _("Hand in proof"),
        forms.HandInForm,
        _hand_in,
        _("Handed in; the looker judges it."),
        about=lambda proof: "\n".join(filter(None, [proof.standard, proof.needed])),
    ),
    PartAct(
        "proof_judge",
        "proofs/<int:pk>/judgement",
        Proof,
        "judge_proof",
        _("Judge the criterion"),
        forms.JudgementForm,
        lambda part, actor, said: do.judge_proof(part.pk, actor=actor, **said),
        _("Judged."),
        about=lambda proof: "\n".join(filter(None, [proof.standard, proof.needed, proof.note])),
        initial=lambda proof: {"seen": digest(proof)},
    ),
    PartAct(
        "mock_hold",
        "mocks/<int:pk>/holding",
        MockAcceptance,
        "plan",
        _("Outcome of the mock acceptance"),
        forms.MockOutcomeForm,
        lambda part, actor, said: do.hold_mock_acceptance(part.pk, actor=actor, **said),
        _("On record."),
    ),
    PartAct(
        "extension_decide",
        "extensions/<int:pk>/decision",
        Extension,
        "decide_extension",
        _("Decide on the extension"),
        forms.ExtensionDecisionForm,
        lambda part, actor, said: do.decide_extension(part.pk, actor=actor, **said),
        _("Decided."),
        about=lambda extension: f"{extension} \n{extension.asked_by}：{extension.reason}",
    ),
    PartAct(
        "extension_withdraw",
        "extensions/<int:pk>/withdrawal",
        Extension,
        "withdraw_extension",
        _("Withdraw the request"),
        forms.NothingToSay,
        lambda part, actor, said: do.withdraw_extension(part.pk, actor=actor),
        _("Withdrawn."),
    ),
    PartAct(
        "support_answer",
        "supports/<int:pk>/answer",
        SupportRequest,
        "answer_support",
        _("Answer the request for support"),
        forms.AnswerForm,
        lambda part, actor, said: do.answer_support(part.pk, actor=actor, **said),
        _("Answered; the task's clock runs again."),
        about=lambda request: f"{request.asked_by}：{request.need}",
        missed=_settled,
    ),
    PartAct(
        "support_withdraw",
        "supports/<int:pk>/withdrawal",
        SupportRequest,
        "withdraw_support",
        _("Withdraw the request for support"),
        forms.NothingToSay,
        lambda part, actor, said: do.withdraw_support(part.pk, actor=actor),
        _("Withdrawn."),
    ),
]


def part_view(act: PartAct) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "POST"])
    def view(request: PersonRequest, pk: int) -> HttpResponse:
        part: Any = get_object_or_404(act.model, pk=pk)
        try:
            task = policy.get_for(request.user, part.task_id, act.verb)
        except (Http404, PermissionDenied):
            if elsewhere := act.missed(request, part):
                return elsewhere
            raise
        form = act.form(*posted(request), task=task, request=request, initial=act.initial(part))
        if request.method == "POST" and form.is_valid():
            try:
                store_first(request)
                return once.perform(
                    request,
                    lambda: act.act(part, request.user, form.cleaned_data),
                    to=f"/tasks/{task.pk}",
                    said=str(act.said),
                )
            except ValidationError as error:
                faults.put(form, error)
        context = {
            "title": act.title,
            "form": form,
            "submit": act.title,
            "tone": act.tone,
            "task": task,
            "about": act.about(part),
            "back": f"/tasks/{task.pk}",
        }
        return render(request, "ledger/act.html", context, status=422 if form.errors else 200)

    view.__name__ = act.name
    return view
