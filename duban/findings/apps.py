from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FindingsConfig(AppConfig):
    name = "duban.findings"
    label = "findings"
    verbose_name = _("Findings")

    def ready(self) -> None:
        from django.urls import reverse

        from duban.burden import askers
        from duban.checklists import found
        from duban.findings import alike, asking, kinds, pages
        from duban.findings.access import findings, naming
        from duban.findings.actions.rechecking import follow
        from duban.findings.failed import reports_of
        from duban.findings.origins import origin_of_finding
        from duban.findings.queries import repeating
        from duban.findings.todos import todos
        from duban.journal.access import register_naming, register_seen
        from duban.journal.kinds import register, register_noun
        from duban.ledger import following, origins, saved_lists
        from duban.org import todos as desk

        register(*kinds.ALL)
        of_findings = pgettext_lazy("burden", "Findings")
        askers.act(askers.Act(asking.PLAN, _("Plan how a finding is put right"), 30, of_findings))
        askers.asker(askers.Asker(asking.NOUN, of_findings, asking.titles))
        register_seen("finding", findings.visible_to)
        register_naming(naming)
        register_noun("finding", _("finding"), lambda pk: reverse("findings:finding", args=[pk]))
        register_noun("finding_kind", _("kind of finding"), lambda pk: reverse("findings:kinds"))
        register_noun("finding_rules", _("rules for findings"), lambda pk: reverse("findings:rules"))
        origins.register("finding", origin_of_finding)
        saved_lists.register("findings:list")
        following.register("finding", follow)
        desk.register(todos)
        pages.register()
        found.register(repeating.listed, reports_of)
        alike.register()
