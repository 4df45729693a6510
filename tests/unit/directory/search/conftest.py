"""What the tests of the directory's parts share."""

import pytest

# Failures of an engine are told as fully as those of any other test.
pytest.register_assert_rewrite("tests.unit.directory.engine_conformance")
