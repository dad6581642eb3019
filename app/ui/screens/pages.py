"""A page of the screens, and what somebody has written on one."""

from collections.abc import Mapping

from starlette.responses import HTMLResponse, Response

from app.ui.cards import environment

# What a form sends along that nobody has written.
_CONTROLS = frozenset(
    {
        "was",
        "number",
        "go",
        "do",
        "wish",
        "path",
        "place",
        "held",
        "decision",
        "safe",
        "key",
        "prompt",
    }
)


def page(template: str, *, title: str, here: str, status: int = 200, **values: object) -> Response:
    """Return a page of the screens; `here` names the tab that it belongs to."""
    made = environment().get_template(f"screens/{template}.html")
    html = made.render(title=title, here=here, **values)
    return HTMLResponse(html, status, headers={"cache-control": "no-store"})


def written(form: Mapping[str, str]) -> list[str]:
    """Return the texts of a form or an address that somebody wrote."""
    return [text for name, text in form.items() if text.strip() and name not in _CONTROLS]
