"""Which acts the task page offers to whom: the policy's verbs, turned into buttons beside what they are about."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from duban.ledger.models import Extension, Milestone, Proof, SupportRequest, Suspension, Task
from duban.ledger.views.acts import Button, buttons
from duban.ledger.views.verbs import ACTS, BUTTON
from duban.ui.templatetags.ui import moment


def for_page(task: Task, verbs: set[str]) -> tuple[list[Button], list[Button]]:
    """(shown as buttons, under "More")"""
    ranked = sorted(ACTS, key=lambda act: act.prominence)
    acts = buttons([a for a in ranked if a.prominence <= BUTTON], verbs, task)
    more = buttons([a for a in ranked if a.prominence > BUTTON], verbs, task)
    if "edit" in verbs:
        acts.append(_page(_("Edit"), "edit", f"/tasks/{task.pk}/edit"))
    if "decompose" in verbs:
        more.insert(0, _page(_("Break down"), "sitemap", f"/tasks/{task.pk}/parts"))
    if "set_target" in verbs:
        more.append(Button(_("Set a target"), "target-arrow", f"/tasks/{task.pk}/targets/new", "", bare=False))
    more.append(_page(_("Word notice"), "file-type-docx", f"/tasks/{task.pk}/notice.docx"))
    return acts, more


def _page(title: str, icon: str, url: str) -> Button:
    return Button(title, icon, url, "", bare=False, page=True)


def _act(title: str, url: str) -> dict[str, str]:
    return {"title": title, "url": url}


def for_milestone(milestone: Milestone, verbs: set[str]) -> list[dict[str, str]]:
    if "plan" not in verbs or milestone.done_on:
        return []
    return [
        _act(_("Reached"), f"/milestones/{milestone.pk}/reaching"),
        _act(_("Move"), f"/milestones/{milestone.pk}/date"),
        _act(_("Drop"), f"/milestones/{milestone.pk}/dropping"),
    ]


def for_support(request: SupportRequest, verbs: set[str]) -> list[dict[str, str]]:
    if request.state != "open":
        return []
    found = []
    if "answer_support" in verbs:
        found.append(_act(_("Answer"), f"/supports/{request.pk}/answer"))
    if "withdraw_support" in verbs:
        found.append(_act(_("Withdraw"), f"/supports/{request.pk}/withdrawal"))
    return found


def for_proof(proof: Proof, verbs: set[str]) -> list[dict[str, str]]:
    found = []
    if "hand_in_proof" in verbs and proof.state in ("open", "failed"):
        found.append(_act(_("Hand in proof"), f"/proofs/{proof.pk}/handing-in"))
    if "judge_proof" in verbs and proof.state == "ready":
        found.append(_act(_("Judge"), f"/proofs/{proof.pk}/judgement"))
    return found


def for_extension(extension: Extension, verbs: set[str]) -> list[dict[str, str]]:
    if extension.state != "submitted":
        return []
    found = []
    if "decide_extension" in verbs:
        found.append(_act(_("Decide"), f"/extensions/{extension.pk}/decision"))
    if "withdraw_extension" in verbs:
        found.append(_act(_("Withdraw"), f"/extensions/{extension.pk}/withdrawal"))
    return found


EXTENSION_TONES = {"submitted": "tag-yellow", "approved": "tag-green", "refused": "tag-red", "withdrawn": ""}


def shifts(task: Task, extensions: list[Extension], suspensions: list[Suspension], verbs: set[str]) -> list[Any]:
    """Everything that moved or stopped the deadline, in order (the deadline account)."""
    lines: list[tuple[date, Any]] = []
    for e in extensions:
        lines.append(
            (
                e.asked_at.date(),
                SimpleNamespace(
                    icon="calendar-question",
                    what=f"{e.from_on} → {e.to_on}",
                    tag=e.get_state_display(),
                    tone=EXTENSION_TONES[e.state],
                    by=e.asked_by,
                    at=moment(e.asked_at),
                    reason=e.reason,
                    answer=" · ".join(filter(None, [str(e.decided_by or ""), e.decision])),
                    acts=for_extension(e, verbs),
                ),
            )
        )
    for s in suspensions:
        until = s.resumed_on.isoformat() if s.resumed_on else _("until now")
        lines.append(
            (
                s.since,
                SimpleNamespace(
                    icon="player-pause",
                    what=_("clock stopped %(since)s – %(until)s") % {"since": s.since, "until": until},
                    tag="",
                    tone="",
                    by=s.by,
                    at=s.since.isoformat(),
                    reason=s.reason,
                    answer="",
                    acts=[],
                ),
            )
        )
    return [line for _day, line in sorted(lines, key=lambda pair: pair[0])]
