"""The headers that tell a browser what the page may do, and what others may do with it."""

from app.ui.serving.site import Site

# Our own screens run nothing but their own files; the chat page shows a reflection beside it.
_SCREENS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
# Gradio's page has inline scripts and styles, and makes functions from text.
_GRADIO = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:; "
    "font-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; connect-src 'self'; "
    "worker-src 'self' blob:; frame-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# The API's page lets its calls be tried out; it has one inline script, and styles.
_API_PAGE = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_NO_FRAME = "frame-ancestors 'none'"
_NOTHING = "default-src 'none'; frame-ancestors 'none'"
_POLICIES = {"screens": _SCREENS, "page": _GRADIO, "api-page": _API_PAGE, "api": _NOTHING}
_ALWAYS = {
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
_YEAR = 365 * 24 * 3600


def headers_for(site: Site, part: str) -> dict[str, str]:
    """Return the headers of an answer; `part` is screens, page, api or api-page."""
    policy = _POLICIES[part]
    if part == "page" and site.framed_by:
        policy = policy.replace(_NO_FRAME, f"frame-ancestors {' '.join(site.framed_by)}")
    found = {**_ALWAYS, "content-security-policy": policy}
    if site.https:
        found["strict-transport-security"] = f"max-age={_YEAR}"
    return found
