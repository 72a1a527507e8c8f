from django.urls import URLPattern, path

from duban.inspections.views import exposure_acts as acts
from duban.inspections.views import exposures as pages

urlpatterns: list[URLPattern] = [
    path("exposures", pages.exposure_list, name="exposures"),
    path("exposures.xlsx", pages.exposure_xlsx, name="exposures_xlsx"),
    path("exposures/new", acts.exposure_new, name="exposure_new"),
    path("exposures/rules", acts.exposure_rules, name="exposure_rules"),
    path("exposures/<int:pk>", pages.exposure, name="exposure"),
    path("exposures/<int:pk>.docx", pages.exposure_word, name="exposure_word"),
    path("exposures/<int:pk>/text", acts.exposure_text, name="exposure_text"),
    path("exposures/<int:pk>/photos/<int:photo>/mask", acts.exposure_mask, name="exposure_mask"),
    path("exposures/<int:pk>/photos/<int:photo>/original", acts.exposure_original, name="exposure_original"),
    path("exposures/<int:pk>/submission", acts.exposure_submit, name="exposure_submit"),
    path("exposures/<int:pk>/check", acts.exposure_check, name="exposure_check"),
    path("exposures/<int:pk>/redraft", acts.exposure_redraft, name="exposure_redraft"),
    path("exposures/<int:pk>/dropping", acts.exposure_drop, name="exposure_drop"),
    path("exposures/<int:pk>/replies", acts.exposure_reply, name="exposure_reply"),
    path("exposures/<int:pk>/waiver", acts.exposure_waive, name="exposure_waive"),
    path("exposures/<int:pk>/issue", acts.exposure_issue, name="exposure_issue"),
    path("exposures/<int:pk>/ruling", acts.exposure_rule, name="exposure_rule"),
    path("exposures/<int:pk>/correction", acts.exposure_correct, name="exposure_correct"),
]
