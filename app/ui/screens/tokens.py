"""Tokens: what lets somebody's programs ask in their name."""

from starlette.responses import Response

from app.records.tokens import ASK, READ, SCOPES, WRITE, Token
from app.ui.screens.pages import page
from app.ui.screens.visit import Visit, go, whole_number
from corpus.errors import FormError

_HERE = "My things"
_MOST_DAYS = 3650
_WORDS = {
    ASK: "ask and search, in the report and the documents that you may see",
    READ: "read your things: chats, reflections, plans, logs, documents",
    WRITE: "add, change and delete your things",
}


def show_tokens(visit: Visit) -> Response:
    """Show one's tokens, with the form for another."""
    return _page(visit)


def make_token(visit: Visit) -> Response:
    """Make a token, and show its secret this once."""
    text = visit.form.get("days", "").strip()
    days = whole_number(text, 1, _MOST_DAYS)
    scopes = frozenset(scope for scope in SCOPES if visit.form.get(f"may_{scope}"))
    try:
        if text and days is None:
            raise FormError(
                "That is no number of days.",
                "No token was made.",
                f"Give a number from 1 to {_MOST_DAYS}, or leave the box empty.",
            )
        made, secret = visit.kept.tokens.make(visit.owner, visit.form.get("name", ""), scopes, days)
    except FormError as error:
        return _page(visit, problem=error)
    return _page(visit, made, secret)


def revoke_token(visit: Visit) -> Response:
    """Let a token stand for nobody from now on."""
    visit.kept.tokens.revoke(visit.owner, visit.path["token"])
    return go("/tokens")


def _page(
    visit: Visit, made: Token | None = None, secret: str = "", problem: FormError | None = None
) -> Response:
    return page(
        "tokens",
        title="Tokens for programs",
        here=_HERE,
        status=422 if problem else 200,
        tokens=visit.kept.tokens.of(visit.owner) if visit.owner else (),
        scopes=_WORDS,
        made=made,
        secret=secret,
        problem=problem,
        form=visit.form if problem else {},
    )
