import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library import Corpus
from indexing.blocks import read_blocks
from indexing.passages import MAX_CHARS, Passage, embedded_text
from indexing.sentences import chunk_spans, count_tokens, sentence_spans


def test_text_at_its_place(corpus: Corpus, passages: tuple[Passage, ...]) -> None:
    for p in passages:
        assert corpus.document(p.source_id).text[p.start : p.end] == p.text
        assert 0 < len(p.text) <= MAX_CHARS
    assert len({p.id for p in passages}) == len(passages)


def test_no_passage_crosses_a_heading_or_holds_markup(passages: tuple[Passage, ...]) -> None:
    for p in passages:
        assert not re.search(r"^#|^>|<!--|\*\*|\]\(#|<br", p.text, re.MULTILINE), p.id


def test_nothing_of_the_text_is_lost(corpus: Corpus, passages: tuple[Passage, ...]) -> None:
    for document in corpus.documents:
        own = [p for p in passages if p.source_id == document.source.id]
        held = "".join(re.sub(r"\W", "", p.text) for p in own)
        blocks = [b for b in read_blocks(document.text) if b.kind in {"paragraph", "item", "quote"}]
        missing = [b.text[:50] for b in blocks if re.sub(r"\W", "", b.text) not in held]
        assert [m for m in missing if not m.startswith("#")] == []


def test_every_passage_of_a_section_knows_decision_and_pages(
    passages: tuple[Passage, ...],
) -> None:
    dallas = next(p for p in passages if p.id.endswith("q3-feeder-patterns/case-1"))
    assert (dallas.decision, dallas.pole, dallas.pages) == ("Q3", "left", "20–24")
    assert dallas.systems == ("dallas-isd",)
    assert dallas.people == ("kristen-watkins",)
    assert dallas.heading_path[-2:] == ("Why Prioritize Need?", "Scaling Through Feeder Patterns")


def test_a_pull_quote_belongs_to_its_speaker_alone(
    corpus: Corpus, passages: tuple[Passage, ...]
) -> None:
    quotes = [p for p in passages if p.kind == "quote"]
    assert len(quotes) == 39
    for p in quotes:
        case = corpus.case(p.case or "")
        assert case.pull_quote is not None
        assert p.people == (case.pull_quote.speaker,)


def test_benefit_cells_know_role_pole_and_what_was_inferred(
    passages: tuple[Passage, ...],
) -> None:
    cells = [p for p in passages if p.kind == "benefit" and p.role]
    assert len(cells) == 7 * 2 * 3
    assert {p.decision for p in cells if p.inferred} == {"Q1", "Q4", "Q6", "Q7"}
    assert all(p.pole in {"left", "right"} for p in cells)


def test_what_is_embedded_says_where_it_stands(
    corpus: Corpus, passages: tuple[Passage, ...]
) -> None:
    dallas = next(p for p in passages if p.id.endswith("q3-feeder-patterns/case-1"))
    text = embedded_text(dallas, corpus)
    assert text.startswith("need vs. readiness. Starting with need.")
    assert text.endswith(dallas.text)


def test_attributes_hold_until_the_next_heading_of_that_level() -> None:
    text = "# A {kind=x}\n\none\n\n## B {pole=left}\n\ntwo\n\n## C\n\n- three\n- four\n"
    blocks = [b for b in read_blocks(text) if b.kind != "heading"]
    assert [b.text for b in blocks] == ["one", "two", "three", "four"]
    assert [b.attributes for b in blocks] == [
        {"kind": "x"}, {"kind": "x", "pole": "left"}, {"kind": "x"}, {"kind": "x"},
    ]  # fmt: skip
    assert all(text[b.start : b.end] == b.text for b in blocks)
    assert blocks[2].heading_path == ("A", "C")


def test_cells_know_their_row_and_column() -> None:
    text = "| Who | Left | Right |\n| --- | --- | --- |\n| T | same | same |\n"
    cells = read_blocks(text)
    assert [(c.text, c.column) for c in cells] == [
        ("T", "Who"),
        ("same", "Left"),
        ("same", "Right"),
    ]
    assert [text[c.start : c.end] for c in cells] == ["T", "same", "same"]
    assert cells[1].start < cells[2].start


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Dr. Lisa Williams spoke. She left.", ["Dr. Lisa Williams spoke.", "She left."]),
        ("Need vs. Readiness? Yes.", ["Need vs. Readiness?", "Yes."]),
        ("“Who? Me?” he said", ["“Who?", "Me?” he said"]),
        ("No end", ["No end"]),
        ("  ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[a:b] for a, b in sentence_spans(text)] == sentences


def test_a_quotation_is_kept_whole_where_it_fits() -> None:
    text = "One is here. “Two is here. Three is here.” Four is here. Five is here."
    chunks = [text[a:b] for a, b in chunk_spans(text, 12, 1000)]
    assert any("“Two is here. Three is here.”" in c for c in chunks)
    assert len(chunks) > 1


@given(st.text(max_size=600), st.integers(5, 60), st.integers(20, 200))
def test_chunks_fit_and_keep_order(text: str, tokens: int, chars: int) -> None:
    spans = chunk_spans(text, tokens, chars)
    ends = [0, *(b for _, b in spans)]
    assert all(a >= before for (a, _), before in zip(spans, ends, strict=False))
    for a, b in spans:
        piece = text[a:b]
        single_word = len(piece.split()) <= 1
        assert single_word or (len(piece) <= chars and count_tokens(piece) <= tokens)
