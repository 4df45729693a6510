"""The dependency audit: each kind of fault is found, and a service that does not answer is never "all well"."""

import json

import pytest

from scripts import audit
from scripts.audit import Finding

GOOD = """alpha==1.2 \\
    --hash=sha256:aa
    # via signpost (pyproject.toml)
beta-gamma==3.0 ; python_version > "3" \\
    --hash=sha256:bb
"""


def texts(findings: list[Finding]) -> list[str]:
    """Return the texts of the findings."""
    return [finding.text for finding in findings]


def test_what_needs_no_network_is_in_order() -> None:
    assert texts(audit.offline_findings()) == []


def test_a_good_lock_file_is_read() -> None:
    assert audit.pins(GOOD) == ({"alpha": "1.2", "beta-gamma": "3.0"}, [])


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ("delta>=1.0\n", "not pinned with ==: delta>=1.0"),
        ("delta==1.0\n", "no hash: delta"),
        ("--index-url https://packages.example/simple\n", "not pinned with ==: --index-url"),
        ("delta @ https://packages.example/d.whl\n", "a lock file names a host: delta"),
    ],
)
def test_a_planted_fault_in_a_lock_file_is_found(planted: str, said: str) -> None:
    assert any(text.startswith(said) for text in texts(audit.pins(GOOD + planted)[1]))


def test_two_versions_of_one_package_are_found() -> None:
    findings = audit.lock_findings({"one": GOOD, "two": GOOD.replace("1.2", "1.3")})
    assert texts(findings) == ["alpha has several versions: {'one': '1.2', 'two': '1.3'}"]


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "AGPL-3.0", "Proprietary", ""])
def test_a_licence_that_does_not_fit_is_found(licence: str) -> None:
    assert len(audit.licence_findings([("delta", licence)])) == 1


@pytest.mark.parametrize(
    "licence", ["MIT", "BSD-3-Clause", "License :: OSI Approved :: ISC License (ISCL)", "MPL-2.0"]
)
def test_a_licence_that_fits_is_none(licence: str) -> None:
    assert audit.licence_findings([("delta", licence)]) == []


def test_node_packages_need_a_checksum_and_a_licence() -> None:
    lock = {"packages": {"": {}, "node_modules/a": {"license": "MIT"}, "node_modules/b": {"integrity": "x"}}}
    assert texts(audit.node_findings(lock)) == ["no checksum: a", "licence of b: none is named"]


def test_a_vulnerability_is_told() -> None:
    known = {"name": "alpha", "version": "1.2", "vulns": [{"id": "CVE-1", "fix_versions": ["1.3"]}]}
    (finding,) = audit.python_vulnerabilities(json.dumps({"dependencies": [known]}), 1)
    assert finding == Finding("alpha 1.2: CVE-1, mended in ['1.3']")
    assert texts(audit.node_vulnerabilities('{"vulnerabilities": {"b": {"severity": "high"}}}', 1)) == [
        "b: high vulnerability"
    ]


def test_nothing_known_is_in_order_only_if_all_were_asked() -> None:
    asked = {"name": "alpha", "version": "1.2", "vulns": []}
    assert audit.python_vulnerabilities(json.dumps({"dependencies": [asked]}), 0) == []
    skipped = {"name": "beta", "skip_reason": "not found"}
    (finding,) = audit.python_vulnerabilities(json.dumps({"dependencies": [asked, skipped]}), 0)
    assert finding == Finding("pip-audit could not ask about 1 of 2 Python packages", unasked=True)
    assert audit.python_vulnerabilities("", 1)[0].unasked
    assert audit.node_vulnerabilities('{"error": {"code": "ENOAUDIT"}}', 1)[0].unasked
    assert audit.node_vulnerabilities('{"vulnerabilities": {}}', 0) == []


def test_a_yanked_version_is_told() -> None:
    output = "Collecting alpha\nWARNING: The candidate selected for download is a yanked version: alpha 1.2\n"
    assert len(audit.yanked(output)) == 1


def test_a_service_that_does_not_answer_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "offline_findings", list)
    monkeypatch.setattr(audit, "online_findings", lambda: [Finding("npm could not ask", unasked=True)])
    assert audit.main([]) == 1
    assert "NOT ASKED: npm could not ask" in capsys.readouterr().out
    assert audit.main(["--offline"]) == 0
    assert "nothing is known about vulnerabilities" in capsys.readouterr().out
