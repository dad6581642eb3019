"""Runs Locust against an address, and reads what it measured."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.load.house import ROOT

_ASKING = Path(__file__).with_name("asking.py")


@dataclass(frozen=True)
class Figures:
    """Answers a second, how long 95 of 100 took at most in seconds, what was kept and failed."""

    kept: int
    failed: int
    a_second: float
    most_seconds: float

    def line(self) -> str:
        """Return them in words."""
        return (
            f"{self.a_second:5.1f} answers a second, 95 of 100 within {self.most_seconds:.2f} s, "
            f"{self.kept} kept, {self.failed} failed"
        )


def begin(address: str, users: int, seconds: int, pause: float = 0.0) -> "subprocess.Popen[str]":
    """Begin to ask; with pauses, people come one after the other rather than all at once."""
    rate = users / pause if pause else 25
    command = [
        sys.executable, "-m", "locust", "-f", str(_ASKING), "--headless", "--host", address,
        "-u", str(users), "-r", str(rate), "-t", f"{seconds}s", "--json", "--stop-timeout", "20",
    ]  # fmt: skip
    environment = {**os.environ, "LOAD_PAUSE": str(pause)}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def end(running: "subprocess.Popen[str]") -> Figures:
    """Wait until the asking has ended, and return its figures."""
    out, _ = running.communicate()
    rows = {row["name"]: row for row in json.loads(out[out.index("[") :])}
    row, joined = rows["answer"], rows["send the question"]
    spent = max(1e-9, row["last_request_timestamp"] - row["start_time"])
    times = sorted((float(t), n) for t, n in row["response_times"].items())
    return Figures(
        kept=row["num_requests"] - row["num_failures"],
        failed=row["num_failures"] + joined["num_failures"],
        a_second=row["num_requests"] / spent,
        most_seconds=_percentile(times, 0.95) / 1000,
    )


def _percentile(times: list[tuple[float, int]], share: float) -> float:
    wanted, seen = share * sum(n for _, n in times), 0
    for time, count in times:
        seen += count
        if seen >= wanted:
            return time
    return 0.0
