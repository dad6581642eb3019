"""How a question for each kind of thing is put, in one place for all who put one."""

from app.answering.vocabulary import Want

_QUESTIONS: dict[Want, str] = {
    "examples": "How did others handle {topic}",
    "lessons": "What lessons did leaders learn about {topic}",
    "reflection": "Which reflection questions are there on {topic}",
    "survey": "What did the survey find about {topic}",
    "benefits": "What are the benefits of {topic}",
    "rationale": "Why choose one way or the other: {topic}",
}


def question_for(want: Want, topic: str, addition: str = "") -> str:
    """Return a question for a kind of thing on a topic; `addition` stands before its mark."""
    asked = _QUESTIONS.get(want, "What do the texts say about {topic}").format(topic=topic)
    return f"{asked}{addition}?"
