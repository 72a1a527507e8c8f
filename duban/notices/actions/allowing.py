"""What administrators let notices go out to."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from duban.journal import actions as journal
from duban.notices import kinds, services
from duban.notices.models import Service
from duban.org.access import standing_of
from duban.org.models import Person, Role, Unit


def may_allow(person: Person) -> bool:
    """Administrators seated at the very top: what the server may call is nobody else's to say."""
    return any(len(path) <= Unit.steplen for path in standing_of(person).paths(Role.ADMINISTRATOR))


def allow_service(*, actor: Person, scheme: str, host: str, inside: bool) -> Service:
    if not may_allow(actor):
        raise PermissionDenied
    host = services.place_of(scheme, host.strip().lower())
    if scheme not in services.ALLOWABLE:
        raise ValidationError({"scheme": _("Notices cannot go to such an address.")})
    if scheme not in services.ENCRYPTED and not inside:
        raise ValidationError({"scheme": _("Without encryption only inside the internal network.")})
    services.check_host(host.partition(":")[0], inside=inside)
    with transaction.atomic():
        service, made = Service.objects.update_or_create(scheme=scheme, host=host, defaults={"inside": inside})
        journal.append(
            kinds.SERVICE_ALLOWED,
            actor=actor,
            noun="service",
            noun_id=service.pk,
            body={"service": str(service), "inside": inside, "new": made},
        )
    return service


def forbid_service(service_id: int, *, actor: Person) -> None:
    """Channels to it stay, and fail from now on: their owners see that they do."""
    if not may_allow(actor):
        raise PermissionDenied
    with transaction.atomic():
        service = Service.objects.select_for_update().filter(pk=service_id).first()
        if service is None:
            raise Http404
        journal.append(
            kinds.SERVICE_FORBIDDEN, actor=actor, noun="service", noun_id=service.pk, body={"service": str(service)}
        )
        service.delete()
