"""Fits the classifiers, the ranker and coverage, each on questions that it has not seen indexed."""

from dataclasses import dataclass
from hashlib import sha256

from app.evidence.features import FeatureMaker
from app.evidence.index import EvidenceIndex, EvidenceTexts
from app.evidence.learned import Learned
from app.training import examples as data
from app.training.classifying import Embed, fit_classifiers, unit_kinds
from app.training.covering import fit_coverage
from app.training.queries import QueryMaker
from app.training.ranking import fit_query_map, fit_ranker
from corpus.asked import ASKED_FILES
from corpus.files import read_text
from indexing.classifier import LinearClassifier

VERSION = "evidence-3"


@dataclass(frozen=True)
class Trainer:
    """Fits to the shipped questions, with an index over them; `embed` returns rows of vectors."""

    index: EvidenceIndex
    embed: Embed

    def fit(self) -> Learned:
        """Return everything that is learned; takes about a minute beside the vectors."""
        classifiers = fit_classifiers(self.index, self.embed)
        kinds = unit_kinds(self.index, classifiers)
        maker = FeatureMaker(self.index, fit_query_map(self.index), kinds)
        found = data.rank_examples(self.index.texts)
        # All at once: one by one, their vectors take ten times as long.
        self.embed([text for e in found for text in (e.text, e.previous) if text])
        queries = QueryMaker(self.index, self.embed, classifiers)
        leans = queries.leans_unseen(found)
        ranker = fit_ranker(maker, queries, found, leans)
        coverage = fit_coverage(ranker, queries, found, leans)
        return Learned(
            classifiers,
            maker.query_map,
            kinds,
            ranker.weights,
            ranker.bias,
            coverage.mean,
            coverage.scale,
            LinearClassifier(coverage.states, coverage.weights, coverage.biases),
            coverage.doubt,
        )


def training_key(texts: EvidenceTexts, model: str) -> str:
    """Return a hash of all that the fit depends on."""
    digest = sha256(f"{VERSION}\0{model}\0{texts.corpus.hash}".encode())
    for name in (*ASKED_FILES, *data.FILES):
        digest.update(read_text("data", name).encode())
    for text in (*texts.unit_texts, *(s.text for s in texts.corpus.framework.situations)):
        digest.update(f"\0{text}".encode())
    return digest.hexdigest()
