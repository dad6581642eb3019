"""Words that tell of danger, on any screen: where to turn, before anything is done with them."""

from collections.abc import Callable, Collection, Mapping

from starlette.responses import JSONResponse, Response

from app.coaching.journal import mark
from app.safety.reader import Concern, SafetyReader
from app.safety.words import care_words
from app.ui.screens.pages import page, written

# Sent along by somebody who says that their words were not meant so.
_MEANT_OTHERWISE = "safe"
# A form that a script sends, and that shows what comes back in a line.
_BY_SCRIPT = "/feedback"
# What is pasted there are answers of programs, and documents; a token is named after a program.
_OF_OTHERS = ("/audit", "/library", "/tokens")
# A reflection's own address: `talk`, and its id once it has begun.
_NOTE_PARTS = 2


def care_page(
    safety: Callable[[], SafetyReader],
    address: str,
    form: Mapping[str, str],
    known: Callable[[], Collection[str]],
    *,
    posted: bool,
) -> Response | None:
    """Return the page that says where to turn; None for words that give no reason to.

    `address` stands without the sub-path. `known` are texts that are kept already: a form that is
    sent again holds them too. The page holds what was sent, to be sent again by somebody who meant
    something else by it. A note of a reflection that tells of danger in doubt goes on: its reply
    says where to turn.
    """
    words = [text for text in written(form) if text.isalpha() or any(c.isspace() for c in text)]
    seen = mark("\n".join(words))
    if not words or address.startswith(_OF_OTHERS) or form.get(_MEANT_OTHERWISE) == seen:
        return None
    surely = _is_note(address)
    concern = _worst(safety(), words, surely=surely)
    if concern is not None:
        before = known()
        new = [text for text in words if text not in before]
        concern = _worst(safety(), new, surely=surely)
    if concern is None:
        return None
    said = care_words(concern)
    if address == _BY_SCRIPT:
        return JSONResponse({"said": said})
    return page(
        "care",
        title="Please talk to somebody now",
        here="",
        paragraphs=said.split("\n\n"),
        address=address,
        posted=posted,
        form={**form, _MEANT_OTHERWISE: seen},
        words=words,
    )


def _is_note(address: str) -> bool:
    parts = address.strip("/").split("/")
    return parts[0] == "talk" and len(parts) <= _NOTE_PARTS


def _worst(safety: SafetyReader, words: Collection[str], *, surely: bool) -> Concern | None:
    """Return the first danger that one of some texts tells of, or surely does; None for none."""
    found = [c for c in map(safety.read, words) if c.danger is not None]
    return next((concern for concern in found if concern.surely or not surely), None)
