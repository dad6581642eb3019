"""Quotation marks in sentences of ours."""


def single_marks(text: str) -> str:
    """Return words to be put in quotation marks, with their inner marks made single."""
    return text.replace("“", "‘").replace("”", "’")


def in_marks(text: str) -> str:
    """Return words in quotation marks; those that are one whole quotation keep their own."""
    inside = text[1:-1]
    if text.startswith("“") and text.endswith("”") and not {"“", "”"} & set(inside):
        return text
    return f"“{single_marks(text)}”"
