from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChecklistsConfig(AppConfig):
    name = "duban.checklists"
    label = "checklists"
    verbose_name = _("Checklists")

    def ready(self) -> None:
        from django.urls import reverse

        from duban.checklists import kinds
        from duban.checklists.models import Rule
        from duban.journal.kinds import register, register_noun

        def link(name: str) -> "object":
            return lambda pk: reverse(f"checklists:{name}", args=[pk])

        register(*kinds.ALL)
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
