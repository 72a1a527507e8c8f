"""Pages by key show every row once, forwards and backwards, also where many rows tie."""

import pytest
from django.core.exceptions import BadRequest

from duban.org.models import Person
from duban.ui.paging import count_of, page_of


@pytest.fixture
def crowd(db) -> list[str]:
    for i in range(11):
        Person.objects.create_user(f"u{i:02}", name=f"甲{i % 3}")
    return list(Person.objects.order_by("name", "id").values_list("username", flat=True))


@pytest.mark.parametrize("order", [("name", "id"), ("-name", "-id"), ("-name", "id")])
def test_walking_forth_and_back_meets_every_row_once(crowd, order):
    whole = list(Person.objects.order_by(*order).values_list("username", flat=True))
    seen, pages, wanted = [], [], {}
    while True:
        page = page_of(Person.objects.all(), wanted, order=order, size=4)
        pages.append([p.username for p in page])
        seen += pages[-1]
        if not page.next:
            break
        wanted = {"after": page.next}
    assert seen == whole
    assert page.previous
    back = page_of(Person.objects.all(), {"before": page.previous}, order=order, size=4)
    assert [p.username for p in back] == pages[-2]
    first = page_of(Person.objects.all(), {"before": back.previous}, order=order, size=4)
    assert [p.username for p in first] == pages[0]
    assert not first.previous


def test_one_page_has_neither_next_nor_previous(crowd):
    page = page_of(Person.objects.all(), {}, order=("name", "id"), size=50)
    assert (len(page), page.next, page.previous) == (11, "", "")


def test_a_row_that_arrives_on_page_one_shifts_nothing(crowd):
    first = page_of(Person.objects.all(), {}, order=("username",), size=4)
    Person.objects.create_user("a00", name="新")
    second = page_of(Person.objects.all(), {"after": first.next}, order=("username",), size=4)
    assert [p.username for p in second] == ["u04", "u05", "u06", "u07"]


@pytest.mark.parametrize("mark", ["nonsense", "W10", "WzEsMl0", "W251bGwsIDFd", "é", "Wyd4J10="])
def test_a_damaged_place_is_a_bad_request_not_a_crash(crowd, mark):
    with pytest.raises(BadRequest):
        page_of(Person.objects.all(), {"after": mark}, order=("joined_at", "id"))


def test_counts_give_up_at_the_cap(crowd):
    assert str(count_of(Person.objects.all(), cap=5)) == "5+"
    assert str(count_of(Person.objects.all(), cap=50)) == "11"
