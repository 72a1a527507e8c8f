from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "duban.exports"

    def ready(self) -> None:
        from duban.journal import asked

        asked.register_sheet("journal_xlsx")
