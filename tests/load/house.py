"""The whole of it from nothing: PostgreSQL, several processes of the page, nginx with TLS.

What deploy/compose.yaml starts in containers is started here by hand; nginx reads the very file
that is shipped, with its names filled in.
"""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgres import postgres, programs

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "deploy" / "nginx.conf"
DRAIN_SECONDS = 3
_START_SECONDS = 180


@dataclass
class House:
    """What runs: its address, its folder, and the processes of the page by their ports."""

    address: str
    folder: Path
    database: str
    ports: tuple[int, ...]
    extra: dict[str, str] = field(default_factory=dict)
    pages: dict[int, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, port: int) -> None:
        """Start the page at a port; wait_for tells when it is ready."""
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder),
            "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
            "BOTHWAYS_DATA_DIR": str(self.folder / "data"),
            "BOTHWAYS_DATABASE_URL": self.database,
            "BOTHWAYS_PORT": str(port), "BOTHWAYS_ROOT_PATH": "/both-ways",
            "BOTHWAYS_HTTPS": "1", "BOTHWAYS_TRUSTED_PROXIES": "127.0.0.1",
            "BOTHWAYS_DRAIN_SECONDS": str(DRAIN_SECONDS), **self.extra,
        }  # fmt: skip
        pin = os.environ.get("PIN", "").split()
        command = [*pin, str(Path(sys.executable).with_name("bothways")), "chat"]
        log = (self.folder / f"page-{port}.log").open("ab")
        self.pages[port] = subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    def wait_for(self, port: int) -> None:
        """Wait until the page at a port is ready for questions."""
        for _ in range(_START_SECONDS * 5):
            if self.pages[port].poll() is not None:
                break
            if status(f"http://127.0.0.1:{port}/ready") == 200:
                return
            time.sleep(0.2)
        told = (self.folder / f"page-{port}.log").read_text(encoding="utf-8")[-2000:]
        raise RuntimeError(f"the page at {port} did not come up: {told}")

    def stop(self, port: int, how: int = signal.SIGTERM) -> None:
        """End the page at a port, and wait until it has ended."""
        self.pages[port].send_signal(how)
        self.pages[port].wait(60)


def status(url: str) -> int:
    """Return the HTTP status of an address, 0 where nothing answers; any certificate will do."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    try:
        with urllib.request.urlopen(url, timeout=10, context=trusting) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def free_ports(count: int) -> tuple[int, ...]:
    """Return ports of this machine that nothing listens at."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return tuple(one.getsockname()[1] for one in sockets)


def missing() -> str:
    """Return which program is not installed; empty where all are."""
    if programs() is None:
        return "postgresql"
    return next((name for name in ("nginx", "openssl") if not shutil.which(name)), "")


@contextmanager
def house(processes: int, extra: dict[str, str] | None = None) -> Iterator[House]:
    """Give a house whose pages are all ready."""
    at = programs()
    assert at is not None
    outside, *ports = free_ports(processes + 1)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bothways-house-")))
        database = stack.enter_context(postgres(at))
        address = f"https://localhost:{outside}/both-ways/"
        made = House(address, folder, database, tuple(ports), extra or {})
        stack.callback(_end, made)
        # The first one builds the index and the tables.
        for port in made.ports:
            made.start(port)
            made.wait_for(port)
        stack.enter_context(_nginx(folder, outside, made.ports))
        yield made


def _end(made: House) -> None:
    for port, page in made.pages.items():
        if page.poll() is None:
            made.stop(port, signal.SIGKILL)


@contextmanager
def _nginx(folder: Path, outside: int, ports: tuple[int, ...]) -> Iterator[None]:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out",
         str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    (folder / "nginx.conf").write_text(_settled(folder, outside, ports), encoding="utf-8")
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    running = subprocess.Popen([*command, "-g", "daemon off;"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            if status(f"https://localhost:{outside}/both-ways/health") == 200:
                break
            time.sleep(0.1)
        else:
            raise RuntimeError((folder / "error.log").read_text(encoding="utf-8"))
        yield
    finally:
        running.terminate()
        running.wait(20)


def _settled(folder: Path, outside: int, ports: tuple[int, ...]) -> str:
    """Return nginx's whole settings: the shipped file, with this house's names in it."""
    text = SHIPPED.read_text(encoding="utf-8")
    servers = "\n".join(f"    server 127.0.0.1:{port} max_fails=0;" for port in ports)
    text = re.sub(r"(?m)(^    server 127\.0\.0\.1:.*\n)+", servers + "\n", text)
    text = text.replace("listen 443", f"listen 127.0.0.1:{outside}")
    text = text.replace("DISTRICT.EXAMPLE", "localhost")
    text = text.replace("/etc/ssl/both-ways/CERTIFICATE.pem", str(folder / "certificate.pem"))
    text = text.replace("/etc/ssl/both-ways/KEY.pem", str(folder / "key.pem"))
    folders = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    return (
        f"{user}pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nworker_processes 1;\n"
        f"events {{ worker_connections 1024; }}\nhttp {{\naccess_log off;\n{folders}{text}\n}}\n"
    )
