"""What this room hangs into the shell: the menu, panels on units, the right to see evidence."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.files import access as files
from duban.findings.access import findings, may_keep_rules, may_report
from duban.findings.actions.fixing import AFTER, BEFORE
from duban.findings.queries import findings_for
from duban.findings.views.rows import BESIDE
from duban.org import panels
from duban.org.access import standing_of
from duban.org.models import Unit
from duban.ui import menu

GROUP = _("Supervision")
ROWS = 6


def register() -> None:
    menu.register(
        menu.MenuItem(_("Findings"), "findings:list", "alert-triangle", 25, GROUP, phone=True),
        menu.MenuItem(
            _("Report a finding"), "findings:new", "camera-plus", 26, GROUP,
            shown_to=lambda person: may_report(standing_of(person)),
        ),
        menu.MenuItem(_("Missed detection"), "findings:missed", "eye-off", 27, GROUP),
        menu.MenuItem(
            _("Rules for findings"), "findings:kinds", "adjustments", 82, _("Settings"),
            shown_to=lambda person: may_keep_rules(standing_of(person)),
        ),
    )  # fmt: skip
    panels.on_unit(panels.Panel(_("Findings"), 20, _of_unit, lambda unit: f"{reverse('findings:list')}?unit={unit.pk}"))
    for noun in (BEFORE, AFTER):
        files.register(noun, lambda person, pk: findings.visible_to(person).filter(pk=pk).exists())


def _of_unit(request: Any, unit: Unit) -> str:
    rows = findings_for(request.user, {"unit": str(unit.pk)}).select_related(*BESIDE).order_by("-found_on", "-id")
    return render_to_string("findings/panel.html", {"rows": rows[:ROWS]}, request)
