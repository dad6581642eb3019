import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest

from app.answering.answer import Answer
from app.services import Services
from app.ui.chats import Thread
from app.ui.conversation import Conversations
from app.ui.render import Turn, render_conversation, render_sources
from corpus.library import Corpus

Ask = Callable[..., Answer]

HOSTILE = (
    '<script>alert(1)</script> need or readiness <img src="http://x.test/a.png" onerror=alert(1)>',
    "![pic](http://x.test/p.png) [link](javascript:alert(1)) pace",
    "${alert(1)} {{constructor}} {% raw %} need or readiness",
    '"><svg onload=alert(1)> fast or slow',
)


class _Tags(HTMLParser):
    """Collects tags and attributes as a browser would read them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(html: str) -> Iterator[tuple[str, dict[str, str | None]]]:
    parser = _Tags()
    parser.feed(html)
    return iter(parser.found)


@pytest.mark.parametrize("question", HOSTILE)
def test_what_a_user_types_is_shown_as_text(question: str, ask: Ask, corpus: Corpus) -> None:
    turn = Turn(1, question, ask(question))
    html = render_conversation([turn]) + render_sources([turn], corpus)
    for tag, attributes in tags(html):
        assert tag not in {"script", "img", "svg", "iframe", "object", "style", "link"}
        assert not any(name.startswith("on") for name in attributes)
        assert not (attributes.get("href") or "#").startswith("javascript")


def test_every_citation_leads_to_a_card_and_every_card_back(ask: Ask, corpus: Corpus) -> None:
    turn = Turn(3, "q", ask("how did others handle need vs. readiness?"))
    page = render_conversation([turn]) + render_sources([turn], corpus)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    targets = set(re.findall(r'href="#([^"]+)"', page))
    reachable = set(ids) | set(re.findall(r'data-back="([^"]+)"', page))
    assert targets <= reachable
    assert {f"t3-s{n}" for n in range(1, 8)} <= set(ids)


def test_a_card_marks_the_exact_words(ask: Ask, corpus: Corpus) -> None:
    answer = ask("how did others handle need vs. readiness?")
    html = render_sources([Turn(1, "q", answer)], corpus)
    marked = re.findall(r"<mark>(.*?)</mark>", html)
    quotes = [c.quote for c in answer.citations]
    assert [m.replace("&#34;", '"').replace("&#39;", "'") for m in marked[: len(quotes)]] == quotes
    assert html.count("✓ quoted word for word") == len(quotes)


def test_notes_are_never_passed_off_as_the_pages_words(ask: Ask, corpus: Corpus) -> None:
    html = render_sources([Turn(1, "q", ask("Tell me about Yuma"))], corpus)
    assert "not the page’s own words" in html
    assert "✓ quoted word for word" not in html


def test_only_the_last_turns_sources_are_shown(ask: Ask, corpus: Corpus) -> None:
    turns = [Turn(n, "q", ask(q)) for n, q in enumerate(("tight or loose", "fast or slow"), 1)]
    html = render_sources(turns, corpus)
    shown = re.findall(r'<div class="bw-group" data-turn="(\d)" (hidden)?', html)
    assert shown == [("1", "hidden"), ("2", "")]


def test_a_turn_that_is_there_at_once_is_shown_once(services: Services) -> None:
    services.ready()
    asked = "how did others handle need vs. readiness?"
    shown = list(Conversations(services).take_turn("s", Thread(count=4), asked))
    last = shown[-1]
    assert last is not None
    assert (last.number, last.finished) == (5, True)
    # A busy machine may take longer than what is shown at once.
    assert shown[:-1] in ([], [Turn(5, asked)])


@pytest.mark.parametrize("typed", ["", "x" * 100_000])
def test_a_question_that_cannot_be_read_becomes_a_plain_sentence(
    typed: str, services: Services, corpus: Corpus
) -> None:
    [state] = list(Conversations(services).take_turn("s", Thread(), typed))
    assert state is not None
    assert state.finished
    html = render_conversation([state])
    assert 'role="alert"' in html
    assert len(html) < 3000


def test_an_abstention_names_what_is_covered(ask: Ask, corpus: Corpus) -> None:
    turn = Turn(1, "q", ask("who won the world cup"))
    html = render_conversation([turn])
    assert "do not cover" in html
    assert html.count("<li>") == 3
    assert "bw-cite" not in html
