"""`duban read PATH… [--date D] [--units FILE] [--json] [--jobs N]`

Exit codes: 0 everything was read; 1 some source could not be read (the others were); 2 wrong usage.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from duban.reading.reading import Reading, read

STDIN = "-"
_settings: dict[str, Any] = {}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the result is the exit code."""
    parser = _parser()
    try:
        options = parser.parse_args(argv)
    except SystemExit as left:
        return int(left.code or 0)
    try:
        sources = list(_sources(options.paths))
        units = _units(options.units)
    except (OSError, UnicodeError) as error:
        print(f"duban read: {error}", file=sys.stderr)
        return 2
    if not sources:
        print("duban read: there are no files in there", file=sys.stderr)
        return 2
    settings = {"date": options.date, "units": units, "json": options.json}
    try:
        failed = 0
        for line, trouble in _with_progress(_read_all(sources, settings, options.jobs), len(sources)):
            failed += trouble is not None
            if trouble is not None and not options.json:
                print(line, file=sys.stderr)
            else:
                print(line, flush=len(sources) == 1)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output left (head); nothing more to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="duban read",
        description="Read minutes, even damaged copies: the restored text, its repairs, and the directives in it.",
        epilog="Exit codes: 0 everything was read; 1 some source could not be read (the others were); 2 wrong usage.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files, folders, or - for standard input")
    parser.add_argument("--date", type=datetime.date.fromisoformat, help="day of the meeting, as 2026-03-05")
    parser.add_argument("--units", type=Path, help="file with the names of known units, one on a line")
    parser.add_argument("--json", action="store_true", help="one JSON object on a line for each source")
    parser.add_argument("--jobs", type=_positive, default=1, metavar="N", help="read with N processes")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _sources(paths: Sequence[str]) -> Iterator[str]:
    for path in paths:
        if path != STDIN and Path(path).is_dir():
            for folder, folders, names in os.walk(path):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                yield from (os.path.join(folder, name) for name in sorted(names) if not name.startswith("."))
        else:
            yield path


def _units(path: Path | None) -> list[str] | None:
    if path is None:
        return None
    return [name for line in path.read_text("utf-8-sig").splitlines() if (name := line.strip())]


def _read_all(sources: list[str], settings: dict[str, Any], jobs: int) -> Iterator[tuple[str, str | None]]:
    _settings.update(settings)
    jobs = min(jobs, len(sources))
    if jobs == 1 or STDIN in sources:
        yield from map(_read_one, sources)
        return
    from multiprocessing import Pool

    # What every worker needs is loaded once, before they part.
    read("會議要求，各單位要抓好落實?；顒?dòng)。", name="warm")
    with Pool(jobs, initializer=_settings.update, initargs=(settings,)) as pool:
        yield from pool.imap(_read_one, sources, chunksize=max(1, min(16, len(sources) // (jobs * 4))))


def _read_one(source: str) -> tuple[str, str | None]:
    """The printed form of one source, and its error."""
    given = sys.stdin.buffer.read() if source == STDIN else Path(source)
    reading = read(given, date=_settings["date"], units=_settings["units"], name=source)
    if _settings["json"]:
        return json.dumps(reading.to_json(), ensure_ascii=False), reading.error
    return _for_people(reading), reading.error


def _with_progress(lines: Iterator[Any], total: int) -> Iterator[Any]:
    """A progress bar on standard error, for many sources and somebody to see it."""
    if total < 20 or not sys.stderr.isatty():
        yield from lines
        return
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True) if not sys.stdout.isatty() else nullcontext() as bar:
        task = bar.add_task("Reading", total=total) if bar else None
        for line in lines:
            if bar and task is not None:
                bar.advance(task)
            yield line


def _for_people(reading: Reading) -> str:
    if reading.error is not None:
        return f"{reading.source}: {reading.error}"
    unsure = sum(not repair.sure for repair in reading.repairs)
    counted = f"{len(reading.repairs)} repairs" + (f", {unsure} of them not certain" if unsure else "")
    lines = [f"{reading.source} · {reading.published or 'no date'} · {counted}", "", reading.restored, ""]
    if reading.note:
        lines.append(reading.note)
    for number, directive in enumerate(reading.directives, 1):
        facts = [*directive.units, directive.due, directive.recurrence, *directive.deliverables]
        lines.append(f"{number}. {directive.text.strip()}")
        lines.append("   " + " · ".join(fact for fact in facts if fact))
    return "\n".join(lines) + "\n"
