"""Who may do what with standing duties, by hand. The duty is set by the east port for its tugboats; daily, short."""

from datetime import time

from django.utils import timezone

from duban.routines.actions import ask_back, confirm_report, pause_duty, set_duty
from duban.routines.making import make_ahead
from duban.routines.models import Duty, Occurrence, Pause, Question
from tests.access_table import Row
from tests.world import World

# The duty is read at, below and above the unit that set it.
SEE = {
    "*": 404, "clerk": 200, "east_leader": 200, "auditor": 200, "assessor": 200, "inspector": 200,
    "stevedores_head": 200, "stevedores_liaison": 200, "stevedore": 200, "east_inspector": 200,
    "east_administrator": 200, "administrator": 200,
}  # fmt: skip
NOT_THEIRS = {who: 403 for who in SEE if SEE[who] == 200}
KEEP = {**SEE, **NOT_THEIRS, "clerk": 200, "east_leader": 200}
KEEP_DO = {**KEEP, "clerk": 302, "east_leader": 302}

# What the tugboats owe is seen by them and by all above; of those tried here nobody is of the tugboats.
OWED = {
    "*": 404, "clerk": 200, "east_leader": 200, "auditor": 200, "assessor": 200, "inspector": 200,
    "east_inspector": 200, "east_administrator": 200, "administrator": 200,
}  # fmt: skip
NOBODY = {who: 403 if status == 200 else status for who, status in OWED.items()}
EXCUSE = {**NOBODY, "clerk": 200, "east_leader": 200}
EXCUSE_DO = {**NOBODY, "clerk": 302, "east_leader": 302}
ASK = {**NOBODY, "clerk": 302, "east_leader": 302, "auditor": 302, "assessor": 302, "inspector": 302}
SETTERS = {
    "*": 403, "clerk": 200, "east_leader": 200, "west_leader": 200, "stevedores_head": 200, "west_head": 200,
    "stevedores_liaison": 200, "west_liaison": 200,
}  # fmt: skip


def duty(world: World) -> Duty:
    made = set_duty(
        actor=world.east_leader,
        name="拖轮日查",
        owner=world.east,
        who="units",
        units=[world.tugs],
        form="short",
        rule="FREQ=DAILY",
        on_day_off="keep",
        begins_at=time(0),
        since=timezone.localdate(),
    )
    make_ahead(made)
    return made


def owed(world: World) -> Occurrence:
    return duty(world).occurrences.get(day=timezone.localdate())


def reported(world: World) -> Occurrence:
    one = owed(world)
    confirm_report(one.pk, actor=world.tugs_head, done="正常")
    return one


def asked(world: World) -> Question:
    return ask_back(reported(world).pk, actor=world.clerk, text="几艘？")


def paused(world: World) -> Pause:
    today = timezone.localdate()
    return pause_duty(duty(world).pk, actor=world.east_leader, since=today, until=today, reason="台风")


def its(world: World, made: Duty | Occurrence) -> dict[str, int]:
    return {"pk": made.pk}


def of_question(world: World, made: Question) -> dict[str, int]:
    return {"pk": made.occurrence_id, "question": made.pk}


def of_pause(world: World, made: Pause) -> dict[str, int]:
    return {"pk": made.duty_id, "pause": made.pk}


def today(world: World) -> str:
    return timezone.localdate().isoformat()


ROWS = [
    Row("routines:list", "GET", None, {"*": 200}),
    Row("routines:list_xlsx", "GET", None, {"*": 200}),
    Row("routines:calendar", "GET", None, {"*": 200}),
    Row("routines:calendar_xlsx", "GET", None, {"*": 200}),
    Row("routines:occurrences", "GET", None, {"*": 200}),
    Row("routines:occurrences_xlsx", "GET", None, {"*": 200}),
    Row("routines:briefings", "GET", None, {"*": 200}),
    Row("routines:briefings_docx", "GET", None, {"*": 200}),
    Row("routines:new", "GET", None, SETTERS),
    Row("routines:new", "POST", None, {who: 422 if status == 200 else status for who, status in SETTERS.items()},
        data={"name": ""}),
    Row("routines:duty", "GET", its, SEE, make=duty),
    Row("routines:edit", "GET", its, KEEP, make=duty),
    Row("routines:edit", "POST", its, {**KEEP, "clerk": 422, "east_leader": 422}, make=duty, data={"name": ""}),
    Row("routines:pause", "GET", its, KEEP, make=duty),
    Row("routines:pause", "POST", its, KEEP_DO, make=duty,
        data=lambda world: {"since": today(world), "until": today(world), "reason": "台风"}),
    Row("routines:resume", "POST", of_pause, KEEP_DO, make=paused),
    Row("routines:end", "GET", its, KEEP, make=duty),
    Row("routines:end", "POST", its, KEEP_DO, make=duty,
        data=lambda world: {"until": today(world), "reason": "并入"}),
    Row("routines:occurrence", "GET", its, OWED, make=owed),
    Row("routines:report", "POST", its, NOBODY, make=owed, data={"done": "正常"}),
    Row("routines:correct", "GET", its, NOBODY, make=reported),
    Row("routines:correct", "POST", its, NOBODY, make=reported, data={"done": "正常"}),
    Row("routines:check", "POST", its, NOBODY, make=owed),
    Row("routines:meet", "POST", its, NOBODY, make=owed),
    Row("routines:excuse", "GET", its, EXCUSE, make=owed),
    Row("routines:excuse", "POST", its, EXCUSE_DO, make=owed, data={"reason": "检修"}),
    Row("routines:ask", "POST", its, ASK, make=reported, data={"text": "几艘？"}),
    Row("routines:answer", "POST", of_question, NOBODY, make=asked, data={"answer": "两艘"}),
]  # fmt: skip
