"""Acts on all ticked lines: one domain call a line, each in its own transaction, with a result for each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from duban.ledger import actions as do
from duban.org.access import standing_of
from duban.org.models import Role
from duban.ui import faults

LABELS = {"urge": gettext_lazy("Urge"), "follow": gettext_lazy("Follow"), "dispatch": gettext_lazy("Dispatch drafts")}
# More than a page of lines can't be ticked by a hand.
MOST = 200


def offered(person: Any) -> list[tuple[str, Any]]:
    if standing_of(person).has(Role.SUPERVISION, Role.LEADER, Role.HEAD, Role.LIAISON):
        return list(LABELS.items())
    return [("follow", LABELS["follow"])]


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    ids = [int(pk) for pk in request.POST.getlist("task") if pk.isdecimal() and len(pk) < 19][:MOST]
    act = request.POST.get("act", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/tasks"
    if not ids:
        messages.warning(request, _("Tick some lines first."))
    elif act == "follow":
        _each(request, ids, lambda pk: do.follow_task(pk, actor=request.user))
    elif act == "dispatch":
        _each(request, ids, lambda pk: do.dispatch_task(pk, actor=request.user))
    elif act == "urge":
        _each(request, ids, lambda pk: do.urge_tasks([pk], actor=request.user))
    return HttpResponseRedirect(back)


def _each(request: HttpRequest, ids: list[int], act: Callable[[int], Any]) -> None:
    done, refused = 0, []
    for pk in ids:
        try:
            act(pk)
            done += 1
        except ValidationError as error:
            refused.append(faults.say(error))
        except (PermissionDenied, Http404):
            refused.append(_("You may not do this."))
    if done:
        messages.success(request, ngettext("Done for %(n)s task.", "Done for %(n)s tasks.", done) % {"n": done})
    for why in dict.fromkeys(refused):
        n = refused.count(why)
        messages.warning(request, ngettext("%(n)s task: %(why)s", "%(n)s tasks: %(why)s", n) % {"n": n, "why": why})
