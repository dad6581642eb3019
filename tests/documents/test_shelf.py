"""Documents added, found, cited and taken out."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.answering.contract import answer_text, as_json, references
from app.documents.adding import Adder
from app.documents.exporting import export_to
from app.documents.making import Maker
from app.documents.searching import DocumentSearch
from app.documents.taking import Offer, files_in, take
from app.records.document import EVERYBODY, ONLY_ME, Kept, Viewer
from app.wiring import Kept as Kept_
from app.wiring import Shelf
from corpus.errors import DocumentError, NotKeptError
from indexing.vectors import ExactVectors
from tests.documents import files
from tests.documents.conftest import ME, OTHER, Ask

Put = Callable[..., str]
PLAN = b"""# Riverton plan

## Literacy

Every elementary school in Riverton has one literacy coach by August 2027.
The coaches are paid from the Title II grant, 412,000 dollars a year.

## Buses

The yellow buses of Riverton run on propane from the county depot.
"""
COACHES = "How are literacy coaches paid for in Riverton?"


def found(shelf: Shelf, question: str, viewer: Viewer = ME) -> list[str]:
    vector = shelf.adder.maker.embeddings.embed_questions([question])[0]
    chosen = shelf.search.visible(viewer)
    return [one.passage.text for one in shelf.search.search(question, vector, chosen, 3)]


def test_a_document_is_quoted_word_for_word_with_its_place(put: Put, ask: Ask) -> None:
    id_ = put("report.pdf", files.report_pdf(), title="Annual report")
    answer = ask("How many literacy coaches did the district pay for in year 2?")
    assert answer.sections[0].heading == "From “Annual report”"
    first = answer.citations[0]
    assert first.verified
    assert first.source.id == f"own:{id_}"
    assert "paid for 20 literacy coaches" in first.quote
    assert (first.place, first.source.page_unit) == ("p. 2", "page")
    assert as_json(answer)["citations"][0]["pages_are"] == "page"
    assert "Annual report, p. 2, Chapter 2: Coaching in year 2" in references(answer)


def test_the_report_and_a_document_answer_together_and_apart(put: Put, ask: Ask) -> None:
    put("plan.md", PLAN)
    own = ask(COACHES)
    assert own.sections[0].kind == "own"
    assert own.coverage == "full"
    assert own.own
    both = ask("How did others handle need vs. readiness?")
    assert both.citations
    assert not both.own
    assert ask("How did others handle need vs. readiness?", report=False).abstained


def test_the_better_one_comes_first_and_each_has_its_lead(put: Put, ask: Ask) -> None:
    words = b"# Pace\n\nWe begin with the four schools on the east side, which volunteered."
    put("pace.md", words)
    answer = ask("which schools do we start with, and how did others choose?")
    kinds = [section.kind == "own" for section in answer.sections]
    assert kinds[0]
    assert not kinds[-1]
    assert answer.second_lead
    text = answer_text(answer)
    assert text.index("east side") < text.index(answer.second_lead) < text.index("Dallas ISD")


def test_what_no_text_says_is_not_made_up(put: Put, ask: Ask) -> None:
    put("plan.md", PLAN)
    assert ask("who won the world cup").abstained


@pytest.mark.parametrize(
    ("seen_by", "viewer", "sees"),
    [(ONLY_ME, ME, True), (ONLY_ME, OTHER, False), (EVERYBODY, OTHER, True),
     ("team-1", OTHER, False), ("team-1", Viewer("owner-two", ("team-1",)), True)],
)  # fmt: skip
def test_who_may_see_a_document(
    put: Put, shelf: Shelf, ask: Ask, seen_by: str, viewer: Viewer, sees: bool
) -> None:
    id_ = put("plan.md", PLAN, seen_by=seen_by)
    assert ask(COACHES, viewer).own == sees
    assert bool(found(shelf, COACHES, viewer)) == sees
    assert (id_ in {d.id for d in shelf.documents.list(viewer)}) == sees


def test_only_its_owner_may_change_it_or_take_it_out(put: Put, shelf: Shelf) -> None:
    id_ = put("plan.md", PLAN)
    about = shelf.documents.get(OTHER, id_).about
    with pytest.raises(NotKeptError):
        shelf.documents.take_out(OTHER, id_)
    with pytest.raises(NotKeptError):
        shelf.documents.tell(OTHER, id_, replace(about, title="Mine"), ONLY_ME)


def test_taken_out_it_is_found_no_more_and_kept_answers_keep_their_words(
    put: Put, shelf: Shelf, ask: Ask
) -> None:
    id_ = put("plan.md", PLAN)
    answer = ask(COACHES)
    shelf.documents.take_out(ME, id_)
    assert found(shelf, COACHES) == []
    assert not ask(COACHES).own
    assert "Title II grant" in answer.citations[0].quote


def test_whoever_deletes_everything_takes_their_documents_out(
    put: Put, shelf: Shelf, kept: Kept_
) -> None:
    put("plan.md", PLAN)
    assert found(shelf, COACHES, OTHER)
    kept.records.delete_all(ME.owner)
    assert found(shelf, COACHES, OTHER) == []
    assert shelf.documents.list(OTHER) == ()


def test_another_state_embeds_only_what_is_new(put: Put, shelf: Shelf) -> None:
    id_ = put("plan.md", PLAN)
    before = {r.digest: r.number for r in shelf.passages.in_use(1, 1)}
    embedded: list[str] = []
    inner = shelf.adder.maker.embeddings.embed_spans

    class Counting(type(shelf.adder.maker.embeddings)):  # type: ignore[misc]
        def embed_spans(self, texts: list[str], spans: object) -> object:
            embedded.extend(texts)
            return inner(texts, spans)  # type: ignore[arg-type]

    changed = PLAN.replace(b"propane", b"sunlight")
    taken = take(shelf.documents, ME, Offer("plan.md", changed, seen_by=EVERYBODY))
    assert (taken.id, taken.outcome) == (id_, "changed")
    assert "propane" in " ".join(found(shelf, "What do the yellow buses run on?"))
    Adder(shelf.passages, Maker(Counting())).run()
    assert [text.rpartition("\n")[2] for text in embedded] == [
        "The yellow buses of Riverton run on sunlight from the county depot."
    ]
    now = " ".join(found(shelf, "What do the yellow buses run on?"))
    assert "sunlight" in now
    assert "propane" not in now
    assert len(before) == 2


def test_the_same_bytes_are_added_once(put: Put, shelf: Shelf) -> None:
    put("plan.md", PLAN)
    assert take(shelf.documents, ME, Offer("copy.md", PLAN)).outcome == "unchanged"
    assert len(shelf.documents.list(ME)) == 1


def test_a_file_that_cant_be_read_says_why_and_the_others_are_read(put: Put, shelf: Shelf) -> None:
    take(shelf.documents, ME, Offer("broken.pdf", b"%PDF-1.4 nothing"))
    put("plan.md", PLAN)
    states = {d.about.file_name: (d.state, d.about.problem) for d in shelf.documents.list(ME)}
    assert states["broken.pdf"][0] == "failed"
    assert "damaged" in states["broken.pdf"][1]
    assert states["plan.md"][0] == "ready"


def test_another_process_notices(put: Put, shelf: Shelf) -> None:
    elsewhere = DocumentSearch(shelf.documents, shelf.passages, ExactVectors())
    assert elsewhere.visible(ME) == ()
    id_ = put("plan.md", PLAN)
    assert [d.id for d in elsewhere.visible(ME)] == [id_]
    shelf.documents.take_out(ME, id_)
    assert elsewhere.visible(ME) == ()


def test_a_killed_adder_is_gone_on_with(shelf: Shelf, tmp_path: Path) -> None:
    long = "\n\n".join(f"## Part {n}\n\nSchool {n} has {n + 3} teachers and a garden."
                       for n in range(120))  # fmt: skip
    take(shelf.documents, ME, Offer("long.md", f"# Long\n\n{long}".encode()))
    script = (
        "import sys, time; from pathlib import Path\n"
        "from app.settings import Settings; from app.services import Services\n"
        "from indexing.watcher import Watcher\n"
        f"s = Services(Settings(data_dir=Path({str(tmp_path)!r})), Watcher())\n"
        "def told(d):\n"
        "    if d.about.embedded >= 32:\n"
        "        print('half', flush=True); time.sleep(60)\n"
        "s.shelf().adder.run(told)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "half\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    [left] = shelf.documents.list(ME)
    assert left.state == "reading"
    seen: list[Kept] = []
    shelf.adder.run(seen.append)
    assert seen[1].about.embedded > 32
    [whole] = shelf.documents.list(ME)
    assert (whole.state, whole.about.passages) == ("ready", 120)
    assert "School 77 has 80 teachers" in " ".join(found(shelf, "How many teachers has school 77?"))


def test_adding_beside_asking(put: Put, shelf: Shelf, ask: Ask) -> None:
    take(shelf.documents, ME, Offer("plan.md", PLAN, seen_by=EVERYBODY))
    adding = threading.Thread(target=shelf.adder.run)
    adding.start()
    answers = [ask("How did others handle need vs. readiness?") for _ in range(3)]
    adding.join()
    assert all(answer.citations for answer in answers)
    assert ask(COACHES).own


def test_the_files_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    (folder / "old").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for name in ("a.md", "old/b.txt", ".hidden/c.md", "~$d.docx", "e.exe"):
        (folder / name).write_text("x")
    (folder / "link.md").symlink_to(folder / "a.md")
    assert [name for name, _ in files_in(folder)] == ["plans/a.md", "plans/old/b.txt"]


def test_a_document_is_exported_as_it_was_added(put: Put, shelf: Shelf, tmp_path: Path) -> None:
    put("../../etc/plan.md", PLAN)
    put("theirs.md", b"# Theirs\n\nNot to be exported.", viewer=OTHER)
    assert export_to(shelf.documents, ME, tmp_path / "out") == 1
    assert (tmp_path / "out" / "0001.md").read_bytes() == PLAN
    with pytest.raises(DocumentError, match="not empty"):
        export_to(shelf.documents, ME, tmp_path / "out")
