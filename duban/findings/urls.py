from django.urls import path

from duban.findings.views import exports, figures, keeping, listing, missed, page, reporting
from duban.findings.views.acts import ACTS, view_of

app_name = "findings"
urlpatterns = [
    path("findings", listing.register, name="list"),
    path("findings/export.xlsx", exports.export_xlsx, name="export_xlsx"),
    path("findings/export.csv", exports.export_csv, name="export_csv"),
    path("findings/new", reporting.finding_new, name="new"),
    path("findings/trends", figures.trends, name="trends"),
    path("findings/trends/months.json", figures.months_chart, name="months_chart"),
    path("findings/trends/ages.json", figures.ages_chart, name="ages_chart"),
    path("findings/missed", missed.missed, name="missed"),
    path("findings/missed/chart.json", missed.missed_chart, name="missed_chart"),
    path("findings/missed/export.xlsx", missed.missed_export, name="missed_export"),
    path("findings/repeats", figures.repeats, name="repeats"),
    path("findings/repeats/patterns", figures.pattern_new, name="pattern_new"),
    path("findings/kinds", keeping.kinds, name="kinds"),
    path("findings/kinds.xlsx", keeping.kinds_xlsx, name="kinds_xlsx"),
    path("findings/kinds/new", keeping.kind_new, name="kind_new"),
    path("findings/kinds/<int:pk>", keeping.kind_edit, name="kind_edit"),
    path("findings/rules", keeping.rules, name="rules"),
    path("findings/rules.xlsx", keeping.rules_xlsx, name="rules_xlsx"),
    path("findings/rules/new", keeping.rules_new, name="rules_new"),
    path("findings/<int:pk>", page.finding, name="finding"),
    *(path(f"findings/<int:pk>/{act.path}", view_of(act), name=act.path.replace("-", "_")) for act in ACTS),
]
