"""The one-time link by which the first administrator is created."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.journal.actions import append
from duban.org import kinds
from duban.org.models import Appointment, Person, Placement, Role, Unit, UnitKind


def _token_file() -> Path:
    return Path(settings.DATA) / "start.token"


def administered() -> bool:
    """Whether somebody administers the whole group."""
    today = timezone.localdate()
    return (
        Appointment.objects.in_force(today)
        .filter(role=Role.ADMINISTRATOR, unit__depth=1, person__is_active=True)
        .exists()
    )


def one_time_link() -> str | None:
    """The path of a fresh link, or None when there is an administrator. Any earlier link stops working."""
    file = _token_file()
    if administered():
        file.unlink(missing_ok=True)
        return None
    token = secrets.token_urlsafe(32)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f".start.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(token)
    fresh.replace(file)
    return f"/start/{token}"


def is_valid(token: str) -> bool:
    try:
        known = _token_file().read_text(encoding="ascii")
    except OSError:
        return False
    return bool(known) and secrets.compare_digest(known.encode(), token.encode()) and not administered()


@contextmanager
def _taken(token: str) -> Iterator[None]:
    """Take the link for oneself. Of two who use it at once only one can move the file; a failed try puts it back."""
    file = _token_file()
    mine = file.with_name(f".start.taken.{secrets.token_hex(4)}")
    if not is_valid(token):
        raise ValidationError(_("This link is no longer valid."))
    try:
        file.rename(mine)
    except OSError:
        raise ValidationError(_("This link is no longer valid.")) from None
    try:
        yield
    except BaseException:
        mine.rename(file)
        raise
    mine.unlink()


def create_first_administrator(
    token: str, *, group: str, name: str, username: str, password: str, opened_on: date | None = None
) -> Person:
    """Use the link: the group (unless units were imported before) and its administrator. Raises ValidationError."""
    with _taken(token), transaction.atomic():
        root = Unit.objects.filter(depth=1).first()
        if root is None:
            since = opened_on or date(2000, 1, 1)
            root = Unit(name=group.strip(), code="G", kind=UnitKind.GROUP, opened_on=since)
            root.full_clean(exclude=["path", "depth", "numchild"])
            Unit.objects.add_root(instance=root)
            Placement.objects.create(unit=root, parent=None, since=since)
        person = Person(name=name.strip(), username=username.strip())
        person.set_password(password)
        person.full_clean()
        person.save()
        Appointment.objects.create(person=person, unit=root, role=Role.ADMINISTRATOR, since=timezone.localdate())
        append(
            kinds.STARTED,
            actor=person,
            noun="unit",
            noun_id=root.pk,
            unit_id=root.pk,
            about=("person", person.pk),
            body={"person": person.name, "unit": root.name},
        )
    return person
