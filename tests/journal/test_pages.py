import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from duban.journal import checkpoint, kinds, queries, words
from duban.journal.actions import Draft, append, append_many
from duban.journal.canonical import entry_digest
from duban.journal.models import Entry
from duban.journal.proof import check_proof
from duban.journal.sealer import seal_pending
from tests.journal.conftest import OPENED, knock
from tests.sheets import asked, lines_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client, world):
    client.force_login(world.clerk)
    return client


def shown(answer) -> list[int]:
    return [entry.pk for entry in answer.context["page"].rows]


def test_the_list_shows_who_may_see_what(client, world):
    east = knock(1, unit_id=world.tugs.pk)
    west = knock(2, unit_id=world.storage.pk)
    own = knock(3, unit_id=world.storage.pk, actor=world.east_head)
    client.force_login(world.clerk)
    assert shown(client.get("/journal")) == [own.pk, west.pk, east.pk]
    client.force_login(world.east_head)
    assert shown(client.get("/journal")) == [own.pk, east.pk]
    assert client.get(reverse("journal:entry", args=[west.pk])).status_code == 404
    assert client.get(reverse("journal:proof", args=[west.pk])).status_code == 404
    assert client.get(reverse("journal:entry", args=[east.pk])).status_code == 200


def test_the_number_in_an_address_is_read_as_on_every_page(clerk):
    knock(1, noun_id=7)
    other = knock(2, noun_id=8)
    assert shown(clerk.get("/journal?noun=door&noun_id=８")) == [other.pk]
    assert len(shown(clerk.get("/journal?noun=door&noun_id=²"))) == 2


def test_filters_narrow_and_say_so(clerk, world):
    knock(1, unit_id=world.tugs.pk, actor=world.clerk)
    wanted = knock(2, unit_id=world.storage.pk, actor=world.east_head, noun_id=9)
    for query in (
        {"unit": world.storage.pk},
        {"unit": world.storage.name},
        {"person": f"id:{world.east_head.pk}"},
        {"noun": "door", "noun_id": "9"},
        {"kind": "door.knocked", "unit": world.storage.pk, "since": "2020-01-01", "until": "2100-01-01"},
    ):
        assert shown(clerk.get("/journal", query)) == [wanted.pk], query
    assert shown(clerk.get("/journal", {"until": "2020-01-01"})) == []
    assert b"Widen or clear" in clerk.get("/journal", {"kind": "door.opened"}).content


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=9" * 30,
        "since=x",
        "until=9999-12-31",
        "unit=x",
        "person=1e9",
        "noun=%00",
        "unit=%00a",
        "kind=%00",
    ],
)
def test_odd_queries_are_no_errors(clerk, query):
    knock()
    assert clerk.get(f"/journal?{query}").status_code == 200


def test_pages_follow_each_other_both_ways(clerk):
    with transaction.atomic():
        append_many(Draft(OPENED, "door", n) for n in range(120))
    everything = list(Entry.objects.order_by("-id").values_list("id", flat=True))
    first = clerk.get("/journal")
    second = clerk.get("/journal", {"after": first.context["page"].next})
    third = clerk.get("/journal", {"after": second.context["page"].next})
    assert shown(first) + shown(second) + shown(third) == everything
    assert (first.context["page"].previous, third.context["page"].next) == ("", "")
    assert shown(clerk.get("/journal", {"before": third.context["page"].previous})) == shown(second)
    assert shown(clerk.get("/journal", {"before": second.context["page"].previous})) == shown(first)


def test_the_list_asks_the_database_no_more_for_more_rows(clerk, django_assert_max_num_queries):
    knock(unit_id=1)
    with django_assert_max_num_queries(12) as one:
        clerk.get("/journal")
    for n in range(20):
        knock(n, unit_id=1)
    with django_assert_max_num_queries(len(one)):
        clerk.get("/journal")


def test_the_sheet_holds_what_the_page_shows_and_to_nobody_more(client, world):
    east, west = knock(1, unit_id=world.tugs.pk), knock(2, unit_id=world.storage.pk)
    client.force_login(world.clerk)
    assert [line[0] for line in lines_of(client, "/journal.xlsx")] == [west.pk, east.pk]
    [line] = lines_of(client, "/journal.xlsx", {"unit": f"id:{world.tugs.pk}"})
    assert line[:1] + line[2:3] == (east.pk, east.sentence)
    before = asked(client, "/journal.xlsx")
    for n in range(20):
        knock(n + 3, unit_id=world.storage.pk)
    assert asked(client, "/journal.xlsx") == before
    client.force_login(world.east_head)
    assert [line[0] for line in lines_of(client, "/journal.xlsx")] == [east.pk]


def test_an_entry_leads_to_what_it_is_about_and_to_its_proof(clerk):
    kinds.register_noun("door", "Door", lambda pk: f"/doors/{pk}")
    entry = knock(4)
    page = clerk.get(reverse("journal:entry", args=[entry.pk])).content.decode()
    assert "/doors/7" in page
    assert "waits for the next seal" in page
    assert clerk.get(reverse("journal:proof", args=[entry.pk])).status_code == 404
    seal_pending()
    assert "waits" not in clerk.get(reverse("journal:entry", args=[entry.pk])).content.decode()
    answer = clerk.get(reverse("journal:proof", args=[entry.pk]))
    assert "attachment" in answer["Content-Disposition"]
    assert check_proof(json.loads(answer.content))["id"] == entry.pk


def test_an_entry_is_told_in_the_reader_s_words_and_kept_raw_to_compute_its_digest(clerk):
    body = {"severity": "major", "task_id": 4, "upheld": True, "fields": ["unit"], "due": None}
    with transaction.atomic():
        entry = append(OPENED, actor=None, noun="finding", noun_id=7, body=body)
    with translation.override("zh-hans"):
        assert words.told(entry) == [
            ("时限", "—"),
            ("改动项", "单位"),
            ("严重程度", "较重"),  # field and choice of the finding
            ("异议是否成立", "是"),
        ]
    page = clerk.get(reverse("journal:entry", args=[entry.pk])).content.decode()
    raw = unescape(re.search('<pre class="raw">(.*?)</pre>', page, re.S)[1])
    assert entry_digest(raw) == bytes(entry.digest)


def test_every_word_that_a_sentence_of_the_journal_uses_has_a_name():
    ours = [kind for kind in kinds.every() if not kind.code.startswith("door.")]
    assert not {name for kind in ours for name in kind.needs if not {name, f"task.{name}"} & words.FACTS.keys()}


def test_the_checkpoint_is_shown_with_words_and_qr_code_and_compared(clerk):
    assert b"Nothing is sealed yet" in clerk.get("/journal/checkpoint").content
    knock()
    seal_pending()
    kept = checkpoint.latest()
    page = clerk.get("/journal/checkpoint").content.decode()
    assert all(f"<li>{word}</li>" in page for word in kept.words.split())
    assert "<svg" in page
    assert kept.line in page
    knock()
    seal_pending()
    compared = clerk.get("/journal/checkpoint", {"words": kept.words}).content.decode()
    assert "of seal 1 of this journal" in compared
    assert kept.line in compared
    assert "No seal of this journal" in clerk.get(
        "/journal/checkpoint", {"words": checkpoint.to_words(bytes(16))}
    ).content.decode()  # fmt: skip
    assert "has 12 words" in clerk.get("/journal/checkpoint", {"words": "bada"}).content.decode()


def test_a_timeline_tells_of_the_thing_and_of_others_about_it(world):
    knock(1, noun_id=1)
    about = knock(2, noun_id=2, about=("door", 1))
    own = knock(3, noun_id=1, actor=world.clerk)
    found = queries.timeline("door", 1)
    assert [entry.facts["times"] for entry in found] == [3, 2, 1]
    text = render_to_string("journal/timeline.html", {"entries": [own, about]})
    assert "张示例 knocked 3 times" in text
    assert world.clerk.name in text


def test_what_is_typed_by_people_is_escaped(clerk):
    with transaction.atomic():
        append_many([Draft("door.knocked", "door", 1, body={"who": "<script>x</script>", "times": 1},
                           at=datetime(2026, 1, 1, tzinfo=UTC))])  # fmt: skip
    assert b"<script>x" not in clerk.get("/journal").content


def test_a_line_names_what_it_happened_to_and_nothing_else_of_the_body(clerk):
    with transaction.atomic():
        append_many(
            [Draft(OPENED, noun="door", noun_id=1, body={"number": "门〔2026〕1号", "title": "东门", "at": "5"})]
        )
    entry = Entry.objects.latest("pk")
    assert entry.what == "门〔2026〕1号 东门"
    page = clerk.get("/journal").content.decode()
    assert "门〔2026〕1号 东门" in page
    assert "&quot;title&quot;" not in page
