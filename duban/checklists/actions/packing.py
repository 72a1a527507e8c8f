"""Loading a ready-made pack: each of its checklists becomes one of the organisation's own, as a draft to be approved."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duban.checklists import kinds, packs
from duban.checklists.access import checklists
from duban.checklists.actions.keeping import make_checklist
from duban.checklists.models import Checklist
from duban.journal import actions as journal
from duban.org.models import Person, Unit


@transaction.atomic
def load_pack(slug: str, *, actor: Person, owner: Unit) -> list[Checklist]:
    """Make what of the pack is not here yet; returns what was made. Loading again changes nothing of one's own.

    Raises packs.BrokenPack with every fault when its file is damaged, Http404 when there is no such pack.
    """
    if not checklists.owners_for(actor).filter(pk=owner.pk).exists():
        raise PermissionDenied
    pack = packs.get(slug)
    # One at a time for each owner, so that two clicks make it once.
    Unit.objects.select_for_update().get(pk=owner.pk)
    known = set(Checklist.objects.filter(code__in=[each.code for each in pack.lists]).values_list("code", flat=True))
    made = [
        make_checklist(
            actor=actor, code=each.code, name=each.name, owner=owner, purpose=each.purpose, pack=slug, lines=each.lines
        )
        for each in pack.lists
        if each.code not in known
    ]
    if made:
        journal.append(
            kinds.PACK_LOADED,
            actor=actor,
            noun="checklist",
            noun_id=made[0].pk,
            unit_id=owner.pk,
            body={
                "pack": pack.name,
                "checklists": len(made),
                "items": sum(len(each.lines) for each in pack.lists if each.code not in known),
            },
        )
    return made
