"""Quotation marks in sentences of ours."""


def single_marks(text: str) -> str:
    """Return words to be put in quotation marks, with their inner marks made single."""
    return text.replace("“", "‘").replace("”", "’")
