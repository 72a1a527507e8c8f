"""Who may see a document, work on its proposals, and issue them.

The supervision office works on every document. Liaisons, heads and leaders of a unit see the documents filed by it or
below it; liaisons and heads file, review and issue for their own unit. To everybody else a document does not exist:
whoever received a task sees the one sentence it came from on the task's page, not the paper around it.
"""

from django.db.models import Q, QuerySet

from duban.minutes.models import Document
from duban.org.access import Policy, Standing, standing_of
from duban.org.models import Person, Role, Unit

KEEPERS = (Role.SUPERVISION, Role.HEAD, Role.LIAISON)
READERS = (*KEEPERS, Role.LEADER)


class DocumentPolicy(Policy[Document]):
    model = Document
    verbs = frozenset({"view", "review", "read_again", "issue", "remove"})

    def visible_to(self, person: Person) -> QuerySet[Document]:
        if not person.is_active:
            return Document.objects.none()
        standing = standing_of(person)
        if standing.sees_all:
            return Document.objects.all()
        paths = standing.paths(*READERS)
        if not paths:
            return Document.objects.none()
        mine = Q()
        for path in paths:
            mine |= Q(unit__path__startswith=path)
        return Document.objects.filter(mine)

    def allows(self, standing: Standing, verb: str, obj: Document) -> bool:
        keeps = standing.has(Role.SUPERVISION) or standing.over(obj.unit, *KEEPERS)
        if verb == "remove":
            # A paper from which something was issued stays: the tasks point into it.
            return keeps and obj.done_count == 0 and not obj.issues.exists()
        return keeps

    def units_to_file_for(self, person: Person) -> QuerySet[Unit]:
        """Units on whose behalf this person may bring in a document."""
        standing = standing_of(person)
        units: QuerySet[Unit] = Unit.objects.all()
        if not person.is_active:
            return units.none()
        if standing.has(Role.SUPERVISION):
            return units
        return units.filter(pk__in=[p.unit_id for p in standing.posts if p.role in KEEPERS])

    def may_file(self, person: Person) -> bool:
        return person.is_active and standing_of(person).has(*KEEPERS)

    def may_read_any(self, person: Person) -> bool:
        """Whether the list of documents can hold anything for this person: for the menu."""
        standing = standing_of(person)
        return standing.sees_all or standing.has(*READERS)


documents = DocumentPolicy()
