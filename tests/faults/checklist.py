"""Run as a module against a served database: puts a checklist in force and says what checks there are. Prints JSON."""

import json
import os
from types import SimpleNamespace

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
django.setup()

from duban.checklists.models import Answer, Item, Response  # noqa: E402
from duban.files.models import Evidence  # noqa: E402
from duban.org.models import Person  # noqa: E402
from tests.checklists import conftest as made  # noqa: E402


def main() -> None:
    if not Item.objects.exists():
        clerk, head, safety = (Person.objects.get(username=n) for n in ("clerk", "supervision_head", "safety_head"))
        made.in_force(SimpleNamespace(clerk=clerk, supervision_head=head, safety=safety.appointments.get().unit))
    photo = Item.objects.get(kind="photo")
    files = Evidence.objects.filter(noun="answer").select_related("blob")
    print(json.dumps({
        "edition": photo.edition_id, "photo": photo.pk,
        "responses": Response.objects.count(), "answers": Answer.objects.count(),
        "files": [each.blob.sha256 for each in files],
    }))  # fmt: skip


if __name__ == "__main__":
    main()
