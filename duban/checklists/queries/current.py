"""What a round says now: each item with everybody's last answer."""

from duban.checklists.models import Answer, Item, ItemResult, Response, Section
from duban.org.models import Person
from duban.ui.question import Question, fields_of, made

_ITEMS = Question(
    lambda edition: (
        Item.objects.filter(edition=edition)
        .order_by("section__order", "order")
        .values(*fields_of(Item), *fields_of(Section, "section__"))
    )
)
_ANSWERS = Question(
    lambda response: (
        Answer.objects.filter(response=response).order_by("pk").values(*fields_of(Answer), "by__id", "by__name")
    )
)


def current_of(response: Response) -> list[ItemResult]:
    """Each item with everybody's last answer. Two queries; nothing is chosen between people.

    Hundreds of items stand in a few sections and are answered by a few people: each of these is one object. Of a person
    only id and name are read, which is all that pages say; whoever shows more of `answer.by` asks once for each person.
    """
    results: dict[int, ItemResult] = {}
    sections: dict[int, Section] = {}
    people: dict[int, Person] = {}
    for row in _ITEMS.ask(response.edition_id):
        item = made(Item, row)
        if item.section_id not in sections:
            sections[item.section_id] = made(Section, row, "section__")
        item.section = sections[item.section_id]
        results[item.pk] = ItemResult(item)
    for row in _ANSWERS.ask(response.pk):
        answer = made(Answer, row)
        if answer.by_id not in people:
            people[answer.by_id] = made(Person, row, "by__")
        answer.by = people[answer.by_id]
        if answer.item_id in results:
            results[answer.item_id].take(answer)
    return list(results.values())
