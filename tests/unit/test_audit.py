"""The dependency audit: each kind of fault is found, and a service that does not answer is never "all well"."""

import json
import zipfile
from pathlib import Path

import pytest

from scripts import audit
from scripts.advisories import is_affected, vulnerable
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


@pytest.mark.slow
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


def test_what_an_older_python_needs_is_pinned_too() -> None:
    """As async-timeout for redis, without which the site could not be installed on Debian 12."""
    needs = [("redis", 'timer>=4; python_full_version < "3.11.3"'), ("redis", 'more; extra == "other"')]
    assert texts(audit.missing_requirements({"redis"}, needs)) == [
        'Python 3.11.0 needs for redis: timer>=4; python_full_version < "3.11.3"'
    ]
    assert audit.missing_requirements({"redis", "timer"}, needs) == []


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


def advisory(name: str, ecosystem: str = "PyPI", **affected: object) -> dict[str, object]:
    """Return an advisory in the format of OSV."""
    package = {"name": name, "ecosystem": ecosystem}
    return {"id": "OSV-1", "modified": "2026-01-02", "affected": [{"package": package, **affected}]}


def between(*events: dict[str, str]) -> list[dict[str, object]]:
    return [{"type": "ECOSYSTEM", "events": list(events)}]


@pytest.mark.parametrize(
    ("affected", "versions"),
    [
        ({"versions": ["1.2"]}, ["1.2"]),
        ({"ranges": between({"introduced": "0"}, {"fixed": "1.3"})}, ["1.2", "1.2.9"]),
        ({"ranges": between({"introduced": "1.3"}, {"last_affected": "2.0"})}, ["1.3", "2.0"]),
        ({"ranges": between({"introduced": "2.1"})}, ["2.1", "10.0"]),
        (
            {
                "ranges": between(
                    {"introduced": "9"}, {"fixed": "11"}, {"introduced": "0"}, {"fixed": "1.2.1"}
                )
            },
            ["1.2", "10.0"],
        ),
        ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, []),
        ({"ranges": between({"introduced": "no version"})}, ["1.2", "1.2.9", "1.3", "2.0", "2.1", "10.0"]),
    ],
)
def test_an_advisory_names_versions_and_ranges(affected: dict[str, object], versions: list[str]) -> None:
    all_versions = ["1.2", "1.2.9", "1.3", "2.0", "2.1", "10.0"]
    assert [one for one in all_versions if is_affected(one, affected)] == versions


def test_names_are_compared_as_their_registry_does_and_withdrawn_advisories_left_out() -> None:
    pinned = [("beta-gamma", "3.0")]
    named = advisory("Beta_Gamma", versions=["3.0"])
    assert list(vulnerable([named], "PyPI", pinned)) == [("beta-gamma", "3.0", "OSV-1")]
    assert list(vulnerable([named], "npm", pinned)) == []
    assert list(vulnerable([named | {"withdrawn": "2026-01-03"}], "PyPI", pinned)) == []


@pytest.mark.parametrize("ecosystem", ["PyPI", "npm"])
@pytest.mark.parametrize("kind", ["file", "folder", "archive"])
def test_a_vulnerable_pin_of_ours_fails_the_run_without_a_network(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    ecosystem: str,
) -> None:
    """Real pins of the project, and an advisory that is made up."""
    monkeypatch.setattr(audit, "offline_findings", list)
    name = "flask" if ecosystem == "PyPI" else "stylelint"
    record = json.dumps(advisory(name, ecosystem, ranges=between({"introduced": "0"})))
    path = tmp_path / {"file": "one.json", "folder": "folder", "archive": "all.zip"}[kind]
    if kind == "archive":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("OSV-1.json", record)
    elif kind == "folder":
        path.mkdir()
        (path / "OSV-1.json").write_text(record)
    else:
        path.write_text(f"[{record}]")
    assert audit.main(["--advisories", str(path)]) == 1
    said = capsys.readouterr().out
    assert f"WRONG: {name} " in said
    assert "1 advisories were read, the newest of 2026-01-02" in said


def test_advisories_that_name_none_of_our_pins_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "offline_findings", list)
    path = tmp_path / "one.json"
    path.write_text(json.dumps(advisory("flask", ranges=between({"introduced": "0"}, {"fixed": "0.1"}))))
    assert audit.main(["--advisories", str(path)]) == 0
    assert "NOT ASKED" not in capsys.readouterr().out


@pytest.mark.parametrize("content", [None, "", "[]", "{}", "not json"])
def test_advisories_that_cannot_be_read_fail_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    monkeypatch.setattr(audit, "offline_findings", list)
    path = tmp_path / "all.json"
    if content is not None:
        path.write_text(content)
    assert audit.main(["--advisories", str(path)]) == 1
    assert "NOT ASKED: the" in capsys.readouterr().out
