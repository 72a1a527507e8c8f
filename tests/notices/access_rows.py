"""Notices are everybody's own; what the server may call is the administrator's of the whole group."""

from duban.notices.actions.calendar import open_calendar
from duban.notices.models import Channel, Notice, Service
from tests.access_table import Row
from tests.world import World


def notice_of_clerk(world: World) -> Notice:
    return Notice.objects.create(person=world.clerk, kind="reminder.tried", body='{"channel":"示例"}')


def channel_of_clerk(world: World) -> Channel:
    # Switched off, so that trying it sends nothing.
    return Channel.objects.create(person=world.clerk, name="示例", address="feishu://abcd1234", is_on=False)


def service(world: World) -> Service:
    return Service.objects.create(scheme="jsons", host="hook.example.test")


def secret_of_clerk(world: World) -> str:
    return open_calendar(actor=world.clerk)


def pk(world: World, made: Notice | Channel | Service) -> dict[str, int]:
    return {"pk": made.pk}


WISHES = {"rhythm": "daily", "digest_at": "08:30", "digest_on": "0", "quiet_from": "20:00", "quiet_until": "07:30"}
UNENCRYPTED = {"scheme": "json", "host": "hook.example.test"}

ROWS = [
    Row("notices:list", "GET", None, {"*": 200}),
    Row("notices:list_xlsx", "GET", None, {"*": 200}),
    Row("notices:bell", "GET", None, {"*": 204}, query={"shown": "0"}),
    Row("notices:read_all", "POST", None, {"*": 302}, data={"up_to": "1"}),
    Row("notices:read", "POST", pk, {"*": 404, "clerk": 302}, make=notice_of_clerk),
    Row("notices:preferences", "GET", None, {"*": 200}),
    Row("notices:preferences", "POST", None, {"*": 302}, data=WISHES),
    Row("notices:preferences", "POST", None, {"*": 422}, data={**WISHES, "rhythm": "never"}),
    Row("notices:channels", "POST", None, {"*": 302}, data={"name": "示例", "address": "feishu://abcd1234"}),
    Row("notices:channels", "POST", None, {"*": 422}, data={"name": "示例", "address": "json://127.0.0.1/"}),
    Row("notices:channel_trial", "POST", pk, {"*": 404, "clerk": 302}, make=channel_of_clerk),
    Row("notices:channel_removal", "POST", pk, {"*": 404, "clerk": 302}, make=channel_of_clerk),
    Row("notices:calendar", "POST", None, {"*": 200}),
    Row("notices:calendar_closure", "POST", None, {"*": 302}),
    Row("notices:services", "GET", None, {"*": 403, "administrator": 200}),
    Row("notices:services", "POST", None, {"*": 403, "administrator": 422}, data=UNENCRYPTED),
    Row("notices:service_removal", "POST", pk, {"*": 403, "administrator": 302}, make=service),
    # The address is the key: whoever has it reads, nobody else does.
    Row(
        "notices:feed", "GET", lambda world, made: {"secret": made}, {"*": 200, "anonymous": 200}, make=secret_of_clerk
    ),
    Row("notices:feed", "GET", {"secret": "x" * 43}, {"*": 404, "anonymous": 404}),
]
