"""Words of a reasoning model that are its thoughts, and no answer."""

# The marks that models put around what they think; some write the second one only.
_MARKS = (
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("[THINK]", "[/THINK]"),
    ("◁think▷", "◁/think▷"),
    ("<|channel|>analysis<|message|>", "<|end|>"),
)
# gpt-oss, where its server does not take these away.
_BEFORE_ANSWER = "<|channel|>final<|message|>"


def without_thoughts(text: str) -> str:
    """Return what a model has written so far for others to read."""
    if _BEFORE_ANSWER in text:
        text = text.rpartition(_BEFORE_ANSWER)[2]
    for begin, end in _MARKS:
        while end in text:
            before, _, after = text.partition(end)
            text = before.partition(begin)[0] + after if begin in before else after
        text = text.partition(begin)[0]
    return _without_beginning(text)


def _without_beginning(text: str) -> str:
    """Return a text without the beginning of a mark that has not arrived whole."""
    tail = text[-32:]
    for begin, _ in _MARKS:
        for size in range(len(begin) - 1, 2, -1):
            if tail.endswith(begin[:size]):
                return text[:-size]
    return text
