"""Run as a module against a served database: a small group, a key for the API, and what writers need. Prints JSON."""

import json
import os
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from duban.api.tokens import make_token  # noqa: E402
from duban.config.serve import prepare  # noqa: E402
from duban.ledger.models import TaskType  # noqa: E402
from duban.ui.static_files import HashedStaticFiles  # noqa: E402
from tests import world as invented  # noqa: E402
from tests.logged_in import log_in  # noqa: E402


def main() -> None:
    # A few packed files stand for all: packing them takes longer than everything else here.
    pack = HashedStaticFiles.compress_files
    HashedStaticFiles.compress_files = lambda self, paths: pack(self, list(paths)[:5])
    prepare(say=lambda _: None)
    world = invented.build()
    day = timezone.localdate() + timedelta(days=30)
    kind = TaskType.objects.order_by("pk").first() or TaskType.objects.create(name="督办事项")
    _, key = make_token(actor=world.clerk, name="faults", scope="write", expires_on=day)
    order = {
        "type_id": kind.pk, "lead_unit_id": world.safety.pk, "responsible_id": world.safety_head.pk,
        "looker_id": world.supervision_head.pk, "due_on": str(day), "criterion": "现场复查合格",
    }  # fmt: skip
    (session,) = log_in([world.clerk])
    print(json.dumps({"key": key, "order": order, "session": session}))


if __name__ == "__main__":
    main()
