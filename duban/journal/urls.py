from django.urls import URLPattern, path

from . import verification_views, views

app_name = "journal"
urlpatterns: list[URLPattern] = [
    path("journal", views.journal, name="list"),
    path("journal/checkpoint", views.checkpoint_page, name="checkpoint"),
    path("journal/verifications", verification_views.verifications, name="verifications"),
    path("journal/verifications/<int:pk>", verification_views.verification, name="verification"),
    path("journal/<int:pk>", views.entry, name="entry"),
    path("journal/<int:pk>/proof", views.entry_proof, name="proof"),
]
