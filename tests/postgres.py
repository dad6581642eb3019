"""A PostgreSQL server of our own, on a socket in a folder that goes with it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path).parent if on_path else None


def as_postgres(*command: object) -> bytes:
    """Run a command as somebody who is not root: PostgreSQL refuses root."""
    words = [str(word) for word in command]
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    return subprocess.run([*prefix, *words], check=True, capture_output=True, cwd="/").stdout


@contextmanager
def postgres(at: Path) -> Iterator[str]:
    """Give the address of a new server by the programs in a folder."""
    home = Path(
        subprocess.check_output(["mktemp", "-d", "/tmp/bothways-pg-XXXX"], text=True).strip()
    )
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    as_postgres(at / "initdb", "-D", home / "data", "-U", "postgres", "-A", "trust")
    options = f"-k {home} -c listen_addresses="
    as_postgres(
        at / "pg_ctl", "-D", home / "data", "-o", options, "-w", "-l", home / "log", "start"
    )
    try:
        yield f"postgresql://postgres@/postgres?host={home}"
    finally:
        as_postgres(at / "pg_ctl", "-D", home / "data", "-m", "fast", "stop")
        shutil.rmtree(home, ignore_errors=True)
