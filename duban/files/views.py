"""Handing evidence out: as a download that no browser will run, and small pictures of it."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import access, pictures
from .models import Blob

# Even if somebody opens the download as a page: no script, no form, no frame, no origin of ours.
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}
# What a browser might still run or render in our name goes out as mere bytes.
_AS_BYTES = ("text/html",)


def handed_out(blob: Blob, name: str, request: HttpRequest) -> HttpResponseBase:
    """The content as a download under `name`, for whoever was already allowed to have it. Raises Http404 when it is gone."""
    etag = f'"{blob.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers=_SAFE | {"ETag": etag})
    try:
        content = blob.open()
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content,
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream" if blob.media_type in _AS_BYTES else blob.media_type,
    )
    for header, value in (_SAFE | {"ETag": etag}).items():
        response.headers[header] = value
    return response


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    evidence = access.get_for(request.user, pk)  # type: ignore[arg-type]
    return handed_out(evidence.blob, evidence.name, request)


@require_safe
def thumbnail(request: HttpRequest, pk: int) -> HttpResponseBase:
    evidence = access.get_for(request.user, pk)  # type: ignore[arg-type]
    etag = f'"{evidence.blob.sha256}-small"'
    headers = _SAFE | {"ETag": etag, "Cache-Control": "private, max-age=86400"}
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers=headers)
    if not evidence.blob.is_picture:
        raise Http404
    try:
        small = pictures.thumbnail(evidence.blob)
    except FileNotFoundError:
        raise Http404 from None
    if small is None:
        # A camera's card that broke leaves half a picture: proof all the same, but no browser draws it.
        tile = render_to_string("files/unshown.svg", {"words": _("Cannot be shown")})
        return HttpResponse(tile, content_type="image/svg+xml", headers=_SAFE)
    with small:
        return HttpResponse(small.read(), content_type="image/webp", headers=headers)
