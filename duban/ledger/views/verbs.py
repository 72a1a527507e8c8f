"""Every act on a task as data: where it stands, what it asks, which one domain call it makes. Adding an act is adding a line."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.burden.askers import Ask
from duban.ledger import actions as do
from duban.ledger import alike, asking, terms
from duban.ledger.actions.supporting import seat_of
from duban.ledger.forms import acts as forms
from duban.ledger.models import Task
from duban.ledger.views import claims, evidence
from duban.ledger.views.acts import Act
from duban.org.requests import PersonRequest

# Up to this prominence an act is a button; the rest stands under "More".
BUTTON = 50


def _before_the_verdict(request: PersonRequest, task: Task) -> dict[str, Any]:
    claims = evidence.last_claim(task)
    return {"claims": claims, **alike.hints_of(request.user, task, claims)}


def _sent(task: Task, form: Any) -> list[Ask]:
    """What it will ask when it is sent, which is more than it asked until it was declined."""
    if form.is_bound:
        form.is_valid()
    due = form.cleaned_data.get("due_on") if form.is_bound else None
    return asking.asks_if_sent(task, task.lead_unit_id, due or task.due_on)


def _support(task: Task, form: Any) -> list[Ask]:
    """What is typed would ask, as far as it says whom."""
    if not form.is_bound:
        return []
    form.is_valid()
    said = form.cleaned_data
    unit = said.get("unit") or (seat_of(said["person"]) if said.get("person") else None)
    if unit is None:
        return []
    return asking.support_asks(unit.pk, start=terms.today(), due=said.get("due_on") or do.support_due())


def _report(task: Task, actor: Any, said: dict[str, Any]) -> None:
    files = said.pop("evidence")
    report = do.report_on_task(task.pk, actor=actor, **said)
    evidence.keep(files, "report", report.pk, task)


def _claim_completion(task: Task, actor: Any, said: dict[str, Any]) -> None:
    # Kept first, so that the claim and its journal entry can name them.
    ids = evidence.keep(said.pop("evidence"), "task", task.pk, task)
    do.claim_completion(task.pk, actor=actor, evidence_ids=ids, **said)


def _reassign(task: Task, actor: Any, said: dict[str, Any]) -> None:
    named = {name: value for name, value in said.items() if name not in ("sends", "due_on", "burden_reason")}
    if said["sends"]:
        do.send_elsewhere(task.pk, actor=actor, due_on=said["due_on"], burden_reason=said["burden_reason"], **named)
    else:
        do.reassign_task(task.pk, actor=actor, **named)


def _sent_elsewhere(task: Task, form: Any) -> list[Ask]:
    """What was declined would ask of the unit that is typed."""
    if not form.is_bound or not form.sends:
        return []
    form.is_valid()
    said = form.cleaned_data
    lead_id = said["lead_unit"].pk if said.get("lead_unit") else task.lead_unit_id
    return asking.asks_if_sent(task, lead_id, said.get("due_on") or task.due_on)


ACTS: list[Act] = [
    Act(
        "dispatch",
        "dispatch",
        _("Dispatch"),
        "send",
        lambda task, actor, said: do.dispatch_task(task.pk, actor=actor, **said),
        _("Dispatched."),
        form=forms.DispatchForm,
        intro=_("Its first due date can never be changed afterwards."),
        tone="btn-primary",
        prominence=10,
        template="ledger/dispatch.html",
        asks=_sent,
        again=True,
    ),
    Act(
        "acknowledge",
        "receipt",
        _("Acknowledge"),
        "mail-opened",
        lambda task, actor, said: do.acknowledge_task(task.pk, actor=actor),
        _("Acknowledged."),
        tone="btn-primary",
        prominence=10,
        key="a",
        fits=lambda task, has: has["my_receipt"],
    ),
    Act(
        "verify",
        "verification",
        _("Verify"),
        "eye-check",
        lambda task, actor, said: do.verify_completion(task.pk, actor=actor, **said),
        _("Your verdict is recorded."),
        form=forms.VerificationForm,
        tone="btn-primary",
        prominence=10,
        key="v",
        template="ledger/verification.html",
        more=_before_the_verdict,
    ),
    Act(
        "report",
        "report",
        _("Report"),
        "message-report",
        _report,
        _("Reported. It is reused wherever a report is asked."),
        form=forms.ReportForm,
        tone="btn-primary",
        prominence=20,
        key="r",
    ),
    Act(
        "claim_completion",
        "completion",
        _("Claim completion"),
        "flag-check",
        _claim_completion,
        _("Completion claimed; the looker will verify."),
        form=forms.CompletionForm,
        prominence=30,
    ),
    Act(
        "close",
        "closure",
        pgettext_lazy("task", "Close"),
        "circle-check",
        lambda task, actor, said: do.close_task(task.pk, actor=actor, **said),
        _("Closed."),
        form=forms.NoteForm,
        tone="btn-primary",
        prominence=9,
        fits=lambda task, has: task.verified_on is not None,
    ),
    Act(
        "claim",
        "claim",
        _("Claim it"),
        "hand-grab",
        lambda task, actor, said: do.claim_task(task.pk, actor=actor, **said),
        _("It is yours now."),
        form=forms.TakeForm,
        tone="btn-primary",
        prominence=10,
        missed=claims.missed,
    ),
    Act(
        "ask_extension",
        "extensions",
        _("Ask for an extension"),
        "calendar-question",
        lambda task, actor, said: do.ask_extension(task.pk, actor=actor, **said),
        _("Asked; the dispatching side decides."),
        form=forms.ExtensionForm,
        intro=_("Ask before the due date. The first due date stays on record."),
        prominence=60,
    ),
    Act(
        "request_support",
        "supports",
        _("Ask for support"),
        "lifebuoy",
        lambda task, actor, said: do.request_support(task.pk, actor=actor, **said),
        _("Asked. Their clock runs; this task's stands still until they answer."),
        form=forms.SupportForm,
        intro=_("Raise the block to whoever can remove it."),
        template="ledger/dispatch.html",
        asks=_support,
        prominence=60,
    ),
    Act(
        "urge",
        "urging",
        _("Urge"),
        "bell-ringing",
        lambda task, actor, said: do.urge_tasks([task.pk], actor=actor, **said),
        _("Urged."),
        form=forms.UrgingForm,
        intro=_("At most once a working day per person; several tasks go into one urging."),
        prominence=40,
    ),
    Act(
        "decline",
        "decline",
        _("Decline"),
        "arrow-back-up",
        lambda task, actor, said: do.decline_task(task.pk, actor=actor, **said),
        _("Declined; the dispatcher is told."),
        form=forms.ReasonForm,
        tone="btn-danger",
        prominence=45,
    ),
    Act(
        "resume",
        "resumption",
        _("Resume"),
        "player-play",
        lambda task, actor, said: do.resume_task(task.pk, actor=actor),
        _("Resumed; the clock runs again."),
        tone="btn-primary",
        prominence=10,
    ),
    Act(
        "plan",
        "milestones",
        _("Set a milestone"),
        "map-pin-plus",
        lambda task, actor, said: do.set_milestone(task.pk, actor=actor, **said),
        _("Milestone set."),
        form=forms.MilestoneForm,
        prominence=70,
    ),
    Act(
        "reassign",
        "owner",
        _("Change who is in charge"),
        "user-edit",
        _reassign,
        _("Changed."),
        form=forms.ReassignmentForm,
        template="ledger/reassignment.html",
        asks=_sent_elsewhere,
        again=True,
        prominence=80,
    ),
    Act(
        "sort",
        "place",
        _("Put under a programme"),
        "folder",
        lambda task, actor, said: do.sort_task(task.pk, actor=actor, **said),
        _("Put in its place."),
        form=forms.SortingForm,
        prominence=81,
    ),
    Act(
        "open_for_claim",
        "offer",
        _("Put on the claim board"),
        "speakerphone",
        lambda task, actor, said: do.open_for_claim(task.pk, actor=actor, **said),
        _("It hangs on the claim board."),
        form=forms.OfferForm,
        prominence=46,
        fits=lambda task, has: not has["offers"],
    ),
    Act(
        "open_for_claim",
        "offer-withdrawal",
        _("Take it off the claim board"),
        "speakerphone",
        lambda task, actor, said: do.withdraw_offer(task.pk, actor=actor),
        _("Taken off the claim board."),
        prominence=46,
        fits=lambda task, has: has["offers"],
    ),
    Act(
        "follow",
        "following",
        _("Follow"),
        "eye",
        lambda task, actor, said: do.follow_task(task.pk, actor=actor),
        _("You follow this task."),
        prominence=90,
        fits=lambda task, has: not has["followed"],
    ),
    Act(
        "follow",
        "unfollowing",
        _("Stop following"),
        "eye-off",
        lambda task, actor, said: do.unfollow_task(task.pk, actor=actor),
        _("You no longer follow this task."),
        prominence=90,
        fits=lambda task, has: has["followed"],
    ),
    Act(
        "suspend",
        "suspension",
        _("Suspend"),
        "player-pause",
        lambda task, actor, said: do.suspend_task(task.pk, actor=actor, **said),
        _("Suspended; the clock stands still."),
        form=forms.SuspensionForm,
        prominence=95,
    ),
    Act(
        "relapse",
        "relapse",
        _("Open again"),
        "rotate",
        lambda task, actor, said: do.relapse_task(task.pk, actor=actor, **said),
        _("Open again; the closing no longer counts."),
        form=forms.RelapseForm,
        tone="btn-danger",
        prominence=60,
        sure=_("Open it again? The closing will no longer count."),
    ),
    Act(
        "cancel",
        "cancellation",
        _("Cancel the task"),
        "ban",
        lambda task, actor, said: do.cancel_task(task.pk, actor=actor, **said),
        _("Cancelled."),
        form=forms.ReasonForm,
        tone="btn-danger",
        prominence=99,
        sure=_("Cancel the task? This cannot be undone."),
    ),
    Act(
        "comment",
        "comments",
        _("Comment"),
        "message",
        lambda task, actor, said: do.comment_on_task(task.pk, actor=actor, **said),
        _("Comment added."),
        form=forms.CommentForm,
        prominence=1000,
        fits=lambda task, has: False,
    ),
    Act(
        "plan",
        "proofs",
        _("Add a criterion"),
        "list-check",
        lambda task, actor, said: do.set_proof(task.pk, actor=actor, **said),
        _("Criterion added."),
        form=forms.ProofForm,
        prominence=1000,
        fits=lambda task, has: False,
    ),
    Act(
        "plan",
        "mocks",
        _("Plan a mock acceptance"),
        "calendar-event",
        lambda task, actor, said: do.plan_mock_acceptance(task.pk, actor=actor, **said),
        _("Planned."),
        form=forms.MockForm,
        prominence=1000,
        fits=lambda task, has: False,
    ),
]
