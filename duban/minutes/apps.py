from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MinutesConfig(AppConfig):
    name = "duban.minutes"
    verbose_name = _("Minutes and documents")

    def ready(self) -> None:
        from django.urls import reverse

        from duban.journal.access import register_seen
        from duban.journal.kinds import register, register_noun
        from duban.ledger import origins
        from duban.minutes import kinds
        from duban.minutes.access import documents
        from duban.minutes.origins import joined_to, origin_of_proposal, origins_of
        from duban.minutes.todos import todos
        from duban.org import todos as desk
        from duban.ui import menu

        register(*kinds.ALL)
        register_seen("document", documents.visible_to)
        register_noun("document", _("document"), lambda pk: reverse("minutes:document", args=[pk]))
        register_noun("proposal", _("proposal"), lambda pk: reverse("minutes:proposal", args=[pk]))
        origins.register("proposal", origin_of_proposal)
        origins.register_joined("proposal", joined_to, origins_of)
        desk.register(todos)
        menu.register(
            menu.MenuItem(
                label=_("Minutes and documents"),
                url_name="minutes:list",
                icon="file-text",
                order=30,
                shown_to=documents.may_read_any,
            )
        )
