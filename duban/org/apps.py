from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgConfig(AppConfig):
    name = "duban.org"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        from duban.org import connections, first_steps, journal_rights, keys, kinds, second_factor, todos
        from duban.ui import menu

        kinds.register_all()
        second_factor.required_roles()  # a misspelt role must stop the start, not open a gap
        journal_rights.register_all()
        todos.register(first_steps.todos)
        keys.register(keys.Keys("login", connections.held, connections.disconnect))
        menu.register(
            menu.MenuItem(_("Units"), "org:units", "sitemap", 810, _("Organisation")),
            menu.MenuItem(_("People"), "org:people", "users", 820, _("Organisation")),
            menu.MenuItem(_("Journal"), "journal:list", "history", 890, _("Organisation")),
            menu.MenuItem(_("My account"), "org:account", "user-circle", 10, menu.ACCOUNT),
        )
