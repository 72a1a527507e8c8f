from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "duban.api"
    label = "api"
    verbose_name = _("API")

    def ready(self) -> None:
        from duban.api import kinds
        from duban.journal.kinds import register
        from duban.ui.menu import ACCOUNT, MenuItem
        from duban.ui.menu import register as register_menu

        register(*kinds.ALL)
        register_menu(MenuItem(_("API keys"), "api_keys:list", "key", 90, ACCOUNT))
