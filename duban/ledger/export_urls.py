from django.urls import path

from duban.ledger.views import exports

urlpatterns = [
    path("tasks/export.xlsx", exports.task_export_xlsx, name="task_export_xlsx"),
    path("tasks/export.csv", exports.task_export_csv, name="task_export_csv"),
    path("tasks/breakdown.docx", exports.task_breakdown_docx, name="task_breakdown_docx"),
    path("tasks/<int:pk>/notice.docx", exports.task_notice_docx, name="task_notice_docx"),
]
