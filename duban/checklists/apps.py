from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChecklistsConfig(AppConfig):
    name = "duban.checklists"
    label = "checklists"
    verbose_name = _("Checklists")

    def ready(self) -> None:
        from django.urls import reverse

        from duban.burden import askers
        from duban.checklists import alike, costs, kinds
        from duban.checklists.access import responses
        from duban.checklists.models import Answer, Rule
        from duban.checklists.todos import todos
        from duban.files import access as evidence
        from duban.journal.kinds import register, register_noun
        from duban.org import todos as desk
        from duban.org.access import standing_of
        from duban.ui import menu

        def link(name: str) -> "object":
            return lambda pk: reverse(f"checklists:{name}", args=[pk])

        register(*kinds.ALL)
        askers.act(*costs.acts())
        for noun, label in (
            ("checklist", _("checklist")),
            ("edition", _("edition")),
            ("response", _("response")),
            ("pattern", _("pattern")),
        ):
            register_noun(noun, label, link(noun))  # type: ignore[arg-type]
        register_noun(
            "rule",
            _("rule"),
            lambda pk: reverse(
                "checklists:pattern", args=[Rule.objects.values_list("pattern", flat=True).filter(pk=pk).first() or 0]
            ),
        )

        def sees_answer(person: Any, pk: int) -> bool:
            answer = Answer.objects.select_related("response").filter(pk=pk).first()
            if answer is None:
                return False
            seen = responses.visible_to(person).filter(pk=answer.response_id).exists()
            return seen or alike.may_verify(person, answer)

        evidence.register(alike.EVIDENCE, sees_answer)
        alike.register()
        desk.register(todos)
        group = _("Checks")
        menu.register(
            menu.MenuItem(
                _("In the field"),
                "checklists:field_home",
                "device-mobile",
                39,
                group,
                shown_to=lambda person: bool(standing_of(person).posts),
            ),
            menu.MenuItem(_("Checklists"), "checklists:list", "checklist", 40, group),
            menu.MenuItem(
                _("Checks made"),
                "checklists:responses",
                "clipboard-check",
                41,
                group,
                shown_to=lambda person: bool(standing_of(person).posts),
            ),
            menu.MenuItem(_("Patterns, rules, norms"), "checklists:patterns", "ruler-2", 42, group),
        )
