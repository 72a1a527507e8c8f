"""Acts on a finding: one small page each (a sheet over the page where the browser can), one domain call each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from duban.burden.askers import Ask
from duban.burden.views import opened, sending
from duban.files.intake import keep_all, store_first
from duban.findings import actions as do
from duban.findings import alike, asking, terms
from duban.findings.access import findings as policy
from duban.findings.actions.fixing import AFTER, BEFORE
from duban.findings.forms import acts as forms
from duban.findings.models import Finding, PlanState
from duban.ledger.alike import hints_of as hints_on_task
from duban.ledger.views import evidence
from duban.org.requests import PersonRequest
from duban.ui import faults, once
from duban.ui.posted import posted

Words = str | Promise
Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """`path` is the sub-resource under the finding; `act(request, finding, cleaned_data)` makes the one domain call."""

    verb: str
    path: str
    title: Words
    icon: str
    act: Callable[[PersonRequest, Finding, Said], Any]
    said: Words
    form: type[forms.ActForm] = forms.NothingToSay
    intro: Words = ""
    sure: Words = ""
    tone: str = ""
    # Above this many it stands under "More".
    prominence: int = 10
    fits: Callable[[Finding], bool] = field(default=lambda finding: True)
    # What its page shows besides the form.
    more: Callable[[PersonRequest, Finding], Said] = field(default=lambda request, finding: {})
    # What it would ask of others, where it asks something.
    asks: Callable[[Finding, forms.ActForm], Iterable[Ask]] | None = None

    @property
    def bare(self) -> bool:
        """Needs no words: a button is the whole form."""
        return self.form is forms.NothingToSay

    def url(self, finding_id: int) -> str:
        return f"/findings/{finding_id}/{self.path}"


BUTTON = 50


def _pictures(request: PersonRequest, finding: Finding, field_name: str, noun: str = BEFORE) -> int:
    return len(keep_all(request, field_name, noun=noun, noun_id=finding.pk, unit_id=finding.unit_id))


def _fix(request: PersonRequest, finding: Finding, said: Said) -> Any:
    _pictures(request, finding, "before")
    _pictures(request, finding, "after", AFTER)
    return do.fix_on_spot(finding.pk, actor=request.user, note=said["note"])


def _recheck(request: PersonRequest, finding: Finding, said: Said) -> Any:
    verdict = {each: said[each] for each in ("passed", "note", "claim_id")}
    done = do.recheck_finding(finding.pk, actor=request.user, **verdict)
    _pictures(request, finding, "photos", AFTER)
    return done


def _recheck_fix(request: PersonRequest, finding: Finding, said: Said) -> Any:
    done = do.recheck_fix(finding.pk, actor=request.user, passed=said["passed"], note=said["note"])
    _pictures(request, finding, "photos", AFTER)
    return done


def _before_the_verdict(request: PersonRequest, finding: Finding) -> Said:
    """What the task's own page for the verdict shows: what is claimed, and what of it was handed in before."""
    if finding.task is None:
        return {}
    claims = evidence.last_claim(finding.task)
    found = hints_on_task(request.user, finding.task, claims)
    return {"claims": claims, **found, "hints": found["hints"] + alike.hints_on_answers(request.user, finding)}


def _before_the_ruling(request: PersonRequest, finding: Finding) -> Said:
    return {"dispute": finding.disputes.filter(upheld__isnull=True).first()}


def _before_the_decision(request: PersonRequest, finding: Finding) -> Said:
    return {"waiting": finding.plans.filter(state=PlanState.SUBMITTED).first()}


def _before_the_second_look(request: PersonRequest, finding: Finding) -> Said:
    return {"hints": alike.hints_of(request.user, finding) + alike.hints_on_answers(request.user, finding)}


def _confirmed(finding: Finding, form: forms.ActForm) -> list[Ask]:
    chosen = form.cleaned_data.get("kind") if form.is_bound else None
    return asking.asks_for(finding.unit, chosen or finding.kind)


def _evidence(request: PersonRequest, finding: Finding, said: Said) -> Any:
    return do.note_evidence(finding.pk, actor=request.user, count=_pictures(request, finding, "photos"))


ACTS: list[Act] = [
    Act(
        "confirm", "confirmation", _("Confirm"), "circle-check",
        lambda r, f, said: do.confirm_finding(f.pk, actor=r.user, **said),
        _("Confirmed; it went to the unit."),
        form=forms.ConfirmationForm, tone="btn-primary",
        intro=_("It gets its number and goes to the unit."), asks=_confirmed,
    ),
    Act(
        "dismiss", "dismissal", _("Do not confirm"), "circle-x",
        lambda r, f, said: do.dismiss_finding(f.pk, actor=r.user, **said), _("Not confirmed; the reporter reads why."),
        form=forms.ReasonForm, tone="btn-danger", prominence=20,
    ),
    Act(
        "accept", "acceptance", _("Accept"), "mail-opened",
        lambda r, f, said: do.accept_finding(f.pk, actor=r.user), _("Accepted; a plan is due now."), tone="btn-primary",
    ),
    Act(
        "deem", "deemed-acceptance", _("Take as accepted"), "mail-check",
        lambda r, f, said: do.deem_accepted(f.pk, actor=r.user, **said), _("Taken as accepted; the unit is told."),
        form=forms.ReasonForm, prominence=30, fits=lambda f: f.is_unanswered(terms.today()),
        intro=_("The term went by without an answer. The unit is told, and may still dispute it until its plan is due."),
    ),
    Act(
        "dispute", "dispute", _("Dispute"), "gavel",
        lambda r, f, said: do.dispute_finding(f.pk, actor=r.user, **said), _("Disputed; somebody else rules on it."),
        form=forms.ReasonForm, prominence=20, fits=lambda f: not f.is_unanswered(terms.today()),
        intro=_("Say why it is not so. Somebody who neither found it nor answers for it rules within the term."),
    ),
    Act(
        "rule", "ruling", _("Rule on the dispute"), "gavel",
        lambda r, f, said: do.rule_on_dispute(f.pk, actor=r.user, **said), _("Ruled."),
        form=forms.RulingForm, tone="btn-primary", more=_before_the_ruling,
    ),
    Act(
        "plan", "plan", _("Hand in a plan"), "list-details",
        lambda r, f, said: do.plan_rectification(f.pk, actor=r.user, took=opened.took(r, "plan", f.pk), **said),
        _("Handed in; somebody above decides on it."), form=forms.PlanForm, tone="btn-primary",
        more=lambda r, f: {"opened_at": opened.mark(r, "plan", f.pk)},
    ),
    Act(
        "decide_plan", "plan-acceptance", _("Accept the plan"), "list-check",
        lambda r, f, said: do.accept_plan(f.pk, actor=r.user, **said), _("Accepted; it is a task of the ledger now."),
        form=forms.PlanDecisionForm, tone="btn-primary", asks=lambda f, form: do.asks_of_plan(f),
        more=_before_the_decision,
    ),
    Act(
        "decide_plan", "plan-return", _("Send the plan back"), "arrow-back",
        lambda r, f, said: do.refuse_plan(f.pk, actor=r.user, **said), _("Sent back."),
        form=forms.PlanReturnForm, prominence=20, more=_before_the_decision,
    ),
    Act(
        "recheck", "recheck", _("Recheck"), "eye-check", _recheck, _("Your verdict is recorded."),
        form=forms.RecheckForm, tone="btn-primary", more=_before_the_verdict,
    ),
    Act(
        "close", "closure", pgettext_lazy("finding", "Close"), "circle-check",
        lambda r, f, said: do.close_finding(f.pk, actor=r.user, **said), _("Closed."),
        form=forms.NoteForm, tone="btn-primary",
    ),
    Act(
        "recheck_fix", "fix-recheck", _("Recheck the fix"), "dice", _recheck_fix, _("Your verdict is recorded."),
        form=forms.RecheckForm, tone="btn-primary", more=_before_the_second_look,
    ),
    Act(
        "record_outcome", "outcome", _("Record the outcome"), "school",
        lambda r, f, said: do.record_outcome(f.pk, actor=r.user, **said), _("Recorded."), form=forms.OutcomeForm,
        prominence=30,
    ),
    Act(
        "fix", "fix", _("Fixed on the spot"), "bolt", _fix, _("Closed; it may be drawn for a recheck."),
        form=forms.FixForm, prominence=40, intro=_("Closes it at once, with pictures before and after."),
        fits=lambda f: f.severity != "critical" and not f.repeat_of_id and not f.relapses,
    ),
    Act(
        "add_evidence", "evidence", _("Add photos"), "camera-plus", _evidence, _("Added."), form=forms.EvidenceForm,
        prominence=60,
    ),
    Act(
        "relapse", "relapse", _("Open again"), "rotate",
        lambda r, f, said: do.relapse_finding(f.pk, actor=r.user, **said),
        _("Open again; the closing no longer counts."), form=forms.RelapseForm, tone="btn-danger", prominence=60,
        sure=_("Open it again? The closing will no longer count."),
    ),
]  # fmt: skip


def offered(verbs: set[str], finding: Finding) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Buttons, and what stands under "More"."""
    found = sorted((a for a in ACTS if a.verb in verbs and a.fits(finding)), key=lambda a: a.prominence)
    drawn = [
        {"title": a.title, "icon": a.icon, "url": a.url(finding.pk), "tone": a.tone, "bare": a.bare, "sure": a.sure}
        for a in found
    ]
    buttons = sum(a.prominence < BUTTON for a in found)
    return drawn[:buttons], drawn[buttons:]


def view_of(act: Act) -> Callable[..., HttpResponse]:
    @require_http_methods(["POST"] if act.bare else ["GET", "POST"])
    def view(request: PersonRequest, pk: int) -> HttpResponse:
        finding = policy.get_for(request.user, pk, act.verb)
        form = act.form(*posted(request), finding=finding, request=request)
        if request.method == "POST" and form.is_valid():
            said = {k: v for k, v in form.cleaned_data.items() if k not in ("photos", "before", "after")}
            try:
                store_first(request)
                return once.perform(
                    request,
                    lambda: act.act(request, finding, said),
                    to=finding.get_absolute_url(),
                    said=str(act.said),
                )
            except ValidationError as error:
                faults.put(form, error)
        context = {
            "title": act.title,
            "intro": act.intro,
            "form": form,
            "submit": act.title,
            "tone": act.tone or "btn-primary",
            "sure": act.sure,
            "finding": finding,
            "back": finding.get_absolute_url(),
            **act.more(request, finding),
            **({**sending.cost(request, act.asks(finding, form)), "foresee_at": ""} if act.asks else {}),
        }
        return render(request, "findings/act.html", context, status=422 if form.errors else 200)

    view.__name__ = act.path.replace("-", "_")
    return view
