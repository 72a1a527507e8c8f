from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    name = "duban.inspections"
    label = "inspections"
    verbose_name = _("Inspections")

    def ready(self) -> None:
        from django.urls import reverse

        from duban.inspections import kinds
        from duban.journal.kinds import register, register_noun
        from duban.ui import menu

        register(*kinds.ALL)
        register_noun("edge", _("inspection duty"), lambda pk: f"{reverse('inspections:network')}?show=list#edge{pk}")
        menu.register(
            menu.MenuItem(label=_("Supervision network"), url_name="inspections:network", icon="affiliate", order=48)
        )
