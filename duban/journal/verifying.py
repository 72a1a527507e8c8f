"""Having the whole journal verified from a page: asked for by a person, computed by a worker, kept with what it found."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import access, checkpoint, verify
from .actions import append
from .kinds import Kind
from .models import Verification

log = logging.getLogger(__name__)

ASKED = Kind("journal.verification_asked", _("Asked for the whole journal to be verified"), "shield-search")
VERIFIED = Kind(
    "journal.verified", _("Verified the journal: %(sealed)s sealed entries, %(wrong)s faults"), "shield-check"
)
BROKEN_OFF = Kind("journal.verification_broken_off", _("The verification of the journal broke off"), "shield-x")

# Without a sign of life for this long, whoever computed it is gone, and somebody else may ask anew.
PATIENCE = timedelta(minutes=10)
SIGN_EVERY = 0.5  # seconds


@transaction.atomic
def ask_verification(*, actor: AbstractBaseUser, words: str = "") -> tuple[Verification, bool]:
    """Have the journal verified, and that the checkpoint `words` is part of it. Gives the verification and whether it
    is new: while one is on its way, asking leads to that one.

    Raises PermissionDenied, NotACheckpoint.
    """
    if not access.may_verify(actor):
        raise PermissionDenied
    if words:
        words = checkpoint.read(words).words
    _give_up_on_the_silent()
    try:
        with transaction.atomic():
            asked = Verification.objects.create(asked_by=cast(Any, actor), words=words)
    except IntegrityError:
        return Verification.objects.get(underway=True), False
    append(ASKED, actor=actor, noun="verification", noun_id=asked.pk)
    return asked, True


def run_verification(pk: int) -> bool:
    """Compute it and keep what was found. Safe to run twice: the first result is kept, the other dropped."""
    asked = Verification.objects.filter(pk=pk, underway=True).first()
    if asked is None:
        return False
    _sign(pk, 0, 0)
    try:
        report = verify.verify(asked.words or None, _told(pk))
    except Exception:
        log.exception("verification %s broke off", pk)
        return _finish(pk, broken_off=True)
    return _finish(
        pk,
        done=report.sealed,
        total=report.sealed,
        sealed=report.sealed,
        pending=report.pending,
        seals=report.seals,
        wrong=report.wrong,
        matched_seal=report.matched_seal,
        line=report.checkpoint.line if report.checkpoint else "",
        misfits=[
            {
                "words": misfit.words,
                "entry": misfit.entry,
                "given": {
                    name: value if isinstance(value, int) else str(value) for name, value in misfit.given.items()
                },
            }
            for misfit in report.misfits
        ],
    )


@transaction.atomic
def _finish(pk: int, **found: Any) -> bool:
    row = Verification.objects.select_for_update().filter(pk=pk, underway=True).first()
    if row is None:
        return False
    for name, value in {**found, "underway": None, "finished_at": timezone.now()}.items():
        setattr(row, name, value)
    row.save()
    body = {} if row.broken_off else {"sealed": row.sealed, "wrong": row.wrong}
    append(BROKEN_OFF if row.broken_off else VERIFIED, actor=None, noun="verification", noun_id=pk, body=body)
    return True


def _give_up_on_the_silent() -> None:
    silent = Verification.objects.annotate(last=Coalesce("seen_at", "asked_at")).filter(
        underway=True, last__lt=timezone.now() - PATIENCE
    )
    for row in silent:
        _finish(row.pk, broken_off=True)


def _told(pk: int) -> Callable[[int, int], None]:
    """Writes down how far it is, twice a second at most."""
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= SIGN_EVERY or done == total:
            last = now
            _sign(pk, done, total)

    return tell


def _sign(pk: int, done: int, total: int) -> None:
    Verification.objects.filter(pk=pk, underway=True).update(seen_at=timezone.now(), done=done, total=total)
