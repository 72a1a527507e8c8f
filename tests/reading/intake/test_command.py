"""`duban read`: sources, output, exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from duban.reading.command import main
from tests.reading.intake import samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.docx").write_bytes(samples.word())
    (tmp_path / "b.txt").write_text(samples.TEXT, "utf-8")
    (tmp_path / "deep" / "c.txt").write_text("各單位要抓好落實。會(huì)議、開(kāi)展", "utf-8")
    (tmp_path / ".hidden").write_text("x")
    return tmp_path


def test_json_has_one_object_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder), "--json", "--date", "2024-05-20"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [Path(line["source"]).name for line in lines] == ["a.docx", "b.txt", "c.txt"]
    assert set(lines[1]) >= {"source", "restored", "published", "repairs", "directives"}
    assert lines[1]["published"] == "2024-05-20"
    assert lines[2]["restored"] == "各单位要抓好落实。会议、开展"
    assert lines[2]["repairs"][0] == {
        "start": 1, "end": 2, "raw": "單", "text": "单", "kind": "traditional", "sure": True, "raw_start": 1, "raw_end": 2,
    }  # fmt: skip


def test_a_bad_file_does_not_stop_the_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "aa.docx").write_bytes(samples.word()[:-900])
    assert main([str(folder), str(folder / "none.txt"), "--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line.get("code") for line in lines] == [None, "damaged", None, None, "not_found"]
    assert all("restored" in line or line["error"] for line in lines)


@pytest.mark.parametrize("arguments", [[], ["--nonsense", "x"], ["x", "--date", "soon"], ["x", "--jobs", "0"]])
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err


def test_an_empty_folder_and_a_missing_list_of_units_are_wrong_usage(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 2
    assert main([str(tmp_path), "--units", str(tmp_path / "none")]) == 2


def test_known_units_are_taken_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "units").write_text("红星班\n\n", "utf-8")
    (tmp_path / "a.txt").write_text("会议要求，红星班要在3月5日前完成检修。", "utf-8")
    assert main([str(tmp_path / "a.txt"), "--json", "--units", str(tmp_path / "units")]) == 0
    assert json.loads(capsys.readouterr().out)["directives"][0]["units"] == ["红星班"]


def test_people_get_text_and_errors_apart(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder / "b.txt"), str(folder / "none")]) == 1
    out, err = capsys.readouterr()
    assert samples.LINES[1] in out
    assert "There is no such file" in err


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "duban.reading", *arguments], input=given, capture_output=True, timeout=60
    )


def test_standard_input(folder: Path) -> None:
    done = run("-", "--json", given=samples.word())
    assert done.returncode == 0
    assert json.loads(done.stdout)["restored"].startswith(samples.LINES[0])


def test_several_processes_give_the_same_lines_in_the_same_order(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number:02}.txt").write_text(f"{samples.TEXT}\n第{number}号", "utf-8")
    one, three = run(str(tmp_path), "--json"), run(str(tmp_path), "--json", "--jobs", "3")
    assert one.returncode == three.returncode == 0
    assert one.stdout == three.stdout
    assert len(one.stdout.splitlines()) == 30


def test_reading_needs_no_django() -> None:
    code = "import sys; from duban.reading.command import main; main(['/nowhere']); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, text=True)
    assert done.stdout.strip() == "False"
