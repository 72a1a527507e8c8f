"""What is compared, when, and what comes of it."""

import logging
from typing import Any

import pytest

from duban.files.actions import withdraw
from duban.files.models import Blob, Evidence
from duban.ledger import actions as do
from duban.likeness import jobs, papers, sources
from duban.likeness.jobs import compare_in_background, sweep, waiting
from duban.likeness.models import Entry, Hint, HintKind, Rules, Sketch
from duban.likeness.queries import Shown, excerpt, hints_of, is_comparing
from tests.likeness.closings import (
    COPY,
    OTHER,
    REPORT,
    STOCK,
    TEXT,
    claim,
    claimed,
    copied,
    jpeg,
    scene,
    sheet,
    word,
)
from tests.minutes import test_apart
from tests.reading.intake import samples
from tests.world import World

pytestmark = pytest.mark.django_db


def shown(world: World, task: Any) -> list[Shown]:
    return hints_of(world.inspector, {"claim": list(task.claims.order_by("-pk").values_list("pk", flat=True)[:1])})


def test_a_claim_and_a_report_are_compared_as_soon_as_they_are_kept(world, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        earlier = claimed(world, TEXT, world.tugs, world.tugs_head)
        later = claimed(world, OTHER, world.stevedores, world.stevedores_head)
        do.verify_completion(later.pk, actor=world.inspector, verdict="returned", note="缺照片")
        do.report_on_task(later.pk, actor=world.stevedores_head, done=COPY)
    found = Hint.objects.get()
    assert (found.later.noun, found.later.about_id, found.earlier.about_id) == ("report", later.pk, earlier.pk)
    assert not is_comparing("claim", later.claims.values_list("pk", flat=True))
    assert sweep.func() == 0


def test_the_sweep_finds_what_no_job_compared(world) -> None:
    earlier, later = copied(world)
    found = Hint.objects.get()
    assert (found.later.about_id, found.earlier.about_id) == (later.pk, earlier.pk)
    assert sweep.func() == 0


def test_other_words_and_stock_phrases_are_no_hint(world) -> None:
    claimed(world, TEXT + STOCK, world.tugs, world.tugs_head)
    claimed(world, OTHER + STOCK, world.stevedores, world.stevedores_head)
    claimed(world, STOCK, world.stevedores, world.stevedores_head)
    assert sweep.func() == 3
    assert not Hint.objects.exists()


def test_a_photo_used_again_is_found_whole_and_saved_anew(world) -> None:
    image = scene(1)
    claimed(world, "甲", world.tugs, world.tugs_head, files={"整改后.jpg": jpeg(image)})
    whole = claimed(world, "乙", world.stevedores, world.stevedores_head, files={"现场.jpg": jpeg(image)})
    anew = claimed(world, "丙", world.east, world.east_head, files={"近景.jpg": jpeg(image.resize((320, 240)), 60)})
    claimed(world, "丁", world.east, world.east_head, files={"其他.jpg": jpeg(scene(2))})
    sweep.func()
    assert [each.kind for each in shown(world, whole)] == [HintKind.FILE]
    assert {each.kind for each in shown(world, anew)} == {HintKind.PICTURE}
    withdraw(Evidence.objects.get(name="现场.jpg"), actor=world.stevedores_head)
    assert shown(world, whole) == []


def test_documents_are_compared_across_their_kinds(world) -> None:
    """A report in Word, the same words as a PDF under another heading, and as rows of a workbook."""
    claimed(world, "甲", world.tugs, world.tugs_head, files={"报告.docx": word(["整改情况报告", *REPORT])})
    printed = claimed(world, "乙", world.stevedores, world.stevedores_head, files={"总结.pdf": samples.pdf(REPORT)})
    listed = claimed(world, "丙", world.east, world.east_head, files={"清单.xlsx": sheet(REPORT)})
    sweep.func()
    assert not is_comparing("claim", listed.claims.values_list("pk", flat=True))
    [one] = shown(world, printed)
    assert (one.own_file.name, one.other_file.name) == ("总结.pdf", "报告.docx")
    assert any(same for _text, same in one.own)
    assert sorted(each.other_file.name for each in shown(world, listed)) == ["总结.pdf", "报告.docx"]
    # The same document handed in for the same matter once more is read no second time, and shows the same.
    do.verify_completion(printed.pk, actor=world.inspector, verdict="returned", note="缺照片")
    claim(printed, world.stevedores_head, "已补", {"总结.pdf": samples.pdf(REPORT)})
    sweep.func()
    assert [each.id for each in shown(world, printed)] == [one.id]


def test_a_closing_taken_out_of_a_document_is_found(world) -> None:
    claimed(world, "甲", world.tugs, world.tugs_head, files={"报告.docx": word([*REPORT, TEXT])})
    taken = claimed(world, COPY, world.stevedores, world.stevedores_head)
    sweep.func()
    [one] = shown(world, taken)
    assert (one.own_file, one.other_file.name) == (None, "报告.docx")


def test_the_same_document_is_one_hint_and_what_many_units_hand_in_is_a_form(world, monkeypatch) -> None:
    Rules.objects.create(pk=1, units=3)
    read: list[Blob] = []
    monkeypatch.setattr("duban.likeness.actions.text_of", lambda blob: read.append(blob) or "".join(REPORT))
    files = {"表.docx": word(REPORT)}
    claimed(world, "甲", world.tugs, world.tugs_head, files=files)
    second = claimed(world, "乙", world.stevedores, world.stevedores_head, files=files)
    third = claimed(world, "丙", world.east, world.east_head, files=files)
    sweep.func()
    assert [each.kind for each in shown(world, second)] == [HintKind.FILE]
    assert shown(world, third) == []
    assert len(read) == 1


@pytest.mark.parametrize("content", [b"%PDF-1.7 cut off", test_apart.pdf(4, 60), samples.pdf(REPORT, password="x")])
def test_a_document_that_cannot_be_read_stops_nobody(world, monkeypatch, content) -> None:
    monkeypatch.setattr(papers, "MOST_MEMORY", 600 * 2**20)
    task = claimed(world, TEXT, world.tugs, world.tugs_head, files={"报告.pdf": content, "表.xlsx": sheet(REPORT)})
    assert sweep.func() == 1
    assert sorted(bool(each.body) for each in Entry.objects.exclude(file=0)) == [False, True]
    assert not is_comparing("claim", task.claims.values_list("pk", flat=True))


def test_a_fault_of_the_reader_leaves_no_claim_waiting_for_ever(world, monkeypatch) -> None:
    def faulty(*_work: object, **_asked: object) -> str:
        raise RuntimeError("reading failed")

    monkeypatch.setattr(papers, "apart", faulty)
    task = claimed(world, TEXT, world.tugs, world.tugs_head, files={"表.xlsx": sheet(REPORT)})
    assert sweep.func() == 1
    assert not is_comparing("claim", task.claims.values_list("pk", flat=True))


def test_a_job_killed_half_way_is_repeated_harmlessly(world, monkeypatch) -> None:
    claimed(world, TEXT, world.tugs, world.tugs_head, files={"报告.docx": word(REPORT)})
    later = claimed(world, COPY, world.stevedores, world.stevedores_head, files={"总结.docx": word(["前言", *REPORT])})

    def killed(blob: Blob) -> str:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("duban.likeness.actions.text_of", killed)
        for each in waiting({}):
            with pytest.raises(SystemExit):
                compare_in_background.func(each.noun, each.noun_id)
    # The texts were compared before; the documents are still to come, and the page says so.
    assert len(shown(world, later)) == 1
    assert is_comparing("claim", later.claims.values_list("pk", flat=True))
    before = list(Sketch.objects.values_list("value", "entry"))
    for entry in Entry.objects.filter(file=0):
        compare_in_background.func(entry.noun, entry.noun_id)
    assert len(shown(world, later)) == 2
    assert set(before) < set(Sketch.objects.values_list("value", "entry"))
    for entry in Entry.objects.filter(file=0):
        compare_in_background.func(entry.noun, entry.noun_id)
    assert Hint.objects.count() == 2


def test_what_cannot_be_compared_neither_keeps_the_sweep_running_nor_holds_up_the_rest(world, monkeypatch) -> None:
    """With the file store away, the sweep called itself ten thousand times; and two hundred ill rows hid all others."""
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    for n in range(3):
        claimed(world, f"第{n}份", world.tugs, world.tugs_head, files={"照片.jpg": jpeg(scene(n))})
    copied_first = claimed(world, TEXT, world.tugs, world.tugs_head)
    tried: list[int] = []

    def ill(noun: str, noun_id: int) -> int:
        tried.append(noun_id)
        if sources.of(noun).read(noun_id).evidence:
            raise error
        return compare(noun, noun_id)

    compare = jobs.compare
    monkeypatch.setattr(jobs, "compare", ill)
    logging.disable(logging.CRITICAL)
    try:
        error: Exception = OSError("the store is away")
        sweep.func()
        assert len(tried) == 2
        error = ValueError("ill")
        sweep.func()
        assert len(tried) == 2 + 4
    finally:
        logging.disable(logging.NOTSET)
    assert Entry.objects.get(compared_at__isnull=False).about_id == copied_first.pk


def test_only_what_is_alike_is_shown_of_a_long_text() -> None:
    parts = excerpt([("头" * 500, False), ("同" * 50, True), ("中" * 500, False), ("样" * 9000, True), ("尾", False)])
    assert parts[0] == (" … " + "头" * 40, False)
    assert parts[2] == ("中" * 40 + " … " + "中" * 40, False)
    assert parts[-1][0].endswith(" …")
    assert sum(len(text) for text, _same in parts) < 3100
