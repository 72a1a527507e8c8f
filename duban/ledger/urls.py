from django.urls import URLPattern, URLResolver, path

from duban.ledger import export_urls
from duban.ledger.views import (
    board,
    breakdown,
    bulk,
    catalogue,
    claims,
    listing,
    milestones,
    programmes,
    registering,
    saved,
    targets,
    task_page,
)
from duban.ledger.views.acts import view_of
from duban.ledger.views.part_acts import PART_ACTS, part_view
from duban.ledger.views.verbs import ACTS

urlpatterns: list[URLPattern | URLResolver] = [
    path("tasks", listing.tasks, name="tasks"),
    path("tasks/new", registering.task_new, name="task_new"),
    path("tasks/bulk", bulk.bulk, name="task_bulk"),
    path("tasks/board", board.board, name="task_board"),
    path("tasks/milestones", milestones.milestones, name="milestones"),
    path("tasks/milestones.xlsx", milestones.milestones_xlsx, name="milestones_xlsx"),
    path("tasks/claims", claims.claim_board, name="claim_board"),
    path("tasks/claims.xlsx", claims.claims_xlsx, name="claims_xlsx"),
    path("tasks/views/new", saved.saved_view_new, name="saved_view_new"),
    path("tasks/views/<int:pk>/dropping", saved.saved_view_drop, name="saved_view_drop"),
    *export_urls.urlpatterns,
    path("tasks/<int:pk>", task_page.task, name="task"),
    path("tasks/<int:pk>/edit", registering.task_edit, name="task_edit"),
    path("tasks/<int:pk>/parts", breakdown.breakdown, name="task_parts"),
    path("tasks/<int:pk>/targets/new", targets.task_target_new, name="task_target_new"),
    *(path(f"tasks/<int:pk>/{act.path}", view_of(act), name=f"task_{act.path.replace('-', '_')}") for act in ACTS),
    *(path(part.path, part_view(part), name=part.name) for part in PART_ACTS),
    path("programmes", programmes.programme_list, name="programmes"),
    path("programmes.xlsx", programmes.programmes_xlsx, name="programmes_xlsx"),
    path("programmes/new", programmes.programme_new, name="programme_new"),
    path("programmes/<int:pk>", programmes.programme, name="programme"),
    path("programmes/<int:pk>/edit", programmes.programme_edit, name="programme_edit"),
    path("programmes/<int:pk>/units.json", programmes.programme_units_chart, name="programme_units_chart"),
    path("programmes/<int:pk>/closed.json", programmes.programme_closed_chart, name="programme_closed_chart"),
    path("programmes/<int:pk>/targets/new", targets.programme_target_new, name="programme_target_new"),
    path("targets/<int:pk>", targets.target, name="target"),
    path("targets/<int:pk>/chart.json", targets.target_chart, name="target_chart"),
    path("targets/<int:pk>/edit", targets.target_edit, name="target_edit"),
    path("targets/<int:pk>/readings", targets.reading_new, name="reading_new"),
    path("readings/<int:pk>/correction", targets.reading_correct, name="reading_correct"),
    *(path(shelf.path, catalogue.list_view(shelf), name=shelf.name) for shelf in catalogue.SHELVES),
    *(
        path(f"{shelf.path}.xlsx", catalogue.sheet_view(shelf), name=f"{shelf.name}_xlsx")
        for shelf in catalogue.SHELVES
    ),
    *(path(f"{shelf.path}/new", catalogue.new_view(shelf), name=f"{shelf.name}_new") for shelf in catalogue.SHELVES),
    *(
        path(f"{shelf.path}/<int:pk>", catalogue.edit_view(shelf), name=f"{shelf.name}_edit")
        for shelf in catalogue.SHELVES
        if shelf.editable
    ),
    path("ledger/calendar/<int:pk>/dropping", catalogue.calendar_day_drop, name="calendar_day_drop"),
]
