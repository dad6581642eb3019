"""Reads and embeds many documents at once on Ray, here or on a cluster; an extra, `ray`."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from app.documents.adding import Told, alone
from app.documents.making import BATCH, Maker
from app.records.document import Kept, dump_about, load_about
from app.records.document_passages import PassageRow, Passages
from corpus.errors import DocumentError, SettingsError
from indexing.embeddings import SentenceTransformerEmbeddings

# So many documents are held in memory at a time: what is done of them is kept before the next.
_WAVE = 64
Row = dict[str, Any]


@dataclass(frozen=True)
class BulkAdder:
    """Makes documents ready by several workers; what they made is kept from this process alone.

    `model` is what the embedding model is loaded by, on each worker; `lock` as the adder's.
    """

    passages: Passages
    model: str
    workers: int
    lock: Path | None = None

    def run(self, told: Told = lambda document: None) -> int:
        """Make every document ready that waits, and return how many were taken up.

        Raises SettingsError where Ray is not installed.
        """
        with alone(self.passages, self.lock):
            return self._run(told)

    def _run(self, told: Told) -> int:
        count = 0
        while wave := self._claim():
            count += len(wave)
            documents = {document.number: document for document, _ in wave}
            jobs = [_job(document, content) for document, content in wave]
            for row in _made(jobs, self.model, self.workers):
                self._keep(documents[row["number"]], row, told)
        return count

    def _claim(self) -> list[tuple[Kept, bytes]]:
        wave: list[tuple[Kept, bytes]] = []
        while len(wave) < _WAVE and (claimed := self.passages.claim()) is not None:
            wave.append(claimed)
        return wave

    def _keep(self, document: Kept, row: Row, told: Told) -> None:
        if row["problem"]:
            told(self.passages.fail(document, row["problem"]))
            return
        document = replace(document, kind=row["kind"], about=load_about(row["about"]))
        revision = document.revision + 1
        self.passages.write(document, revision, _rows(row))
        self.passages.put_in_use(document, revision, row["text"])
        told(replace(document, state="ready", revision=revision))


class _Worker:
    """What a worker does with each document: the model is loaded once."""

    def __init__(self, model: str) -> None:
        self._maker = Maker(SentenceTransformerEmbeddings(model))

    def __call__(self, job: Row) -> Row:
        document = Kept(**{**json.loads(job["document"]), "about": load_about(job["about"])})
        result = {"number": document.number, "kind": "", "about": "", "text": "", "rows": "[]",
                  "vectors": b"", "problem": ""}  # fmt: skip
        try:
            read = self._maker.read(document, job["content"])
        except DocumentError as error:
            return {**result, "problem": str(error)}
        rows = _embedded(self._maker, read.document.about.title, read.rows)
        about = replace(read.document.about, embedded=len(rows))
        told = [{**asdict(row), "vector": "", "unit_vectors": ""} for row in rows]
        vectors = b"".join(row.vector + row.unit_vectors for row in rows)
        return {**result, "kind": read.document.kind, "about": dump_about(about),
                "text": read.text, "rows": json.dumps(told), "vectors": vectors}  # fmt: skip


def _embedded(maker: Maker, title: str, rows: tuple[PassageRow, ...]) -> list[PassageRow]:
    made: list[PassageRow] = []
    for start in range(0, len(rows), BATCH):
        made += maker.embedded(title, rows[start : start + BATCH])
    return made


def _job(document: Kept, content: bytes) -> Row:
    """Return a document as columns, which go from one process to another as they are."""
    values = {**asdict(document), "about": None, "created": "", "changed": ""}
    return {
        "document": json.dumps(values),
        "about": dump_about(document.about),
        "content": content,
    }


def _rows(row: Row) -> list[PassageRow]:
    """Return the passages of a worker's result, each with its piece of the vectors."""
    told = json.loads(row["rows"])
    vectors, place = row["vectors"], 0
    size = len(vectors) // max(1, sum(1 + len(one["units"]) for one in told))
    rows = []
    for one in told:
        middle = place + size
        end = middle + size * len(one["units"])
        values = {
            **one,
            "heading_path": tuple(one["heading_path"]),
            "units": tuple((a, b) for a, b in one["units"]),
            "pages": tuple(one["pages"]) if one["pages"] else None,
            "vector": vectors[place:middle],
            "unit_vectors": vectors[middle:end],
        }
        rows.append(PassageRow(**values))
        place = end
    return rows


def _made(jobs: list[Row], model: str, workers: int) -> Iterator[Row]:
    try:
        import ray
    except ImportError as error:
        raise SettingsError(
            "Ray is not installed.",
            "Nothing more was done; the documents wait.",
            "Install it: pip install 'both-ways[ray]', or add without --workers.",
        ) from error
    if not ray.is_initialized():
        ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    made = ray.data.from_items(jobs, override_num_blocks=len(jobs)).map(
        _Worker,  # type: ignore[arg-type]
        fn_constructor_args=(model,),
        concurrency=workers,
    )
    yield from made.iter_rows()
