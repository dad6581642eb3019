"""People who ask on the Ask page, as its own script does; Locust runs many of them at once."""

import json
import os
import random
from pathlib import Path
from typing import Any
from uuid import uuid4

from locust import FastHttpUser, between, task

GOLD = Path(__file__).parents[1] / "gold" / "development"
# Mean of the seconds between an answer and the next question.
PAUSE = float(os.environ.get("LOAD_PAUSE", "0"))


def read_questions() -> list[str]:
    """Return the questions that people of three roles wrote for development."""
    lines = [line for path in sorted(GOLD.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    return [row["question"] for row in map(json.loads, lines) if not row["previous"]]


QUESTIONS = read_questions()


class Asker(FastHttpUser):
    """Opens the page and asks one question after another; every answer is kept."""

    wait_time = between(PAUSE / 2, PAUSE * 1.5)
    network_timeout = connection_timeout = 60.0

    def on_start(self) -> None:
        """Open the page, whose answer sets the cookie, and read what its box is wired to."""
        self.client.get("", name="open the page")
        config = self.client.get("config", name="open the page (its parts)").json()
        parts = config["components"]
        box = next(part["id"] for part in parts if part["props"].get("elem_id") == "question")
        wired = next(d for d in config["dependencies"] if [box, "submit"] in d["targets"])
        values = {part["id"]: part["props"].get("value") for part in parts}
        self.session = uuid4().hex[:11]
        self.call = {"fn_index": wired["id"], "trigger_id": box, "session_hash": self.session}
        self.values = [values.get(id_) for id_ in wired["inputs"][1:]]

    @task
    def ask(self) -> None:
        """Ask a question, and read its answer to the end."""
        asked = {**self.call, "event_data": None, "data": [random.choice(QUESTIONS), *self.values]}
        joined = self.client.post("gradio_api/queue/join", json=asked, name="send the question")
        if joined.status_code != 200:
            return
        path = f"gradio_api/queue/data?session_hash={self.session}"
        with self.client.get(path, name="answer", catch_response=True) as stream:
            if "bw-care" in (stream.text or ""):
                # What sounds like danger is answered otherwise, and never kept.
                stream.request_meta["name"] = "answer, not to be kept"
                return
            problem = what_failed(stream.text or "", joined.json()["event_id"])
            if problem:
                stream.failure(problem)


def what_failed(stream: str, event: str) -> str:
    """Return what is wrong with the stream of one question's answer; empty for a kept answer."""
    messages: list[dict[str, Any]] = [
        json.loads(line[5:]) for line in stream.splitlines() if line.startswith("data:")
    ]
    ended = [m for m in messages if m.get("msg") == "process_completed"]
    own = [m for m in ended if m.get("event_id") == event]
    if not own:
        return "no answer"
    if not own[-1]["success"]:
        return str(own[-1]["output"].get("error"))
    told = json.dumps([m.get("output") for m in messages])
    return "" if "Kept under" in told else "not kept"
