"""What somebody reads whose mail leads to a matter that has since gone to others."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found

from duban.notices.models import Notice


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of every 404. It says more than that only to those who were told of the matter, and only what they were told."""
    told = _last_told(request)
    if told is None:
        return page_not_found(request, exception)
    return render(request, "notices/gone.html", {"told": told}, status=404)


def _last_told(request: HttpRequest) -> Notice | None:
    number = request.resolver_match.kwargs.get("pk") if request.resolver_match else None
    if number is None or not request.user.is_authenticated:
        return None
    of_number = Notice.objects.filter(person_id=request.user.pk, noun_id=number).order_by("-pk")
    return next((notice for notice in of_number if notice.url == request.path), None)
