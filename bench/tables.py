"""What was measured, as tables: bench/out/*.json → docs/measurements.md, between its two marks.

python -m bench.tables
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.databases import OUT

PAGE = Path(__file__).resolve().parent.parent / "docs" / "measurements.md"
BEGIN, END = "<!-- written by python -m bench.tables -->", "<!-- end of what it writes -->"
# Redmine's page that answers the same question, and how many times as many requests a second ours should answer.
RIVALS = {
    "overdue of a subtree": ("list_unit_overdue_25", 8),
    "overdue of all": ("list_all_overdue_25", 8),
    "grouped by unit": ("board_by_unit_25", 8),
    "one task": ("detail_html", 8),
    "overview of all units": ("report_all_units", 8),
    "json page of 100": ("json_open_100", 8),
    "create through the API": ("create_rest", 5),
}


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)]) + "\n"


def reading(found: dict[str, Any]) -> str:
    speeds = found["reading"]["characters_per_second"]
    rows = [
        ("restoration and directives together, one core", f"{speeds['both']:,} characters/s"),
        ("restoration alone", f"{speeds['restoration']:,} characters/s"),
        ("directives alone", f"{speeds['directives']:,} characters/s"),
        ("`jieba.posseg` tagging the same text", f"{found['jieba_posseg']['characters_per_second']:,} characters/s"),
        ("`duban read FILE`, whole process", f"{found['process']['seconds']} s, {found['process']['mebibytes']} MiB"),
        *(
            (f"--jobs {job['jobs']}", f"{job['times']} times as fast as one")
            for job in found["jobs"]
            if job["jobs"] > 1
        ),
    ]
    documents = found["reading"]["documents"]
    return f"### Reading, {documents:,} documents\n\n" + table(("what", "measured"), rows)


def journal(found: list[dict[str, Any]]) -> str:
    names = [name for name in found[0] if name not in ("database", "entries")]
    rows = [(name.replace("_", " "), *(run.get(name, "–") for run in found)) for name in names]
    head = ("what", *(run["database"] for run in found))
    return f"### Journal of {found[0]['entries']:,} entries\n\n" + table(head, rows)


def loop(found: dict[str, Any]) -> str:
    rows = found["rows"]
    head = ("page, p50 in ms at one connection", *(f"{row['answers']:,} answers" for row in rows))
    lines = [(name, *(f"{row['p50_ms'][name]:.0f}" for row in rows)) for name in rows[0]["p50_ms"]]
    held = "; ".join(
        f"{row['answers']:,} answers, {row['findings']:,} findings, {row['occurrences']:,} occurrences" for row in rows
    )
    return f"### The loop over HTTP, PostgreSQL, two web processes\n\n{held}.\n\n" + table(head, lines)


def routines(found: dict[str, Any]) -> str:
    row = found["rows"][-1]
    return (
        f"### Standing duties\n\nA month for {row['month_people']:,} people ({row['month_made']:,} occurrences) is made in"
        f" {row['month_s']} s, and found to be there already in {row['month_again_s']} s.\n"
    )


def web(found: dict[str, Any]) -> str:
    runs = found["runs"]
    sizes = sorted({run["tasks"] for run in runs})
    parts = [f"### Pages, API and exports over HTTP, two web processes, {found['cores']} cores\n"]
    for database in ("postgresql", "sqlite"):
        of_size = {run["tasks"]: run for run in runs if run["database"] == database}
        if not of_size:
            continue
        here = [size for size in sizes if size in of_size]
        names = list(dict.fromkeys(row["page"] for row in of_size[here[0]]["rows"]))

        def cell(name: str, size: int, of_size: dict[int, Any] = of_size) -> str:
            alone, eight = (
                next(row for row in of_size[size]["rows"] if row["page"] == name and row["connections"] == n)
                for n in (1, 8)
            )
            return f"{alone['p50_ms']:.1f} · {eight['per_second']:.0f}" + (
                " !" if alone["errors"] + eight["errors"] else ""
            )

        parts.append(f"{database}: p50 in ms at one connection · requests/s at eight, by tasks in the ledger\n")
        parts.append(
            table(("page", *(f"{size:,}" for size in here)), ((n, *(cell(n, s) for s in here)) for n in names))
        )
        rest = []
        for size in here:
            run = of_size[size]
            exports = [
                f"{run['downloads'][kind]['seconds']} s" if run["downloads"] else "–" for kind in ("csv", "xlsx")
            ]
            web_processes = sorted(run["memory_mib"].values())
            rest.append((f"{size:,}", f"{run['start_seconds']} s", *exports, f"{web_processes[-1]} MiB"))
        parts.append(
            table(("tasks", "start", "CSV of 40,000 rows", "Excel of 40,000 rows", "largest process after"), rest)
        )
    paint = max((size, page) for run in runs for page, size in run["bytes_before_first_paint"].items())
    parts.append(f"Most bytes before first paint: {paint[0] / 1024:.0f} KB ({paint[1]}).\n")
    if "redmine" in found:
        parts.append(against_redmine(found))
    return "\n".join(parts)


def against_redmine(found: dict[str, Any]) -> str:
    ours = next(run for run in found["runs"] if run["database"] == "postgresql" and run["tasks"] == 100_000)
    theirs = {row["page"]: row["per_second"] for row in found["redmine"] if row["connections"] == 8}
    rows = []
    for row in ours["rows"]:
        name, bar = RIVALS[row["page"]]
        if row["connections"] == 8 and name in theirs:
            times = row["per_second"] / theirs[name]
            rows.append((row["page"], f"{row['per_second']:.0f}", f"{theirs[name]:.1f}", f"{times:.1f}", bar))
    head = ("page", "Duban, requests/s", "Redmine, requests/s", "times", "bar")
    return "100,000 tasks on PostgreSQL, eight connections, beside Redmine 5.0 in the same run:\n\n" + table(head, rows)


def write() -> None:
    parts = []
    for name, draw in (
        ("reading", reading), ("journal", journal), ("web", web), ("loop", loop), ("routines", routines)
    ):  # fmt: skip
        if (OUT / f"{name}.json").exists():
            parts.append(draw(json.loads((OUT / f"{name}.json").read_text())))
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n" + "\n".join(parts) + f"\n{END}{after}", "utf-8")


if __name__ == "__main__":
    write()
