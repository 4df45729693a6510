"""Make sure that there is a Chromium for the end-to-end tests: use one that is there, or install Debian's
package or Playwright's build."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def browser() -> str:
    """The path of a Chromium or Chrome on this machine, or ''."""
    found = next((path for name in NAMES if (path := shutil.which(name))), "")
    return found or (str(MAC) if MAC.exists() else "")


def install() -> None:
    """Install one. Raises CalledProcessError when the system's package manager fails."""
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*sudo, "apt-get", "update", "-qq"], check=True, env=quiet)
        subprocess.run(
            [*sudo, "apt-get", "install", "-y", "-qq", "chromium"],
            check=True,
            env=quiet,
            stdout=subprocess.DEVNULL,
        )
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    if not browser():
        print("Installing Chromium for the end-to-end tests …", flush=True)
        install()
