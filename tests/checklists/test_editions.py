"""Editions: written, approved by another, in force from a day, withdrawn; and what a sheet or a pack brings."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import Workbook, load_workbook

from duban.checklists import packs, workbooks, xlsform
from duban.checklists.actions import (
    Overtaken,
    approve_edition,
    bring_into_force,
    draft_edition,
    load_pack,
    make_checklist,
    withdraw_edition,
    write_edition,
)
from duban.checklists.lines import compare, digest, lines_of, read
from duban.checklists.models import Checklist, Edition, EditionState
from duban.checklists.todos import todos
from duban.org.models import Person
from tests.checklists.conftest import drafted, in_force, lines


def faults(**cells) -> list[str]:
    return [fault.column for fault in read([{"section": "甲", "text": "乙", **cells}]).faults]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"kind": "number", "low": "9", "high": "8"}, "low"),
        ({"kind": "number", "low": "abc"}, "low"),
        ({"kind": "number", "high": "1e99"}, "high"),
        ({"kind": "choice", "options": "好"}, "options"),
        ({"kind": "choice", "options": "好；好"}, "options"),
        ({"kind": "choice", "options": "×差；×坏"}, "options"),
        ({"options": "好；坏"}, "options"),
        ({"low": "1"}, "low"),
        ({"kind": "oracle"}, "kind"),
        ({"weight": "-1"}, "weight"),
        ({"text": ""}, "text"),
        ({"code": "有 空格"}, "code"),
    ],
)
def test_nonsense_is_refused_at_its_cell(cells, column):
    assert column in faults(**({"guidance": "x"} | cells))


def test_a_code_twice_is_refused():
    found = read([{"section": "甲", "text": "一", "code": "A"}, {"text": "二", "code": "A"}])
    assert [(fault.row, fault.column) for fault in found.faults] == [(1, "code")]


def test_whoever_wrote_it_does_not_approve_it(world, draft):
    with pytest.raises(PermissionDenied):
        approve_edition(draft.pk, actor=world.clerk)
    # Nor does whoever changed it last.
    write_edition(draft.pk, actor=world.supervision_head, lines=lines()[:3])
    with pytest.raises(PermissionDenied):
        approve_edition(draft.pk, actor=world.supervision_head)
    # The head of the owner unit may, and so may the deputy who acts for an absent head.
    assert approve_edition(draft.pk, actor=world.safety_deputy).state == EditionState.APPROVED


def test_nobody_approves_what_they_have_not_read(world, draft, client):
    """Whoever drafts may go on writing while somebody else reads: what came after the reading is not approved with it."""
    client.force_login(world.supervision_head)
    page, approval = draft.get_absolute_url(), reverse("checklists:approval", args=[draft.pk])

    def read() -> dict[str, str]:
        return {"seen": re.search(r'name="seen" value="(\w+)"', client.get(page).content.decode())[1]}

    said = read()
    write_edition(draft.pk, actor=world.clerk, lines=lines()[:1])
    assert "Somebody changed this draft meanwhile" in client.post(approval, said, follow=True).content.decode()
    draft.refresh_from_db()
    assert draft.state == EditionState.DRAFT
    client.post(approval, read())
    draft.refresh_from_db()
    assert draft.state == EditionState.APPROVED


def test_a_new_edition_keeps_codes_and_ends_the_old_one(world, edition):
    new = draft_edition(edition.checklist_id, actor=world.clerk)
    old = lines_of(edition)
    assert lines_of(new) == old
    changed = [replace(old[0], text="登轮人员穿戴救生衣和安全帽"), *old[2:]]
    changed.append(replace(old[1], code="", text="夜间照明充足"))
    write_edition(new.pk, actor=world.clerk, lines=changed)
    differences = compare(old, lines_of(new))
    assert differences.counts == {"added": 1, "changed": 1, "removed": 1}
    # A code that was ever used is never given again.
    assert differences.added[0].code == "DL-007"
    approve_edition(new.pk, actor=world.supervision_head)
    later = timezone.localdate() + timedelta(days=3)
    bring_into_force(new.pk, actor=world.clerk, since=later, document="示范港安〔2026〕9号")
    edition.refresh_from_db()
    assert edition.until == later
    assert [list(Edition.objects.in_force(day)) for day in (later - timedelta(days=1), later)] == [[edition], [new]]
    assert Edition.objects.get(pk=new.pk).standing == "coming"


def test_an_edition_in_force_is_not_edited_and_not_backdated(world, edition):
    with pytest.raises(PermissionDenied):
        write_edition(edition.pk, actor=world.clerk, lines=lines())
    new = draft_edition(edition.checklist_id, actor=world.clerk)
    approve_edition(new.pk, actor=world.supervision_head)
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValidationError):
        bring_into_force(new.pk, actor=world.clerk, since=yesterday, document="1号")


def test_two_people_on_one_draft_notice_each_other(world, draft):
    seen = digest(lines_of(draft))
    write_edition(draft.pk, actor=world.safety_deputy, lines=lines()[:2], seen=seen)
    with pytest.raises(Overtaken):
        write_edition(draft.pk, actor=world.clerk, lines=lines()[:4], seen=seen)
    assert len(lines_of(draft)) == 2


def test_a_repealed_edition_is_out_of_use_and_still_readable(world, edition, client):
    withdraw_edition(edition.pk, actor=world.clerk, reason="标准已更新")
    assert not Edition.objects.in_force().exists()
    client.force_login(world.stevedore)
    assert client.get(edition.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("make", "word", "done", "other"), [(drafted, "撤回", "已撤回", "废止"), (in_force, "废止", "已废止", "撤回")]
)
def test_a_draft_is_withdrawn_and_what_was_in_force_repealed(world, client, make, word, done, other):
    edition = make(world)
    client.force_login(world.clerk)
    chinese = {"Accept-Language": "zh-hans"}
    pages = [
        client.get(at, headers=chinese) for at in (edition.get_absolute_url(), f"/editions/{edition.pk}/withdrawal")
    ]
    with translation.override("zh-hans"):
        gone = withdraw_edition(edition.pk, actor=world.clerk, reason="不再适用")
        assert gone.standing_word == done
    pages.append(client.get(edition.get_absolute_url(), headers=chinese))  # with its story of the journal
    for page in pages:
        assert word in page.content.decode()
        assert other not in page.content.decode()


def _to_come(world, edition, since):
    """Another edition of the same checklist, in force from a day ahead."""
    later = draft_edition(edition.checklist_id, lines=lines_of(edition), actor=world.clerk)
    approve_edition(later.pk, actor=world.supervision_head)
    return bring_into_force(later.pk, actor=world.clerk, since=since, document="〔2026〕9号")


def test_a_checklist_left_without_an_edition_in_force_says_so_and_how_it_is_mended(world, edition, client):
    at, words = edition.checklist.get_absolute_url(), "No edition is in force"
    client.force_login(world.clerk)
    assert words not in client.get(at).content.decode()
    Edition.objects.filter(pk=edition.pk).update(since=world.today - timedelta(days=9), until=world.today)
    page = client.get(at).content.decode()
    assert words in page
    assert "have it approved by another" in page
    assert "None in force" in client.get(reverse("checklists:list")).content.decode()
    client.post(reverse("checklists:edition_new", args=[edition.checklist_id]))
    draft = Edition.objects.get(state="draft")
    page = client.get(at).content.decode()
    assert words in page
    assert f'<a href="{draft.get_absolute_url()}">Edition {draft.number}</a> · Draft' in page
    approve_edition(draft.pk, actor=world.supervision_head)
    bring_into_force(draft.pk, actor=world.clerk, since=world.today, document="示范港安〔2026〕9号")
    assert words not in client.get(at).content.decode()


def test_an_edition_withdrawn_before_it_began_gives_its_days_back_to_the_one_before(world, edition):
    today = timezone.localdate()
    second = _to_come(world, edition, today + timedelta(days=10))
    third = _to_come(world, edition, today + timedelta(days=20))
    withdraw_edition(second.pk, actor=world.clerk, reason="推迟")
    edition.refresh_from_db()
    assert edition.until == third.since  # the one after it still comes
    withdraw_edition(third.pk, actor=world.clerk, reason="不用了")
    edition.refresh_from_db()
    assert edition.until is None
    for ahead in (0, 10, 20, 400):
        assert list(Edition.objects.in_force(today + timedelta(days=ahead))) == [edition]


def test_an_edition_withdrawn_before_it_began_does_not_bring_back_a_withdrawn_one(world, edition):
    later = _to_come(world, edition, timezone.localdate() + timedelta(days=10))
    withdraw_edition(edition.pk, actor=world.clerk, reason="有错")
    withdraw_edition(later.pk, actor=world.clerk, reason="也有错")
    assert not Edition.objects.in_force(timezone.localdate() + timedelta(days=30)).exists()


def test_excel_goes_out_and_comes_back_the_same(draft):
    there = lines_of(draft)
    back = workbooks.read_workbook(workbooks.workbook_of(there, title="表"))
    assert not back.faults
    assert back.lines == there


def test_xlsform_goes_out_valid_and_comes_back_the_same(draft):
    there = lines_of(draft)
    form = xlsform.xlsform_of(there, title="表", number=1, form_id="DL")
    xlsform.check(form)  # pyxform itself takes it
    back = xlsform.read_xlsform(form)
    assert not back.faults
    assert back.lines == there


def test_every_faulty_cell_of_a_sheet_is_named_and_nothing_is_saved(world, draft, client):
    rows = [replace(lines()[2], low=None, high=None)]
    data = workbooks.workbook_of(rows, title="表")
    brought = workbooks.read_workbook(data)
    assert not brought.faults
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    sheet["E2"], sheet["L2"] = "占卜", "千"
    kept = io.BytesIO()
    book.save(kept)
    cells = {fault.cell.split("!")[1] for fault in workbooks.read_workbook(kept.getvalue()).faults}
    assert cells == {"E2", "L2"}
    client.force_login(world.clerk)
    kept.seek(0)
    kept.name = "a.xlsx"
    answer = client.post(reverse("checklists:import", args=[draft.pk]), {"file": kept, "kind": "excel"})
    assert answer.status_code == 422
    assert "E2" in answer.content.decode()
    assert len(lines_of(draft)) == 6


def test_importing_shows_what_would_change_then_does_it(world, draft, client):

    client.force_login(world.clerk)
    file = io.BytesIO(workbooks.workbook_of(lines_of(draft)[:4], title="表"))
    file.name = "清单.xlsx"
    page = client.post(reverse("checklists:import", args=[draft.pk]), {"file": file, "kind": "excel"})
    assert page.status_code == 200
    assert len(lines_of(draft)) == 6
    token = re.search(r'name="token" value="([^"]+)"', page.content.decode())[1]
    client.post(reverse("checklists:import_confirmed", args=[draft.pk]), {"token": token})
    assert len(lines_of(draft)) == 4


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_said_clearly(world, draft, client, data):
    client.force_login(world.clerk)
    file = io.BytesIO(data)
    file.name = "a.xlsx"
    for kind in ("excel", "xlsform"):
        file.seek(0)
        answer = client.post(reverse("checklists:import", args=[draft.pk]), {"file": file, "kind": kind})
        assert answer.status_code == 422


def test_packs_are_whole_and_load_once(world):
    assert not [each for each in packs.every() if isinstance(each, packs.BrokenPack)]
    ten = packs.get("ten_aspects")
    assert len({aspect for each in ten.lists for aspect in each.aspects}) == 10
    assert all(8 <= len(each.lines) <= 15 for each in ten.lists)
    assert len(load_pack("ten_aspects", actor=world.clerk, owner=world.safety)) == 10
    own = Checklist.objects.get(code="DLCB")
    Checklist.objects.filter(pk=own.pk).update(name="本单位自己的名称")
    assert load_pack("ten_aspects", actor=world.clerk, owner=world.safety) == []
    own.refresh_from_db()
    assert own.name == "本单位自己的名称"


def test_a_broken_pack_names_file_list_and_item(tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text(
        "name: 坏包\nlists:\n  - {code: A, name: 表, sections: [{title: 部分, items: [{text: 温度, kind: number, low: 9, high: 8},"
        " {text: 选, kind: choice}, {text: 三, colour: red}]}]}\n",
        encoding="utf-8",
    )
    with pytest.raises(packs.BrokenPack) as broken:
        packs.read_pack(file)
    said = str(broken.value)
    assert "bad.yaml" in said
    assert "表 / 部分 / 1 “温度”" in said
    assert "表 / 部分 / 2" in said
    assert "colour" in said
    file.write_text("name: [", encoding="utf-8")
    with pytest.raises(packs.BrokenPack):
        packs.read_pack(file)


@pytest.mark.parametrize(
    "raw", [b"a: &a [*a]", b"- " * 3000, b"\xff\xfe", b"", b"!!python/object:os.system x", b"name: x\nlists: 3"]
)
def test_a_pack_that_is_none_says_so_without_a_traceback(tmp_path, raw):
    path = tmp_path / "x.yaml"
    path.write_bytes(raw)
    with pytest.raises(packs.BrokenPack, match=r"x\.yaml"):
        packs.read_pack(path)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_make_one_draft(world):
    edition = in_force(world)
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("a database in memory has one connection; PostgreSQL shows the race")
    start, done = Barrier(2), []

    def press() -> None:
        start.wait()
        try:
            done.append(draft_edition(edition.checklist_id, actor=world.clerk))
        except ValidationError as refused:
            done.append(refused)
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(each).__name__ for each in done) == ["Edition", "ValidationError"]


@pytest.mark.parametrize("n", [1, 4])
def test_the_list_asks_the_same_few_questions(world, client, n):
    for serial in range(n):
        in_force(world, f"L{serial}")
    client.force_login(world.clerk)
    client.get(reverse("checklists:list"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("checklists:list"))
    assert len(asked) <= 8, [q["sql"][:90] for q in asked]


def test_rows_of_the_table_form_move_without_losing_what_was_typed(world, draft, client):
    client.force_login(world.clerk)
    url = reverse("checklists:items", args=[draft.pk])
    typed = {
        "rows": "2",
        "section-0": "甲",
        "text-0": "一",
        "text-1": "二",
        "kind-1": "number",
        "low-1": "9",
        "high-1": "1",
    }
    page = client.post(url, typed | {"down": "0"}).content.decode()
    assert page.index(">二<") < page.index(">一<")
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert ">二<" in refused.content.decode()
    assert len(lines_of(draft)) == 6


@pytest.mark.parametrize("code", ["塔 吊", "A,1", "甲。"])
def test_a_code_that_no_item_may_have_is_refused_for_a_checklist(world, client, code):
    client.force_login(world.clerk)
    said = {"code": code, "name": "塔吊检查表", "owner": world.safety.pk}
    answer = client.post(reverse("checklists:new"), said)
    assert answer.status_code == 422
    assert "Letters, digits, dots, slashes and hyphens only" in answer.content.decode()


def test_a_code_that_is_taken_is_refused_in_plain_words(world, draft, client):
    client.force_login(world.clerk)
    said = {"code": draft.checklist.code, "name": "塔吊检查表", "owner": world.safety.pk}
    answer = client.post(reverse("checklists:new"), said, headers={"accept-language": "zh-hans"})
    assert "已有检查清单使用这一编码。" in answer.content.decode()


def test_a_row_without_its_text_is_a_fault_and_not_left_out():
    assert [fault.column for fault in read([{"section": "甲", "measure": "MPa"}]).faults] == ["text"]
    assert [fault.column for fault in read([{"section": "甲", "weight": 3}]).faults] == ["text"]
    assert not read([{"kind": "是否", "severity": "一般"}]).faults


def test_a_code_twice_in_a_workbook_names_the_row_of_the_sheet():
    rows = [replace(line, code="甲-1") for line in lines()[:2]]
    [fault] = workbooks.read_workbook(workbooks.workbook_of(rows, title="表")).faults
    assert fault.cell.endswith("!C3")
    assert "in row 2 already" in fault.message


def test_what_an_import_cannot_take_is_shown_before_it_is_confirmed(world, draft, client):
    book = load_workbook(io.BytesIO(workbooks.workbook_of(lines_of(draft), title="表")))
    sheet = book.worksheets[0]
    sheet["P1"], sheet["P3"] = "检查频次", "每周一次"
    book.copy_worksheet(sheet).title = "第二张"
    kept = io.BytesIO()
    book.save(kept)
    kept.seek(0)
    kept.name = "a.xlsx"
    client.force_login(world.clerk)
    page = client.post(reverse("checklists:import", args=[draft.pk]), {"file": kept, "kind": "excel"})
    assert page.status_code == 200
    said = page.content.decode()
    assert "检查频次" in said
    assert "每周一次" in said
    assert "第二张!A1" in said


def form_of(*questions: dict[str, str]) -> bytes:
    book = Workbook()
    survey = book.active
    survey.title = "survey"
    head = ["type", "name", "label", "relevant", "constraint", "calculation", "parameters", "required"]
    survey.append(head)
    for question in questions:
        survey.append([question.get(name) for name in head])
    choices = book.create_sheet("choices")
    for listed in [("list_name", "name", "label"), ("ppe", "a", "安全帽"), ("ppe", "b", "救生衣")]:
        choices.append(listed)
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id"])
    settings.append(["外来表", "w1"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_foreign_form_says_cell_by_cell_what_no_item_can_take():
    brought = xlsform.read_xlsform(
        form_of(
            {"type": "note", "name": "n1", "label": "先出示证件"},
            {"type": "decimal", "name": "t", "label": "温度", "constraint": ".>=2 and .<=8"},
            {"type": "text", "name": "x", "label": "原因", "relevant": "${t} > 8", "constraint": "regex(., 'a')"},
        )
    )
    assert not brought.faults
    assert [(cell.cell, cell.value) for cell in brought.left_out] == [
        ("survey!C2", "先出示证件"),
        ("survey!D4", "${t} > 8"),
        ("survey!E4", "regex(., 'a')"),
    ]


def test_the_usual_kinds_of_question_become_the_nearest_answer_or_are_left_out_and_none_stops_the_form():
    ask = [
        ("integer", "number"), ("decimal", "number"), ("range", "number"), ("text", "text"), ("select_one ppe", "choice"),
        ("select one ppe", "choice"), ("select_multiple ppe", "text"), ("rank ppe", "text"), ("acknowledge", "yes_no"),
        ("image", "photo"), ("date", "text"), ("time", "text"), ("dateTime", "text"), ("barcode", "text"),
        ("audio", "text"), ("video", "text"), ("file", "text"),
    ]  # fmt: skip
    brought = xlsform.read_xlsform(
        form_of(
            {"type": "start", "name": "begun"},
            {"type": "begin repeat", "name": "r", "label": "每个舱口"},
            *({"type": kind, "name": f"q{at}", "label": f"题{at}"} for at, (kind, _answer) in enumerate(ask)),
            {"type": "end repeat"},
            {"type": "note", "name": "n", "label": "先出示证件"},
            {"type": "geopoint", "name": "g", "label": "位置"},
            {"type": "calculate", "name": "c", "calculation": "1 + 1"},
            {"type": "range", "name": "grade", "label": "评分", "parameters": "start=1 end=5 step=1"},
            {"type": "file", "name": "doc", "label": "台账", "required": "yes"},
        )
    )
    assert not brought.faults
    assert [line.kind for line in brought.lines[: len(ask)]] == [answer for _kind, answer in ask]
    assert [cell.value for cell in brought.adapted] == [
        "每个舱口",
        *(f"{kind}: 题{at}" for at, (kind, _answer) in enumerate(ask) if at in {6, 7} or at > 9),
        "file: 台账",
    ]
    assert [cell.value for cell in brought.left_out] == ["先出示证件", "位置", "1 + 1"]
    assert brought.lines[6].guidance == "安全帽、救生衣"
    grade, doc = brought.lines[-2:]
    assert (grade.as_texts()["low"], grade.as_texts()["high"], doc.proof) == ("1", "5", True)


def test_the_report_says_what_became_of_each_question_before_anything_is_saved(world, draft, client):
    client.force_login(world.clerk)
    file = SimpleUploadedFile("form.xlsx", form_of({"type": "date", "name": "d", "label": "到期日"}))
    url = reverse("checklists:import", args=[draft.pk])
    page = client.post(url, {"kind": "xlsform", "file": file}, headers={"accept-language": "zh-hans"})
    assert page.status_code == 200
    assert "改为文字作答" in page.content.decode()
    assert len(lines_of(draft)) == 6


def test_a_faulty_question_of_a_form_is_named_by_its_cell():
    brought = xlsform.read_xlsform(form_of({"type": "text", "name": "x", "label": "长" * 301}))
    assert [cell.cell for cell in brought.faults] == ["survey!C2"]


def test_the_page_of_a_draft_names_who_may_approve_it(world, draft, client):
    client.force_login(world.clerk)
    page = client.get(reverse("checklists:edition", args=[draft.pk])).content.decode()
    assert str(world.supervision_head) in (said := page.split("May approve:")[1].split("</p>")[0])
    assert str(world.clerk) not in said


def test_a_draft_waits_for_whoever_approves_it_and_then_for_its_drafter(world, draft):
    def wait(person) -> list[tuple[str, bool]]:
        return [(todo.what, todo.owed) for todo in todos(Person.objects.get(pk=person.pk), timezone.localdate())]

    assert wait(world.supervision_head) == [("Approve the draft", False)]
    assert not wait(world.clerk)
    assert not wait(world.stevedore)
    approve_edition(draft.pk, actor=world.supervision_head)
    assert not wait(world.supervision_head)
    assert wait(world.clerk) == [("Bring it into force", True)]
    bring_into_force(draft.pk, actor=world.clerk, since=timezone.localdate(), document="示范港安〔2026〕3号")
    assert not wait(world.clerk)


def test_a_draft_without_items_waits_for_nobody(world):
    make_checklist(actor=world.clerk, code="KB", name="空表", owner=world.safety)
    assert not list(todos(world.supervision_head, timezone.localdate()))
