"""The page of one finding: what was found, the chain to its source and its task, every step, the journal."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duban.files.models import Evidence
from duban.findings import offers, sources, terms
from duban.findings.access import findings as policy
from duban.findings.access import may_be_disputed, may_name_reporter, names_finder, reported
from duban.findings.actions.fixing import AFTER, BEFORE
from duban.findings.models import Finding
from duban.findings.queries.answered import pictures_of_answers
from duban.findings.queries.missed import layer_name
from duban.findings.views.acts import offered
from duban.findings.views.rows import dressed
from duban.journal.models import Entry
from duban.ledger.access import tasks
from duban.org.access import standing_of
from duban.org.requests import PersonRequest
from duban.org.story import drawn

_BESIDE = ("unit", "kind", "person", "item", "found_by", "found_unit", "task__responsible", "task__looker", "repeat_of")
STORY = 40


@require_GET
def finding(request: PersonRequest, pk: int) -> HttpResponse:
    policy.get_for(request.user, pk)
    found = Finding.objects.select_related(*_BESIDE, "fixed_by").annotate(was_reported=reported()).get(pk=pk)
    dressed([found], terms.today())
    acts, more = offered(policy.verbs_for(request.user, found), found)
    beside = offers.of(request.user, found)
    named = names_finder(standing_of(request.user), found, found.was_reported)
    story = list(Entry.objects.filter(noun="finding", noun_id=found.pk).order_by("-at", "-pk")[:STORY])
    for entry in story:
        if not named and may_name_reporter(entry) and entry.actor_id != request.user.pk:
            entry.actor_name = ""
    files: dict[str, list[Evidence]] = {BEFORE: [], AFTER: []}
    rows = Evidence.objects.filter(noun__in=files, noun_id=pk, withdrawn_at=None).select_related("blob").order_by("id")
    for each in rows:
        files[each.noun].append(each)
    chain = _chain(request, found)
    context: dict[str, Any] = {
        "finding": found,
        "acts": acts,
        "more": more,
        "offers": [offer for offer in beside if offer.acts],
        "parts": [
            (label, text)
            for label, text in (
                (_("Criterion: what should be"), found.criterion),
                (_("Condition: what was found"), found.condition),
                (_("Cause"), found.cause),
                (_("Effect"), found.effect),
                (_("Recommendation"), found.recommendation),
            )
            if text
        ],
        "layer": layer_name(found.found_layer),
        "before": pictures_of_answers(request.user, found) + files[BEFORE],
        "after": files[AFTER],
        "chain": chain + [{"title": each.title, "url": each.url} for each in beside if not each.acts],
        "plans": list(found.plans.select_related("by", "responsible", "decided_by").order_by("-pk")),
        "disputes": list(found.disputes.select_related("by", "ruled_by").order_by("-pk")),
        "rechecks": list(found.rechecks.select_related("by").order_by("-pk")),
        "relapsed": list(found.relapsed.select_related("by").order_by("-pk")) if found.relapses else [],
        "again": list(policy.visible_to(request.user).filter(repeat_of=found).order_by("found_on", "pk")[:10]),
        "story": drawn(story),
        "named": named,
        "awaits": _awaits(found),
        # Under way, the next step is the task's: who opens the finding first is not left to look for it.
        "task_url": next((link["url"] for link in chain if link.get("task")), "") if found.is_open else "",
    }
    return render(request, "findings/finding.html", context)


def _chain(request: PersonRequest, found: Finding) -> list[dict[str, Any]]:
    """From what found it, through the item and an earlier finding, to the task that puts it right."""
    links: list[dict[str, Any]] = []
    origin = sources.origin_of(found.source_noun, found.source_id, request.user)
    source = sources.label_of(found.source_noun)
    title = f"{source} · {origin.title}" if origin else source
    links.append({"title": title, "url": origin.url if origin else ""})
    if found.item_code:
        url = reverse("checklists:edition", args=[found.item.edition_id]) if found.item else ""
        text = str(found.item) if found.item else found.item_code
        links.append({"title": text, "url": url})
    if found.repeat_of:
        seen = policy.visible_to(request.user).filter(pk=found.repeat_of.pk).exists()
        url = found.repeat_of.get_absolute_url() if seen else ""
        title = _("Repeat of %(finding)s") % {"finding": found.repeat_of} if seen else _("Repeat of an earlier finding")
        links.append({"title": title, "url": url})
    links.append({"title": str(found), "url": "", "here": True})
    if found.task:
        seen = tasks.visible_to(request.user).filter(pk=found.task.pk).exists()
        links.append(
            {
                "title": f"{found.task} · {found.task.get_state_display()}",
                "url": f"/tasks/{found.task_id}" if seen else "",
                "task": True,
            }
        )
    return links


def _awaits(found: Finding) -> str:
    """Whose move it is, in words."""
    unit = str(found.unit)
    match found.state:
        case "reported":
            return _("The supervision office or a layer above confirms it.")
        case "issued" if found.is_unanswered(terms.today()):
            said = _(
                "%(unit)s accepts it; the term to dispute it has ended. The office or a layer above may take it as accepted."
            )
            return said % {"unit": unit}
        case "issued":
            return _("%(unit)s accepts or disputes it.") % {"unit": unit}
        case "disputed":
            return _("Somebody who neither found it nor answers for it rules.")
        case "accepted" if found.answer_by is None:
            return _("The supervision office or a layer above decides on the plan.")
        case "accepted" if may_be_disputed(found, terms.today()):
            return _("%(unit)s hands in a plan of rectification, or disputes it.") % {"unit": unit}
        case "accepted":
            return _("%(unit)s hands in a plan of rectification.") % {"unit": unit}
        case "rectifying":
            return _("%(person)s puts it right.") % {"person": found.task.responsible if found.task else unit}
        case "claimed":
            return _("%(person)s rechecks it.") % {"person": found.task.looker if found.task else "—"}
        case "rechecked":
            return _("It is closed once the outcome is recorded.") if found.kind.is_conduct else _("It can be closed.")
    return ""
