"""The command as a user runs it: a process of its own, the real model and index."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from app.wiring import Ready
from tests.chat.cases import GOOD, QUESTION, Exhibits
from tests.chat.servers import Reply, chat_server, saying


@pytest.fixture(scope="module")
def environment(data_dir: Path, ready: Ready) -> dict[str, str]:
    assert ready.index.units
    return {**os.environ, "BOTHWAYS_DATA_DIR": str(data_dir)}


def run(
    environment: dict[str, str], *arguments: str, stdin: str = "", cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        env=environment, input=stdin, capture_output=True, text=True, timeout=120, check=False,
        cwd=cwd,
    )  # fmt: skip


def test_ask_prints_the_answer_with_its_sources(environment: dict[str, str]) -> None:
    done = run(environment, "ask", "how did others handle need vs. readiness?")
    assert done.returncode == 0
    for name in ("Dallas", "Chicago", "Baltimore", "Mesa Valley 51", "Fulton",
                 "Leadership Public Schools", "Henry County"):  # fmt: skip
        assert name in done.stdout
    assert "Sources\n[1] Look Both Ways (June 2018), pp. 20–24 (section)" in done.stdout
    assert done.stderr == ""


def test_a_batch_answers_every_line_it_can_in_order(
    environment: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"id": "a", "question": "need or readiness?"}\n\nnot json\n{"question": " "}\n'
        '{"id": 7, "question": "fast or slow?", "previous": ["need or readiness?"]}\n',
        encoding="utf-8",
    )
    done = run(environment, "ask", "--batch", str(file), "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a", None, None, "7"]
    assert rows[0]["decisions"] == ["Q3"]
    assert "Line 3 is not a question" in rows[1]["error"]
    assert "no question" in rows[2]["error"]
    assert rows[3]["decisions"] == ["Q2"]
    assert done.returncode == 2
    assert done.stderr == ""


def test_search_as_json(environment: dict[str, str]) -> None:
    done = run(environment, "search", "feeder patterns", "--k", "3", "--json")
    rows = json.loads(done.stdout)
    assert [row["rank"] for row in rows] == [1, 2, 3]
    assert rows[0]["decision"] == "Q3"


def test_index_and_doctor_say_that_all_is_well(environment: dict[str, str]) -> None:
    index = run(environment, "index")
    assert index.returncode == 0
    assert "is sound" in index.stderr
    assert index.stdout == ""
    doctor = run(environment, "doctor", "--json")
    assert doctor.returncode == 0
    findings = {row["name"]: row for row in json.loads(doctor.stdout)}
    assert all(row["ok"] for row in findings.values())
    assert findings["index"]["detail"] == "built and sound"


def test_a_folder_that_cannot_be_used_still_answers(environment: dict[str, str]) -> None:
    blocked = {**environment, "BOTHWAYS_DATA_DIR": "/dev/null/there"}
    done = run(blocked, "ask", "need or readiness?", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["decisions"] == ["Q3"]
    assert "BOTHWAYS_DATA_DIR" in done.stderr
    assert "Working without a kept index" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (("ask", ""), "There is no question", 2),
        (("ask", "\u200b\u202e\x07"), "There is no question", 2),
        (("ask", "x" * 100_000), "100,000 characters", 2),
        (("ask", "--batch", "missing.jsonl"), "can't be read", 2),
        (("chat", "--port", "99999"), "Try 'bothways chat --help'", 2),
        (("frobnicate",), "No such command", 2),
    ],
)
def test_mistakes_get_one_clear_line(
    environment: dict[str, str], arguments: tuple[str, ...], said: str, code: int
) -> None:
    done = run(environment, *arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_setting_that_cannot_be_used(environment: dict[str, str]) -> None:
    done = run({**environment, "BOTHWAYS_PORT": "often"}, "doctor")
    assert done.returncode == 2
    assert "BOTHWAYS_PORT" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_taken_port_says_what_to_do(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(environment, "chat", "--port", str(port))
    assert done.returncode == 5
    assert f"bothways chat --port {port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_every_command(environment: dict[str, str]) -> None:
    done = run(environment, "--help")
    for command in ("chat", "ask", "search", "index", "doctor"):
        assert f"\n  {command} " in done.stdout


def test_nothing_heavy_is_loaded_for_help() -> None:
    script = (
        "import sys, app.cli\n"
        "heavy = {'torch', 'gradio', 'chromadb', 'sentence_transformers', 'transformers'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_a_model_words_the_answer_when_one_variable_is_set(
    environment: dict[str, str], exhibits: Exhibits
) -> None:
    with chat_server("ollama", saying(GOOD[0].marked(exhibits))) as server:
        with_model = {
            **environment, "BOTHWAYS_MODEL": "ollama:scripted", "OLLAMA_HOST": server.url[7:],
        }  # fmt: skip
        done = run(with_model, "ask", QUESTION, "--json")
        asked = len(server.requests)
        quotes = run(with_model, "ask", QUESTION, "--json", "--quotes-only")
        assert len(server.requests) == asked == 1
    answer = json.loads(done.stdout)
    assert answer["answerer"] == "ollama:scripted"
    assert [claim["text"] for claim in answer["claims"]] == [GOOD[0].text]
    assert json.loads(quotes.stdout)["answerer"] == "quoting"


def test_doctor_calls_the_model_and_says_what_is_wrong(environment: dict[str, str]) -> None:
    with chat_server("anthropic", Reply(status=401)) as server:
        with_model = {
            **environment, "BOTHWAYS_MODEL": "anthropic:scripted", "ANTHROPIC_API_KEY": "sk-real1",
            "BOTHWAYS_MODEL_BASE_URL": server.url,
        }  # fmt: skip
        done = run(with_model, "doctor")
    assert done.returncode == 1
    assert "FAIL  chat model: The language model did not accept the key." in done.stdout
    assert "sk-real1" not in done.stdout + done.stderr


def test_an_account_without_a_home_is_told_what_to_set(tmp_path: Path) -> None:
    if os.geteuid() or not shutil.which("setpriv"):
        pytest.skip("only root can take on an account that nobody has")
    words = ["setpriv", "--reuid", "54321", "--regid", "54321", "--clear-groups"]
    command = [*words, sys.executable, "-m", "app"]
    bare = {name: os.environ[name] for name in ("PATH", "OMP_NUM_THREADS") if name in os.environ}

    def run(env: dict[str, str], *more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*command, *more], capture_output=True, text=True, env=env, cwd="/")

    bare["PYTHONPATH"] = str(Path(__file__).parent.parent)
    told = run(bare, "ask", "fast or slow?")
    assert told.returncode == 2
    assert "BOTHWAYS_DATA_DIR" in told.stderr
    assert "Traceback" not in told.stderr
    folder = Path(tempfile.mkdtemp(prefix="bothways-test-"))
    os.chown(folder, 54321, 54321)
    answered = run({**bare, "BOTHWAYS_DATA_DIR": str(folder)}, "ask", "fast or slow?")
    assert answered.returncode == 0, answered.stderr
    assert "Sources" in answered.stdout
    shutil.rmtree(folder)


@pytest.mark.parametrize("package", ["langchain", "chromadb", "gradio"])
def test_a_missing_package_is_told_and_found_by_the_doctor(
    environment: dict[str, str], tmp_path: Path, package: str
) -> None:
    (tmp_path / package).mkdir()
    (tmp_path / package / "__init__.py").write_text(
        f"raise ModuleNotFoundError('no', name={package!r})"
    )
    env = {**environment, "PYTHONPATH": str(tmp_path), "BOTHWAYS_MODEL": "ollama:x"}
    words = ["chat", "--port", "1"] if package == "gradio" else ["ask", "fast or slow?"]
    done = run(env, *words)
    assert "Traceback" not in done.stderr
    if package != "langchain":
        assert f"The package {package} is missing" in done.stderr
        assert done.returncode == 70
    found = run(env, "doctor")
    assert "Traceback" not in found.stderr


def test_an_old_sqlite_is_told(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "chromadb").mkdir()
    (tmp_path / "chromadb" / "__init__.py").write_text("raise RuntimeError('old sqlite3')")
    done = run({**environment, "PYTHONPATH": str(tmp_path)}, "ask", "fast or slow?")
    assert "SQLite" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 4


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_server_that_is_told_to_stop_leaves_nothing(
    environment: dict[str, str], tmp_path: Path, name: str
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "app", "chat", "--port", str(port)]
    process = subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    told = ""
    while "Ready for questions" not in told:
        told += process.stderr.readline()
    folder = Path(environment["BOTHWAYS_DATA_DIR"]) / "index"
    before = set(folder.glob("bothways-copy-*"))
    process.send_signal(getattr(signal, name))
    assert process.wait(30) == 0
    assert "Traceback" not in process.stderr.read()
    assert len(before - set(folder.glob("bothways-copy-*"))) == 1
