"""A plan's lines as they are typed: what the form writes back is read again as the same units and risks."""

from django.http import QueryDict

from duban.inspections.forms import PlanForm
from duban.org.models import Unit
from tests.inspections.conftest import planned
from tests.world import World


def test_a_plan_is_saved_again_though_names_are_shared_or_hold_spaces(world: World):
    plan = planned(world, published=False, strata=[("高风险", 1), ("一般", 1)])
    plan.strata.filter(name="一般").update(name="一般 风险")
    Unit.objects.filter(pk__in=[world.east.pk, world.west.pk]).update(
        short_name="港务 公司"
    )  # shared, and with a space
    Unit.objects.filter(pk=world.tugs.pk).update(short_name="东港 拖轮")  # its own, and with a space
    shown = PlanForm(actor=world.clerk, plan=plan)
    data = QueryDict(mutable=True)
    data.update({name: shown[name].value() or "" for name in shown.fields})
    form = PlanForm(data, actor=world.clerk, plan=plan)
    assert form.is_valid(), form.errors
    kept = {(each.unit, each.stratum.name, each.visits) for each in plan.quotas.select_related("unit", "stratum")}
    assert {(share.unit, share.stratum, share.visits) for share in form.cleaned_data["shares"]} == kept
    assert form.cleaned_data["strata"] == [("高风险", 1), ("一般 风险", 1)]


def test_a_line_typed_with_spaces_alone_is_still_parted_by_them(world: World):
    form = PlanForm(
        {"strata": "高风险 1", "shares": f"{world.tugs.code} 高风险  2"}, actor=world.clerk, plan=planned(world)
    )
    form.is_valid()
    assert [(share.unit, share.stratum, share.visits) for share in form.cleaned_data["shares"]] == [
        (world.tugs, "高风险", 2)
    ]
