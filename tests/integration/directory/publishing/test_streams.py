"""Long answers: a bound on how many are sent at once, and a reader that goes away."""

from flask import Flask

from directory.publishing.streams import MOST_AT_ONCE
from tests.examples import slow_on_both
from tests.page_checks import PageCheckingClient

ADDRESS = "/open-referral/v3/services?format=ndjson"


@slow_on_both
def test_slow_readers_leave_the_site_to_others(demo_app: Flask, demo_client: PageCheckingClient) -> None:
    waiting = [demo_client.get(ADDRESS) for _n in range(MOST_AT_ONCE)]
    refused = demo_client.get(ADDRESS)
    assert (refused.status_code, refused.mimetype) == (503, "application/problem+json")
    assert int(refused.headers["Retry-After"]) > 0
    assert demo_client.head(ADDRESS).status_code == 200
    assert demo_client.get("/open-referral/v3/services?per_page=1").status_code == 200
    waiting.pop().close()
    assert demo_client.get(ADDRESS).text.count("\n") == 290
    for response in waiting:
        response.close()
