from django.urls import URLPattern, URLResolver, include, path

from duban.ledger.views import bulk, listing, registering, saved, task_page
from duban.ledger.views.acts import view_of
from duban.ledger.views.part_acts import PART_ACTS, part_view
from duban.ledger.views.verbs import ACTS

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("duban.ledger.export_urls")),
    path("tasks", listing.tasks, name="tasks"),
    path("tasks/new", registering.task_new, name="task_new"),
    path("tasks/bulk", bulk.bulk, name="task_bulk"),
    path("tasks/views/new", saved.saved_view_new, name="saved_view_new"),
    path("tasks/views/<int:pk>/dropping", saved.saved_view_drop, name="saved_view_drop"),
    path("tasks/<int:pk>", task_page.task, name="task"),
    path("tasks/<int:pk>/edit", registering.task_edit, name="task_edit"),
    *(path(part.path, part_view(part), name=part.name) for part in PART_ACTS),
    *(path(f"tasks/<int:pk>/{act.path}", view_of(act), name=f"task_{act.path.replace('-', '_')}") for act in ACTS),
]
