from app.wiring import Ready
from indexing.keywords import KeywordIndex
from indexing.retriever import HybridRetriever


def test_need_and_readiness_finds_the_districts(ready: Ready) -> None:
    found = ready.search.search("need vs. readiness", 20).passages
    assert {f.passage.decision for f in found[:12]} == {"Q3"}
    systems = {s for f in found for s in f.passage.systems}
    assert {"dallas-isd", "fulton-county", "mesa-valley-51"} <= systems


def test_scores_fall_and_lie_between_nought_and_one(ready: Ready) -> None:
    scores = [f.score for f in ready.search.search("coaching network", 40).passages]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] <= scores[0] <= 1


def test_behind_langchains_interface(ready: Ready) -> None:
    retriever = HybridRetriever(searcher=ready.search, k=3)
    documents = retriever.invoke("which schools took a readiness assessment?")
    assert len(documents) == 3
    assert documents[0].metadata["decision"] == "Q3"
    assert documents[0].metadata["page_label"] == "20–24"


def test_words_match_by_their_stems() -> None:
    index = KeywordIndex(["Schools centralized their data", "Teachers choose tools"])
    scores = index.scores("centralizing school data")
    assert scores[0] > 0
    assert scores[1] == 0
    assert list(index.scores("zebra")) == [0, 0]
    assert index.stems("What about the schools’ readiness?") == ["school", "readi"]
