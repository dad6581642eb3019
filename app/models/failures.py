"""What can go wrong with a chat model, told apart by what a user or a retry can do about it."""

from enum import StrEnum

from corpus.errors import ChatModelError

_TOO_LONG = ("context_length", "context length", "too many tokens", "prompt is too long",
             "maximum context", "exceeds the context")  # fmt: skip


# Options that servers which speak a provider's protocol may not know; an answer does without them.
OPTIONS = ("stream_options", "temperature", "response_format", "json_schema", "tool_choice",
           "max_completion_tokens", "max_tokens", "num_ctx", "format")  # fmt: skip
_REFUSALS = frozenset({400, 415, 422, 501})


class FailureKind(StrEnum):
    """Each kind with the words that finish the sentence "The language model …"."""

    NO_KEY = "has no key"
    NO_PACKAGE = "needs a package that is not installed"
    WRONG_KEY = "did not accept the key"
    NO_SUCH_MODEL = "is not known there"
    BUSY = "is busy"
    SERVER = "has a fault on its side"
    UNREACHABLE = "can't be reached"
    SILENT = "did not answer in time"
    CUT = "broke off"
    EMPTY = "answered nothing"
    REFUSED = "declined to answer"
    TOO_LONG = "can't take so long a text"
    UNREADABLE = "answered what can't be read"
    OPTION = "does not take an option that was sent along"
    ALL_THOUGHT = "used up its tokens while it was still thinking"
    UNSUPPORTED = "said nothing that the texts support"
    OVER_LIMIT = "has used up today's limit"
    STOPPED = "was stopped"


# Another try can help only where the cause may pass by itself.
PASSING = frozenset(
    {FailureKind.BUSY, FailureKind.SERVER, FailureKind.UNREACHABLE, FailureKind.CUT}
)


_REMEDIES = {
    FailureKind.NO_PACKAGE: "Install the provider's extra, for instance pip install "
    "'both-ways[openai]'.",
    FailureKind.NO_KEY: "Set the provider's key, for instance OPENAI_API_KEY.",
    FailureKind.WRONG_KEY: "Check the key: it may be mistyped, revoked or of another provider.",
    FailureKind.NO_SUCH_MODEL: "Check the model's name in BOTHWAYS_MODEL, and for Ollama that it "
    "was pulled.",
    FailureKind.UNREACHABLE: "Check that the server runs and that BOTHWAYS_MODEL_BASE_URL is "
    "right.",
    FailureKind.ALL_THOUGHT: "Raise BOTHWAYS_MODEL_MAX_TOKENS, for instance to 4000, or choose a "
    "model that thinks less.",
    FailureKind.TOO_LONG: "Choose a model that takes longer texts.",
    FailureKind.OVER_LIMIT: "Wait until tomorrow, or raise the limit.",
}


class ModelFailureError(ChatModelError):
    """A failed call.

    `retry_after` is what the server asked to wait, in seconds; `option` what it did not take.
    """

    def __init__(
        self, kind: FailureKind, retry_after: float | None = None, option: str = ""
    ) -> None:
        super().__init__(
            f"The language model {kind}.",
            "Answers come from the texts alone meanwhile.",
            _REMEDIES.get(kind, "Try again later, or choose another model in BOTHWAYS_MODEL."),
        )
        self.kind = kind
        self.retry_after = retry_after
        self.option = option


def failure_of(error: BaseException) -> ModelFailureError:
    """Return what an exception of any provider's library means.

    The libraries agree on a status code, on the exception or on its response, and on telling a
    broken connection by the names of their classes.
    """
    names = " ".join(cls.__name__ for cls in type(error).__mro__).lower()
    if isinstance(error, TimeoutError) or "timeout" in names:
        return ModelFailureError(FailureKind.SILENT)
    status = _status(error)
    if status is not None:
        return _failure_of_status(status, error)
    if "connecterror" in names or "connectionerror" in names:
        return ModelFailureError(FailureKind.UNREACHABLE)
    if "protocolerror" in names or "readerror" in names or "networkerror" in names:
        return ModelFailureError(FailureKind.CUT)
    return ModelFailureError(FailureKind.UNREADABLE)


def _failure_of_status(status: int, error: BaseException) -> ModelFailureError:
    text = str(error).lower()
    if status in {400, 413} and any(words in text for words in _TOO_LONG):
        return ModelFailureError(FailureKind.TOO_LONG)
    if status in _REFUSALS:
        option = next((name for name in OPTIONS if name in text), "")
        if option:
            return ModelFailureError(FailureKind.OPTION, option=option)
    if status in {401, 403}:
        return ModelFailureError(FailureKind.WRONG_KEY)
    if status == 404:
        return ModelFailureError(FailureKind.NO_SUCH_MODEL)
    if status == 429:
        return ModelFailureError(FailureKind.BUSY, _retry_after(error))
    kind = FailureKind.SERVER if status >= 500 else FailureKind.UNREADABLE
    return ModelFailureError(kind, _retry_after(error))


def _status(error: BaseException) -> int | None:
    response = getattr(error, "response", None)
    for holder in (error, response):
        for name in ("status_code", "code"):
            value = getattr(holder, name, None)
            if isinstance(value, int) and value >= 400:
                return value
    return None


def _retry_after(error: BaseException) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return float(headers.get("retry-after", ""))
    except ValueError:
        return None
