from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "duban.api"
    label = "api"
    verbose_name = _("API")

    def ready(self) -> None:
        from duban.api import kinds, tokens
        from duban.journal.kinds import register
        from duban.org import keys
        from duban.ui.menu import ACCOUNT, MenuItem
        from duban.ui.menu import register as register_menu

        register(*kinds.ALL)
        keys.register(keys.Keys("api", tokens.held, tokens.revoke_of))
        register_menu(MenuItem(_("API keys"), "api_keys:list", "key", 90, ACCOUNT))
