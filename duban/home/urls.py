from django.urls import URLPattern, URLResolver, path

from duban.home.views import search, today

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("search", search.search, name="search"),
]
