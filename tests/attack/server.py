"""A real server of the page in a process of its own, for attacks on it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil


@dataclass
class Server:
    """A running server: where it is, its process, and the file that its log lines go to."""

    url: str
    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def megabytes(self) -> float:
        """Return the memory that the process holds."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / 1e6

    def logged(self) -> str:
        """Return everything that it has written."""
        return self.log.read_text(errors="replace")

    @contextmanager
    def visitor(self) -> Iterator[httpx.Client]:
        """Give a browser that has been here before, so that it carries a key."""
        with httpx.Client(base_url=self.url, timeout=60, follow_redirects=True) as client:
            client.get("/explore")
            yield client

    def ask(self, question: str) -> str:
        """Return what the page's own way for programs answers, as text."""
        with httpx.Client(base_url=self.url, timeout=60) as client:
            return client.post("/api/v1/ask", json={"question": question}).text


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[Server]:
    """Serve the page with its data in a folder until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / f"log-{port}"
    env = {**os.environ, "BOTHWAYS_DATA_DIR": str(folder), **settings}
    with log.open("wb") as file:
        words = [sys.executable, "-m", "app", "chat", "--port", str(port)]
        process = subprocess.Popen(words, stdout=file, stderr=file, env=env)
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        _wait(server)
        yield server
    finally:
        process.terminate()
        process.wait(30)


def _wait(server: Server) -> None:
    until = time.monotonic() + 120
    while "Ready for questions" not in server.logged():
        if server.process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"the server did not start: {server.logged()[-500:]}")
        time.sleep(0.2)
