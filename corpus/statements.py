"""Plain sentences of ours that say what one place of the texts says.

Written by people who saw the texts and not this program; each rests on the exact words of its
place, which are always shown with it.
"""

from functools import cache

from corpus.asked import read_rows


@cache
def load_statements() -> dict[tuple[str, str], str]:
    """Return the sentences by passage id and exact words; an empty one marks a mere label."""
    return {(row["passage"], row["quote"]): row["text"] for row in read_rows("statements.jsonl")}
