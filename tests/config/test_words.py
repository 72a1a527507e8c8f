"""One word for one thing, as official documents use it.

时限 is the day, or the number of days, by which something that is owed is done: 办结时限, 整改时限, 答复时限, 核查时限.
期限 is how long a right or a state lasts: 申辩期限, 提出异议的期限, 退签期限, 展示期限; and stands in the set words 在规定期限内.
"""

import re

import pytest
from django.utils import translation

from duban.config.translations import catalogue_of, read_catalogue, rooms
from duban.ledger.forms.task import TaskForm
from duban.ledger.models import Task, TaskTemplate, TaskType

# Reads files and names of fields only.
pytestmark = pytest.mark.anydb

LASTING = re.compile("(申辩|异议的|退签|展示|规定)期限|沿用原期限|填写期限，如|展示范围和期限|期限届满")


def test_what_is_owed_has_a_时限_and_what_lasts_a_期限():
    said = {
        text
        for room in rooms()
        for message in read_catalogue(catalogue_of(room))
        for text in ([message.string] if isinstance(message.string, str) else message.string or [])
        if "期限" in text
    }
    assert said
    assert not {text for text in said if "期限" in LASTING.sub("", text)}


def test_how_often_one_reports_is_not_called_the_report():
    with translation.override("zh-hans"):
        for model in (Task, TaskType, TaskTemplate):
            assert model._meta.get_field("report_every").verbose_name == "反馈周期"
        assert TaskForm.base_fields["report_every"].label == "反馈周期"
