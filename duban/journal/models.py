"""Entries, the leaves of one growing Merkle tree, and the seals that fix its root. All three are append-only tables."""

import json
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models

from . import canonical, kinds


class Entry(models.Model):
    """One thing that happened. Written by `actions.append` only; the database refuses every later change."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=64)
    # The name is kept as it was, so a marriage or a departure does not rewrite the past. No constraint in the
    # database: an entry is never deleted, and people who appear here are refused deletion by PROTECT.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    actor_name = models.CharField(max_length=150, blank=True, default="")
    unit_id = models.BigIntegerField(null=True, blank=True)
    noun = models.CharField(max_length=40)
    noun_id = models.BigIntegerField()
    about_noun = models.CharField(max_length=40, blank=True, default="")
    about_id = models.BigIntegerField(null=True, blank=True)
    body = models.TextField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["noun", "noun_id", "id"], name="journal_noun"),
            models.Index(fields=["unit_id", "id"], name="journal_unit"),
            models.Index(fields=["actor", "id"], name="journal_actor"),
            models.Index(fields=["kind", "id"], name="journal_kind"),
            models.Index(
                fields=["about_noun", "about_id", "id"],
                name="journal_about",
                condition=models.Q(about_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.noun} {self.noun_id}"

    @cached_property
    def facts(self) -> dict[str, Any]:
        """The body as a dict. Empty when tampering left no JSON: the pages must still open to show the rest."""
        try:
            facts = json.loads(self.body)
        except ValueError:
            return {}
        return facts if isinstance(facts, dict) else {}

    @property
    def kind_of(self) -> kinds.Kind:
        return kinds.get(self.kind)

    @property
    def sentence(self) -> str:
        return self.kind_of.say(self.facts)

    @property
    def what(self) -> str:
        """Number and title of what it happened to, where the sentence does not name it itself."""
        number, title = (str(self.facts.get(name) or "") for name in ("number", "title"))
        sentence = self.sentence
        if not title or title in sentence:
            return ""
        return title if number in sentence else f"{number} {title}"

    @property
    def icon(self) -> str:
        return self.kind_of.icon

    @property
    def link(self) -> str:
        noun = kinds.noun(self.noun)
        return noun.link(self.noun_id) if noun else ""

    def text(self) -> str:
        return canonical.entry_text(
            canonical.moment(self.at),
            self.kind,
            self.actor_id,
            self.unit_id,
            self.noun,
            self.noun_id,
            self.about_noun,
            self.about_id,
            self.actor_name,
            self.body,
        )


class Seal(models.Model):
    """The root of the tree (RFC 6962) over its first `size` leaves, chained to the seal before."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    count = models.BigIntegerField()
    size = models.BigIntegerField(unique=True)
    last_id = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"seal {self.seq} over {self.size}"


class Leaf(models.Model):
    """Entry → its place in the tree. Apart from Entry, because entries commit out of order and can't be updated.

    `nodes` holds the perfect subtrees that this leaf completes, 32 bytes each, lowest first, so its own hash first:
    any inner node is found in one look-up, and a root or a proof costs log n and not n.
    """

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="leaf", db_constraint=False)
    nodes = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"leaf {self.position} of entry {self.entry_id}"


class Verification(models.Model):
    """One asking for the whole journal to be computed again, how far it is, and what was found. Not part of the journal."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    # The checkpoint from paper that must be part of the journal; "" when none was given.
    words = models.CharField(max_length=200, blank=True, default="")
    # True from the asking to the end, then nothing: so there is at most one on its way, whoever asks.
    underway = models.BooleanField(null=True, default=True, unique=True)
    # The last sign of life, and how many sealed entries of how many had been computed by then.
    seen_at = models.DateTimeField(null=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    broken_off = models.BooleanField(default=False)
    sealed = models.BigIntegerField(default=0)
    pending = models.BigIntegerField(default=0)
    seals = models.BigIntegerField(default=0)
    wrong = models.BigIntegerField(default=0)
    matched_seal = models.BigIntegerField(null=True)
    # The first misfits: {"words": …, "given": {…}, "entry": number or null}, the words untranslated.
    misfits = models.JSONField(default=list)
    # The newest seal it reached, as the QR code of its checkpoint says it.
    line = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"verification {self.pk}"

    @property
    def fits(self) -> bool:
        return self.finished_at is not None and not self.broken_off and not self.wrong

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0
