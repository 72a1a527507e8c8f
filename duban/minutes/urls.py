from django.urls import URLPattern, URLResolver, path

from duban.minutes.views import breakdown, documents, filing, issue, proposals, shape, text

app_name = "minutes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("minutes/", documents.document_list, name="list"),
    path("minutes.xlsx", documents.documents_xlsx, name="list_xlsx"),
    path("minutes/new", filing.file, name="file"),
    path("minutes/<int:pk>", documents.review, name="document"),
    path("minutes/<int:pk>/status", documents.status, name="status"),
    path("minutes/<int:pk>/particulars", documents.describe, name="describe"),
    path("minutes/<int:pk>/reading", documents.read_again, name="read_again"),
    path("minutes/<int:pk>/removal", documents.remove, name="remove"),
    path("minutes/<int:pk>/original", documents.original, name="original"),
    path("minutes/<int:pk>/repairs", text.repairs, name="repairs"),
    path("minutes/<int:pk>/corrections", text.correct, name="correct"),
    path("minutes/<int:pk>/corrections/undo", text.undo, name="undo_correction"),
    path("minutes/<int:pk>/proposals", shape.add, name="add"),
    path("minutes/<int:pk>/merge", shape.merge, name="merge"),
    path("minutes/<int:pk>/fill", proposals.fill, name="fill"),
    path("minutes/<int:pk>/breakdown.xlsx", breakdown.excel, name="breakdown_xlsx"),
    path("minutes/<int:pk>/breakdown.docx", breakdown.word, name="breakdown_docx"),
    path("minutes/<int:pk>/issue", issue.issue, name="issue"),
    path("minutes/proposals/<int:pk>", proposals.edit, name="proposal"),
    path("minutes/proposals/<int:pk>/card", proposals.card, name="card"),
    path("minutes/proposals/<int:pk>/split", shape.split, name="split"),
    path("minutes/proposals/<int:pk>/units", shape.split_units, name="split_units"),
    path("minutes/proposals/<int:pk>/dismissal", shape.dismiss, name="dismiss"),
    path("minutes/proposals/<int:pk>/task", shape.join, name="join"),
    path("minutes/proposals/<int:pk>/reopening", shape.reopen, name="reopen"),
]
