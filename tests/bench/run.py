"""What things cost, as ratios to a floor measured in the same run: `make bench`.

The floor is one bare forward pass of the question through MiniLM. Each question goes through
every contender in turn, round after round, so that a slow moment of the machine hits all alike.
Nothing here passes or fails: the figures are for reading.
"""

import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services import Services
    from app.wiring import Ready

ROUNDS = 12
MORE_QUESTIONS = (
    "half my schools invent everything for themselves and the rest wait for an order",
    "What did Dallas do?",
    "what lessons did leaders learn about pace?",
    "benefits of building inside for teachers",
    "What did Lisa Williams say about equity?",
    "what did the survey find about centralizing?",
    "who won the world cup?",
)


def main() -> None:
    """Measure and print everything."""
    with TemporaryDirectory(prefix="bothways-bench-") as folder:
        environment = {**os.environ, "BOTHWAYS_DATA_DIR": folder}
        first = _timed(lambda: _run(environment, "index"))
        print(f"first build, from a cold process       {first:8.1f} s   (to reach: 40)")
        unchanged = _timed(lambda: _run(environment, "index", "--rebuild"))
        print(f"rebuild with nothing changed           {unchanged:8.1f} s")
        start, ready, peak = _start_page(environment)
        print(f"second start until the page is served  {start:8.1f} s   (to reach: 15)")
        print(f"second start until it can answer       {ready:8.1f} s")
        print(f"peak memory of the serving process     {peak:8.0f} MB  (to reach: 1000)")
        _questions(Path(folder))


def _questions(folder: Path) -> None:
    from app.answering.chips import examples_question
    from app.services import Services
    from app.settings import Settings
    from app.understanding.question import read_question
    from indexing.watcher import Watcher

    services = Services(Settings(data_dir=folder), Watcher())
    ready = services.ready()
    questions = [examples_question(d) for d in ready.corpus.framework.decisions]
    questions += MORE_QUESTIONS

    def answer_afresh(question: str) -> object:
        ready.quoting.forget()
        return ready.answer(read_question(question))

    def rank_afresh(question: str) -> object:
        ready.quoting.forget()
        return ready.rank(question)

    contenders: dict[str, Callable[[str], object]] = {
        "bare forward pass (the floor)": ready.embeddings.embed_query,
        "ranking every unit": rank_afresh,
        "whole answer (to reach: 1.6, p95 2.5)": answer_afresh,
        "stock pipeline": _stock(ready.embeddings, folder),
    }
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for question in questions:
            for name, run in contenders.items():
                times[name].append(_timed(lambda run=run, question=question: run(question)))  # type: ignore[misc]
    floor = next(iter(times.values()))
    print(
        f"\n{len(questions)} questions, {ROUNDS} rounds      median ms   p95 ms   × floor (paired)"
    )
    for name, values in times.items():
        ratio = statistics.median(v / f for v, f in zip(values, floor, strict=True))
        p95 = statistics.quantiles(values, n=20)[-1]
        slow = statistics.quantiles((v / f for v, f in zip(values, floor, strict=True)), n=20)[-1]
        print(
            f"{name:40}{statistics.median(values) * 1e3:8.2f} {p95 * 1e3:8.2f}   {ratio:6.2f}"
            f"   p95 {slow:6.2f}"
        )
    _time_a_model(ready)
    _time_the_screens(services, statistics.median(floor))
    services.close()


def _time_the_screens(services: "Services", floor: float) -> None:
    """Print what a screen, a kept turn and a plan as a Word file cost, as ratios to the floor."""
    from app.coaching.journal import Journal
    from app.exploring.decision import view_decision
    from app.exports.plan_papers import plan_paper
    from app.exports.word import as_word
    from app.records.owners import new_key, owner_of

    book, records = services.library.book, services.kept().records
    owner = owner_of(new_key()) or ""
    chat = records.add(owner, "chat", "Bench", Journal())
    plan = services.ready().planner.compose("Q2", "scale to all schools next year", 60)
    tasks: dict[str, Callable[[], object]] = {
        "a decision, whole and cited": lambda: view_decision(book, "Q3"),
        "keeping one turn": lambda: records.append(owner, chat, Journal({"1.1": "x" * 20_000})),
        "a plan with hand-outs for Word": lambda: as_word(plan_paper(book, "Plan", plan)),
    }
    tasks |= _auditing(services)
    print(f"\nThe screens, {ROUNDS} rounds              median ms   × floor")
    for name, task in tasks.items():
        spent = statistics.median(_timed(task) for _ in range(ROUNDS))
        print(f"{name:40}{spent * 1e3:8.2f}   {spent / floor:6.2f}")


def _auditing(services: "Services") -> dict[str, Callable[[], object]]:
    """Return what is timed of an audit: one answer after the other, read from its JSON."""
    from itertools import cycle

    from app.answering.chips import examples_question
    from app.auditing.audit import audit
    from app.auditing.stated import read_stated_json, stated
    from app.understanding.question import read_question
    from tests.auditing.writing import write_stated

    ready, known = services.ready(), services.library.known
    asked = [examples_question(d) for d in ready.corpus.framework.decisions]
    answers = (ready.answer(read_question(q)) for q in [*asked, *MORE_QUESTIONS])
    lines = [write_stated(stated(answer)) for answer in answers]
    for line in lines:
        # What is known of a passage is worked out once: in a file of answers they come again.
        audit(read_stated_json(line), known)
    following = cycle(lines)
    return {"auditing an answer": lambda: audit(read_stated_json(next(following)), known)}


def _time_a_model(ready: "Ready") -> None:
    """Print what a scripted model costs: to its first words, to the checked answer, the checks."""
    from app.generation.briefing import brief
    from app.generation.conversing import Condenser
    from app.generation.modeled import ModelAnswerer
    from app.models.calling import ModelCaller
    from app.models.providers import make_chat_model, read_choice
    from app.models.usage import Ledger, Limits
    from app.understanding.question import read_question
    from app.verification.check import Checker
    from app.verification.sentences import read_sentences
    from corpus.side_words import load_side_words
    from tests.chat.cases import GOOD, QUESTION
    from tests.chat.servers import Reply, chat_server

    quoting = ready.quoting
    prepared = quoting.prepare(read_question(QUESTION))
    assert prepared.draft is not None
    corpus = quoting.book.corpus
    exhibits = brief(corpus, prepared.reading, prepared.draft, structured=False).exhibits
    said = "\n".join(good.marked(exhibits) for good in GOOD)
    pieces = tuple(said[i : i + 12] for i in range(0, len(said), 12))
    checker = Checker(quoting.book, load_side_words())
    firsts, wholes, checks = [], [], []
    with chat_server("openai", Reply(pieces, pause=0.005)) as server, TemporaryDirectory() as home:
        choice = read_choice("openai:scripted", server.url, {})
        ledger = Ledger(Path(home) / "usage.json", Limits())
        caller = ModelCaller(partial(make_chat_model, choice), choice.name, 15.0, ledger)
        answerer = ModelAnswerer(quoting, caller, checker, Condenser(caller, quoting.book))
        for _ in range(ROUNDS):
            began = time.perf_counter()
            stream = answerer.stream(read_question(QUESTION), lambda: False)
            next(stream)
            firsts.append(time.perf_counter() - began)
            for _item in stream:
                pass
            wholes.append(time.perf_counter() - began)
            checks.append(
                _timed(
                    lambda: [checker.check(s, exhibits) for s in read_sentences(said, whole=True)]
                )
            )
    spoken = len(pieces) * 5
    print(f"\nA scripted model that speaks for {spoken} ms, {ROUNDS} rounds, medians")
    print(f"first words                       {statistics.median(firsts) * 1e3:8.1f} ms")
    print(f"checked answer                    {statistics.median(wholes) * 1e3:8.1f} ms")
    print(f"the checks alone (to reach: 10)   {statistics.median(checks) * 1e3:8.1f} ms")


def _stock(embeddings: object, folder: Path) -> Callable[[str], object]:
    """Return the pipeline that most people would build: characters, Chroma, ten passages."""
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter
    from sentence_transformers import SentenceTransformer

    from corpus.library import load_corpus
    from indexing.embeddings import minilm_folder

    class Stock(Embeddings):
        model = SentenceTransformer(str(minilm_folder()), device="cpu")

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            rows: list[list[float]] = self.model.encode(texts).tolist()
            return rows

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    texts = [t for d in load_corpus().documents for t in splitter.split_text(d.text)]
    store = Chroma("stock", Stock(), persist_directory=str(folder / "stock"))
    store.add_texts(texts)
    return lambda question: store.similarity_search(question, k=10)


def _start_page(environment: dict[str, str]) -> tuple[float, float, float]:
    """Return seconds to the page, seconds to readiness, and the peak memory in MB."""
    port = 7999
    began = time.monotonic()
    command = [sys.executable, "-m", "app", "chat", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    while not _answers(f"http://127.0.0.1:{port}/"):
        time.sleep(0.1)
    served = time.monotonic() - began
    for line in process.stderr:
        if line.startswith("Ready"):
            break
    ready = time.monotonic() - began
    _ask_the_page(port)
    process.terminate()
    _, _, usage = os.wait4(process.pid, 0)
    return served, ready, usage.ru_maxrss / 1024


def _ask_the_page(port: int) -> None:
    from app.assistant import connect

    assistant = connect(f"http://127.0.0.1:{port}")
    for question in MORE_QUESTIONS:
        assistant.ask(question)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def _run(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "-m", "app", *arguments]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def _timed(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
