from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "duban.home"

    def ready(self) -> None:
        from duban.ui import menu

        menu.register(
            menu.MenuItem(_("Today"), "today", "sun", 10, phone=True),
            menu.MenuItem(_("Overview"), "overview", "chart-bar", 11),
        )
