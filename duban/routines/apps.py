from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoutinesConfig(AppConfig):
    name = "duban.routines"
    label = "routines"
    verbose_name = _("Standing duties")

    def ready(self) -> None:
        from django.urls import reverse

        from duban.burden import askers, overlaps
        from duban.checklists.abouts import About, register_about
        from duban.journal.access import register_seen
        from duban.journal.kinds import register, register_noun
        from duban.org import todos as desk
        from duban.routines import asking, duties_twice, finding_events, kinds, ledger_events, pages, sources
        from duban.routines.access import duties, may_answer, occurrences, verifies
        from duban.routines.todos import todos
        from duban.ui import menu

        register(*kinds.ALL)
        of_duties = _("Standing duties")
        askers.act(
            askers.Act(asking.SHORT, _("A short report"), 5, of_duties),
            askers.Act(asking.BRIEFING, _("Confirm a briefing"), 3, of_duties),
            askers.Act(asking.NOTE, _("Confirm a note of a period"), 10, of_duties),
            askers.Act(asking.LINE, _("Write a line that was drafted"), 1, of_duties),
            askers.Act(asking.ROUND, _("A round through a checklist")),
        )
        askers.asker(askers.Asker(asking.NOUN, of_duties, asking.titles))
        overlaps.register(duties_twice.KIND)
        register_seen("duty", duties.visible_to)
        register_seen("occurrence", occurrences.visible_to)
        register_noun("duty", _("standing duty"), lambda pk: reverse("routines:duty", args=[pk]))
        register_noun("occurrence", _("occurrence"), lambda pk: reverse("routines:occurrence", args=[pk]))
        register_about(
            "occurrence",
            About(
                lambda person: occurrences.visible_to(person).order_by().values("pk"),
                answers=may_answer,
                verifies=verifies,
            ),
        )
        sources.register("ledger", 10, ledger_events.tell)
        sources.register("findings", 20, finding_events.tell)
        sources.register("routines", 30, ledger_events.tell_of_routines)
        desk.register(todos)
        pages.register()
        menu.register(
            menu.MenuItem(_("Standing duties"), "routines:list", "repeat", 36, _("Routines")),
            menu.MenuItem(_("Calendar of duties"), "routines:calendar", "calendar-stats", 37, _("Routines")),
            menu.MenuItem(_("Briefings"), "routines:briefings", "sunrise", 38, _("Routines")),
        )
