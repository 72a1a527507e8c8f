"""The network as a matrix on a phone: a long name of a unit leaves room for what stands beside it."""

from datetime import date

from django.urls import reverse

from duban.inspections.actions import draw_edge
from duban.org.models import Unit


def test_a_long_name_does_not_cover_the_matrix_on_a_phone(world, as_person):
    for looker in (world.east, world.supervision, world.safety, world.audit):
        draw_edge(actor=world.clerk, looker=looker, looked_at=world.tugs, since=date(2026, 1, 1), document="1号")
    Unit.objects.filter(pk=world.tugs.pk).update(name="东" * 40, short_name="东" * 40)
    page = as_person(world.clerk, width=390)
    page.goto(reverse("inspections:network") + "?show=matrix")
    widths = page.locator(".net-matrix tbody th[scope=row]").evaluate_all("all => all.map(e => e.offsetWidth)")
    assert widths
    assert max(widths) <= 390 * 0.45
