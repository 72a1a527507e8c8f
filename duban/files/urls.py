from django.urls import URLPattern, path

from .uploads import OneUpload, Uploads
from .views import download, thumbnail

app_name = "files"
urlpatterns: list[URLPattern] = [
    path("files/uploads/", Uploads.as_view(), name="uploads"),
    path("files/uploads/<uuid:pk>", OneUpload.as_view(), name="upload"),
    path("files/<int:pk>", download, name="download"),
    path("files/<int:pk>/thumbnail", thumbnail, name="thumbnail"),
]
