from django.urls import URLPattern, URLResolver, path

from duban.home.views import overview, search, today

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("search", search.search, name="search"),
    path("overview", overview.overview, name="overview"),
    path("overview.xlsx", overview.overview_xlsx, name="overview_xlsx"),
    path("overview/chart.json", overview.overview_chart, name="overview_chart"),
]
