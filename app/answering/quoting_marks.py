"""Quotation marks in sentences of ours."""


def single_marks(text: str) -> str:
    """Return words to be put in quotation marks, with their inner marks made single."""
    return text.replace("“", "‘").replace("”", "’")


def in_marks(text: str) -> str:
    """Return words in quotation marks; those that are one whole quotation keep their own.

    Words from within a quotation, which first close it, are quoted from there: its own marks stand.
    """
    inside = text[1:-1]
    if text.startswith("“") and text.endswith("”") and not {"“", "”"} & set(inside):
        return text
    if _closes_first(text):
        return f"“{text}{'”' if _marks(text)[-1] == '“' else ''}"
    return f"“{single_marks(text)}”"


def _closes_first(text: str) -> bool:
    """Return whether the first quotation mark in a text is a closing one."""
    return _marks(text)[:1] == ["”"]


def _marks(text: str) -> list[str]:
    return [c for c in text if c in "“”"]
