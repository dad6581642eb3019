"""The texts as objects: sources, decisions, cases, passages that are found, questions."""

from app.assistant.answers import Shape


class SectionHead(Shape):
    """A section's address in its source, and its headings."""

    section: str
    heading: str


class SourceObject(Shape):
    """One text, with its licence; of `notes` the text is our own words about a page."""

    id: str
    title: str
    subtitle: str | None
    authors: tuple[str, ...]
    publisher: str
    published: str
    kind: str
    url: str | None
    licence: str
    licence_url: str | None
    sha256: str
    sections: tuple[SectionHead, ...]


class SectionObject(Shape):
    """A section of a source with its text, word for word."""

    source: str
    section: str
    heading_path: tuple[str, ...]
    pages: str | None
    text: str


class PoleObject(Shape):
    """One side of a decision."""

    name: str
    label: str
    heading: str


class DecisionObject(Shape):
    """One of the seven decisions; `cases` are the ids of its examples."""

    id: str
    title: str
    topic: str
    pages: str
    sides: tuple[PoleObject, ...]
    cases: tuple[str, ...]
    lessons: tuple[str, ...]
    questions: tuple[str, ...]


class SystemObject(Shape):
    """A district, network or school."""

    id: str
    name: str
    state: str | None
    schools: int | None
    students: int | None


class StatementObject(Shape):
    """A sentence of ours and the exact words that it rests on."""

    text: str
    quote: str


class QuotationObject(Shape):
    """Words that the source puts in a person's mouth."""

    speaker: str
    text: str


class CaseObject(Shape):
    """One example: what systems did and why, each sentence with its words in the source."""

    id: str
    title: str
    summary: str
    decision: str | None
    pole: str | None
    heading: str
    systems: tuple[SystemObject, ...]
    statements: tuple[StatementObject, ...]
    quotes: tuple[QuotationObject, ...]
    source: str
    url: str | None


class FoundObject(Shape):
    """What a search ranks: a unit of the report, or a passage of a document of one's own."""

    rank: int
    id: str
    passage: str
    source: str
    title: str
    heading: str
    page_label: str | None
    kind: str | None
    case: str | None = None
    decision: str | None
    pole: str | None
    start_index: int
    score: float
    text: str
    quote: str = ""


class OpenQuestionObject(Shape):
    """An open question; `origin` is source, adapted from it, or ours."""

    text: str
    origin: str
    passage_id: str | None
    kind: str


class QuestionsObject(Shape):
    """Open questions for a situation, and the decisions that it touches, the surest first.

    `care` says where to turn, and nothing else is given, where the words tell of danger.
    """

    decisions: tuple[str, ...]
    questions: tuple[OpenQuestionObject, ...]
    care: str
