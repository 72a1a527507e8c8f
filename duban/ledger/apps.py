from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "duban.ledger"
    label = "ledger"
    verbose_name = _("Ledger")

    def ready(self) -> None:
        from duban.burden import askers, overlaps
        from duban.journal.access import register_opened, register_seen
        from duban.journal.kinds import register, register_noun
        from duban.ledger import alike, asking, kinds, pages, reports_twice, todos
        from duban.ledger.access import may_keep_rules, tasks
        from duban.org.access import standing_of
        from duban.org.todos import register as register_todos

        register_todos(todos.todos)
        pages.register()
        alike.register()
        of_tasks = _("Tasks")
        askers.act(
            askers.Act(asking.RECEIPT, _("Acknowledge a task"), 2, of_tasks),
            askers.Act(asking.REPORT, _("Report on a task"), 15, of_tasks),
            askers.Act(asking.DELIVERABLE, _("Hand in a deliverable"), 30, of_tasks),
            askers.Act(asking.COMPLETION, _("Claim completion"), 20, of_tasks),
            askers.Act(asking.ANSWER, _("Answer a request for support"), 20, of_tasks),
        )
        askers.asker(askers.Asker(asking.NOUN, of_tasks, asking.titles))
        askers.asker(askers.Asker(asking.SUPPORT, _("Requests for support"), asking.support_titles))
        overlaps.register(reports_twice.KIND)
        register(*kinds.ALL)
        register_seen("task", tasks.visible_to)
        register_noun("task", _("Task"), lambda pk: f"/tasks/{pk}")
        register_noun("programme", _("Programme"), lambda pk: f"/programmes/{pk}")
        register_noun("tasktemplate", _("template"), lambda pk: f"/ledger/templates/{pk}")
        register_opened("tasktemplate", lambda person, _pk: may_keep_rules(standing_of(person)))
        register_noun("target", _("Target"), lambda pk: f"/targets/{pk}")
