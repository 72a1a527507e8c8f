from django.urls import URLPattern, URLResolver, path

from duban.org.views import pick

app_name = "org"
urlpatterns: list[URLPattern | URLResolver] = [
    path("pick/units", pick.pick_units, name="pick_units"),
    path("pick/people", pick.pick_people, name="pick_people"),
]
