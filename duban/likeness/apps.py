from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LikenessConfig(AppConfig):
    name = "duban.likeness"
    label = "likeness"
    verbose_name = _("Copy hint")

    def ready(self) -> None:
        from duban.journal.access import register_seen
        from duban.journal.kinds import register, register_noun
        from duban.likeness import access, kinds
        from duban.ui import menu

        menu.register(
            menu.MenuItem(
                _("Rules of copy hints"), "likeness:rules", "adjustments", 84, _("Settings"),
                shown_to=access.may_keep_rules,
            )
        )  # fmt: skip
        register(*kinds.ALL)
        register_noun("likeness", _("Copy hint"), lambda pk: f"/likeness/{pk}")
        register_seen("likeness", access.visible_to)
