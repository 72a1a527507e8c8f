"""Ready-made packs: what there is, what stands in one, and loading it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from duban.checklists import actions as do
from duban.checklists import packs as shelf
from duban.checklists.access import checklists, may_keep
from duban.checklists.models import Checklist
from duban.org.access import standing_of
from duban.org.fields import UnitField
from duban.org.requests import PersonRequest
from duban.ui import once


def _keepers_only(request: PersonRequest) -> None:
    if not may_keep(standing_of(request.user)):
        raise PermissionDenied


@require_GET
def pack_list(request: PersonRequest) -> HttpResponse:
    _keepers_only(request)
    found = shelf.every()
    here = set(Checklist.objects.values_list("code", flat=True))
    rows = [
        {"pack": each, "here": sum(one.code in here for one in each.lists)}
        for each in found
        if isinstance(each, shelf.Pack)
    ]
    broken = [each for each in found if isinstance(each, shelf.BrokenPack)]
    return render(request, "checklists/packs.html", {"rows": rows, "broken": broken})


@require_GET
def pack(request: PersonRequest, slug: str) -> HttpResponse:
    _keepers_only(request)
    try:
        found = shelf.get(slug)
    except shelf.BrokenPack:
        return redirect("checklists:packs")
    here = dict(Checklist.objects.values_list("code", "pk"))
    field = UnitField(label=_("Owner unit"), rows=checklists.owners_for(request.user))
    owners = list(checklists.owners_for(request.user).filter(pk__in=standing_of(request.user).unit_ids)[:1])
    context = {
        "pack": found,
        "lists": [(each, here.get(each.code)) for each in found.lists],
        "all_here": all(each.code in here for each in found.lists),
        "owner_input": field.widget.render(
            "owner",  # type: ignore
            str(owners[0].pk) if owners else "",
            {"id": "id_owner", "class": "form-control"},
        ),
    }
    return render(request, "checklists/pack.html", context)


@require_POST
def pack_load(request: PersonRequest, slug: str) -> HttpResponse:
    _keepers_only(request)
    found = shelf.get(slug)
    field = UnitField(rows=checklists.owners_for(request.user))
    try:
        owner = field.clean(request.POST.get("owner", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("checklists:pack", slug)
    return once.perform(
        request,
        lambda: do.load_pack(slug, actor=request.user, owner=owner),
        # Among those that are in force already nobody finds what has come.
        to=lambda made: reverse("checklists:list") + ("?state=preparing" if made else ""),
        said=lambda made: (
            ngettext("%(n)s checklist loaded as a draft.", "%(n)s checklists loaded as drafts.", len(made))
            % {"n": len(made)}
            if made
            else _("All of “%(name)s” is here already; nothing was changed.") % {"name": found.name}
        ),
    )
