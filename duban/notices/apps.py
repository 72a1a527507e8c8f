from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "duban.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from duban.journal.kinds import register, register_noun
        from duban.notices import (
            bell,
            exposure_audience,
            finding_audience,
            inspection_audience,
            kinds,
            routine_audience,
            task_audience,
        )
        from duban.notices.actions import calendar, wishes
        from duban.org import keys
        from duban.ui.menu import ACCOUNT, MenuItem, register_header
        from duban.ui.menu import register as register_menu

        register(*kinds.ALL)
        keys.register(keys.Keys("calendar", calendar.held, calendar.close_of))
        keys.register(keys.Keys("channel", wishes.held, wishes.remove_of))
        register_noun("today", _("today"), lambda _number: "/")
        register_noun("service", _("service"), lambda _number: "/notices/services")
        task_audience.register_all()
        routine_audience.register_all()
        finding_audience.register_all()
        exposure_audience.register_all()
        inspection_audience.register_all()
        register_menu(MenuItem(_("Notices and reminders"), "notices:preferences", "bell-cog", 80, ACCOUNT))
        register_header(bell.draw)
