"""The claim board (认领): a draft is offered, and whoever takes it has an order of their own."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.ledger import asking, kinds, lights
from duban.ledger.access import taken_by_another, takes_for, tasks
from duban.ledger.actions.checks import check_complete, check_due_under_parent
from duban.ledger.actions.door import require_open_parent, step, tell, touch
from duban.ledger.actions.registering import ask_receipts, check_part_unit, number, set_out
from duban.ledger.models import Offer, State, Task
from duban.org.access import standing_of
from duban.org.models import Person, Unit

TAKEN = gettext_lazy("Somebody took it already, or it is no longer on the claim board.")


@transaction.atomic
def open_for_claim(task_id: int, *, actor: Person, scope: Unit | None = None, note: str = "") -> Offer:
    """Hang a draft on the claim board, for everybody or for a unit and all below. Looker and criterion must stand."""
    task = tasks.take(actor, task_id, "open_for_claim")
    if _offer_of(task):
        raise ValidationError(_("It hangs on the claim board already."), code="offered")
    check_complete(task, but_responsible=True)
    made = Offer.objects.create(task=task, scope=scope, note=note.strip(), offered_by=actor)
    touch(task)
    tell(kinds.OFFERED, task, actor, scope=str(scope or ""), note=made.note)
    return made


def _offer_of(task: Task) -> Offer | None:
    return task.offers.hanging().select_related("scope").first()


@transaction.atomic
def withdraw_offer(task_id: int, *, actor: Person) -> None:
    task = tasks.take(actor, task_id, "open_for_claim")
    offer = _offer_of(task)
    if offer is None:
        raise ValidationError(_("It does not hang on the claim board."), code="gone")
    offer.withdrawn_at = timezone.now()
    offer.save(update_fields=["withdrawn_at"])
    touch(task)
    tell(kinds.OFFER_WITHDRAWN, task, actor)


@transaction.atomic
def claim_task(task_id: int, *, actor: Person, unit: Unit | None = None) -> Task:
    """Take it from the board for a unit one holds a post in: it is dispatched and under way at once. One taker only."""
    try:
        task = tasks.take(actor, task_id, "claim")
    except (Http404, ValidationError):
        # Once taken, it may be nothing that the second one sees.
        if taken_by_another(actor, task_id):
            raise ValidationError(TAKEN, code="taken") from None
        raise
    standing = standing_of(actor)
    offer = _offer_of(task)
    if offer is None:
        # Who sees the draft may see that it is not offered any more: nobody took it.
        raise ValidationError(_("It does not hang on the claim board."), code="gone")
    own = list(takes_for(standing, offer))
    if unit is None and own:
        unit = own[0]
    if unit is None or unit not in own:
        raise PermissionDenied
    if actor.pk == task.looker_id:
        raise ValidationError(_("The looker cannot take it: whoever does it does not verify it."), code="looker")
    require_open_parent(task)
    task.lead_unit, task.responsible = unit, actor
    if task.parent is not None:
        # Whoever offered it decides how far it may go, as when it is dispatched.
        check_part_unit(task, task.parent, standing_of(offer.offered_by))
        check_due_under_parent(task, task.due_on)
    check_complete(task)
    step(task, State.UNDERWAY, "claim")
    set_out(task, offer.offered_by)
    lights.set_lights(task, lights.next_milestone(task))
    number(task)
    task.version += 1
    task.save()
    task.supports.filter(unit=unit).delete()
    offer.taken_by, offer.taken_unit, offer.taken_at = actor, unit, timezone.now()
    offer.save()
    ask_receipts(task, [each.unit for each in task.supports.select_related("unit")])
    asking.charge(task, list(task.supports.values_list("unit", flat=True)), new=True)
    task.receipts.filter(unit=unit).update(acknowledged_by=actor, acknowledged_at=timezone.now())
    tell(kinds.CLAIMED, task, actor, unit=str(unit), due=task.due_on, offered_by=str(offer.offered_by))
    return task
