"""What standing duties add to the pages of other rooms: to a programme's, the duties that belong to it."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from duban.ledger import programme_panels, terms
from duban.ledger.models import Programme
from duban.org.panels import Panel
from duban.routines import listing
from duban.routines.models import Duty, Pause
from duban.routines.queries import duties_for, missing_now

ROWS = 20


def register() -> None:
    programme_panels.register(
        Panel(
            gettext_lazy("Standing duties"),
            10,
            _of_programme,
            lambda programme: f"{reverse('routines:list')}?programme={programme.pk}&state=all",
        )
    )


def _of_programme(request: Any, programme: Programme) -> str:
    today = terms.today()
    paused = Pause.objects.filter(duty=OuterRef("pk"), since__lte=today, until__gte=today)
    rows = duties_for(request.user, programme=programme.pk, state="all", on=today).annotate(rests=Exists(paused))
    found = list(rows.order_by("name", "pk")[:ROWS])
    if not found:
        return ""
    late = missing_now(request.user).filter(duty__in=[each.pk for each in found])
    missing = dict(late.order_by().values_list("duty").annotate(n=Count("pk")))
    lines = [(each, listing.when(each), _state(each, today), missing.get(each.pk, 0)) for each in found]
    return render_to_string("routines/programme_duties.html", {"lines": lines}, request)


def _state(duty: Duty, on: date) -> str:
    if duty.until and duty.until < on:
        return pgettext("duty", "Ended")
    if duty.since > on:
        return _("Not yet in force")
    return pgettext("duty", "paused") if duty.rests else pgettext("edition", "In force")  # type: ignore[attr-defined]
