"""The organisation out to Excel and in again."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from openpyxl import Workbook as Xlsx
from openpyxl import load_workbook

from duban.journal.models import Entry
from duban.org.actions.people import edit_person
from duban.org.command import import_org
from duban.org.models import Appointment, Person, Placement, Role, Unit, UnitAlias
from duban.org.sheets.check import check
from duban.org.sheets.read import NotReadable, read_day, read_workbook
from duban.org.sheets.save import ChangedMeanwhile, save
from duban.org.sheets.write import present_organisation, template

HEADS = {
    "units": ["code", "name", "short_name", "kind", "parent", "opened_on", "closed_on", "placed_since"],
    "people": ["username", "name", "number", "mobile", "email", "status"],
    "appointments": ["person", "unit", "role", "post", "since", "until"],
    "aliases": ["unit", "text"],
}


def workbook(**sheets):
    """A workbook whose sheets hold the given rows under the headings of the template."""
    book = Xlsx()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(HEADS[name])
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def plan_of(**sheets):
    return check(read_workbook(workbook(**sheets)))


def cells(plan):
    return [(fault.sheet, fault.cell) for fault in plan.faults]


FIRST = {
    "units": [
        ["H2", "河西码头有限公司", "河西码头", "company", "H1", "2021-03-01", None, None],
        ["H1", "河口港务集团", "河口集团", "Group", None, None, None, None],
        ["H1-B", "办公室", None, "Department", "河口港务集团", None, None, None],
    ],
    "people": [
        ["wangyi", "王示一", "A001", 13900000001, "wang@example.org", None],
        [None, "李示二", None, None, None, None],
    ],
    "appointments": [
        ["A001", "H1", "administrator", "管理员", "2024-01-01", None],
        ["李示二", "河西码头", "head", "经理", "2024-01-01", None],
    ],
    "aliases": [["H2", "河西"]],
}


def test_a_whole_organisation_comes_in_at_once(db):
    plan = save(read_workbook(workbook(**FIRST)), actor=None)
    assert (len(plan.units), len(plan.people), len(plan.posts), len(plan.aliases)) == (3, 2, 2, 1)
    west = Unit.objects.get(code="H2")
    assert Unit.objects.get_parent(west) == Unit.objects.get(code="H1")
    assert Placement.objects.get(unit=west).parent.code == "H1"
    assert Person.objects.get(username="wangyi").mobile == "13900000001"
    assert Person.objects.get(name="李示二").username == "lishier"
    assert Appointment.objects.get(unit=west).role == Role.HEAD
    assert UnitAlias.objects.get().text == "河西"
    assert Entry.objects.filter(kind="organisation.imported").count() == 1
    assert Entry.objects.filter(kind="unit.opened").count() == 3


def test_importing_the_same_file_again_changes_nothing(db):
    data = workbook(
        **{
            **FIRST,
            "people": [
                ["wangyi", "王示一", "A001", "13900000001", "wang@example.org", None],
                ["lishier", "李示二", None, None, None, None],
            ],
        }
    )
    save(read_workbook(data), actor=None)
    again = check(read_workbook(data))
    assert again.faults == []
    assert again.steps == []
    assert again.unchanged == 8


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_goes_out_comes_in_unchanged(world, language):
    from django.utils import translation

    with translation.override(language):
        plan = check(read_workbook(present_organisation()))
        assert plan.faults == []
        assert plan.steps == []
        assert plan.unchanged > 70


def test_an_export_builds_the_same_organisation_elsewhere(world):
    data = present_organisation()
    before = sorted(Unit.objects.values_list("code", "name", "kind", "depth"))
    posts = sorted(Appointment.objects.values_list("person__username", "unit__code", "role", "post", "since"))
    Appointment.objects.all().delete()
    UnitAlias.objects.all().delete()
    Placement.objects.all().delete()
    Unit.objects.all().delete()
    Person.objects.all().delete()
    save(read_workbook(data), actor=None)
    assert sorted(Unit.objects.values_list("code", "name", "kind", "depth")) == before
    assert sorted(Appointment.objects.values_list("person__username", "unit__code", "role", "post", "since")) == posts
    assert Unit.objects.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize(
    ("sheet", "row", "cell", "said"),
    [
        ("units", ["X1", None, None, "company", "G"], "B2", "is empty"),
        ("units", ["123", "数字公司", None, "company", "G"], "A2", "letter"),
        ("units", ["X1", "新公司", None, "castle", "G"], "D2", "not in the list"),
        ("units", ["X1", "新公司", None, "company", "ZZZ"], "E2", "no such unit"),
        ("units", ["X1", "新公司", None, "company", "G", "soon"], "F2", "not a date"),
        ("units", ["X1", "新公司", None, "company", "G", "2024-05-01", "2024-04-01"], "G2", "before it was opened"),
        ("units", ["X1", "审计部", None, "department", "G"], "B2", "called so too"),
        ("units", ["X1", "长" * 121, None, "company", "G"], "B2", "Longer than 120"),
        ("units", ["E", "东港港务有限公司", "东港公司", "secondary", "E-TL"], "E2", "under itself"),
        (
            "units",
            ["E", "东港港务有限公司", "东港公司", "secondary", "G", "2020-01-01", "2026-01-01"],
            "G2",
            "stands under it",
        ),
        ("people", ["clerk", None], "B2", "is empty"),
        ("people", [None, "督示范"], "A2", "known already: clerk"),
        ("people", ["newone", "新示范", "N0001"], "C2", "staff number is that of 管示范"),
        ("people", ["newone", "新示范", None, None, "no-address"], "E2", "not an e-mail"),
        ("people", ["newone", "新示范", None, None, None, "asleep"], "F2", "not in the list"),
        ("appointments", ["nobody", "E", "head"], "A2", "no such person"),
        ("appointments", ["clerk", "nowhere", "head"], "B2", "no such unit"),
        ("appointments", ["clerk", "E", "king"], "C2", "not in the list"),
        ("appointments", ["clerk", "E", "head", None, "2024-05-01", "2024-04-01"], "F2", "ends before"),
        ("appointments", ["east_head", "E", "head", None, "2024-05-01"], "E2", "already"),
        ("aliases", ["nowhere", "某处"], "A2", "no such unit"),
        ("aliases", ["E", "西港区"], "B2", "is a name of W"),
        ("aliases", ["E", "审计部"], "B2", "is a name of G-SJ"),
    ],
)
def test_every_faulty_cell_is_named(world, sheet, row, cell, said):
    plan = plan_of(**{sheet: [row]})
    assert [fault.cell for fault in plan.faults] == [cell], plan.faults
    assert said in plan.faults[0].wrong
    assert plan.faults[0].mend
    # The page shows beside the faults what would change.
    plan.shown()


def test_all_faults_come_at_once_in_the_order_of_the_workbook(world):
    plan = plan_of(
        aliases=[["nowhere", "某处"]],
        units=[["X1", None, None, "castle", "G"], ["X1", "又一个", None, "company", "G"]],
        people=[["clerk", "督示范"], ["clerk", "督示范"]],
    )
    assert cells(plan) == [("Units", "B2"), ("Units", "D2"), ("Units", "A3"), ("People", "A3"), ("Aliases", "A2")]


def test_a_faulty_workbook_saves_nothing(world):
    before = Unit.objects.count()
    with pytest.raises(ValidationError, match="no such person"):
        save(
            read_workbook(
                workbook(units=[["X1", "新公司", None, "company", "G"]], appointments=[["nobody", "E", "head"]])
            ),
            actor=world.administrator,
        )
    assert Unit.objects.count() == before


def test_a_move_in_the_file_keeps_the_past(world):
    save(
        read_workbook(
            workbook(
                units=[["E-TL", "东港拖轮有限公司", "东港拖轮公司", "company", "W", "2020-01-01", None, "2026-01-01"]]
            )
        ),
        actor=world.administrator,
    )
    assert Unit.objects.get_parent(Unit.objects.get(code="E-TL")).code == "W"
    assert [str(p.since) for p in Placement.objects.filter(unit=world.tugs)] == ["2020-01-01", "2026-01-01"]


def test_leaving_by_file_ends_posts_and_login(world):
    save(
        read_workbook(workbook(people=[["tugs_head", "拖示范", "N0027", None, None, "has left"]])),
        actor=world.administrator,
    )
    person = Person.objects.get(username="tugs_head")
    assert not person.is_active
    assert not Appointment.objects.in_force(world.today).filter(person=person).exists()


def test_a_column_left_out_changes_nothing_in_it(world):
    book = Xlsx()
    book.active.title = "people"
    book.active.append(["username", "name"])
    book.active.append(["clerk", "督新名"])
    file = io.BytesIO()
    book.save(file)
    save(read_workbook(file.getvalue()), actor=world.administrator)
    person = Person.objects.get(username="clerk")
    assert (person.name, person.mobile) == ("督新名", world.clerk.mobile)


def test_what_was_shown_is_what_is_saved(world):
    data = read_workbook(workbook(people=[["clerk", "督新名", "N0004", None, None, None]]))
    shown = check(data).fingerprint
    edit_person(world.clerk.pk, mobile="", actor=world.administrator)
    with pytest.raises(ChangedMeanwhile):
        save(data, actor=world.administrator, shown=shown)


def test_only_who_administers_the_group_imports(world):
    with pytest.raises(PermissionDenied):
        save(read_workbook(workbook(people=[["clerk", "督新名"]])), actor=world.east_administrator)


def test_an_import_locks_nobody_out(world):
    with pytest.raises(ValidationError, match="administer"):
        save(read_workbook(workbook(people=[["administrator", "管示范", "N0001", None, None, "left"]])), actor=None)


def test_the_template_has_headings_lists_and_instructions():
    book = load_workbook(io.BytesIO(template()))
    assert book.sheetnames == ["Instructions", "Units", "People", "Appointments", "Aliases"]
    assert [cell.value for cell in book["Aliases"][1]] == ["Unit *", "Alias *"]
    lists = [rule.formula1 for rule in book["Units"].data_validations.dataValidation if rule.type == "list"]
    assert any("Company" in formula for formula in lists)


def test_an_empty_template_changes_nothing(world):
    plan = check(read_workbook(template()))
    assert (plan.faults, plan.steps) == ([], [])


def _zip_bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/workbook.xml", "w") as part:
        for _ in range(310):
            part.write(b"0" * 2**20)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"code,name\nA,B\n", "not an .xlsx"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "not an .xlsx"),
        (b"PK\x03\x04 cut off", "cut off"),
        (b"PK" + b"x" * (20 * 2**20 + 1), "20 MB"),
    ],
)
def test_a_file_that_is_no_workbook_is_said_to_be_none(data, said):
    with pytest.raises(NotReadable, match=said):
        read_workbook(data)


def test_what_the_reader_of_sheets_says_in_its_own_words_is_not_passed_on():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("notes.txt", "no sheet")
    with pytest.raises(NotReadable) as refused:
        read_workbook(file.getvalue())
    assert str(refused.value) == "The file is damaged or protected by a password. Save it anew without one."


def test_a_zip_bomb_is_not_unpacked():
    with pytest.raises(NotReadable, match="300 MB"):
        read_workbook(_zip_bomb())


@pytest.mark.parametrize("far", ["XFD1048576", "CV100001"])
def test_cells_at_far_ends_are_no_table_to_make_room_for(far):
    """The first would end the process that tries; the second fits, and is no list."""
    book = Xlsx()
    book.active["A1"] = book.active[far] = "x"
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(NotReadable, match="far away"):
        read_workbook(file.getvalue())


def test_a_truncated_workbook_is_refused(world):
    with pytest.raises(NotReadable):
        read_workbook(present_organisation()[:-400])


def test_a_workbook_of_something_else_names_the_sheets_it_needs():
    file = io.BytesIO()
    Xlsx().save(file)
    with pytest.raises(NotReadable, match="Units"):
        read_workbook(file.getvalue())


@pytest.mark.parametrize(
    "cell", ["2024-5-1", "2024/05/01", "2024年5月1日", "20240501", "2024.5.1", "2024-05-01 00:00:00"]
)
def test_dates_are_read_as_people_write_them(cell):
    assert str(read_day(cell)) == "2024-05-01"


@pytest.mark.parametrize("cell", ["2024-13-01", "May", "45000", "2024", "0001-01-01"])
def test_what_is_no_date_is_none(cell):
    assert read_day(cell) is None


def test_the_command_reports_and_saves(db, tmp_path, capsys):
    file = tmp_path / "org.xlsx"
    file.write_bytes(workbook(**FIRST))
    assert import_org(file) == 0
    assert not Unit.objects.exists()
    assert import_org(file, save=True) == 0
    assert Unit.objects.count() == 3
    file.write_bytes(workbook(units=[["X1", None, None, "company", "H1"]]))
    assert import_org(file, save=True) == 1
    assert "B2" in capsys.readouterr().out
    assert import_org(tmp_path / "none.xlsx") == 2


def test_many_units_come_in_with_few_queries(world, django_assert_max_num_queries):
    rows = [[f"U{n}", f"第{n}作业公司", None, "company", "E" if n < 5 else f"U{n % 5}"] for n in range(60)]
    data = read_workbook(workbook(units=rows))
    with django_assert_max_num_queries(40):
        save(data, actor=world.administrator)
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    assert Unit.objects.get_children(Unit.objects.get(code="U1")).count() == 11
    assert Entry.objects.filter(kind="unit.opened").count() == 60


def test_two_thousand_people_come_in_with_few_queries(world, django_assert_max_num_queries):
    rows = [[f"many{n}", "多示范", f"M{n}", None, None, None] for n in range(2000)]
    posts = [[f"many{n}", "E", "member", None, "2024-01-01", None] for n in range(2000)]
    data = read_workbook(workbook(people=rows, appointments=posts))
    with django_assert_max_num_queries(80):
        save(data, actor=world.administrator)
    assert Appointment.objects.filter(unit=world.east, role=Role.MEMBER).count() == 2001


def test_only_a_group_stands_at_the_top(world):
    plan = plan_of(
        units=[
            ["N1", "无上级部", None, "department", None, None, None, None],
            ["N2", "另一集团", None, "group", None, None, None, None],
            [world.tugs.code, world.tugs.name, world.tugs.short_name, world.tugs.kind, None, None, None, None],
        ]
    )
    assert cells(plan) == [("Units", "E2"), ("Units", "E4")]


def test_the_preview_names_people_and_units(world):
    plan = plan_of(
        units=[["N1", "新设部", None, "department", world.group.code, None, None, None]],
        people=[["newcomer", "新来人", None, None, None, None]],
        appointments=[
            ["newcomer", "n1", "head", None, None, None],
            [world.tugs_head.username, "N1", "member", None, None, None],
        ],
        aliases=[["N1", "新部"]],
    )
    assert [row["title"] for row in plan.shown()] == [
        "新设部",
        "新来人",
        "新来人 · 新设部 · Head of unit",
        f"{world.tugs_head.name} · 新设部 · Member",
        "新设部 · 新部",
    ]


def test_the_preview_stands_beside_faults_and_capitals(world):
    plan = plan_of(
        units=[["X1", "新公司", None, "company", "ZZZ"]],
        people=[["Zhang.San", "章三示", None, None, None, None]],
        appointments=[["Zhang.San", "X1", "head", None, None, None], ["clerk", "X1", "king", None, None, None]],
        aliases=[["X1", "新司"]],
    )
    assert cells(plan) == [("Units", "E2"), ("Appointments", "C3")]
    assert "章三示 · X1 · Head of unit" in [row["title"] for row in plan.shown()]
