from django.urls import URLPattern, URLResolver, path

from duban.ui import install

urlpatterns: list[URLPattern | URLResolver] = [
    path("sw.js", install.service_worker, name="service_worker"),
    path("offline", install.offline, name="offline"),
    path("app.webmanifest", install.manifest, name="manifest"),
]
