from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BurdenConfig(AppConfig):
    name = "duban.burden"
    label = "burden"
    verbose_name = _("Burdens")

    def ready(self) -> None:
        from django.urls import reverse

        from duban.burden import kinds
        from duban.burden.access import may_read, offers
        from duban.burden.todos import todos
        from duban.journal.access import register_seen
        from duban.journal.kinds import register, register_noun
        from duban.org import todos as desk
        from duban.ui import menu

        register(*kinds.ALL)
        register_seen("burden_offer", offers.visible_to)
        register_noun("cost_rule", _("rates of burdens"), lambda pk: reverse("burden:rates"))
        register_noun("burden_budget", _("burden budget"), lambda pk: reverse("burden:budgets"))
        register_noun("burden_offer", _("offer to merge"), lambda pk: reverse("burden:overlaps"))
        register_noun("burden_merge", _("merger"), lambda pk: reverse("burden:savings"))
        desk.register(todos)
        menu.register(menu.MenuItem(_("Burden account"), "burden:page", "scale", 49, shown_to=may_read))
