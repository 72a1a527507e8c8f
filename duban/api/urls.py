from django.urls import path

from duban.api import views

app_name = "api_keys"
urlpatterns = [
    path("keys", views.keys, name="list"),
    path("keys/<int:pk>/revocation", views.revocation, name="revocation"),
    path("keys/docs", views.docs, name="docs"),
]
