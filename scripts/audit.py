"""Check the packages that the project depends on: pins, hashes, licences, use, and known vulnerabilities.

`python -m scripts.audit` asks the vulnerability services of pip-audit and npm. Where one does not answer, the
run says so aloud and fails, because "no vulnerability found" would be untrue. `--advisories PATH` reads known
vulnerabilities from a file, folder or zip archive in the format of OSV instead. `--offline` leaves these
questions out, and says that too; the other checks need no network and always run.
"""

import argparse
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from scripts.advisories import NODE, PYTHON, records, vulnerable

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt", "requirements-vectors.txt")
WITHOUT_DEPENDENCIES = "requirements-vectors.txt"
"""The lock file that is installed with --no-deps: what its packages require is not wanted."""
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_WAIT_SECONDS = 300

PYTHONS = ("3.11.0", "3.11.2", "3.12.0", "3.13.0", "3.14.0")
"""Versions of Python on which the site is installed from the lock files; 3.11.2 is Debian 12's."""

LICENCES = re.compile(
    r"0BSD|Apache|BlueOak|\bBSD|CC0|CNRI|HPND|\bISC\b|LGPL|Lesser General Public|\bMIT\b|MIT-CMU|MPL|Mozilla"
    r"|PSF|Python Software Foundation|Python-2\.0|Unlicense|Zlib",
    re.IGNORECASE,
)
"""Licences that go together with MIT. One of several alternatives is enough."""

BY_HAND = {
    "axe-playwright-python": "MIT, in its file LICENSE; its metadata name none",
    "djlint": "GPL-3.0, a tool of development that is run as a program and is not part of the site",
    "doublemetaphone": "Artistic-2.0; a library that is used unchanged, which needs no licence of its own (section 8)",
    "pyrage": "MIT, in its file LICENSE; its metadata name none",
    "svg-tags": "names none; a list of names of SVG elements, used by stylelint in development only",
}
"""Packages whose licence a person has looked at, and what was found."""


@dataclass(frozen=True)
class Finding:
    """Something that is wrong. `unasked`: a service did not answer, so nothing is known."""

    text: str
    unasked: bool = False


def normal(name: str) -> str:
    """Return the name of a package as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: str) -> tuple[dict[str, str], list[Finding]]:
    """Return the versions that a lock file pins, and what is wrong with its lines."""
    found: dict[str, str] = {}
    wrong: list[Finding] = []
    for block in re.split(r"\n(?=[^\s#])", lock):
        line = block.strip()
        if not line or line.startswith("#"):
            continue
        pin = _PIN.match(line)
        if not pin:
            wrong.append(Finding(f"not pinned with ==: {line.splitlines()[0]}"))
            continue
        found[normal(pin[1])] = pin[2]
        if "--hash=sha256:" not in block:
            wrong.append(Finding(f"no hash: {pin[1]}"))
    wrong += [Finding(f"a lock file names a host: {line}") for line in lock.splitlines() if "://" in line]
    return found, wrong


def lock_findings(locks: dict[str, str]) -> list[Finding]:
    """Return what is wrong with the lock files, and where they pin different versions of one package."""
    versions: dict[str, dict[str, str]] = {}
    findings: list[Finding] = []
    for name, text in locks.items():
        found, wrong = pins(text)
        findings += wrong
        for package, version in found.items():
            versions.setdefault(package, {})[name] = version
    findings += [
        Finding(f"{package} has several versions: {by_file}")
        for package, by_file in versions.items()
        if len(set(by_file.values())) > 1
    ]
    return findings


def missing_requirements(pinned: Collection[str], requirements: Iterable[tuple[str, str]]) -> list[Finding]:
    """Return what a supported version of Python needs and no lock file pins.

    pip-compile leaves out what the Python that makes the lock file does not need. `requirements`: pairs of a package
    and one of its requirements.
    """
    findings = {}
    for package, text in requirements:
        needed = Requirement(text)
        if normal(needed.name) in pinned:
            continue
        for version in PYTHONS:
            place = {
                "python_full_version": version,
                "python_version": version.rpartition(".")[0],
                "extra": "",
            }
            if needed.marker is None or needed.marker.evaluate(place):
                findings.setdefault(text, Finding(f"Python {version} needs for {package}: {text}"))
    return list(findings.values())


def python_requirements(names: Collection[str]) -> list[tuple[str, str]]:
    """Return the requirements of the installed packages among these."""
    return [
        (normal(one.metadata["Name"]), text)
        for one in distributions()
        if normal(one.metadata["Name"]) in names
        for text in one.requires or ()
    ]


def licence_of(metadata: PackageMetadata) -> str:
    """Return the licence that the metadata of a package name, or ""."""
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    named = [metadata.get("License-Expression"), "; ".join(classifiers), (metadata.get("License") or "")[:80]]
    return next((text for text in named if text), "")


def licence_findings(licences: Iterable[tuple[str, str]]) -> list[Finding]:
    """Return the packages whose licence does not go together with ours, or that name none."""
    return [
        Finding(f"licence of {name}: {licence or 'none is named'}")
        for name, licence in sorted(set(licences))
        if not LICENCES.search(licence) and normal(name) not in BY_HAND
    ]


def python_licences(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return name and licence of the installed packages among these."""
    wanted = set(names)
    return [
        (normal(one.metadata["Name"]), licence_of(one.metadata))
        for one in distributions()
        if normal(one.metadata["Name"]) in wanted
    ]


def node_findings(lock: dict[str, Any]) -> list[Finding]:
    """Return the packages of package-lock.json without checksum, or whose licence does not fit."""
    packages = {path.rpartition("node_modules/")[2]: one for path, one in lock["packages"].items() if path}
    findings = [Finding(f"no checksum: {name}") for name, one in packages.items() if "integrity" not in one]
    licences = [(name, str(one.get("license", ""))) for name, one in packages.items()]
    return findings + licence_findings(licences)


def use_findings() -> list[Finding]:
    """Return packages that are imported and not declared, or declared and not used (deptry)."""
    done = _run(["deptry", ".", "--no-ansi"])
    lines = [line for line in done.stderr.splitlines() if "DEP0" in line]
    if done.returncode and not lines:
        return [Finding(f"deptry failed: {done.stderr[-500:]}")]
    return [Finding(line) for line in lines]


def python_vulnerabilities(report: str, code: int) -> list[Finding]:
    """Return what pip-audit's JSON report tells. A package that it skipped was not asked about."""
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        return [Finding(f"pip-audit could not ask about Python packages (code {code})", unasked=True)]
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    findings = [
        Finding(f"{one['name']} {one['version']}: {known['id']}, mended in {known['fix_versions'] or 'none'}")
        for one in packages
        for known in one.get("vulns", ())
    ]
    if skipped:
        text = f"pip-audit could not ask about {len(skipped)} of {len(packages)} Python packages"
        findings.append(Finding(text, unasked=True))
    return findings


def node_vulnerabilities(report: str, code: int) -> list[Finding]:
    """Return what npm's JSON report tells."""
    try:
        told = json.loads(report)
        known = told["vulnerabilities"]
    except (ValueError, KeyError):
        return [Finding(f"npm could not ask about Node packages (code {code})", unasked=True)]
    return [Finding(f"{name}: {one['severity']} vulnerability") for name, one in known.items()]


def yanked(output: str) -> list[Finding]:
    """Return the packages about which pip warns that their version was yanked (PEP 592)."""
    return [Finding(line.strip()) for line in output.splitlines() if "yanked" in line.lower()]


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    own = Path(sys.executable).with_name(command[0])
    program = str(own) if own.exists() else command[0]
    try:
        return subprocess.run(
            [program, *command[1:]], cwd=ROOT, capture_output=True, text=True, timeout=_WAIT_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, "", type(error).__name__)


def offline_findings() -> list[Finding]:
    """Return what can be found without a network."""
    locks = {name: (ROOT / name).read_text(encoding="utf-8") for name in LOCKS}
    names = {name for text in locks.values() for name in pins(text)[0]}
    node_lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    findings = lock_findings(locks) + licence_findings(python_licences(names))
    complete = {
        name for file, text in locks.items() if file != WITHOUT_DEPENDENCIES for name in pins(text)[0]
    }
    findings += missing_requirements(names, python_requirements(complete))
    return findings + node_findings(node_lock) + use_findings()


def online_findings() -> list[Finding]:
    """Return what the services tell about vulnerabilities and yanked versions."""
    findings: list[Finding] = []
    for lock in LOCKS:
        asked = ["pip-audit", "--requirement", lock, "--no-deps", "--disable-pip", "--strict"]
        done = _run([*asked, "--format", "json", "--progress-spinner", "off"])
        findings += python_vulnerabilities(done.stdout, done.returncode)
    done = _run(["npm", "audit", "--json"])
    findings += node_vulnerabilities(done.stdout, done.returncode)
    for lock in LOCKS[:2]:
        asked = ["pip", "install", "--dry-run", "--ignore-installed", "--no-deps", "--require-hashes"]
        done = _run([*asked, "--requirement", lock])
        findings += yanked(done.stdout + done.stderr)
        if done.returncode:
            findings.append(Finding(f"pip could not ask about yanked versions in {lock}", unasked=True))
    return findings


def advisory_findings(path: Path) -> list[Finding]:
    """Return the pins that advisories in a file, folder or archive name. No advisory at all is a finding."""
    try:
        advisories = list(records(path))
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        return [Finding(f"the advisories in {path} cannot be read: {error}", unasked=True)]
    if not advisories:
        return [Finding(f"there are no advisories in {path}", unasked=True)]
    newest = max(str(one.get("modified", "")) for one in advisories) or "an unknown date"
    print(f"{len(advisories)} advisories were read, the newest of {newest}. Later ones are not known.")
    locks = [(ROOT / name).read_text(encoding="utf-8") for name in LOCKS]
    python = [pin for text in locks for pin in pins(text)[0].items()]
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    node = [(name.rpartition("node_modules/")[2], one["version"]) for name, one in packages.items() if name]
    return [
        Finding(f"{name} {version}: {known}")
        for ecosystem, pinned in ((PYTHON, python), (NODE, node))
        for name, version, known in vulnerable(advisories, ecosystem, pinned)
    ]


def report(findings: Sequence[Finding], *, offline: bool) -> int:
    """Print the findings, and return the exit code: 1 where something is wrong or could not be asked."""
    for finding in findings:
        print(("NOT ASKED: " if finding.unasked else "WRONG: ") + finding.text)
    if offline:
        print("NOT ASKED: --offline was given, so nothing is known about vulnerabilities and yanked versions")
    if not findings:
        print("The packages are in order." if not offline else "What needs no network is in order.")
    return 1 if findings else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the checks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offline", action="store_true", help="leave out what needs a network, and say so")
    parser.add_argument("--advisories", type=Path, help="read known vulnerabilities from this file or folder")
    chosen = parser.parse_args(arguments)
    findings = offline_findings()
    if chosen.advisories:
        findings += advisory_findings(chosen.advisories)
    elif not chosen.offline:
        findings += online_findings()
    return report(findings, offline=chosen.offline and not chosen.advisories)


if __name__ == "__main__":
    sys.exit(main())
