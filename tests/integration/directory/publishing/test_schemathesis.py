"""Generated requests over our OpenAPI document: no failure of ours, and no answer outside the document."""

import pytest
from flask import Flask

from tests.conftest import make_app

pytestmark = pytest.mark.slow


def test_no_answer_is_outside_the_document(own_demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis import checks

    from core import rate_limits
    from core.rate_limits import Quota, RateLimit

    monkeypatch.setitem(rate_limits.RATE_LIMITS, "read_feed", RateLimit(network=Quota(100_000, 60)))
    app = make_app(own_demo_app.extensions["settings"])
    schema = schemathesis.openapi.from_wsgi("/open-referral/v3/openapi.json", app)
    wanted = [
        checks.not_a_server_error,
        *(
            checks.CHECKS.get_one(name)
            for name in ("status_code_conformance", "content_type_conformance", "response_schema_conformance")
        ),
    ]
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=15,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: "schemathesis.Case") -> None:
            # The test transport does not unpack.
            case.call_and_validate(checks=wanted, headers={"Accept-Encoding": "identity"})

        ask()
        tried += 1
    assert tried == 11
