from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "duban.exports"

    def ready(self) -> None:
        from duban.journal import asked

        asked.register_sheet("journal:list", "journal_xlsx")
        asked.register_sheet("journal:verifications", "verifications_xlsx")
