"""A real OpenID Connect provider for tests: npm's oidc-provider in a process of its own, and somebody who signs in.

The package is installed from tests/identity_provider/package-lock.json when a test first needs it.
"""

import fcntl
import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests

from scripts.build_assets import npm_command

FOLDER = Path(__file__).with_name("identity_provider")
CLIENT_ID, CLIENT_SECRET = "signpost", "a secret of the tests"


def _install() -> list[str]:
    """Install the provider, once for all workers, and return the command of Node.js."""
    npm = npm_command()
    lock, stamp = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".signpost-lock"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    with (FOLDER / ".install.lock").open("w") as waiting:
        fcntl.flock(waiting, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != digest:
            command = [*npm, "ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
            done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=300)
            if done.returncode:
                if os.environ.get("CI", "") not in ("", "false"):
                    pytest.fail(f"the identity provider of the tests cannot be installed: {done.stderr}")
                pytest.skip("LEFT OUT: npm cannot install the identity provider of the tests here")
            stamp.write_text(digest)
    return ["node"] if len(npm) == 1 else npm[:1]


@contextmanager
def identity_provider(redirect_uri: str) -> Iterator[str]:
    """Start a provider, yield its issuer, and end it."""
    command = [*_install(), "provider.mjs", redirect_uri]
    with subprocess.Popen(
        command, cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())["issuer"]
        finally:
            process.terminate()


def sign_in_at_provider(address: str, name: str, redirect_uri: str) -> str:
    """Sign in at the provider as a browser does, and return the address to which it sends the browser back."""
    with requests.Session() as browser:
        answer = browser.get(address, allow_redirects=False, timeout=20)
        for _step in range(12):
            if "Location" in answer.headers:
                target = urljoin(answer.url, answer.headers["Location"])
                if target.startswith(redirect_uri):
                    return target
                answer = browser.get(target, allow_redirects=False, timeout=20)
                continue
            form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
            assert form, answer.text[:500]
            fields = dict(
                re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', answer.text)
            )
            if 'name="login"' in answer.text:
                fields |= {"login": name, "password": "anything"}
            answer = browser.post(
                urljoin(answer.url, unescape(form[1])), data=fields, allow_redirects=False, timeout=20
            )
    raise AssertionError("the provider does not send the browser back")
