"""What is said to somebody who needs a person."""

from app.safety.reader import Concern
from prompts import load_prompt


def care_line(concern: Concern) -> str:
    """Return what stands ahead of a reply: the numbers for danger, a sentence for distress.

    Empty for a text that gives reason for neither.
    """
    if concern.danger is not None:
        return load_prompt("care_line").fill()
    return load_prompt("distress").fill() if concern.distress else ""


def care_words(concern: Concern) -> str:
    """Return where to turn, in paragraphs, for a text that tells of danger."""
    child = load_prompt("care_child" if concern.child else "care_child_short").fill()
    return load_prompt("care").fill(child=child)
