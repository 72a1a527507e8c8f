"""Run as a module against a served database after the kills: what is there. Prints one line of JSON; asked for `whole`, then
seals and verifies by the two commands: starting a process for each takes longer than all they do."""

import json
import os
import sys
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
django.setup()

from django_tasks_db.models import DBTaskResult  # noqa: E402

from duban.config.command import app as duban  # noqa: E402
from duban.journal.models import Entry  # noqa: E402
from duban.journal.sealer import seal_pending  # noqa: E402
from duban.ledger.models import Counter as Serials  # noqa: E402
from duban.ledger.models import Task  # noqa: E402
from duban.notices.models import Notice  # noqa: E402
from duban.notices.telling import tell_new  # noqa: E402


def main() -> None:
    seal_pending()
    while tell_new():
        pass
    told = Counter(Notice.objects.values_list("entry_id", "person_id"))
    print(json.dumps({
        "titles": list(Task.objects.values_list("title", flat=True)),
        "serials": sorted(Task.objects.values_list("serial", flat=True)),
        "counter": list(Serials.objects.values_list("last", flat=True)),
        "dispatched": Entry.objects.filter(kind="task.dispatched").count(),
        "told": Notice.objects.filter(kind="task.dispatched").values("entry_id").distinct().count(),
        "told_twice": sum(1 for n in told.values() if n > 1),
        "unfinished_jobs": DBTaskResult.objects.exclude(status="SUCCESSFUL").count(),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
    if sys.argv[1:] == ["whole"]:
        sys.stdout.flush()
        for command in ("seal", "verify"):
            duban([command], standalone_mode=False)
