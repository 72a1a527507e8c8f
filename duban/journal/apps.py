from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "duban.journal"
    label = "journal"
    verbose_name = _("Journal")

    def ready(self) -> None:
        from django.urls import reverse

        from .kinds import register, register_noun
        from .verifying import ASKED, BROKEN_OFF, VERIFIED

        register(ASKED, VERIFIED, BROKEN_OFF)
        register_noun("verification", _("Verification"), lambda pk: reverse("journal:verification", args=[pk]))
