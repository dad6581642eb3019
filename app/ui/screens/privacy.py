"""What is kept, where, for how long, and who can read it."""

from starlette.responses import Response

from app.ui.privacy import privacy_words
from app.ui.screens.pages import page
from app.ui.screens.visit import Visit


def show_privacy(visit: Visit) -> Response:
    """Show what this page keeps, by the settings that it runs with."""
    settings = visit.services.settings
    return page(
        "privacy",
        title="What is kept, and who can read it",
        here="",
        model=privacy_words(settings),
        in_file=settings.database_url is None,
        keep_days=settings.keep_days,
        signs_in=bool(settings.sign_in),
        by_provider=settings.sign_in in {"oidc", "proxy"},
        hours=f"{settings.sign_in_hours:g}",
    )
