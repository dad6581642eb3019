"""Servers on loopback that speak the protocols of chat models, with scripted replies.

They stand in for what can't be had where the tests run. The client libraries are the real ones.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Protocol = Literal["openai", "anthropic", "ollama"]


@dataclass(frozen=True)
class Reply:
    """What a server does with one request.

    `pieces` are sent one after the other; after `cut_after` of them the connection breaks, and
    after `hang_after` nothing more comes. `raw` replaces the whole body. `end` is why it ends.
    """

    pieces: tuple[str, ...] = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    hang_after: int | None = None
    raw: bytes | None = None
    end: str | None = None
    error: str = "scripted"
    pause: float = 0.0


def saying(text: str, size: int = 7) -> Reply:
    """Return a reply that says `text` in pieces of `size` characters."""
    return Reply(tuple(text[i : i + size] for i in range(0, len(text), size)))


class ChatServer:
    """Serves replies in order, the last one again and again; keeps the requests."""

    def __init__(self, protocol: Protocol, replies: list[Reply]) -> None:
        self.protocol = protocol
        self.replies = replies
        self.requests: list[dict[str, Any]] = []
        self.broken = threading.Event()
        self.released = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", 0))
                body = json.loads(self.rfile.read(length) or b"{}")
                server.requests.append(body)
                number = min(len(server.requests), len(server.replies)) - 1
                try:
                    server.send(self, server.replies[number])
                except (BrokenPipeError, ConnectionResetError):
                    server.broken.set()
                self.close_connection = True

            def log_message(self, *args: object) -> None:
                return

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        root = f"http://127.0.0.1:{self._http.server_port}"
        return f"{root}/v1" if self.protocol == "openai" else root

    def close(self) -> None:
        self.released.set()
        self._http.shutdown()
        self._http.server_close()

    def send(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        if reply.status != 200:
            self._body(handler, json.dumps(_error(self.protocol, reply)).encode())
            return
        if reply.raw is not None:
            self._body(handler, reply.raw)
            return
        kind = "application/x-ndjson" if self.protocol == "ollama" else "text/event-stream"
        handler.send_header("Content-Type", kind)
        handler.send_header("Connection", "close")
        handler.end_headers()
        self._stream(handler, reply)

    @staticmethod
    def _body(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def _stream(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        for line in _FIRST[self.protocol]():
            handler.wfile.write(line)
        for number, piece in enumerate(reply.pieces):
            if number == reply.cut_after:
                handler.connection.close()
                return
            if number == reply.hang_after:
                break
            handler.wfile.write(_PIECE[self.protocol](piece))
            handler.wfile.flush()
            time.sleep(reply.pause)
        if reply.hang_after is not None:
            self._hang(handler)
            return
        if reply.cut_after is not None:
            handler.connection.close()
            return
        for line in _LAST[self.protocol](reply.end):
            handler.wfile.write(line)

    def _hang(self, handler: BaseHTTPRequestHandler) -> None:
        """Send nothing more until the client goes away."""
        handler.wfile.flush()
        handler.connection.settimeout(0.05)
        while not self.released.is_set():
            try:
                if handler.connection.recv(1) == b"":
                    self.broken.set()
                    return
            except TimeoutError:
                continue
            except OSError:
                self.broken.set()
                return


@contextmanager
def chat_server(protocol: Protocol, *replies: Reply) -> Iterator[ChatServer]:
    server = ChatServer(protocol, list(replies))
    try:
        yield server
    finally:
        server.close()


def _error(protocol: Protocol, reply: Reply) -> dict[str, Any]:
    if protocol == "ollama":
        return {"error": reply.error}
    if protocol == "anthropic":
        return {"type": "error", "error": {"type": "scripted", "message": reply.error}}
    return {"error": {"message": reply.error, "type": "scripted", "code": None}}


def _sse(value: object, event: str | None = None) -> bytes:
    head = f"event: {event}\n" if event else ""
    return f"{head}data: {json.dumps(value)}\n\n".encode()


def _openai_piece(text: str) -> bytes:
    return _sse(_openai_chunk({"content": text}, None))


def _openai_first() -> list[bytes]:
    return [_sse(_openai_chunk({"role": "assistant", "content": ""}, None))]


def _openai_chunk(delta: dict[str, Any], end: str | None) -> dict[str, Any]:
    return {
        "id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "scripted",
        "choices": [{"index": 0, "delta": delta, "finish_reason": end}],
    }  # fmt: skip


def _openai_last(end: str | None) -> list[bytes]:
    delta = {"refusal": "I can't."} if end == "refusal" else {}
    usage = {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150}
    last = {**_openai_chunk({}, None), "choices": [], "usage": usage}
    return [_sse(_openai_chunk(delta, end or "stop")), _sse(last), b"data: [DONE]\n\n"]


def _anthropic_first() -> list[bytes]:
    message = {
        "id": "m1", "type": "message", "role": "assistant", "content": [], "model": "scripted",
        "stop_reason": None, "stop_sequence": None,
        "usage": {"input_tokens": 100, "output_tokens": 0},
    }  # fmt: skip
    block = {"type": "text", "text": ""}
    return [
        _sse({"type": "message_start", "message": message}, "message_start"),
        _sse({"type": "content_block_start", "index": 0, "content_block": block},
             "content_block_start"),
    ]  # fmt: skip


def _anthropic_piece(text: str) -> bytes:
    delta = {"type": "text_delta", "text": text}
    return _sse({"type": "content_block_delta", "index": 0, "delta": delta}, "content_block_delta")


def _anthropic_last(end: str | None) -> list[bytes]:
    delta = {"stop_reason": end or "end_turn", "stop_sequence": None}
    return [
        _sse({"type": "content_block_stop", "index": 0}, "content_block_stop"),
        _sse({"type": "message_delta", "delta": delta, "usage": {"output_tokens": 50}},
             "message_delta"),
        _sse({"type": "message_stop"}, "message_stop"),
    ]  # fmt: skip


def _ollama_line(text: str, **more: object) -> bytes:
    message = {"role": "assistant", "content": text}
    line = {"model": "scripted", "created_at": "2026-01-01T00:00:00Z", "message": message,
            "done": False, **more}  # fmt: skip
    return json.dumps(line).encode() + b"\n"


def _ollama_last(end: str | None) -> list[bytes]:
    counts = {"prompt_eval_count": 100, "eval_count": 50, "total_duration": 1}
    return [_ollama_line("", done=True, done_reason=end or "stop", **counts)]


_FIRST = {"openai": _openai_first, "anthropic": _anthropic_first, "ollama": list}
_PIECE = {"openai": _openai_piece, "anthropic": _anthropic_piece, "ollama": _ollama_line}
_LAST = {"openai": _openai_last, "anthropic": _anthropic_last, "ollama": _ollama_last}
