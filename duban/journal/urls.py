from django.urls import URLPattern, path

from . import views

app_name = "journal"
urlpatterns: list[URLPattern] = [
    path("journal", views.journal, name="list"),
    path("journal/checkpoint", views.checkpoint_page, name="checkpoint"),
    path("journal/<int:pk>", views.entry, name="entry"),
    path("journal/<int:pk>/proof", views.entry_proof, name="proof"),
]
