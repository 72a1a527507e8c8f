from django.urls import URLPattern, URLResolver, path

from duban.exports import journal

urlpatterns: list[URLPattern | URLResolver] = [
    path("journal.xlsx", journal.journal_xlsx, name="journal_xlsx"),
    path("journal/verifications.xlsx", journal.verifications_xlsx, name="verifications_xlsx"),
]
