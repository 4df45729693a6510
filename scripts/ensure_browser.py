"""Make sure that there are browsers for the end-to-end tests: use those that are there, or install Debian's
packages or Playwright's builds.

Most tests use the headless shell, which is Chromium's engine without windows, profiles and extensions. It is
also what Playwright itself chooses for tests. A new browser context takes it a third of the processor time
that the whole Chromium takes. Only the whole Chromium has a back-forward cache; it also takes the place of a
headless shell that is missing.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
SHELL = "chromium-headless-shell"
"""The name of Debian's package and of its program."""


def browser() -> str:
    """Return the path of a whole Chromium or Chrome on this machine, or ''."""
    found = next((path for name in NAMES if (path := shutil.which(name))), "")
    return found or (str(MAC) if MAC.exists() else "")


def headless_shell() -> str:
    """Return the path of the headless shell, of the whole browser where there is none, or ''."""
    return shutil.which(SHELL) or browser()


def install() -> None:
    """Install what is missing. Raises CalledProcessError when there is no browser then.

    A distribution without a package for the headless shell is no failure.
    """
    if shutil.which("apt-get"):
        apt(["update", "-qq"], check=True)
        if not browser():
            apt(["install", "-y", "-qq", "chromium"], check=True)
        apt(["install", "-y", "-qq", SHELL], check=False)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def apt(arguments: list[str], *, check: bool) -> None:
    """Run apt-get, by sudo where this user is not root."""
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*sudo, "apt-get", *arguments], check=check, env=quiet, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    if not browser() or (shutil.which("apt-get") and not shutil.which(SHELL)):
        print("Installing Chromium for the end-to-end tests …", flush=True)
        install()
