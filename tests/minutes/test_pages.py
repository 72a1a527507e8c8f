import io
import json
import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document as Word
from openpyxl import Workbook, load_workbook

from duban.burden import standing
from duban.journal.models import Entry
from duban.journal.words import told
from duban.ledger.models import Programme, Task
from duban.minutes.actions import edit_proposal
from duban.minutes.models import Document, Proposal
from duban.minutes.state import state_of
from duban.org.todos import todos_of
from tests.burden.conftest import budget
from tests.files.samples import sent_ahead
from tests.minutes.conftest import DAMAGED, MINUTES


@pytest.fixture
def clerk(client, world):
    client.force_login(world.clerk)
    return client


def filing(world, **more) -> dict[str, object]:
    return {"kind": "minutes", "unit": world.supervision.pk, "issued_on": "2026-08-06", **more}


def form_of(row: Proposal, **changes) -> dict[str, object]:
    """What the edit form sends: every field, and the values it was opened with."""
    state = state_of(row)
    sent = {name: value for name, value in state.items() if value not in (None, "")}
    sent |= {name: f"id:{sent[name]}" for name in ("responsible", "accountable", "looker") if name in sent}
    sent["deliverables"] = "\n".join(state["deliverables"])
    return {**sent, "was": json.dumps(state), **changes}


def test_pasting_a_text_files_reads_and_shows_it(clerk, world):
    answer = clerk.post(reverse("minutes:file"), filing(world, text=DAMAGED), follow=True)
    html = answer.content.decode()
    document = Document.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("minutes:document", args=[document.pk])
    assert document.open_count == 3
    for row in document.proposals.all():
        assert f'id="s{row.pk}"' in html
        assert f'id="card-{row.pk}"' in html
    both = clerk.get(reverse("minutes:document", args=[document.pk]), {"compare": 1}).content.decode()
    assert "集團" in both.replace('<span class="fix fix-sure">', "").replace("</span>", "")


def test_files_are_kept_and_read_several_at_once(clerk, world):
    word = Word()
    word.add_paragraph("会议要求，安环部要在9月底前完成排查。")
    content = io.BytesIO()
    word.save(content)
    files = [
        SimpleUploadedFile("夏季例会.docx", content.getvalue()),
        SimpleUploadedFile("damaged.txt", DAMAGED.encode()),
    ]
    answer = clerk.post(reverse("minutes:file"), filing(world, papers=files))
    assert answer.status_code == 302
    assert answer.url == reverse("minutes:list")
    one, other = Document.objects.order_by("id")
    assert (one.title, one.open_count, one.original.size) == ("夏季例会", 1, len(content.getvalue()))
    assert other.open_count == 3
    assert other.title.startswith("8月6日")
    got = clerk.get(reverse("minutes:original", args=[other.pk]))
    assert b"".join(got.streaming_content) == DAMAGED.encode()


def test_a_table_from_excel_becomes_proposals(clerk, world, django_capture_on_commit_callbacks):
    rows = [["序号", "重点任务", "牵头单位", "完成时限"], [1, "完成堆场排查", "安环部", "2027年9月30日"]]
    pasted = "\n".join("\t".join(map(str, row)) for row in rows)
    clerk.post(reverse("minutes:file"), {**filing(world, text=pasted), "title": ""})
    assert Document.objects.get().title == "Table: 完成堆场排查"
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    with django_capture_on_commit_callbacks(execute=True):
        clerk.post(
            reverse("minutes:file"), filing(world, papers=[SimpleUploadedFile("分解表.xlsx", content.getvalue())])
        )
    for document in Document.objects.all():
        row = document.proposals.get()
        assert (row.title, row.lead_unit, str(row.due_on)) == ("完成堆场排查", world.safety, "2027-09-30")


def test_what_cannot_be_read_says_what_to_do(clerk, world):
    answer = clerk.post(
        reverse("minutes:file"),
        filing(world, papers=[SimpleUploadedFile("cut.docx", b"PK\x03\x04 cut off")]),
        follow=True,
    )
    # Either the keeping of files refuses it (and keeps what was typed), or the reader says why.
    html = answer.content.decode()
    document = Document.objects.first()
    if document:
        assert document.error_code
        assert "and file" in html
    else:
        assert answer.status_code == 422


def test_nothing_to_file_is_said_and_what_was_typed_is_kept(clerk, world):
    answer = clerk.post(reverse("minutes:file"), filing(world, title="写了标题"))
    assert answer.status_code == 422
    assert "写了标题" in answer.content.decode()


def test_papers_sent_ahead_stay_when_something_is_wrong_and_are_filed_once_it_is_right(clerk, world):
    number = sent_ahead(clerk, "纪要.txt", MINUTES.encode())
    wrong = clerk.post(reverse("minutes:file"), filing(world, papers_uploads=number, issued_on="2026-13-40"))
    assert wrong.status_code == 422
    assert f'name="papers_uploads" value="{number}"' in wrong.content.decode()
    assert clerk.post(reverse("minutes:file"), filing(world, papers_uploads=number)).status_code == 302
    assert Document.objects.get().file_name == "纪要.txt"


def test_a_large_text_is_read_by_a_job(clerk, world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        clerk.post(reverse("minutes:file"), filing(world, text=MINUTES * 700))
    document = Document.objects.get()
    assert document.reading == "read"
    assert document.open_count == 2100
    page = clerk.get(reverse("minutes:document", args=[document.pk]), {"part": 2})
    assert page.status_code == 200


def test_a_waiting_document_says_so_and_sends_the_page_on_when_read(clerk, world, filed):
    document = filed()
    Document.objects.filter(pk=document.pk).update(reading="waiting")
    assert "every 2s" in clerk.get(reverse("minutes:document", args=[document.pk])).content.decode()
    url = reverse("minutes:status", args=[document.pk])
    assert "HX-Refresh" not in clerk.get(url)
    Document.objects.filter(pk=document.pk).update(reading="read")
    assert clerk.get(url)["HX-Refresh"] == "true"


def test_editing_works_as_a_plain_form(clerk, filed, world):
    row = filed().proposals.first()
    url = reverse("minutes:proposal", args=[row.pk])
    assert row.source_text in clerk.get(url).content.decode()
    answer = clerk.post(url, form_of(row, title="改过的标题", looker=f"id:{world.clerk.pk}"))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.title, row.looker) == ("改过的标题", world.clerk)
    programme = Programme.objects.create(
        name="旧专项", year=2025, since="2025-01-01", until="2025-12-31", owner=world.group, closed=True
    )
    type(row).objects.filter(pk=row.pk).update(programme=programme)
    row.refresh_from_db()
    assert clerk.post(url, form_of(row, title="再改标题")).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.programme) == ("再改标题", programme)
    answer = clerk.post(url, form_of(row, lead_unit="没有的单位"))
    assert answer.status_code == 422
    assert "没有的单位" in answer.content.decode()


def test_saving_while_typing_answers_with_what_changed_beside_it(clerk, filed, world):
    row = filed("会议要求，港机中心要在9月底前完成检修。").proposals.get()
    url = reverse("minutes:proposal", args=[row.pk])
    told = clerk.post(url, form_of(row, lead_unit=world.tugs.pk), headers={"X-Autosave": "1"}).json()
    assert told["fresh"] == ["responsible"]
    assert json.loads(told["was"])["responsible"] == world.tugs_head.pk
    assert f"card-{row.pk}" in told["card"]
    bad = clerk.post(url, form_of(row, title=""), headers={"X-Autosave": "1"})
    assert bad.status_code == 422
    assert "title" in bad.json()["errors"]


def test_a_clash_shows_both_values_and_can_be_settled(clerk, filed, edit, world):
    row = filed().proposals.first()
    url = reverse("minutes:proposal", args=[row.pk])
    mine = form_of(row, title="我的标题")
    edit(row, actor=world.supervision_head, title="对方的标题")
    answer = clerk.post(url, mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "对方的标题" in html
    assert "我的标题" in html
    told = clerk.post(url, mine, headers={"X-Autosave": "1"}).json()
    assert clerk.post(url, {**mine, "was": told["was_now"]}).status_code == 302
    row.refresh_from_db()
    assert row.title == "我的标题"


def test_every_act_works_as_a_plain_form(clerk, filed, world):
    document = filed()
    first, second, third = document.proposals.all()
    clerk.post(reverse("minutes:dismiss", args=[first.pk]), {"reason": "已经完成"})
    clerk.post(reverse("minutes:reopen", args=[first.pk]))
    clerk.post(reverse("minutes:split", args=[first.pk]), {"titles": "排查\n清单"})
    clerk.post(reverse("minutes:merge", args=[document.pk]), {"ids": [second.pk, third.pk]})
    clerk.post(reverse("minutes:add", args=[document.pk]), {"words": "会议听取了上半年安全生产情况汇报。"})
    states = list(document.proposals.values_list("state", flat=True))
    assert states.count("open") == 4
    assert states.count("merged") == 1
    again = clerk.post(reverse("minutes:add", args=[document.pk]), {"words": "原文没有的话"})
    assert again.status_code == 422
    at = document.raw.index("危险货物")
    url = f"{reverse('minutes:correct', args=[document.pk])}?raw={at}-{at + 4}"
    assert "危险货物" in clerk.get(url).content.decode()
    assert clerk.post(url, {"text": "危化品", "seen": "危险货物", "verdict": "typed"}).status_code == 302
    document.refresh_from_db()
    assert "危化品堆场" in document.text
    # Whoever works through the list of repairs comes back to it.
    undone = clerk.post(f"{reverse('minutes:undo_correction', args=[document.pk])}?list=1", {"raw": f"{at}-{at + 4}"})
    assert undone.url == reverse("minutes:repairs", args=[document.pk])
    document.refresh_from_db()
    assert "危险货物堆场" in document.text


def test_issuing_from_the_preview(clerk, filed, complete, world, task_type):
    document = filed()
    url = reverse("minutes:issue", args=[document.pk])
    # Nothing is asked of who has nothing to issue yet.
    assert "data-confirm" not in clerk.get(url).content.decode().partition('class="issue"')[2]
    row = complete(document.proposals.first())
    html = clerk.get(url).content.decode()
    assert f'value="{row.pk}:{row.version}"' in html
    sent = {"ids": [f"{row.pk}:{row.version}"], "type": task_type.pk, "once": "abc"}
    counted = clerk.post(url, {**sent, "ids": [], "recount": "1"})
    assert counted.status_code == 200
    assert counted.context["plan"].minutes == 0
    assert not Task.objects.exists()
    assert clerk.post(url, sent).status_code == 302
    assert clerk.post(url, sent).status_code == 302
    assert Task.objects.count() == 1
    stale = clerk.post(url, {**sent, "once": "def"})
    assert stale.status_code == 409
    assert world.clerk.name in stale.content.decode()
    page = clerk.get(reverse("minutes:document", args=[document.pk])).content.decode()
    assert Task.objects.get().title in page


def test_joining_offers_tasks_that_look_alike(clerk, filed, complete, world, task_type):
    document = filed()
    row = complete(document.proposals.first())
    clerk.post(
        reverse("minutes:issue", args=[document.pk]),
        {"ids": [f"{row.pk}:{row.version}"], "type": task_type.pk, "once": "abc"},
    )
    task = Task.objects.get()
    again = filed(title="再次会议").proposals.first()
    url = reverse("minutes:join", args=[again.pk])
    assert task.number in clerk.get(url).content.decode()
    assert clerk.post(url, {"number": "没有的号"}).status_code == 422
    assert clerk.post(url, {"number": task.number}).status_code == 302
    again.refresh_from_db()
    assert (again.state, again.task) == ("joined", task)


def test_letterhead_and_number_are_no_title(clerk, world):
    head = "示范港口集团文件\n示港办〔2026〕31号\n关于防台工作的会议纪要\n"
    clerk.post(reverse("minutes:file"), {**filing(world, text=head + MINUTES), "title": ""})
    document = Document.objects.get()
    assert (document.title, document.number) == ("关于防台工作的会议纪要", "示港办〔2026〕31号")


def test_a_task_to_join_is_found_by_words_of_its_title(clerk, filed, complete, world, task_type):
    document = filed()
    rows = [complete(row) for row in list(document.proposals.all())[:2]]
    clerk.post(
        reverse("minutes:issue", args=[document.pk]),
        {"ids": [f"{row.pk}:{row.version}" for row in rows], "type": task_type.pk, "once": "abc"},
    )
    one, other = Task.objects.order_by("pk")
    Task.objects.filter(pk=one.pk).update(title="修订防台预案")
    Task.objects.filter(pk=other.pk).update(title="演练防台预案")
    again = filed(title="再次会议").proposals.first()
    url = reverse("minutes:join", args=[again.pk])
    assert clerk.post(url, {"number": "没有这样的话"}).status_code == 422
    several = clerk.post(url, {"number": "防台预案"})
    assert several.status_code == 422
    assert [each for each, _label in several.context["form"].fields["task"].choices] == [other.pk, one.pk]
    assert clerk.post(url, {"number": "防台预案", "task": other.pk}).status_code == 302
    again.refresh_from_db()
    assert again.task == other
    third = filed(title="三次会议").proposals.first()
    url = reverse("minutes:join", args=[third.pk])
    # One that the words happen to find is shown before anything is joined to it.
    [(found, _label)] = clerk.post(url, {"number": "修订防台"}).context["form"].fields["task"].choices
    assert clerk.post(url, {"number": "修订防台", "task": found}).status_code == 302
    third.refresh_from_db()
    assert third.task == one


def test_filling_in_nothing_says_so(clerk, filed, world):
    document = filed()
    url = reverse("minutes:fill", args=[document.pk])
    nothing = clerk.post(url, {})
    assert nothing.status_code == 422
    assert nothing.context["form"].non_field_errors()
    clerk.post(url, {"nature": "mandatory"})
    again = clerk.post(url, {"nature": "mandatory"}, follow=True)
    assert str(list(again.context["messages"])[-1]) == "No proposal lacks any of it."


def test_a_sentence_with_two_rhythms_keeps_both_until_a_person_takes_one_off(clerk, world, filed):
    document = filed("会议要求，审计部要对工程项目一季一小结、半年一考核。")
    row = document.proposals.get()
    assert row.rhythms == ["Quarterly", "Half-yearly"]
    card = clerk.get(reverse("minutes:document", args=[document.pk])).content.decode()
    assert '<span class="tag">Quarterly</span> <span class="tag">Half-yearly</span>' in card
    row = edit_proposal(row.pk, actor=world.clerk, was=state_of(row), values={"recurrence": "monthly"})
    assert row.rhythms == ["Monthly", "Half-yearly"]
    form = clerk.get(reverse("minutes:proposal", args=[row.pk])).context["form"]
    assert form["recurrences"].value() == ["half-yearly"]
    row = edit_proposal(row.pk, actor=world.clerk, was=state_of(row), values={"recurrences": []})
    assert row.rhythms == ["Monthly"]
    said = dict(told(Entry.objects.filter(kind="proposal.edited").latest("pk")))
    assert "Further rhythms：Half-yearly" in said.values()


def test_the_breakdown_table_goes_out_as_excel_and_word(clerk, filed, complete, task_type):
    document = filed()
    row = complete(document.proposals.first())
    answer = clerk.get(reverse("minutes:breakdown_xlsx", args=[document.pk]))
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert row.title in {cell.value for line in sheet.iter_rows() for cell in line}
    clerk.post(
        reverse("minutes:issue", args=[document.pk]),
        {"ids": [f"{row.pk}:{row.version}"], "type": task_type.pk, "once": "abc"},
    )
    answer = clerk.get(reverse("minutes:breakdown_docx", args=[document.pk]))
    word = Word(io.BytesIO(b"".join(answer.streaming_content)))
    assert row.title in {cell.text for line in word.tables[0].rows for cell in line.cells}


def test_the_list_filters_and_counts(clerk, filed, world):
    filed()
    filed("会议听取了汇报。", title="没有任务的会")
    url = reverse("minutes:list")
    assert "没有任务的会" in clerk.get(url).content.decode()
    assert "没有任务的会" not in clerk.get(url, {"state": "left"}).content.decode()
    assert "没有任务的会" in clerk.get(url, {"q": "没有任务"}).content.decode()
    assert "没有任务的会" not in clerk.get(url, {"kind": "notice"}).content.decode()
    assert "没有任务的会" not in clerk.get(url, {"unit": world.west.pk}).content.decode()
    assert f'href="{url}">Show all' in clerk.get(url, {"q": "没有这样的会"}).content.decode()  # no dead end


def test_open_proposals_are_on_the_desk_of_whoever_keeps_the_document(filed, world):
    document = filed(actor=world.east_liaison, unit=world.east)
    today = timezone.localdate()
    link = reverse("minutes:document", args=[document.pk])
    assert link in {todo.url for todo in todos_of(world.east_liaison, today)}
    assert link not in {todo.url for todo in todos_of(world.clerk, today)}
    assert link not in {todo.url for todo in todos_of(world.west_head, today)}


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_more_rows_cost_no_more_queries(clerk, filed):
    one = filed()
    few = queries(clerk, reverse("minutes:list")), queries(clerk, reverse("minutes:document", args=[one.pk]))
    for n in range(3):
        filed(MINUTES + f"会议明确，财务部要在{n + 1}月底前提交报告。" * 5, title=f"会{n}")
    many = filed(MINUTES * 6, title="长会")
    more = queries(clerk, reverse("minutes:list")), queries(clerk, reverse("minutes:document", args=[many.pk]))
    assert more[0] <= few[0]
    # The near duplicates now found cost one look more.
    assert more[1] <= few[1] + 1
    previews = []
    for document in (many, one):
        standing.forget()  # rates and budgets are kept for seconds: each preview looks them up here
        previews.append(queries(clerk, reverse("minutes:issue", args=[document.pk])))
    assert previews[0] <= previews[1]


def test_due_dates_that_passed_are_told_in_the_preview(clerk, filed, complete):
    document = filed()
    complete(document.proposals.first(), due_on=timezone.localdate() - timedelta(days=2))
    html = clerk.get(reverse("minutes:issue", args=[document.pk])).content.decode()
    assert "passed already" in html


def test_one_bad_file_does_not_cost_the_good_ones(clerk, world):
    files = [
        SimpleUploadedFile("病毒.exe", b"MZ\x90\x00" + b"\x00" * 200),
        SimpleUploadedFile("好.txt", MINUTES.encode()),
    ]
    answer = clerk.post(reverse("minutes:file"), filing(world, papers=files), follow=True)
    assert Document.objects.get().open_count == 3
    assert "病毒.exe" in answer.content.decode()
    alone = clerk.post(reverse("minutes:file"), filing(world, papers=files[:1], text=""))
    assert alone.status_code == 422


def test_what_goes_beyond_a_budget_wants_its_reason_in_the_form_that_issues(clerk, filed, complete, world):
    document = filed()
    row = complete(document.proposals.first())
    url = reverse("minutes:issue", args=[document.pk])
    assert 'name="burden_reason"' not in clerk.get(url).content.decode()
    budget(world, 0)
    form = clerk.get(url).content.decode()
    assert re.search(r'<textarea[^>]*name="burden_reason"[^>]* required', form)
    # Looking anew at what it costs wants no reason, and issues nothing.
    said = {"ids": f"{row.pk}:{row.version}", "burden_reason": "上级限期"}
    anew = clerk.post(url, {**said, "cost": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert anew.lstrip().startswith("<section")
    assert "上级限期" in anew
    assert not Task.objects.exists()


def test_a_reason_that_was_typed_is_kept_when_nothing_could_be_issued(clerk, filed, complete, world):
    document = filed()
    row = complete(document.proposals.first())
    budget(world, 0)
    url = reverse("minutes:issue", args=[document.pk])
    answer = clerk.post(url, {"ids": f"{row.pk}:{row.version}", "type": "0", "burden_reason": "上级限期"})
    assert answer.status_code == 409
    assert "上级限期</textarea>" in answer.content.decode()


def test_rhythms_kept_before_stand_once_and_as_people_left_them(filed):
    made = import_module("duban.minutes.migrations.0005_further_rhythms")
    read, judged, _plain = filed().proposals.all()
    both = {"recurrence": "quarterly", "recurrences": ["quarterly", "half-yearly"]}
    Proposal.objects.filter(pk__in=[read.pk, judged.pk]).update(**both)
    Proposal.objects.filter(pk=judged.pk).update(edited=["recurrence"], recurrence="monthly")
    made.leave_out_the_first(apps, None)
    read.refresh_from_db()
    judged.refresh_from_db()
    assert (read.rhythms, judged.rhythms) == (["Quarterly", "Half-yearly"], ["Monthly"])
