from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoutinesConfig(AppConfig):
    name = "duban.routines"
    label = "routines"
    verbose_name = _("Standing duties")
