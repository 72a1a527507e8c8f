"""`migrate`, quick where the database is empty."""

from typing import Any

from django.core.management.base import CommandParser, no_translations
from django.core.management.commands import migrate
from django.db import connections

from duban.config import new_database


class Command(migrate.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--each", action="store_true", help="Apply every migration one by one, on an empty database too."
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        asks = ("app_label", "each", "fake", "plan", "check_unapplied", "prune")
        connection = connections[options["database"]]
        if not any(options.get(name) for name in asks) and new_database.is_new(connection):
            new_database.lay(connection)
        super().handle(*args, **options)
