"""Which Node.js builds the assets."""

import pytest

from scripts.build_assets import is_new_enough


@pytest.mark.parametrize("version", ["v20.19.0\n", "v20.20.2", "v22.12.0", "v23.0.0", "v24.19.0"])
def test_a_node_js_that_can_require_newer_modules_is_used(version: str) -> None:
    assert is_new_enough(version)


@pytest.mark.parametrize("version", ["v18.20.4\n", "v20.18.3", "v21.7.3", "v22.11.0", "", "not found"])
def test_an_older_one_such_as_that_of_debian_12_is_not(version: str) -> None:
    assert not is_new_enough(version)
