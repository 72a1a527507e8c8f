"""Schemathesis sends what a careless or hostile system might: nothing may end in a traceback, and every error is said.

Bounded: a fixed seed and a handful of examples for each operation. Longer: SCHEMATHESIS_EXAMPLES=500.
"""

import os
from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from duban.api.main import api
from duban.api.tokens import make_token
from duban.config.wsgi import application
from duban.ledger.actions import acknowledge_task, open_for_claim, register_task, set_target
from duban.ledger.models import Programme

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "12"))


def _schema():
    return schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1"))


@pytest.fixture(autouse=True)
def _in_the_transaction_of_the_test():
    """The application closes connections around a request; this one holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


OPERATIONS = [result.ok() for result in _schema().get_all_operations()]


@pytest.fixture
def key(world, task):
    acknowledge_task(task.pk, actor=world.east_liaison)
    programme = Programme.objects.create(
        name="示例年", year=2026, since="2026-01-01", until="2026-12-31", owner=world.supervision
    )
    today = timezone.localdate()
    set_target(
        actor=world.clerk,
        programme=programme,
        name="示例量",
        measure="吨",
        baseline=1,
        baseline_on=today - timedelta(days=30),
        goal=10,
        by_on=today + timedelta(days=30),
        units=[world.east],
    )
    draft = register_task(
        actor=world.clerk, title="值守", type=task.type, lead_unit=world.supervision, looker=world.safety_liaison,
        criterion="记录齐全", due_on=today + timedelta(days=20),
    )  # fmt: skip
    open_for_claim(draft.pk, actor=world.clerk)
    return make_token(actor=world.clerk, name="x", scope="write", expires_on=today + timedelta(days=3))[1]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.label)
@pytest.mark.parametrize("mode", [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE])
def test_no_input_ends_in_a_traceback(operation, mode, key):
    @seed(20261121)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), id_=st.sampled_from([None, 1, 2]))
    def check(case, id_):
        if id_ is not None:
            # Most of the cases meet something that exists.
            for name in case.path_parameters or {}:
                case.path_parameters[name] = id_
        response = case.call(app=application, headers={"Authorization": f"Bearer {key}"})
        assert response.status_code < 500, (case, response.text)
        if response.status_code >= 400:
            kind = str(response.headers["content-type"])
            assert "problem+json" in kind, (case, response.status_code, response.text)
        elif response.status_code < 300:
            operation.validate_response(response)

    check()
