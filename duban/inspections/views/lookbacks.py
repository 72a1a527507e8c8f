"""Look-back: the rule, the draws, and what each checker found."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.findings.access import findings
from duban.findings.models import Finding
from duban.inspections import actions
from duban.inspections.access import draws, look_backs
from duban.inspections.actions.lookbacks import rules_on
from duban.inspections.forms import JudgeForm, RulesForm
from duban.inspections.listing import look_backs as listing
from duban.inspections.models import InspectionRules, LookBack, Purpose
from duban.journal.queries import timeline
from duban.ledger.access import tasks
from duban.ledger.models import Task
from duban.org.access import standing_of
from duban.org.models import Person, Role
from duban.org.requests import PersonRequest
from duban.org.views.form_page import act_only, form_page
from duban.ui.posted import posted
from duban.ui.sorting import sorted_page

OPENED = gettext_lazy("It is open again; the closing no longer counts.")


@require_GET
def look_back_list(request: PersonRequest) -> HttpResponse:
    rows, wanted = listing.look_backs_for(request.user, request.GET), request.GET
    context = {
        "page": sorted_page(rows, wanted, listing.SORTS),
        "verdicts": [(code, label) for code, (label, _where) in listing.VERDICTS.items()],
        "nouns": LookBack._meta.get_field("noun").choices,
        "filtered": any(wanted.get(name) for name in listing.FILTERS),
        "draws": draws.visible_to(request.user).filter(purpose=Purpose.LOOK_BACK)[:10],
        "rules": rules_on(timezone.localdate()),
        "may": standing_of(request.user).has(Role.SUPERVISION),
    }
    return render(request, "inspections/look_backs.html", context)


@require_GET
def look_backs_xlsx(request: PersonRequest) -> HttpResponseBase:
    return listing.SHEET.answer(request, listing.look_backs_for(request.user, request.GET))


@require_http_methods(["GET", "POST"])
def rules(request: PersonRequest) -> HttpResponse:
    if not standing_of(request.user).has(Role.SUPERVISION):
        raise PermissionDenied
    present = rules_on(timezone.localdate())
    initial = {name: getattr(present, name) for name in ("all_red", "extended", "share", "days", "answer_days")}
    return form_page(
        request,
        RulesForm(*posted(request), initial={**initial, "since": timezone.localdate()}, instance=InspectionRules()),
        lambda said: actions.set_rules(actor=request.user, **said),
        title=_("Rules for inspections"),
        submit=_("Set this edition"),
        to=reverse("inspections:look_backs"),
        back=reverse("inspections:look_backs"),
        said=_("Saved."),
    )


@require_GET
def look_back(request: PersonRequest, pk: int) -> HttpResponse:
    row = look_backs.get_for(request.user, pk)
    context = {
        "row": row,
        "verbs": look_backs.verbs_for(request.user, row),
        "thing": _thing(request.user, row),
        "entries": timeline("look_back", pk)[:12],
    }
    return render(request, "inspections/look_back.html", context)


def _thing(reader: Person, row: LookBack) -> dict[str, str]:
    """What the checker has to know; the checker may be nobody to the task, and reads it here."""
    task = Task.objects.filter(pk=row.noun_id).first() if row.noun == "task" else None
    finding = Finding.objects.select_related("task").filter(pk=row.noun_id).first() if row.noun == "finding" else None
    if finding is not None:
        task = finding.task
    # That on which it was closed when it was drawn; it may be open and claimed again since.
    closure = task.closures.select_related("claim").filter(at__lte=row.made_at).last() if task else None
    unit = task.lead_unit if task else finding.unit if finding else None
    seen = findings.visible_to(reader) if row.noun == "finding" else tasks.visible_to(reader)
    url = finding.get_absolute_url() if finding else f"/tasks/{row.noun_id}"
    return {
        "unit": str(unit or ""),
        "criterion": task.criterion if task else finding.criterion if finding else "",
        "condition": finding.condition if finding else "",
        "statement": closure.claim.statement if closure else "",
        "url": url if seen.filter(pk=row.noun_id).exists() else "",
    }


@require_http_methods(["GET", "POST"])
def judge(request: PersonRequest, pk: int) -> HttpResponse:
    row = look_backs.get_for(request.user, pk, "judge")
    return form_page(
        request,
        JudgeForm(*posted(request)),
        lambda said: actions.judge_look_back(pk, actor=request.user, **said),
        title=_("Look back"),
        intro=row.title,
        submit=_("Save"),
        to=lambda judged: _told(request, judged),
        back=row.get_absolute_url(),
    )


def _told(request: PersonRequest, row: LookBack) -> str:
    said = (
        _("Saved.") if row.held else str(OPENED) if row.reopened else _("Saved. The supervision office opens it again.")
    )
    messages.success(request, said)
    return row.get_absolute_url()


@require_POST
def reopen(request: PersonRequest, pk: int) -> HttpResponse:
    row = look_backs.get_for(request.user, pk, "reopen")
    return act_only(
        request,
        lambda: actions.reopen_looked_back(pk, actor=request.user),
        to=row.get_absolute_url(),
        said=str(OPENED),
    )
