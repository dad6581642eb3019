"""Questions of every kind on the real model and index: what is asked for, and what is shown."""

import re
from collections.abc import Callable

import pytest

from app.answering.answer import Answer, Claim
from app.answering.contract import answer_text
from corpus.library import Corpus
from indexing.normalizing import normalize

Ask = Callable[..., Answer]


def cited(answer: Answer) -> str:
    return normalize(" ".join(c.passage.text for c in answer.citations))


def claims_of(answer: Answer) -> list[Claim]:
    """Return the claims beside those that tell what the source says in two ways."""
    return [c for s in answer.sections if s.kind != "conflict" for c in s.claims]


def holds(answer: Answer, *words: str) -> list[str]:
    """Return those of the words that no cited passage holds."""
    text = cited(answer)
    return [w for w in words if normalize(w) not in text]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("got a quote about tech that just replaces paper?",
         ["Did technology supplement a worksheet"]),
        ("how big is Yuma?", ["9,000 students"]),
        ("my equity director says personalized learning will widen the gap. is she right?",
         ["personalizing without talking about equity"]),
        ("what mistakes do leaders make at the beginning", ["jump to tactical planning"]),
        ("What is a seeing is believing tour", ["seeing is believing"]),
        ("which of these seven matter most to leaders?",
         ["58%", "52%", "45%", "38%", "28%", "22%"]),
        ("Which districts used Education Elements and were they happy?",
         ["leaders in Fulton County engaged Education Elements"]),
        ("what teams do we need at the district and school level, and how big",
         ["one to three people", "ten to twelve people", "four to six people"]),
        ("Before we touch tactics, what foundation questions should my client work through?",
         ["What values do you want to guide your implementation process"]),
        ("Can I put quotes from the report on slides I sell? and the blog posts?",
         ["free to share and use with attribution"]),
        ("what went wrong at Roots?", ["devoted far more time"]),
        ("who makes the decisions in a three-layer set-up", ["core body for decisions"]),
    ],
)  # fmt: skip
def test_the_evidence_is_shown(question: str, words: list[str], ask: Ask) -> None:
    answer = ask(question)
    assert holds(answer, *words) == [], answer_text(answer)


@pytest.mark.parametrize(
    ("question", "act"),
    [
        ("summarize the report for my board in 5 bullets", "summarize"),
        ("are you a real person?", "about"),
        ("thanks, that helps a lot", "courtesy"),
        ("should I just mandate it?", "advise"),
        ("List all the lessons on build or buy", "list"),
        ("Who is the director of personalized learning in Dallas?", "who"),
        ("write me an agenda for a cabinet meeting on pace", "make"),
        ("is it true that most districts go slow?", "verify"),
        ("what does guard rails mean?", "define"),
        ("Compare what Dallas and Chicago did about partners", "compare"),
    ],
)
def test_the_act_is_read(question: str, act: str, ask: Ask) -> None:
    assert ask(question).route.act == act


@pytest.mark.parametrize(
    ("turn", "act"),
    [
        ("shorter please", "shorter"),
        ("can you say that again in other words?", "again"),
        ("tell me more", "longer"),
        ("the second one", "nth"),
        ("you didn't answer my question", "correction"),
        ("en español por favor", "language"),
    ],
)
def test_turns_about_the_answer_before(turn: str, act: str, ask: Ask) -> None:
    answer = ask(turn, "how did others handle need vs. readiness?")
    assert answer.route.act == act
    assert answer.claims


def test_a_summary_has_the_length_that_is_asked_for(ask: Ask) -> None:
    answer = ask("summarize the report for my board in 5 bullets")
    assert sum(len(s.claims) for s in answer.sections if s.kind != "conflict") == 5


def test_advice_shows_both_sides_and_gives_no_verdict(ask: Ask) -> None:
    answer = ask("should I just mandate it?")
    assert {"left", "right"} <= {s.pole for s in answer.sections}


def test_shorter_is_shorter_and_says_nothing_new(ask: Ask) -> None:
    first = ask("how did others handle need vs. readiness?")
    short = ask("shorter please", "how did others handle need vs. readiness?")
    assert 0 < len(short.claims) < len(first.claims)
    assert {c.text for c in short.claims} <= {c.text for c in first.claims}


def test_again_is_in_the_texts_words(ask: Ask) -> None:
    again = ask("say that again please", "how did others handle need vs. readiness?")
    assert all(claim.text.startswith("“") for claim in again.claims)


def test_one_of_several_is_told_in_full(ask: Ask) -> None:
    second = ask("tell me about the second one", "how did others handle need vs. readiness?")
    [first, *_] = claims_of(second)
    assert second.citations[first.citations[0] - 1].passage.case == "q3-staffing-by-need"
    assert len(second.claims) > 2


def test_who_said_it_and_their_job(ask: Ask) -> None:
    first = "got a quote about tech that just replaces paper?"
    answer = ask("who said that, and whats her job?", first)
    assert "Holli Brown" in answer_text(answer)


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("which systems have more than 100 schools", 3),
        ("Which districts are in Georgia?", 3),
        ("list all lessons in the report", 18),
        ("List everyone quoted who is not a sample leader", 4),
    ],
)
def test_a_list_is_complete_and_counted(question: str, count: int, ask: Ask) -> None:
    answer = ask(question)
    assert len(claims_of(answer)) == count, answer_text(answer)


def test_every_place_of_a_system(ask: Ask, corpus: Corpus) -> None:
    answer = ask("Where does Fulton County turn up across the seven questions?")
    told = {c.passage.case for c in answer.citations if c.passage.case}
    assert {case.id for case in corpus.cases_with("fulton-county")} <= told
    assert str(len(claims_of(answer))) in answer.lead


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How big was the bonus Middletown paid?", "money"),
        ("how much does the Texas Tech master's cost a teacher", "money"),
    ],
)
def test_what_is_missing_is_named_first(question: str, kind: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer.coverage == "partial"
    assert answer.missing
    assert answer.missing in answer.lead
    assert answer.claims


@pytest.mark.parametrize(
    "question",
    ["who won the world cup", "what's the weather tomorrow", "how do I file my taxes",
     "how did zorbington unified decide on pace?"],
)  # fmt: skip
def test_nothing_is_made_up(question: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer.coverage == "none"
    assert answer.abstained
    assert not answer.citations


@pytest.mark.parametrize(
    "turn", ["thanks, that helps a lot", "hello", "ok great, bye", "are you a real person?"]
)
def test_what_needs_no_text_is_no_abstention(turn: str, ask: Ask) -> None:
    answer = ask(turn)
    assert not answer.abstained
    assert answer.reflection is None
    assert answer.lead


def test_two_questions_get_two_answers(ask: Ask) -> None:
    answer = ask(
        "How many schools are in Fulton County? And who is quoted on feeder patterns in Dallas?"
    )
    assert holds(answer, "95 schools", "addressing need in a productive way") == []
    assert len({s.heading for s in answer.sections}) >= 2


def test_a_pasted_mail_is_read(ask: Ask) -> None:
    mail = (
        "Dear colleagues, as you know we have spent the last two years on our strategic plan. "
        "The board meets on Tuesday. Some of you have told me that the coaches are tired. "
        "My own worry is another one: I would like to begin with the teachers who are most eager, "
        "and my deputy would begin where the scores are lowest. The facilities report is attached. "
        "Please think about how other districts chose their first schools before we meet. "
        "Best regards, and thank you for all you do for our students and families every day."
    )
    cited_decisions = [c.passage.decision for c in ask(mail).citations]
    assert cited_decisions.count("Q3") >= 2


def test_spanish_is_understood_and_framed(ask: Ask) -> None:
    answer = ask("¿Qué hicieron otros distritos para elegir las primeras escuelas piloto?")
    assert "inglés" in answer.notice
    assert answer.claims
    assert re.search(r"[áéíóú]|Lo que", answer_text(answer))


@pytest.mark.parametrize("word", ["polarity", "dictates", "leverage", "equitable"])
def test_real_words_are_never_corrected(word: str, ask: Ask) -> None:
    answer = ask(f"what do they say about {word} here")
    assert word in answer.standalone_question


def test_a_new_topic_needs_nothing_of_the_old_one(ask: Ask) -> None:
    answer = ask("Which districts picked their first schools by readiness?", "fast or slow?")
    assert not answer.route.folded
    assert answer.route.decisions == ("Q3",)


def test_a_follow_up_is_read_with_the_turn_before(ask: Ask) -> None:
    answer = ask("why there?", "Which district tied its staffing to school needs?")
    assert answer.route.folded
    assert "q3-staffing-by-need" in {c.passage.case for c in answer.citations}


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("🙏🙏", {"courtesy"}), ("talk soon", {"courtesy"}), ("bonjour", {"courtesy"}),
        ("much obliged", {"courtesy"}), ("right then", {"courtesy"}),
        ("Our system has nine schools and 3,200 pupils.", {"statement"}),
        ("I coach two superintendents in Vermont", {"statement"}),
        ("puedes responderme en español", {"language"}),
        ("kannst du das auf Deutsch sagen", {"language", "about"}),
    ],
)  # fmt: skip
def test_what_asks_for_nothing_is_not_looked_up_and_the_topic_survives(
    text: str, acts: set[str], ask: Ask
) -> None:
    first = ask(text)
    assert first.route.act in acts
    assert first.citations == ()
    assert not first.abstained
    topic = "What did Dallas do about readiness?"
    if first.route.act != "language":
        assert ask(text, topic).citations == ()
    after = ask("and how did it go?", topic, text)
    told = [c.passage.systems for c in after.citations[:3]]
    assert told == [("dallas-isd",)] * 3


@pytest.mark.parametrize(
    "text",
    [
        "teachers here are tired of being told what to do and I can't blame them",
        "thanks! and who runs it in Dallas?",
        "we have nine schools and only two principals who want this",
        "good morning, fast or slow?",
    ],
)
def test_what_asks_for_something_is_looked_up(text: str, ask: Ask) -> None:
    assert ask(text).citations


def test_whoever_is_asked_for_by_name_comes_first(ask: Ask, corpus: Corpus) -> None:
    wrong = []
    for person in corpus.names.people:
        first = ask(f"Who is {person.name}?").claims[0].full_text if person.roles else person.name
        if person.name.split()[-1] not in first:
            wrong.append((person.name, first))
    assert wrong == []
