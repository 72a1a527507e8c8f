"""An exposure notice at every step: the stevedores of the east, found by the group's inspector, written by the clerk."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from duban.files.actions import keep
from duban.files.models import Evidence
from duban.findings import actions as register
from duban.findings.models import Finding
from duban.inspections import actions
from duban.inspections.models import Exposure
from tests.findings.conftest import kind
from tests.world import World

# The upper left quarter of `face`, where a face would be.
FACE = (0.0, 0.0, 0.5, 0.5)


def face(seed: int = 0) -> BytesIO:
    """Red where somebody's face would be, with the camera's place written into its metadata, and turned by EXIF: what is
    stored lies on its side."""
    upright = Image.new("RGB", (80, 120), (30, 90 + seed, 160))
    ImageDraw.Draw(upright).rectangle((0, 0, 39, 59), fill=(220, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned to the right for looking at
    exif[0x010F] = "Camera of somebody"
    exif.get_ifd(0x8825)[1] = "N"
    made = BytesIO()
    upright.rotate(90, expand=True).save(made, "JPEG", quality=95, exif=exif)
    made.seek(0)
    return made


def found(world: World, *, photos: int = 0, accepted: bool = True, **given: Any) -> Finding:
    finding = register.issue_finding(
        **{
            "actor": world.inspector, "unit": world.stevedores, "kind": kind(), "place": "3号泊位",
            "condition": "3号泊位护栏缺失。", "criterion": "临水边缘护栏连续完好", **given,
        }
    )  # fmt: skip
    for seed in range(photos):
        keep(face(seed), f"现场{seed}.jpg", actor=world.inspector, noun="finding", noun_id=finding.pk)
    return register.accept_finding(finding.pk, actor=world.stevedores_head) if accepted else finding


def drafted(world: World, *findings: Finding, actor: Any = None) -> Exposure:
    keys = [each.pk for each in findings or [found(world)]]
    return actions.draft_exposure(actor=actor or world.clerk, office=world.supervision, finding_ids=keys)


def changed(world: World, notice: Exposure, **given: Any) -> Exposure:
    told = {
        "title": notice.title, "body": notice.body, "unit": notice.unit, "shown_in": notice.shown_in,
        "shown_for": notice.shown_for, "actor": world.clerk,
    }  # fmt: skip
    return actions.change_exposure(notice.pk, **{**told, **given})


def with_photo(world: World) -> Exposure:
    finding = found(world, photos=1)
    return changed(world, drafted(world, finding), photo_ids=[Evidence.objects.get(noun="finding").pk])


def masked(world: World) -> Exposure:
    notice = with_photo(world)
    actions.mask_photo(notice.pk, notice.photos.get().pk, actor=world.clerk, boxes=[FACE])
    return notice


def checking(world: World, notice: Exposure | None = None) -> Exposure:
    return actions.submit_exposure((notice or drafted(world)).pk, actor=world.clerk)


def replying(world: World, notice: Exposure | None = None) -> Exposure:
    return actions.check_exposure(checking(world, notice).pk, actor=world.supervision_head, passed=True)


def disputed(world: World) -> Exposure:
    notice = replying(world)
    actions.reply_to_exposure(notice.pk, actor=world.stevedores_head, text="护栏是检修中临时拆除", disputes=True)
    return notice


def issued(world: World, notice: Exposure | None = None) -> Exposure:
    notice = replying(world, notice)
    actions.waive_reply(notice.pk, actor=world.stevedores_head)
    return actions.issue_exposure(notice.pk, actor=world.clerk)


def withdrawn(world: World) -> Exposure:
    notice = issued(world)
    actions.reply_to_exposure(notice.pk, actor=world.stevedores_head, text="护栏当日已复装", disputes=True)
    return actions.rule_on_exposure(notice.pk, actor=world.auditor, upheld=True, ruling="视频显示当日已复装")
