"""Packages of npm that tests talk to."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def npm_package(home: Path, name: str) -> Path:
    """Return the folder of a package that a folder's package.json names, installed if need be.

    Where there is no npm the test is skipped; CI has to have it.
    """
    package = home / "node_modules" / name
    if not package.exists() and shutil.which("npm"):
        command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--ignore-scripts"]
        subprocess.run(command, cwd=home, check=False, capture_output=True, timeout=240)
    if not package.exists():
        assert not os.environ.get("CI"), "CI has to install node and npm"
        pytest.skip(f"no npm here: {name} is needed for these tests")
    return package
