"""Fills the ledger with any number of plausible tasks, with reports, closings and journal, at the database's bulk speed.

For measuring only: it writes rows, not actions, so it runs on a fresh demonstration and nowhere else.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from duban.journal.actions import Draft, append_many
from duban.ledger import kinds, tally, terms
from duban.ledger.models import (
    Category,
    Closure,
    CompletionClaim,
    Counter,
    Programme,
    Receipt,
    Report,
    State,
    Task,
    TaskType,
    Verification,
)
from duban.org.models import Appointment, Person, Role, Unit, UnitKind

CHUNK = 10_000
DAY = timedelta(days=1)
MATTERS = [
    "岸电设施",
    "应急预案",
    "收费公示",
    "冷链仓库",
    "外包队伍",
    "门机防风",
    "客户服务",
    "内审整改",
    "智慧闸口",
    "节能改造",
]
ACTS = ["完成专项检查", "建立管理台账", "制定实施方案", "开展回头看", "落实整改措施", "编制工作清单"]
STEPS = [
    "已按计划推进，资料齐备。",
    "完成现场核对，形成清单。",
    "与相关单位对接，明确了分工。",
    "正在复核，问题已登记。",
]
SOURCE = "会议强调，要{act}，围绕{matter}逐项对照标准，责任到人，按时限办结并报送结果。"


def load(model: type[models.Model], columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows by the fastest way the database has."""
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(_column(model, c)) for c in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            holes = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({holes})", [tuple(map(_plain, r)) for r in rows])


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return str(field.column)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value


def raise_sequences(*tables: type[models.Model]) -> None:
    """Explicit ids leave PostgreSQL's sequences behind."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in tables:
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM {table}))", [table]
                )


class Maker:
    """Rows of tasks from `first` on, always the same for the same number."""

    def __init__(self, first: int) -> None:
        self.first, self.today = first, timezone.localdate()
        self.units = list(Unit.objects.exclude(kind__in=[UnitKind.GROUP, UnitKind.BRANCH]).order_by("pk"))
        self.lookers = [
            a.person for a in Appointment.objects.filter(role=Role.SUPERVISION).select_related("person").order_by("pk")
        ]
        doers: dict[int, list[Person]] = {}
        # Whoever verifies does none of it: the office's head would have to verify what they did themselves.
        posts = Appointment.objects.filter(role__in=[Role.HEAD, Role.MEMBER, Role.LIAISON]).exclude(
            person__in=self.lookers
        )
        for post in posts.select_related("person"):
            doers.setdefault(post.unit_id, []).append(post.person)
        self.units = [u for u in self.units if u.pk in doers]
        self.doers = doers
        self.types = list(TaskType.objects.order_by("pk"))
        self.programmes: list[int | None] = [*Programme.objects.values_list("pk", flat=True)] or [None]
        self.categories: list[int | None] = [*Category.objects.values_list("pk", flat=True)] or [None]
        base = Task()
        left_out = {"id"}
        self.columns = [f.attname for f in Task._meta.concrete_fields if f.attname not in left_out]
        self.base = {name: getattr(base, name) for name in self.columns}
        self.serials: dict[tuple[int, int], int] = {}
        self.yellow: dict[date, date] = {}
        self.rules = terms.rules_on(self.today)

    def at(self, day: date, hour: int = 10) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(hour)))

    def tasks(self, start: int, stop: int) -> Iterator[dict[str, Any]]:
        dice = random.Random(start)
        today = self.today
        for number in range(start, stop):
            unit = dice.choice(self.units)
            kind = self.types[number % len(self.types)]
            closed, state = dice.random() < 0.6, State.CLOSED
            if closed:
                due = today - timedelta(days=30 + dice.randrange(700))
            else:
                due = today + timedelta(days=dice.randrange(180) - 60)
                state = dice.choices([State.DISPATCHED, State.UNDERWAY, State.CLAIMED], [4, 5, 1])[0]
            sent = min(today - DAY, due - timedelta(days=10 + dice.randrange(80)))
            year = sent.year
            serial = self.serials[kind.pk, year] = self.serials.get((kind.pk, year), 0) + 1
            doers = self.doers[unit.pk]
            looker = self.lookers[number % len(self.lookers)]
            matter, act = dice.choice(MATTERS), dice.choice(ACTS)
            red = not closed and due < today
            ended = due + timedelta(days=dice.randrange(-9, 6)) if closed else None
            if due not in self.yellow:
                self.yellow[due] = terms.first_day_with_left(due, self.rules.yellow_days)
            lit = state in (State.DISPATCHED, State.UNDERWAY)
            yield self.base | {
                "id": self.first + number, "type_id": kind.pk, "year": year, "serial": serial,
                "number": kind.number(year, serial), "title": f"{matter}：{act}（第{number + 1}项）",
                "description": "", "source_text": SOURCE.format(act=act, matter=matter),
                "criterion": f"{matter}相关工作全部落实，资料齐全，经核查人现场核对无误。",
                "nature": "mandatory" if dice.random() < 0.7 else "elective",
                "programme_id": dice.choice(self.programmes), "category_id": dice.choice(self.categories),
                "lead_unit_id": unit.pk, "responsible_id": dice.choice(doers).pk, "looker_id": looker.pk,
                "registered_by_id": looker.pk, "registered_at": self.at(sent, 9), "dispatched_by_id": looker.pk,
                "dispatched_at": self.at(sent), "due_on": due, "original_due_on": due, "state": str(state),
                "ended_on": ended, "yellow_from": self.yellow[due] if lit else None,
                "red_from": due + DAY if lit or red else None, "first_red_on": due + DAY if red else None,
            }  # fmt: skip


def fill(tasks: int) -> None:
    """Add `tasks` tasks. Prints progress."""
    first = (Task.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    maker = Maker(first)
    people = Person.objects.in_bulk()
    for counter in Counter.objects.all():
        maker.serials[counter.type_id, counter.year] = counter.last
    next_claim = (CompletionClaim.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    columns = ["id", *maker.columns]
    bar = Progress(TextColumn("tasks"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with bar:
        line = bar.add_task("", total=tasks)
        for start in range(0, tasks, CHUNK):
            rows = list(maker.tasks(start, min(start + CHUNK, tasks)))
            with transaction.atomic():
                load(Task, columns, (tuple(row[c] for c in columns) for row in rows))
                _receipts(maker, rows)
                _reports(maker, rows)
                next_claim = _closings(maker, rows, next_claim)
                append_many(_entries(maker, rows, people))
            bar.advance(line, len(rows))
    for (kind, year), last in maker.serials.items():
        Counter.objects.update_or_create(type_id=kind, year=year, defaults={"last": last})
    raise_sequences(Task, CompletionClaim)
    tally.compact()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _receipts(maker: Maker, rows: list[dict[str, Any]]) -> None:
    columns = ["task_id", "unit_id", "due_on", "acknowledged_by_id", "acknowledged_at"]
    load(Receipt, _fields(columns), (
        (r["id"], r["lead_unit_id"], r["dispatched_at"].date() + 2 * DAY,
         *((None, None) if r["state"] == "dispatched" else (r["responsible_id"], r["dispatched_at"] + DAY)))
        for r in rows
    ))  # fmt: skip


def _reports(maker: Maker, rows: list[dict[str, Any]]) -> None:
    columns = ["task_id", "unit_id", "by_id", "at", "on", "done", "problem", "next_step", "progress", "once"]
    load(Report, _fields(columns), (
        (r["id"], r["lead_unit_id"], r["responsible_id"], r["dispatched_at"] + 5 * DAY,
         r["dispatched_at"].date() + 5 * DAY, STEPS[r["id"] % 4], "", "继续按节点推进。", 60, "")
        for r in rows if r["state"] != "dispatched"
    ))  # fmt: skip


def _closings(maker: Maker, rows: list[dict[str, Any]], next_claim: int) -> int:
    done = [r for r in rows if r["state"] in ("closed", "claimed")]
    claims = list(enumerate(done, next_claim))
    load(CompletionClaim, ["id", *_fields(["task_id", "by_id", "at", "on", "statement", "criterion", "evidence", "verify_by"])], (
        (key, r["id"], r["responsible_id"], maker.at(_end(r) - DAY, 16), _end(r) - DAY, "已对照办结标准逐项完成。",
         r["criterion"], "[]", _end(r) + 5 * DAY)
        for key, r in claims
    ))  # fmt: skip
    closed = [(key, r) for key, r in claims if r["state"] == "closed"]
    load(Verification, _fields(["claim_id", "verdict", "note", "by_id", "at"]), (
        (key, "verified", "现场核对无误。", r["looker_id"], maker.at(_end(r), 15)) for key, r in closed
    ))  # fmt: skip
    load(Closure, _fields(["task_id", "claim_id", "note", "by_id", "at", "on", "in_time", "void"]), (
        (r["id"], key, "", r["looker_id"], maker.at(_end(r), 15), _end(r), _end(r) <= r["due_on"], False)
        for key, r in closed
    ))  # fmt: skip
    return next_claim + len(claims)


def _end(row: dict[str, Any]) -> date:
    return row["ended_on"] or timezone.localdate() - DAY


def _fields(columns: list[str]) -> list[str]:
    return [c.removesuffix("_id") for c in columns]


def _entries(maker: Maker, rows: list[dict[str, Any]], people: dict[int, Person]) -> Iterator[Draft]:
    names = {u.pk: str(u) for u in maker.units}
    for r in rows:
        unit = names[r["lead_unit_id"]]
        said = {"number": r["number"], "title": r["title"], "unit": unit}
        at: dict[str, Any] = {"noun": "task", "noun_id": r["id"], "unit_id": r["lead_unit_id"]}
        looker, doer = people[r["looker_id"]], people[r["responsible_id"]]
        yield Draft(kinds.DISPATCHED, actor=looker, body=said | {"due": r["due_on"]}, at=r["dispatched_at"], **at)
        if r["state"] == "dispatched":
            continue
        yield Draft(kinds.ACKNOWLEDGED, actor=doer, body=said, at=r["dispatched_at"] + DAY, **at)
        body = said | {"done": STEPS[r["id"] % 4]}
        yield Draft(kinds.REPORTED, actor=doer, body=body, at=r["dispatched_at"] + 5 * DAY, **at)
        if r["state"] == "closed":
            yield Draft(kinds.CLOSED, actor=looker, body=said, at=maker.at(_end(r), 15), **at)
