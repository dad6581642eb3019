"""Many documents read and embedded by two workers on Ray."""

import ray

from app.documents.bulk import BulkAdder
from app.documents.taking import Offer, take
from app.records.document import EVERYBODY
from app.wiring import Shelf
from indexing.embeddings import DEFAULT_MODEL
from tests.documents import files
from tests.documents.conftest import ME
from tests.documents.test_shelf import COACHES, PLAN, found


def test_two_workers_make_what_one_process_makes(shelf: Shelf) -> None:
    offers = {"plan.md": PLAN, "report.pdf": files.report_pdf(), "broken.pdf": b"%PDF-1.4 x"}
    for name, content in offers.items():
        take(shelf.documents, ME, Offer(name, content, seen_by=EVERYBODY))
    told: list[str] = []
    bulk = BulkAdder(shelf.passages, DEFAULT_MODEL, workers=2)
    assert bulk.run(lambda document: told.append(document.state)) == 3
    ray.shutdown()
    assert sorted(told) == ["failed", "ready", "ready"]
    assert "Title II grant" in found(shelf, COACHES)[0]
    rows = {r.digest: r for n in (1, 2) for r in shelf.passages.in_use(n, 1)}
    contents = (PLAN, files.report_pdf())
    read = [
        shelf.adder.maker.read(document, content)
        for document, content in zip(shelf.documents.in_use(), contents, strict=True)
    ]
    assert {row.digest for one in read for row in one.rows} == set(rows)
    assert all(len(row.vector) == 768 for row in rows.values())
