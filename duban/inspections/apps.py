from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from duban.org.models import Person


class InspectionsConfig(AppConfig):
    name = "duban.inspections"
    label = "inspections"
    verbose_name = _("Inspections")

    def ready(self) -> None:
        from django.urls import reverse

        from duban.burden import askers, overlaps
        from duban.checklists.abouts import About, register_about
        from duban.findings import sources
        from duban.inspections import asking, asking_again, calling, kinds, uncounted, visits_twice
        from duban.inspections.access import (
            bulletins,
            draws,
            is_sent_to,
            look_backs,
            plans,
            sent_to,
            suggestions,
            visits,
        )
        from duban.inspections.actions.visits import begin_in_the_field
        from duban.inspections.exposing import pages as exposing
        from duban.inspections.fieldwork import visits_ahead
        from duban.inspections.origins import entitled, origin_of_suggestion, origin_of_visit
        from duban.inspections.recording import record_late_checks
        from duban.inspections.todos import todos
        from duban.journal.access import register_opened, register_seen
        from duban.journal.kinds import register, register_noun
        from duban.ledger import called, origins
        from duban.org import todos as desk
        from duban.ui import menu

        register(*kinds.ALL)
        of_visits = _("Visits")
        askers.act(
            askers.Act(asking.HOST, _("Receive a visit"), 30, of_visits),
            askers.Act(asking.TRAVEL, _("Travel to a visit, each inspector"), 60, of_visits),
            askers.Act(asking.BESIDE, _("Go round with the team")),
            askers.Act(asking.LOOK, _("Look, each inspector")),
        )
        of_look_backs = _("Look-backs")
        askers.act(
            askers.Act(asking_again.LOOK, _("Look back at a closed matter"), 60, of_look_backs),
            askers.Act(asking_again.SHOW, _("Show a checker what was done"), 30, of_look_backs),
        )
        askers.asker(askers.Asker(asking.NOUN, of_visits, asking.titles))
        askers.asker(askers.Asker(asking_again.NOUN, of_look_backs, asking_again.titles))
        overlaps.register(visits_twice.KIND)
        register_noun("edge", _("inspection duty"), lambda pk: f"{reverse('inspections:network')}?show=list#edge{pk}")
        register_noun("inspection_plan", _("plan of inspections"), lambda pk: reverse("inspections:plan", args=[pk]))
        register_noun("draw", _("draw"), lambda pk: reverse("inspections:draw", args=[pk]))
        register_noun("visit", _("visit"), lambda pk: reverse("inspections:visit", args=[pk]))
        register_noun(uncounted.APART, _("visit"), lambda pk: reverse("inspections:visit", args=[pk]))
        register_noun("bulletin", _("bulletin"), lambda pk: reverse("inspections:bulletin", args=[pk]))
        register_noun("suggestion", _("suggestion"), lambda pk: reverse("inspections:suggestion", args=[pk]))
        register_noun("look_back", _("look-back"), lambda pk: reverse("inspections:look_back", args=[pk]))
        register_noun("inspection_rules", _("rules for inspections"), lambda pk: reverse("inspections:look_backs"))
        register_seen("bulletin", bulletins.visible_to)
        register_seen("suggestion", suggestions.visible_to)
        register_seen("look_back", look_backs.visible_to)
        register_seen("inspection_plan", plans.visible_to)
        register_seen("visit", visits.visible_to)
        register_seen(uncounted.APART, visits.visible_to)
        register_seen("draw", draws.told)
        register_opened("draw", lambda person, pk: draws.visible_to(person).filter(pk=pk).exists())

        def seen_visits(person: "Person") -> "QuerySet[Any]":
            return visits.visible_to(person).order_by().values("pk")

        register_about(
            "visit",
            About(
                seen_visits,
                answers=is_sent_to,
                ends=is_sent_to,
                late=record_late_checks,
                left=uncounted.left,
                uncounted=uncounted.cancelled,
                note=uncounted.note_of,
                sent=sent_to,
                ahead=visits_ahead,
                begin=begin_in_the_field,
                secret=True,
            ),
        )
        register_about(
            uncounted.APART,
            About(
                seen_visits,
                answers=lambda standing, pk: False,
                uncounted=uncounted.all_visits,
                note=uncounted.note_of_apart,
                secret=True,
            ),
        )
        called.register(calling.seen, calling.failed)
        sources.register("visit", _("Visit"), origin_of_visit, entitled)
        origins.register("suggestion", origin_of_suggestion)
        desk.register(todos)
        exposing.register()
        menu.register(
            menu.MenuItem(_("Supervision network"), "inspections:network", "affiliate", 43),
            menu.MenuItem(_("Inspection plans"), "inspections:plans", "dice-3", 44),
            menu.MenuItem(_("Visits"), "inspections:visits", "map-pin", 45),
            menu.MenuItem(_("Look-backs"), "inspections:look_backs", "rotate", 46),
            menu.MenuItem(_("Bulletins"), "inspections:bulletins", "news", 47),
            menu.MenuItem(_("Suggestions"), "inspections:suggestions", "bulb", 48),
        )
