from django.urls import URLPattern, URLResolver, path

from duban.inspections.views import network

app_name = "inspections"
urlpatterns: list[URLPattern | URLResolver] = [
    path("network", network.network, name="network"),
    path("network.xlsx", network.excel, name="network_xlsx"),
    path("network/new", network.edge_new, name="edge_new"),
    path("network/sheet", network.bring_in, name="network_import"),
    path("network/<int:pk>/ending", network.edge_end, name="edge_end"),
]
