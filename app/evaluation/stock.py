"""The pipeline that most people would build, for comparison: it retrieves and never abstains."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from app.evaluation.gold import GoldQuestion
from app.evaluation.metrics import recall_of
from app.evaluation.run import Summary, summarize_values
from corpus.errors import SettingsError
from corpus.library import Corpus
from indexing.embeddings import SentenceTransformerEmbeddings
from indexing.store import Entry, VectorStore

_SIZE, _OVERLAP, _K = 1000, 200, 10


def stock_summaries(
    questions: Sequence[GoldQuestion], corpus: Corpus, embeddings: SentenceTransformerEmbeddings
) -> tuple[Summary, ...]:
    """Return the stock pipeline's evidence recall and abstention on the same questions.

    RecursiveCharacterTextSplitter 1000/200, Chroma, MiniLM, the ten nearest passages.
    """
    recalls = list(_recalls(questions, corpus, embeddings))
    due = [0.0 for gold in questions if gold.abstain]
    summaries = []
    if recalls:
        summaries.append(summarize_values("evidence_recall", recalls))
    if due:
        summaries.append(summarize_values("abstains_when_due", due))
    return tuple(summaries)


def _recalls(
    questions: Sequence[GoldQuestion], corpus: Corpus, embeddings: SentenceTransformerEmbeddings
) -> Iterator[float]:
    pieces = _split(corpus)
    with TemporaryDirectory(prefix="bothways-stock-", ignore_cleanup_errors=True) as folder:
        store = VectorStore(Path(folder), embeddings)
        entries = [Entry(str(n), text, {"kind": "stock"}) for n, text in enumerate(pieces)]
        store.add(entries, lambda done: None)
        for gold in questions:
            if gold.needed:
                near = store.nearest(embeddings.embed_query(gold.question), _K)
                score = recall_of(gold, [pieces[int(id_)] for id_ in near])
                assert score is not None
                yield score
        store.close()


def _split(corpus: Corpus) -> list[str]:
    try:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError as error:
        raise SettingsError(
            "The stock pipeline's splitter is not installed.",
            "Nothing was compared.",
            "Install it: pip install 'both-ways[compare]'",
        ) from error
    splitter = RecursiveCharacterTextSplitter(chunk_size=_SIZE, chunk_overlap=_OVERLAP)
    return [piece for document in corpus.documents for piece in splitter.split_text(document.text)]
