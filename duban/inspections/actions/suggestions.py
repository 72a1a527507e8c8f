"""Suggestions from below: sent named or anonymously, answered within a term, adopted ones become tasks."""

from base64 import b32encode
from datetime import date
from hashlib import sha256
from string import ascii_uppercase
from unicodedata import normalize

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.inspections import kinds
from duban.inspections.access import suggestions, visits
from duban.inspections.actions.lookbacks import rules_on
from duban.inspections.models import Suggestion, SuggestionState
from duban.journal import actions as journal
from duban.ledger import terms
from duban.ledger.actions import register_task
from duban.ledger.models import TaskType
from duban.org.access import standing_of
from duban.org.models import Person, Unit

_SIGNS = ascii_uppercase + "234567"  # those of base 32


def code_of(token: str, unit: Unit, title: str, text: str, visit_id: int | None = None) -> str:
    """What an anonymous sender keeps: made of the form's own random number and of what was sent, so sending the same twice
    gives one suggestion, and other words in the same form are another."""
    sent = "\n".join(map(str, ("suggestion", token, unit.pk, visit_id, title.strip(), text.strip())))
    return _in_fours(b32encode(sha256(sent.encode()).digest()).decode()[:16])


def hash_of(code: str) -> str:
    """Of the code as it is shown, however it was copied down: with or without hyphens, in whatever case or width."""
    wide = normalize("NFKC", code).upper()
    return sha256(_in_fours("".join(sign for sign in wide if sign in _SIGNS)).encode()).hexdigest()


def _in_fours(text: str) -> str:
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


@transaction.atomic
def send_suggestion(
    *, actor: Person, unit: Unit, title: str, text: str, anonymous: bool = False, token: str = "", visit_id: int | None = None
) -> Suggestion:  # fmt: skip
    """To the unit that answers. Anonymous: neither the row nor the journal names the sender; `token` is at least 32
    random characters of the form, of which the sender's code is made."""
    if not actor.is_active or not standing_of(actor).posts:
        raise PermissionDenied
    if not title.strip() or not text.strip():
        raise ValidationError({"text": _("Say what you see, and what you propose.")})
    if anonymous and len(token) < 32:
        raise ValidationError(_("This form is damaged. Open it again."))
    if visit_id is not None:
        visits.get_for(actor, visit_id)
    code = hash_of(code_of(token, unit, title, text, visit_id)) if anonymous else ""
    if code and (known := Suggestion.objects.filter(code=code).first()):
        return known
    today = timezone.localdate()
    made = Suggestion.objects.create(
        title=title.strip()[:120], text=text.strip(), by=None if anonymous else actor, code=code, unit=unit,
        visit_id=visit_id, sent_on=today, answer_by=terms.moved(today, rules_on(today).answer_days),
    )  # fmt: skip
    _tell(kinds.SUGGESTED, made, None if anonymous else actor, due=made.answer_by)
    return made


@transaction.atomic
def answer_suggestion(
    suggestion_id: int, *, actor: Person, adopted: bool, answer: str, responsible: Person | None = None,
    due_on: date | None = None,
) -> Suggestion:  # fmt: skip
    """Once, with reasons. An adopted one becomes a draft of a task of the answering unit, until `due_on`."""
    made = suggestions.get_for(actor, suggestion_id, "view")
    made = Suggestion.objects.select_for_update(of=("self",)).select_related("unit").get(pk=made.pk)
    if not suggestions.allows(standing_of(actor), "answer", made):
        raise PermissionDenied
    if not answer.strip():
        raise ValidationError({"answer": _("Say why.")})
    if adopted:
        if due_on is None or due_on <= timezone.localdate():
            raise ValidationError({"due_on": _("Say by when it will be done.")})
        kind = TaskType.objects.filter(retired=False).first()
        if kind is None:
            raise ValidationError(_("The ledger has no type of task yet."))
        made.task = register_task(
            actor=actor, title=made.title, type=kind, lead_unit=made.unit, due_on=due_on, responsible=responsible,
            criterion=answer.strip(), source_text=made.text, origin=("suggestion", made.pk),
        )  # fmt: skip
    made.state = SuggestionState.ADOPTED if adopted else SuggestionState.DECLINED
    made.answer, made.answered_by, made.answered_on = answer.strip(), actor, timezone.localdate()
    made.save(update_fields=["task", "state", "answer", "answered_by", "answered_on"])
    _tell(kinds.SUGGESTION_ADOPTED if adopted else kinds.SUGGESTION_DECLINED, made, actor, answer=made.answer)
    return made


def _tell(kind: kinds.Kind, made: Suggestion, actor: Person | None, **body: object) -> None:
    journal.append(
        kind, actor=actor, noun="suggestion", noun_id=made.pk, unit_id=made.unit_id,
        body={"title": made.title, "unit": str(made.unit), **body},
    )  # fmt: skip
