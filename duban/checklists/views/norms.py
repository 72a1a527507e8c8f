"""The life of a norm: patterns, the rules drafted from them, and the editions in which they stand."""

from collections.abc import Iterator, Mapping

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from duban.checklists import actions as do
from duban.checklists import found as noted
from duban.checklists.access import editions, may_keep, patterns, rules
from duban.checklists.forms import NormForm, PatternForm, RuleForm
from duban.checklists.listing import patterns as listing
from duban.checklists.models import Item, Pattern, Rule
from duban.checklists.views.story import story
from duban.org.access import standing_of
from duban.org.filters import unit_picker
from duban.org.models import Person
from duban.org.requests import PersonRequest
from duban.org.views.form_page import form_page
from duban.ui.posted import posted
from duban.ui.sorting import sorted_page


@require_GET
def pattern_list(request: PersonRequest) -> HttpResponse:
    wanted = request.GET
    page = sorted_page(listing.patterns_for(request.user, wanted), wanted, listing.SORTS)
    context = {
        "page": page,
        "opened": _opened(request.user, [rule for row in page.rows for rule in row.rules.all()]),
        "may_note": may_keep(standing_of(request.user)),
        "picker": unit_picker(wanted.get("unit", ""), _("Unit and below")),
        "filtered": any(wanted.get(name) for name in listing.FILTERS),
    }
    return render(request, "checklists/patterns.html", context)


@require_GET
def patterns_xlsx(request: PersonRequest) -> HttpResponseBase:
    return listing.SHEET.answer(request, listing.patterns_for(request.user, request.GET))


@require_GET
def pattern(request: PersonRequest, pk: int) -> HttpResponse:
    found = patterns.get_for(request.user, pk)
    verbs = patterns.verbs_for(request.user, found)
    months = [(month, found.counts.get(month, 0)) for month in _from_first_to_last(found.counts)][-12:]
    most = max((number for _month, number in months), default=0)
    steps = list(found.rules.select_related("edition__checklist", "drafted_by").prefetch_related("items"))
    context = {
        "pattern": found,
        "item": _item_of(found),
        "rows": noted.url_of(found.finding_ids),
        "months": [
            (
                month,
                number,
                round(100 * number / most) if most else 0,
                noted.url_of(found.finding_ids, month) if number else "",
            )
            for month, number in months
        ],
        "rules": steps,
        "opened": _opened(request.user, steps),
        "may_edit": "edit" in verbs,
        "may_draft": "draft_rule" in verbs,
        "entries": story("pattern", pk),
    }
    return render(request, "checklists/pattern.html", context)


def _opened(person: Person, rules: list[Rule]) -> set[int]:
    """The editions that this person may open: patterns are for everybody, drafts are not."""
    named = {rule.edition_id for rule in rules if rule.edition_id}
    return set(editions.visible_to(person).filter(pk__in=named).values_list("pk", flat=True)) if named else set()


def _item_of(found: Pattern) -> Item | None:
    """As everybody may read it, not out of a draft."""
    if not found.item_code:
        return None
    return Item.objects.filter(code=found.item_code, edition__since__isnull=False).order_by("-pk").first()


def _from_first_to_last(counts: Mapping[str, int]) -> Iterator[str]:
    """Every month between, those without any as well: a trend with gaps taken out is none."""
    if not counts:
        return
    year, month = map(int, min(counts).split("-"))
    while (name := f"{year}-{month:02d}") <= max(counts):
        yield name
        year, month = year + month // 12, month % 12 + 1


@require_http_methods(["GET", "POST"])
def pattern_new(request: PersonRequest) -> HttpResponse:
    if not may_keep(standing_of(request.user)):
        raise PermissionDenied
    return form_page(
        request,
        PatternForm(*posted(request)),
        lambda said: do.note_pattern(actor=request.user, **said),
        title=_("Note a pattern"),
        submit=_("Note it"),
        to=lambda made: reverse("checklists:pattern", args=[made.pk]),
        back=reverse("checklists:patterns"),
        intro=_("What keeps happening, where, and why. Rules are drafted from it."),
    )


@require_http_methods(["GET", "POST"])
def pattern_edit(request: PersonRequest, pk: int) -> HttpResponse:
    patterns.get_for(request.user, pk, "edit")
    to = reverse("checklists:pattern", args=[pk])
    return form_page(
        request,
        PatternForm(*posted(request), instance=Pattern.objects.get(pk=pk)),
        lambda said: do.change_pattern(pk, actor=request.user, **said),
        title=_("Edit the pattern"),
        submit=_("Save"),
        to=to,
        back=to,
        said=_("Saved."),
    )


@require_http_methods(["GET", "POST"])
def rule_new(request: PersonRequest, pk: int) -> HttpResponse:
    found = patterns.get_for(request.user, pk, "draft_rule")
    to = reverse("checklists:pattern", args=[pk])
    return form_page(
        request,
        RuleForm(*(posted(request)[:1])),
        lambda said: do.draft_rule(pk, actor=request.user, **said),
        title=_("Draft a rule"),
        submit=_("Draft"),
        to=to,
        back=to,
        said=_("Drafted. It becomes a norm in an edition of a checklist."),
        intro=found.title,
    )


@require_http_methods(["GET", "POST"])
def rule_edit(request: PersonRequest, pk: int) -> HttpResponse:
    found = rules.get_for(request.user, pk, "edit")
    to = reverse("checklists:pattern", args=[found.pattern_id])
    return form_page(
        request,
        RuleForm(*(posted(request)[:1]), initial={"text": found.text, "guidance": found.guidance}),
        lambda said: do.change_rule(pk, actor=request.user, **said),
        title=_("Edit the rule"),
        submit=_("Save"),
        to=to,
        back=to,
        said=_("Saved."),
    )


@require_http_methods(["GET", "POST"])
def norm_new(request: PersonRequest, pk: int) -> HttpResponse:
    found = rules.get_for(request.user, pk, "make_norm")
    item = _item_of(found.pattern)
    return form_page(
        request,
        NormForm(
            *(posted(request)[:1]),
            actor=request.user,
            initial={"checklist": item.edition.checklist_id} if item else {},
        ),
        lambda said: do.make_norm(pk, actor=request.user, **said),
        title=_("Put the rule into a checklist"),
        submit=_("Put it in"),
        to=lambda edition: reverse("checklists:edition", args=[edition.pk]),
        back=reverse("checklists:pattern", args=[found.pattern_id]),
        said=_("It stands in the draft. Once that edition is in force, it is a norm."),
        intro=found.text,
    )
