from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgConfig(AppConfig):
    name = "duban.org"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        from duban.org import kinds

        kinds.register_all()
