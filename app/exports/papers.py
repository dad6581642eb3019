"""Guides, pathways, conversations, logs and chats as documents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.answering.answer import Answer
from app.answering.contract import reference
from app.coaching.client import Client
from app.coaching.journal import Journal, Prompt, guide_of, prompts_of
from app.coaching.pathway import Pathway, Placement, dimensions_of, gaps
from app.coaching.talk import Exchange, Talk
from app.exports.citing import bullets, joined, marked
from app.exports.document import (
    Bullet,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Part,
    Table,
    WritingLines,
    finish,
)
from app.exports.pictures import pathway_picture
from app.records.chat import ChatTurn
from corpus.framework import Guide
from corpus.library import Corpus

_LINES = {"guide-1": 2, "guide-2": 1}
_UNMARKED = "not marked"


def blank_guide(corpus: Corpus, guide: Guide) -> Document:
    """Return a guide to fill in by hand, on one page."""
    parts: list[Part] = [Paragraph(guide.instruction)]
    if guide.dimensions:
        parts.append(_blank_spectra(guide))
    for group in guide.groups:
        parts.append(Heading(group.name))
        for prompt in group.prompts:
            parts += [Paragraph(prompt, "small"), WritingLines(_LINES[guide.id])]
    return replace(finish(f"{guide.title} ({_page(guide)})", parts, corpus), compact=True)


def foundation_paper(corpus: Corpus, title: str, journal: Journal) -> Document:
    """Return the first guide with its answers."""
    guide = guide_of(corpus, "guide-1")
    parts = [Paragraph(guide.instruction), *_answered(prompts_of(guide), journal.answers)]
    return finish(title, parts, corpus)


def path_paper(corpus: Corpus, title: str, path: Pathway) -> Document:
    """Return the second guide: the pathway drawn and as a table, its gaps, the answers."""
    guide = guide_of(corpus, "guide-2")
    dimensions = dimensions_of(corpus)
    parts: list[Part] = [
        pathway_picture(dimensions, path.placement),
        _marks(corpus, path.placement),
    ]
    critical = [d.name for d in dimensions if d.decision == path.critical]
    if critical:
        parts.append(Paragraph(f"The most critical gap, from my perspective: {critical[0]}."))
    prompts = [p for p in prompts_of(guide) if p.key in path.answers]
    return finish(title, [*parts, *_answered(prompts, path.answers)], corpus)


def talk_paper(corpus: Corpus, title: str, talk: Talk, turns: Sequence[Exchange]) -> Document:
    """Return the summary of a conversation, or its turns where it has none yet."""
    summary = talk.summary
    if summary is None:
        return _transcript(corpus, title, talk, turns)
    step = (
        ("What I will do", summary.what), ("By when", summary.when),
        ("With whom", summary.who), ("How I will know that it worked", summary.know),
    )  # fmt: skip
    parts: list[Part] = [
        Heading("What I see now"),
        Paragraph(summary.insights or "–"),
        Heading("My next step"),
        Table("My next step", ("", "In my words"), tuple((n, t or "–") for n, t in step)),
        Heading("The question I take with me"),
        Paragraph(summary.next_question or "–", "lead"),
    ]
    if summary.examples:
        parts.append(Heading("Examples that were told"))
    lines, citations = joined([(t.section.claims, t.citations) for t in summary.examples])
    for told, told_lines in zip(summary.examples, lines, strict=True):
        parts += [Heading(told.title, 3), told_lines]
    parts += [Heading("The conversation"), *_turns(talk, turns, {})]
    return finish(title, parts, corpus, citations)


def client_paper(corpus: Corpus, title: str, client: Client) -> Document:
    """Return a coach's log."""
    rows = tuple(
        (e.held.isoformat(), e.successes, e.obstacles, e.next_steps) for e in client.entries
    )
    header = ("Day", "Successes", "Obstacles", "Next steps")
    parts: list[Part] = [Heading("Goal"), Paragraph(client.goal or "–"), Heading("Sessions")]
    parts.append(Table("Sessions", header, rows) if rows else Paragraph("None yet."))
    return finish(title, parts, corpus)


def chat_paper(
    corpus: Corpus,
    title: str,
    turns: Sequence[ChatTurn],
    since: Callable[[Answer], tuple[str, ...]] = lambda answer: (),
) -> Document:
    """Return a chat: each question with its answer and that answer's own sources.

    `since` tells what has changed in the texts since an answer was given.
    """
    parts: list[Part] = []
    for turn in turns:
        parts += [Heading(turn.question), *answer_parts(turn.answer)]
        parts += [Paragraph(line, "small") for line in since(turn.answer)]
    return finish(title, parts, corpus)


def answer_parts(answer: Answer) -> list[Part]:
    """Return an answer with its sources."""
    parts: list[Part] = [Paragraph(answer.lead, "lead")]
    if answer.notice:
        parts.insert(0, Paragraph(answer.notice, "small"))
    for section in answer.sections:
        if section.kind == "prose":
            parts.append(Paragraph(" ".join(map(marked, section.claims))))
            continue
        parts += [Heading(section.heading, 3), bullets(section.claims)]
    if answer.nearest:
        parts.append(Bullets(tuple(Bullet(near.topic) for near in answer.nearest)))
    if answer.reflection:
        parts.append(Paragraph(answer.reflection.question, "quote"))
    version = f"This answer rests on version {answer.corpus_hash[:12]} of the texts."
    sources = (Paragraph(reference(c), "small") for c in answer.citations)
    return [*parts, *sources, Paragraph(version, "small")]


def _transcript(corpus: Corpus, title: str, talk: Talk, turns: Sequence[Exchange]) -> Document:
    """Return a conversation turn by turn."""
    told = [turn.reply.told for turn in turns if turn.reply.told]
    lines, citations = joined([(one.section.claims, one.citations) for one in told])
    by_case = {one.case: own for one, own in zip(told, lines, strict=True)}
    return finish(title, _turns(talk, turns, by_case), corpus, citations)


def _turns(talk: Talk, turns: Sequence[Exchange], lines: Mapping[str, Bullets]) -> list[Part]:
    """Return what was said and asked; an example with its lines where these are given."""
    parts: list[Part] = [Paragraph(talk.started_from, "quote")] if talk.started_from else []
    for turn in turns:
        told, question = turn.reply.told, turn.reply.question
        if turn.said:
            parts.append(Paragraph(turn.said, "quote"))
        if told and told.case in lines:
            parts += [Heading(told.title), lines[told.case]]
        elif told:
            parts.append(Paragraph(f"(The example “{told.title}” was told.)"))
        replies = (turn.reply.notice, question.text if question else "")
        parts += [Paragraph(text, "lead") for text in replies if text]
    return parts


def _answered(prompts: Sequence[Prompt], answers: Mapping[str, str]) -> list[Part]:
    parts: list[Part] = []
    group = ""
    for prompt in prompts:
        if prompt.group != group:
            group = prompt.group
            parts.append(Heading(group))
        parts.append(Heading(prompt.text, 3))
        parts.append(Paragraph(answers.get(prompt.key) or "(not answered yet)"))
    return parts


def _page(guide: Guide) -> str:
    return f"pp. {guide.pages}" if "–" in guide.pages else f"p. {guide.pages}"


def _blank_spectra(guide: Guide) -> Table:
    rows = tuple((d.name, d.left, "1    2    3    4    5", d.right) for d in guide.dimensions)
    lead = guide.groups[0].lead or guide.title
    return Table(lead, ("Spectrum", "Left end", "Mark", "Right end"), rows)


def _marks(corpus: Corpus, placement: Placement) -> Table:
    sizes = {gap.dimension.decision: str(gap.size) for gap in gaps(corpus, placement)}
    rows = tuple(
        (
            d.name, d.left, d.right, str(placement.now.get(d.decision, _UNMARKED)),
            str(placement.aspired.get(d.decision, _UNMARKED)), sizes.get(d.decision, "–"),
        )
        for d in dimensions_of(corpus)
    )  # fmt: skip
    header = ("Spectrum", "1 is", "5 is", "Now", "Aspired", "Gap")
    return Table("Where our system stands, and where we want it to be", header, rows)
