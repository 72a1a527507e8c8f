from django.urls import URLPattern, URLResolver, path

from duban.inspections.views import draws, network, plans, visits

app_name = "inspections"
urlpatterns: list[URLPattern | URLResolver] = [
    path("network", network.network, name="network"),
    path("network.xlsx", network.excel, name="network_xlsx"),
    path("network/new", network.edge_new, name="edge_new"),
    path("network/sheet", network.bring_in, name="network_import"),
    path("network/<int:pk>/ending", network.edge_end, name="edge_end"),
    path("inspection-plans", plans.plan_list, name="plans"),
    path("inspection-plans/new", plans.plan_new, name="plan_new"),
    path("inspection-plans/<int:pk>", plans.plan, name="plan"),
    path("inspection-plans/<int:pk>/edit", plans.plan_edit, name="plan_edit"),
    path("inspection-plans/<int:pk>/publication", plans.plan_publish, name="plan_publish"),
    path("inspection-plans/<int:pk>/draws", draws.draw_new, name="draw_new"),
    path("draws/<int:pk>", draws.draw, name="draw"),
    path("draws/<int:pk>/recusals", draws.recusal, name="recusal"),
    path("draws/<int:pk>/freezing", draws.freeze, name="freeze"),
    path("draws/<int:pk>/dice", draws.dice, name="dice"),
    path("draws/<int:pk>/voids", draws.void, name="void"),
    path("draws/<int:pk>/opening", draws.opening, name="opening"),
    path("draws/<int:pk>/bundle.zip", draws.bundle, name="bundle"),
    path("visits", visits.visit_list, name="visits"),
    path("visits/new", visits.visit_new, name="visit_new"),
    path("visits/<int:pk>", visits.visit, name="visit"),
    path("visits/<int:pk>/day", visits.visit_change, name="visit_change"),
    path("visits/<int:pk>/cancellation", visits.visit_cancel, name="visit_cancel"),
    path("visits/<int:pk>/beginning", visits.visit_begin, name="visit_begin"),
    path("visits/<int:pk>/ending", visits.visit_end, name="visit_end"),
    path("visits/<int:pk>/signatures/<slug:side>", visits.visit_sign, name="visit_sign"),
    path("visits/<int:pk>/items/<int:item>/finding", visits.visit_finding, name="visit_finding"),
]
