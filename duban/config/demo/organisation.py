"""An invented port group: three levels, its people in all roles. Every name is made up."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, product

from django.utils import timezone

from duban.org.models import Appointment, Deputy, Person, Placement, Role, Unit, UnitAlias, UnitKind

GROUP = "望潮港口集团"
FOUNDED = date(2019, 1, 1)
DEPARTMENTS = [
    ("督查办公室", "督查办"),
    ("综合办公室", "综合办"),
    ("党委组织部", "组织部"),
    ("党委宣传部", "宣传部"),
    ("生产经营部", "生产部"),
    ("安全环保部", "安环部"),
    ("工程技术部", "工程部"),
    ("财务管理部", "财务部"),
    ("审计部", ""),
    ("企业改革部", "改革部"),
    ("人力资源部", "人力部"),
    ("科技信息部", "科信部"),
]
TASK_FORCES = ["双循环专班", "口岸开放专班", "冷链保供专班"]
SECONDARY = {
    "北港港区公司": ["北港集装箱码头公司", "北港散货码头公司", "北港拖轮公司"],
    "南港港区公司": ["南港件杂货码头公司", "南港油品码头公司", "南港理货公司"],
    "望潮物流公司": ["保税物流园公司", "多式联运公司"],
    "望潮建设公司": ["港湾施工公司", "工程检测公司"],
    "望潮航务公司": ["引航服务公司", "船舶供应公司"],
    "望潮置业公司": ["园区运营公司"],
}
OFFICES = ["综合部", "生产部", "安全部"]
BRANCHES = ["机关党总支", "北港党总支", "南港党总支", "物流党支部", "建设党支部"]
EMERGENCY = ["应急指挥办公室", "现场处置组", "物资保障组", "信息报送组"]

SURNAMES = "云海山石江舟帆潮岸沙汀渡桥松柏竹"
GIVEN = ["知行", "以诚", "守正", "望平", "致远", "若水", "明志", "怀瑾", "思齐", "安澜", "景行", "立本", "慎独", "笃学"]


@dataclass(frozen=True, slots=True)
class Login:
    """One way into the demonstration, shown on its login page."""

    role: str
    username: str
    name: str
    post: str


class Names:
    """Plainly invented names, none given twice."""

    def __init__(self) -> None:
        self._names = (family + given for given, family in product(GIVEN, SURNAMES))
        self.given = 0

    def next(self) -> str:
        self.given += 1
        return next(self._names)


def build_units() -> dict[str, Unit]:
    """The tree, by name."""
    units: dict[str, Unit] = {}
    numbers = cycle(range(1, 1000))

    def add(name: str, kind: str, parent: Unit | None, short: str = "") -> Unit:
        unit = Unit(name=name, short_name=short, kind=kind, code=f"W{next(numbers):03d}", opened_on=FOUNDED)
        if parent is None:
            Unit.objects.add_root(instance=unit)
        else:
            parent.refresh_from_db()
            Unit.objects.add_child(parent, instance=unit)
        Placement.objects.create(unit=unit, parent=parent, since=FOUNDED)
        units[name] = unit
        return unit

    group = add(GROUP, UnitKind.GROUP, None)
    for name, short in DEPARTMENTS:
        add(name, UnitKind.DEPARTMENT, group, short)
    for name in TASK_FORCES:
        add(name, UnitKind.TASK_FORCE, group)
    for name, companies in SECONDARY.items():
        secondary = add(name, UnitKind.SECONDARY, group, name.removesuffix("公司"))
        stem = name[:2] if name[1] == "港" else name[2:4]
        for office in OFFICES[: 3 if len(companies) > 1 else 1]:
            add(f"{stem}{office}", UnitKind.DEPARTMENT, secondary)
        for company in companies:
            add(company, UnitKind.COMPANY, secondary, company.removesuffix("公司"))
    for name in BRANCHES:
        add(name, UnitKind.BRANCH, group)
    for name in EMERGENCY:
        add(name, UnitKind.EMERGENCY, group)
    for text, name in [
        ("集团办公室", "综合办公室"),
        ("审计部门", "审计部"),
        ("北港区", "北港港区公司"),
        ("南港区", "南港港区公司"),
    ]:
        UnitAlias.objects.create(text=text, unit=units[name])
    return units


def build_people(units: dict[str, Unit], password: str) -> list[Login]:
    """About 200 people; the first of each role gets a login with the given password."""
    from django.contrib.auth.hashers import make_password

    names, hashed, people, appointments = Names(), make_password(password), [], []
    logins: list[Login] = []
    since = date(2024, 1, 1)

    def person(unit: Unit, post: str, role: str, login: str = "") -> Person:
        name = names.next()
        someone = Person(
            username=login or f"w{names.given:04d}", name=name, number=f"WC{names.given:05d}", password=hashed
        )
        people.append(someone)
        appointments.append(Appointment(person=someone, unit=unit, post=post, role=role, since=since))
        if login:
            logins.append(Login(role, login, name, f"{unit} · {post}"))
        return someone

    group = units[GROUP]
    person(group, "董事长", Role.LEADER, "leader")
    for post in ["总经理", "党委副书记", "副总经理（生产）", "副总经理（安全）", "总会计师"]:
        person(group, post, Role.LEADER)
    office = units["督查办公室"]
    director = person(office, "督查办主任", Role.SUPERVISION, "supervision")
    # Somebody must answer for the office itself, too.
    appointments.append(Appointment(person=director, unit=office, post="督查办主任", role=Role.HEAD, since=since))
    for _ in range(3):
        person(office, "督查专员", Role.SUPERVISION)
    person(group, "系统管理员", Role.ADMINISTRATOR, "admin")
    person(group, "巡查专员", Role.INSPECTOR, "inspector")
    # Seated at the top, from where they see every unit's work, and of a department besides.
    for home, post, role, login in (
        ("审计部", "审计主管", Role.AUDITOR, "auditor"),
        ("企业改革部", "考核主管", Role.ASSESSOR, "assessor"),
    ):
        someone = person(group, post, role, login)
        appointments.append(Appointment(person=someone, unit=units[home], post=post, role=Role.MEMBER, since=since))
    for name, unit in units.items():
        if name in {GROUP, "督查办公室"}:
            continue
        first = name == "北港港区公司"
        person(unit, "负责人", Role.HEAD, "head" if first else "")
        person(unit, "联络员", Role.LIAISON, "liaison" if first else "")
        if unit.kind in {UnitKind.DEPARTMENT, UnitKind.COMPANY, UnitKind.SECONDARY}:
            person(unit, "业务主管", Role.MEMBER, "member" if first else "")
        if unit.kind in {UnitKind.COMPANY, UnitKind.SECONDARY}:
            person(unit, "安全主管", Role.MEMBER)
    for someone in people:
        # bulk_create does not call save(), where the spelling is made.
        from duban.org.spelling import spell

        someone.spelling = spell(someone.name)
    Person.objects.bulk_create(people, batch_size=500)
    Appointment.objects.bulk_create(appointments, batch_size=500)
    heads = [a.person for a in appointments if a.role == Role.HEAD]
    liaisons = [a.person for a in appointments if a.role == Role.LIAISON]
    today = timezone.localdate()
    away = {"since": today - timedelta(days=300), "until": today + timedelta(days=65)}
    Deputy.objects.create(person=heads[2], deputy=liaisons[2], **away)
    return logins
