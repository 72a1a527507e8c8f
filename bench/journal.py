"""How fast the journal is written, sealed and verified: `python -m bench.journal [entries]`. Writes bench/out/journal.json.

On SQLite in a temporary folder, and on PostgreSQL (127.0.0.1:5432, or BENCH_POSTGRESQL) in a database made for it, each
in a process of its own.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from bench.databases import OUT, new_database

ALONE = 500


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(entries: int) -> dict[str, object]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from duban.journal.actions import Draft, append, append_many
    from duban.journal.models import Entry
    from duban.journal.proof import check_proof, prove
    from duban.journal.sealer import seal_all
    from duban.journal.verify import verify
    from duban.org import kinds

    call_command("migrate", verbosity=0)
    if Entry.objects.exists():
        raise SystemExit("this database has a journal already; name an empty one")
    body = {"unit": "示范港务公司安全环保部", "changes": "完善风险分级管控和隐患排查治理双重预防机制"}

    @transaction.atomic
    def load() -> None:
        append_many(Draft(kinds.EDITED, "unit", n, unit_id=n % 60, body={**body, "n": n}) for n in range(entries))

    def one_by_one() -> None:
        for n in range(ALONE):
            with transaction.atomic():
                append(kinds.EDITED, actor=None, noun="unit", noun_id=n, body=body)

    found: dict[str, object] = {"database": connection.vendor, "entries": entries, "load_s": timed(load)}
    found["seal_s"] = timed(lambda: seal_all(sweep=True))
    found["appends_per_s"] = ALONE / timed(one_by_one)
    seal_all()
    for jobs in (1, os.cpu_count() or 1):
        report = verify(jobs=jobs)
        assert report.ok, report.misfits
        found[f"verify_s_{jobs}_processes"] = report.seconds
    entry = Entry.objects.get(pk=entries // 2 + 1)
    found["prove_ms"] = 1000 * timed(lambda: check_proof(prove(entry)))
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in found.items()}


def in_a_process(entries: int, **environment: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.journal", str(entries), "here"],
        env=os.environ | environment, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    print(done.stdout, flush=True)
    return dict(json.loads(done.stdout))


def main() -> None:
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if sys.argv[2:] == ["here"]:
        print(json.dumps(measure(entries), ensure_ascii=False, indent=1))
        return
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        runs = [in_a_process(entries, DUBAN_DATA=folder, DATABASE_URL="")]
        with new_database("duban_bench_journal") as url:
            runs.append(in_a_process(entries, DUBAN_DATA=folder, DATABASE_URL=url))
    OUT.mkdir(exist_ok=True)
    (OUT / "journal.json").write_text(json.dumps(runs, indent=1))


if __name__ == "__main__":
    main()
