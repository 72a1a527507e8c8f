"""Who may do what with exposure notices, by hand: about the stevedores (below the east), written by the clerk."""

from typing import Any

from duban.inspections import actions
from duban.inspections.models import Exposure
from tests.access_table import Row
from tests.inspections import exposure_path as path
from tests.world import World


def its(world: World, made: Any) -> dict[str, int]:
    return {"pk": made.pk}


def its_photo(world: World, made: Any) -> dict[str, int]:
    return {"pk": made.pk, "photo": made.photos.get().pk}


def checked_by_all(world: World) -> Exposure:
    """Written by nobody who is tried: so it is seen who else may check."""
    notice = path.checking(world)
    notice.written_by.set([world.supervision_head])
    return notice


def disputed(world: World) -> Exposure:
    notice = path.disputed(world)
    notice.written_by.set([world.supervision_head])
    return notice


def expired(world: World) -> Exposure:
    notice = path.issued(world)
    Exposure.objects.filter(pk=notice.pk).update(expires_on="2020-01-01")
    return notice


def dropped(world: World) -> Exposure:
    return actions.drop_exposure(path.checking(world).pk, actor=world.clerk, reason="另行处理")


def ripe(world: World) -> Exposure:
    notice = path.replying(world)
    actions.waive_reply(notice.pk, actor=world.stevedores_head)
    return notice


def taken_back(world: World) -> Exposure:
    return actions.redraft_exposure(path.replying(world).pk, actor=world.clerk, reason="更正地点")


# Drafts are the office's; from the check on the auditor's as well.
DRAFT = {"*": 404, "clerk": 200}
CHECKED = {**DRAFT, "auditor": 200}
# From the reply on: the voices of the stevedores and of the east above them.
HEARD = {**CHECKED, "stevedores_head": 200, "stevedores_liaison": 200, "east_leader": 200}
# Issued: everybody with a post.
READ = {"*": 200, "outsider": 404}
NEW = {"*": 403, **dict.fromkeys(
    ("clerk", "east_leader", "west_leader", "stevedores_head", "west_head", "inspector", "east_inspector"), 200
)}  # fmt: skip
NO = {**dict.fromkeys(HEARD, 403), "*": 404}
READ_NO = {"*": 403, "outsider": 404}
REPLY = {**NO, "stevedores_head": 200, "stevedores_liaison": 200}
RULES = {"since": "2026-01-01", "source": "甲", "reply_term": "5个工作日", "ruling_term": "5个工作日",
         "shown_term": "3个月", "pattern": "曝光〔{year}〕{serial}号"}  # fmt: skip


def text(world: World, made: Exposure) -> dict[str, Any]:
    return {"title": "甲", "body": "乙", "unit": made.unit_id, "shown_for": "1个月"}


ROWS = [
    Row("inspections:exposures", "GET", None, {"*": 200}, make=path.issued),
    Row("inspections:exposures_xlsx", "GET", None, {"*": 200}, make=path.issued),
    Row("inspections:exposure_new", "GET", None, NEW),
    Row("inspections:exposure_new", "POST", None,
        {**dict.fromkeys(NEW, 422), "*": 403, "clerk": 302}, make=path.found,
        data=lambda world, made: {"office": world.supervision.pk, "findings": made.pk}),
    Row("inspections:exposure", "GET", its, DRAFT, make=path.drafted),
    Row("inspections:exposure", "GET", its, CHECKED, make=path.checking),
    Row("inspections:exposure", "GET", its, HEARD, make=path.replying),
    Row("inspections:exposure", "GET", its, {**CHECKED, "stevedores_head": 200, "stevedores_liaison": 200},
        make=taken_back),
    Row("inspections:exposure", "GET", its, READ, make=path.issued),
    Row("inspections:exposure", "GET", its, READ, make=path.withdrawn),
    Row("inspections:exposure", "GET", its, HEARD, make=expired),
    Row("inspections:exposure", "GET", its, DRAFT, make=dropped),
    Row("inspections:exposure_word", "GET", its, READ, make=path.issued),
    Row("inspections:exposure_word", "GET", its, {**READ_NO, **dict.fromkeys(HEARD, 200), "*": 403},
        make=path.withdrawn),
    Row("inspections:exposure_word", "GET", its, CHECKED, make=taken_back),
    Row("inspections:exposure_text", "GET", its, DRAFT, make=path.drafted),
    Row("inspections:exposure_text", "GET", its, {**DRAFT, "clerk": 403, "auditor": 403}, make=path.checking),
    Row("inspections:exposure_text", "POST", its, {**DRAFT, "clerk": 302}, make=path.drafted, data=text),
    Row("inspections:exposure_mask", "GET", its_photo, DRAFT, make=path.with_photo),
    Row("inspections:exposure_mask", "POST", its_photo, {**DRAFT, "clerk": 302}, make=path.with_photo,
        data={"boxes": "10 10 20 20"}),
    Row("inspections:exposure_original", "GET", its_photo, DRAFT, make=path.with_photo),
    Row("inspections:exposure_original", "GET", its_photo, READ_NO, make=lambda world: path.issued(world, path.masked(world))),
    Row("inspections:exposure_submit", "POST", its, {**DRAFT, "clerk": 302}, make=path.drafted),
    Row("inspections:exposure_check", "GET", its, CHECKED, make=checked_by_all),
    Row("inspections:exposure_check", "POST", its, {"*": 404, "clerk": 302, "auditor": 302}, make=checked_by_all,
        data={"passed": "no", "note": "删去"}),
    Row("inspections:exposure_check", "GET", its, {**CHECKED, "clerk": 403}, make=path.checking),
    Row("inspections:exposure_redraft", "GET", its, {**NO, "clerk": 200}, make=path.replying),
    Row("inspections:exposure_redraft", "POST", its, {**NO, "clerk": 302}, make=path.replying, data={"reason": "改"}),
    Row("inspections:exposure_drop", "GET", its, {**NO, "clerk": 200}, make=path.replying),
    Row("inspections:exposure_drop", "POST", its, {**NO, "clerk": 302}, make=path.replying, data={"reason": "改"}),
    Row("inspections:exposure_reply", "GET", its, REPLY, make=path.replying),
    Row("inspections:exposure_reply", "POST", its, {**NO, "stevedores_head": 302, "stevedores_liaison": 302},
        make=path.replying, data={"text": "已改"}),
    Row("inspections:exposure_reply", "GET", its, {**READ_NO, "stevedores_head": 200, "stevedores_liaison": 200},
        make=path.issued),
    Row("inspections:exposure_waive", "POST", its, {**NO, "stevedores_head": 302, "stevedores_liaison": 302},
        make=path.replying),
    Row("inspections:exposure_issue", "POST", its, {**NO, "clerk": 302}, make=ripe),
    Row("inspections:exposure_rule", "GET", its, {**NO, "clerk": 200, "auditor": 200}, make=disputed),
    Row("inspections:exposure_rule", "POST", its, {**NO, "clerk": 302, "auditor": 302}, make=disputed,
        data={"upheld": "yes", "ruling": "不属实"}),
    Row("inspections:exposure_correct", "POST", its, {**READ_NO, "clerk": 302}, make=path.issued),
    Row("inspections:exposure_rules", "GET", None, {"*": 403, "clerk": 200}),
    Row("inspections:exposure_rules", "POST", None, {"*": 403, "clerk": 302}, data=RULES),
]  # fmt: skip
