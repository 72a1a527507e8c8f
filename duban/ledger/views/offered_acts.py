"""Which acts the task page offers to whom: the policy's verbs, turned into buttons beside what they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from duban.ledger.models import ExtensionState, Milestone, Proof, State, SupportRequest, SupportState, Task
from duban.ledger.queries import Posting
from duban.ledger.views.acts import Button, buttons
from duban.ledger.views.verbs import ACTS, BUTTON
from duban.ui.templatetags.ui import moment

_RANKED = sorted(ACTS, key=lambda act: act.prominence)
_SHOWN = [act for act in _RANKED if act.prominence <= BUTTON]
_MORE = [act for act in _RANKED if act.prominence > BUTTON]


def for_page(
    task: Task, verbs: set[str], has: dict[str, bool], beside: Iterable[dict[str, str]] = ()
) -> tuple[list[Button], list[Button]]:
    """(shown as buttons, under "More"). `has` says which kinds of parts the task has; `beside` are the acts offered beside
    its parts: of these, what waits for this person's word stands in front of all, as nobody should have to look for it."""
    acts = [Button(a["above"], a["icon"], a["url"], "btn-primary", bare=False) for a in beside if "above" in a]
    acts = _one_primary(acts + buttons(_SHOWN, verbs, task, has))
    more = buttons(_MORE, verbs, task, has)
    if task.state == State.DECLINED and {"reassign", "sort"} <= verbs:  # may hand it to another unit, too
        acts.insert(0, Button(_("Send it elsewhere"), "user-edit", f"/tasks/{task.pk}/owner", "", bare=False))
    if "edit" in verbs:
        acts.append(_page(_("Edit"), "edit", f"/tasks/{task.pk}/edit"))
    if "decompose" in verbs:
        more.insert(0, _page(_("Break down"), "sitemap", f"/tasks/{task.pk}/parts"))
    if "set_target" in verbs:
        more.append(Button(_("Set a target"), "target-arrow", f"/tasks/{task.pk}/targets/new", "", bare=False))
    more.append(_page(_("Word notice"), "file-type-docx", f"/tasks/{task.pk}/notice.docx"))
    return acts, more


def _one_primary(acts: list[Button]) -> list[Button]:
    """Only the first of several is the page's own; what sends back is drawn less heavily than what goes on."""
    tones = {"btn-danger": "btn-outline-danger"}
    found = []
    for act in acts:
        found.append(replace(act, tone=tones.get(act.tone, act.tone)))
        if act.tone == "btn-primary":
            tones["btn-primary"] = ""
    return found


def _page(title: str, icon: str, url: str) -> Button:
    return Button(title, icon, url, "", bare=False, page=True)


def _act(title: str, url: str) -> dict[str, str]:
    return {"title": title, "url": url}


def for_milestone(milestone: Milestone, verbs: set[str]) -> list[dict[str, str]]:
    if "plan" not in verbs or milestone.done_on:
        return []
    return [
        _act(_("Reached"), f"/milestones/{milestone.pk}/reaching"),
        _act(pgettext("date", "Move"), f"/milestones/{milestone.pk}/date"),
        _act(_("Drop"), f"/milestones/{milestone.pk}/dropping"),
    ]


def for_support(request: SupportRequest, verbs: set[str]) -> list[dict[str, str]]:
    if request.state != "open":
        return []
    found = []
    if "answer_support" in verbs:
        found.append(
            {
                **_act(_("Answer"), f"/supports/{request.pk}/answer"),
                "above": _("Answer the request for support"),
                "icon": ICONS["support"],
            }
        )
    if "withdraw_support" in verbs:
        found.append(_act(_("Withdraw"), f"/supports/{request.pk}/withdrawal"))
    return found


def for_proof(proof: Proof, verbs: set[str], me: frozenset[int]) -> list[dict[str, str]]:
    """`me`: the reader, and whom they deputise for."""
    found = []
    if "hand_in_proof" in verbs and proof.state in ("open", "failed"):
        found.append(_act(_("Hand in proof"), f"/proofs/{proof.pk}/handing-in"))
    if "judge_proof" in verbs and proof.state == "ready" and proof.handed_in_by_id not in me:
        found.append(_act(_("Judge"), f"/proofs/{proof.pk}/judgement"))
    return found


def for_shift(posting: Posting, verbs: set[str], me: frozenset[int]) -> list[dict[str, str]]:
    """`me`: the reader, and whom they deputise for."""
    if posting.kind != "extension" or posting.state != ExtensionState.SUBMITTED:
        return []
    found = []
    if "decide_extension" in verbs and posting.asked_by_id not in me:
        found.append(
            {
                **_act(_("Decide"), f"/extensions/{posting.pk}/decision"),
                "above": _("Decide on the extension"),
                "icon": ICONS["extension"],
            }
        )
    if "withdraw_extension" in verbs:
        found.append(_act(_("Withdraw"), f"/extensions/{posting.pk}/withdrawal"))
    return found


TONES = {"submitted": "tag-yellow", "approved": "tag-green", "refused": "tag-red", "open": "tag-yellow"}
ICONS = {
    "first": "send",
    "extension": "calendar-question",
    "suspension": "player-pause",
    "support": "lifebuoy",
    "relapse": "rotate",
}


def postings(account: Sequence[Posting], verbs: set[str], me: frozenset[int]) -> list[Any]:
    """The deadline account as lines; the request that waits carries its acts."""
    what = {
        "first": _("dispatched, due %(to)s"),
        "extension": _("asked to move it from %(since)s to %(to)s"),
        "suspension": _("suspended from %(since)s until %(to)s"),
        "support": _("waited for support from %(since)s until %(to)s"),
        "relapse": _("opened again, due %(to)s"),
    }
    states = {**dict(ExtensionState.choices), **dict(SupportState.choices)}
    lines = []
    for posting in account:
        given = ngettext("%(n)s working day given", "%(n)s working days given", posting.days) % {"n": posting.days}
        lines.append(
            {
                "icon": ICONS[posting.kind],
                "what": what[posting.kind] % {"since": posting.since, "to": posting.to or _("now")},
                "tag": states.get(posting.state, ""),
                "tone": TONES.get(posting.state, ""),
                "by": posting.by,
                # Of a suspension only the day is known.
                "at": posting.since if posting.kind == "suspension" else moment(posting.at),
                "reason": posting.reason,
                "answer": " · ".join(filter(None, [posting.decided_by, posting.decision])),
                "given": given if posting.days else "",
                "acts": for_shift(posting, verbs, me),
            }
        )
    return lines
