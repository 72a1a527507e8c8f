"""The chain back: from a finding to the visit that found it."""

from duban.inspections.access import is_sent, suggestions, visits
from duban.inspections.models import Suggestion, Visit
from duban.ledger.origins import Origin
from duban.org.access import standing_of
from duban.org.models import Person, Unit


def origin_of_visit(visit_id: int, reader: Person) -> Origin | None:
    visit = Visit.objects.select_related("unit", "looking_unit", "edition__checklist").filter(pk=visit_id).first()
    if visit is None:
        return None
    seen = visits.visible_to(reader).filter(pk=visit.pk).exists()
    return Origin(
        title=f"{visit.get_kind_display()} {visit.on:%Y-%m-%d} · {visit.looking_unit} → {visit.unit}",
        url=visit.get_absolute_url() if seen else "",
        words=str(visit.edition),
    )


def entitled(visit_id: int, person: Person, unit: Unit) -> bool:
    """What the team finds at the visited unit counts at once."""
    visit = Visit.objects.filter(pk=visit_id).first()
    return visit is not None and unit.pk == visit.unit_id and is_sent(standing_of(person), visit)


def origin_of_suggestion(suggestion_id: int, reader: Person) -> Origin | None:
    """Whoever sees the task reads the words; never who sent them."""
    row = Suggestion.objects.filter(pk=suggestion_id).first()
    if row is None:
        return None
    seen = suggestions.visible_to(reader).filter(pk=row.pk).exists()
    return Origin(title=row.title, url=row.get_absolute_url() if seen else "", words=row.text, why=row.answer)
