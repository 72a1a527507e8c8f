from django.urls import URLPattern, path

from duban.likeness import views

app_name = "likeness"
urlpatterns: list[URLPattern] = [
    path("likeness/rules", views.rules, name="rules"),
    path("likeness/<int:pk>", views.hint, name="hint"),
    path("likeness/<int:pk>/looks", views.look, name="look"),
]
