"""One invented port group that all tests know by name. Nobody in it exists.

    group 示范港口集团
    ├─ departments: supervision 督查办公室, safety 安全环保部, audit 审计部, finance 财务部, hr 人力资源部
    ├─ task force: reform 改革专班            emergency group: emergency 应急指挥办公室
    ├─ east 东港公司 (secondary)
    │   ├─ east_safety 安全科 (department of the secondary unit)
    │   ├─ stevedores 东港装卸公司  └─ stevedores_branch 装卸第一党支部
    │   └─ tugs 东港拖轮公司
    └─ west 西港公司 (secondary)
        ├─ bonded 西港保税公司     └─ bonded_branch 保税党支部
        └─ storage 西港仓储公司

People are attributes too (`world.clerk`, `world.east_head`, …), unit by unit in `PEOPLE`. Nobody has a password: use
`client.force_login(world.clerk)`. Two are absent today and named a deputy: `safety_head` (for whom `safety_deputy` acts)
and `east_head` (for whom `east_deputy` acts).
"""

import pickle
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from duban.org.models import Appointment, Deputy, Person, Placement, Role, Unit, UnitAlias, UnitKind
from duban.org.spelling import spell

SINCE = date(2020, 1, 1)

# attribute, parent, name, short name, code, kind
UNITS = [
    ("group", "", "示范港口集团有限公司", "示范港口集团", "G", UnitKind.GROUP),
    ("supervision", "group", "督查办公室", "督查办", "G-DC", UnitKind.DEPARTMENT),
    ("safety", "group", "安全环保部", "安环部", "G-AH", UnitKind.DEPARTMENT),
    ("audit", "group", "审计部", "", "G-SJ", UnitKind.DEPARTMENT),
    ("finance", "group", "财务部", "", "G-CW", UnitKind.DEPARTMENT),
    ("hr", "group", "人力资源部", "人力部", "G-RL", UnitKind.DEPARTMENT),
    ("reform", "group", "改革工作专班", "改革专班", "G-GG", UnitKind.TASK_FORCE),
    ("emergency", "group", "应急指挥办公室", "应急办", "G-YJ", UnitKind.EMERGENCY),
    ("east", "group", "东港港务有限公司", "东港公司", "E", UnitKind.SECONDARY),
    ("east_safety", "east", "东港公司安全科", "东港安全科", "E-AQ", UnitKind.DEPARTMENT),
    ("stevedores", "east", "东港装卸有限公司", "东港装卸公司", "E-ZX", UnitKind.COMPANY),
    ("stevedores_branch", "stevedores", "东港装卸第一党支部", "装卸一支部", "E-ZX-1", UnitKind.BRANCH),
    ("tugs", "east", "东港拖轮有限公司", "东港拖轮公司", "E-TL", UnitKind.COMPANY),
    ("west", "group", "西港港务有限公司", "西港公司", "W", UnitKind.SECONDARY),
    ("bonded", "west", "西港保税物流有限公司", "西港保税公司", "W-BS", UnitKind.COMPANY),
    ("bonded_branch", "bonded", "西港保税党支部", "保税支部", "W-BS-1", UnitKind.BRANCH),
    ("storage", "west", "西港仓储有限公司", "西港仓储公司", "W-CC", UnitKind.COMPANY),
]

ALIASES = [("safety", "安环"), ("audit", "集团审计部"), ("east", "东港区"), ("west", "西港区"), ("group", "集团公司")]

# attribute, name, [(unit, role, post), …]
PEOPLE: list[tuple[str, str, list[tuple[str, str, str]]]] = [
    ("administrator", "管示范", [("group", Role.ADMINISTRATOR, "系统管理员")]),
    ("leader", "董示范", [("group", Role.LEADER, "董事长")]),
    ("vice", "副示范", [("group", Role.LEADER, "副总经理")]),
    ("clerk", "督示范", [("supervision", Role.SUPERVISION, "督查专员")]),
    ("supervision_head", "查示范", [("supervision", Role.SUPERVISION, ""), ("supervision", Role.HEAD, "主任")]),
    ("inspector", "检示范", [("group", Role.INSPECTOR, "督查员")]),
    ("auditor", "审示范", [("group", Role.AUDITOR, "审计专员"), ("audit", Role.MEMBER, "专员")]),
    ("assessor", "考示范", [("group", Role.ASSESSOR, "考核专员"), ("hr", Role.MEMBER, "专员")]),
    ("audit_head", "纪示范", [("audit", Role.HEAD, "部长")]),
    ("safety_head", "安示范", [("safety", Role.HEAD, "部长")]),
    ("safety_deputy", "环示范", [("safety", Role.MEMBER, "副部长")]),
    ("safety_liaison", "全示范", [("safety", Role.LIAISON, "联络员")]),
    ("finance_head", "财示范", [("finance", Role.HEAD, "部长")]),
    ("finance_member", "账示范", [("finance", Role.MEMBER, "会计")]),
    ("reform_head", "革示范", [("reform", Role.HEAD, "组长")]),
    ("emergency_head", "急示范", [("emergency", Role.HEAD, "主任")]),
    ("east_leader", "东示范", [("east", Role.LEADER, "总经理")]),
    ("east_head", "旭示范", [("east", Role.HEAD, "常务副总经理")]),
    ("east_deputy", "晨示范", [("east", Role.MEMBER, "总经理助理")]),
    ("east_liaison", "曦示范", [("east", Role.LIAISON, "督查联络员")]),
    ("east_inspector", "朝示范", [("east", Role.INSPECTOR, "督查员")]),
    ("east_administrator", "辰示范", [("east", Role.ADMINISTRATOR, "管理员")]),
    ("stevedores_head", "装示范", [("stevedores", Role.HEAD, "经理")]),
    ("stevedores_liaison", "卸示范", [("stevedores", Role.LIAISON, "联络员")]),
    ("stevedore", "吊示范", [("stevedores", Role.MEMBER, "班长"), ("stevedores_branch", Role.MEMBER, "党员")]),
    ("branch_secretary", "党示范", [("stevedores_branch", Role.HEAD, "支部书记")]),
    ("tugs_head", "拖示范", [("tugs", Role.HEAD, "经理")]),
    ("west_leader", "西示范", [("west", Role.LEADER, "总经理")]),
    ("west_head", "夕示范", [("west", Role.HEAD, "常务副总经理")]),
    ("west_liaison", "晚示范", [("west", Role.LIAISON, "督查联络员")]),
    ("west_member", "暮示范", [("west", Role.MEMBER, "干事")]),
    ("bonded_head", "保示范", [("bonded", Role.HEAD, "经理")]),
    ("storage_head", "仓示范", [("storage", Role.HEAD, "经理")]),
    # Of the organisation, but in no unit: sees nothing that is not everybody's.
    ("outsider", "外示范", []),
]

DEPUTIES = [("safety_head", "safety_deputy"), ("east_head", "east_deputy")]

# Whom access tables try: role → (inside the east subtree, outside of it). Group-wide roles have one person only.
BY_ROLE = {
    Role.LEADER: ("east_leader", "west_leader"),
    Role.HEAD: ("stevedores_head", "west_head"),
    Role.LIAISON: ("stevedores_liaison", "west_liaison"),
    Role.MEMBER: ("stevedore", "west_member"),
    Role.SUPERVISION: ("clerk", "clerk"),
    Role.INSPECTOR: ("east_inspector", "inspector"),
    Role.AUDITOR: ("auditor", "auditor"),
    Role.ASSESSOR: ("assessor", "assessor"),
    Role.ADMINISTRATOR: ("east_administrator", "administrator"),
}


@dataclass
class World:
    """Units and people by name. `today` is the local day on which the deputies stand in."""

    today: date
    units: dict[str, Unit]
    people: dict[str, Person]

    group: Unit
    supervision: Unit
    safety: Unit
    audit: Unit
    finance: Unit
    hr: Unit
    reform: Unit
    emergency: Unit
    east: Unit
    east_safety: Unit
    stevedores: Unit
    stevedores_branch: Unit
    tugs: Unit
    west: Unit
    bonded: Unit
    bonded_branch: Unit
    storage: Unit

    administrator: Person
    leader: Person
    vice: Person
    clerk: Person
    supervision_head: Person
    inspector: Person
    auditor: Person
    assessor: Person
    audit_head: Person
    safety_head: Person
    safety_deputy: Person
    safety_liaison: Person
    finance_head: Person
    finance_member: Person
    reform_head: Person
    emergency_head: Person
    east_leader: Person
    east_head: Person
    east_deputy: Person
    east_liaison: Person
    east_inspector: Person
    east_administrator: Person
    stevedores_head: Person
    stevedores_liaison: Person
    stevedore: Person
    branch_secretary: Person
    tugs_head: Person
    west_leader: Person
    west_head: Person
    west_liaison: Person
    west_member: Person
    bonded_head: Person
    storage_head: Person
    outsider: Person


# By day: the world as it was written first, and the statements that wrote it.
_written: dict[date, tuple[bytes, list[tuple[str, Any]]]] = {}


def build() -> World:
    """Write the organisation. The statements are composed once a process and carried out again for every other test: that
    takes a fifth of the time."""
    today = timezone.localdate()
    with transaction.atomic(), connection.cursor() as cursor:
        if today not in _written:
            said: list[tuple[str, Any]] = []

            def hear(execute, sql, values, many, context):
                said.append((sql, values))
                return execute(sql, values, many, context)

            with connection.execute_wrapper(hear):
                world = _compose(today)
            _written[today] = pickle.dumps(world), said
        else:
            for statement in _written[today][1]:
                cursor.execute(*statement)
        # Its units and people have the same numbers in every test: whoever comes later is numbered after them.
        for reset in connection.ops.sequence_reset_sql(no_style(), [Unit, Person]):
            cursor.execute(reset)
    return pickle.loads(_written[today][0])


def _compose(today: date) -> World:
    units = _units()
    people = {
        attribute: Person(
            pk=order,
            username=attribute,
            name=name,
            email=f"{attribute.replace('_', '.')}@example.org",
            mobile=f"1000000{order:04d}",
            number=f"N{order:04d}",
            password="!unusable",
            spelling=spell(name),
        )
        for order, (attribute, name, _) in enumerate(PEOPLE, 1)
    }
    Person.objects.bulk_create(people.values())
    Appointment.objects.bulk_create(
        Appointment(person=people[attribute], unit=units[unit], role=role, post=post, since=SINCE)
        for attribute, _, posts in PEOPLE
        for unit, role, post in posts
    )
    Deputy.objects.bulk_create(
        Deputy(
            person=people[absent],
            deputy=people[deputy],
            since=today - timedelta(days=1),
            until=today + timedelta(days=7),
        )
        for absent, deputy in DEPUTIES
    )
    return World(today=today, units=units, people=people, **units, **people)


def _units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for order, (attribute, parent, name, short, code, kind) in enumerate(UNITS, 1):
        above = units.get(parent)
        if above is None:
            path = Unit._get_path("", 1, sum(unit.depth == 1 for unit in units.values()) + 1)
        else:
            above.numchild += 1
            path = Unit._get_path(above.path, above.depth + 1, above.numchild)
        units[attribute] = Unit(
            pk=order,
            path=path,
            depth=above.depth + 1 if above else 1,
            name=name,
            short_name=short,
            code=code,
            kind=kind,
            opened_on=SINCE,
            spelling=spell(name, short),
        )
    Unit.objects.bulk_create(units.values())
    Placement.objects.bulk_create(
        Placement(unit=units[attribute], parent=units.get(parent), since=SINCE) for attribute, parent, *_ in UNITS
    )
    UnitAlias.objects.bulk_create(
        UnitAlias(unit=units[attribute], text=text, spelling=spell(text)) for attribute, text in ALIASES
    )
    return units
