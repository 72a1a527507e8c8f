from django.urls import path

from duban.api import views

app_name = "api_keys"
urlpatterns = [
    path("keys", views.keys, name="list"),
    path("keys/<int:pk>/revocation", views.revocation, name="revocation"),
    # Beside the API itself; everything under /api/ is open to systems, so this page asks for a login by itself.
    path("api/v1/docs", views.docs, name="docs"),
]
