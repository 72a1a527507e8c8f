from django.urls import URLPattern, URLResolver, path

from duban.routines.views import briefings, duties, heat, occurrences

app_name = "routines"
urlpatterns: list[URLPattern | URLResolver] = [
    path("routines", duties.duty_list, name="list"),
    path("routines.xlsx", duties.duties_xlsx, name="list_xlsx"),
    path("routines/new", duties.duty_new, name="new"),
    path("routines/calendar", heat.calendar, name="calendar"),
    path("routines/calendar.xlsx", heat.calendar_xlsx, name="calendar_xlsx"),
    path("routines/<int:pk>", duties.duty, name="duty"),
    path("routines/<int:pk>/edit", duties.duty_edit, name="edit"),
    path("routines/<int:pk>/pauses", duties.pause, name="pause"),
    path("routines/<int:pk>/pauses/<int:pause>/end", duties.resume, name="resume"),
    path("routines/<int:pk>/end", duties.end, name="end"),
    path("occurrences", occurrences.occurrence_list, name="occurrences"),
    path("occurrences.xlsx", occurrences.occurrences_xlsx, name="occurrences_xlsx"),
    path("occurrences/<int:pk>", occurrences.occurrence, name="occurrence"),
    path("occurrences/<int:pk>/report", occurrences.report, name="report"),
    path("occurrences/<int:pk>/correction", occurrences.correct, name="correct"),
    path("occurrences/<int:pk>/check", occurrences.check, name="check"),
    path("occurrences/<int:pk>/meeting", occurrences.meet, name="meet"),
    path("occurrences/<int:pk>/excuse", occurrences.excuse, name="excuse"),
    path("occurrences/<int:pk>/questions", occurrences.ask, name="ask"),
    path("occurrences/<int:pk>/questions/<int:question>/answer", occurrences.answer, name="answer"),
    path("briefings", briefings.roll_up, name="briefings"),
    path("briefings.docx", briefings.roll_up_docx, name="briefings_docx"),
]
