"""The settings into the site that is served, and what to know before it is open to others."""

from app.settings import Settings
from app.settings_fields import listed
from app.ui.serving.site import Site, make_site
from corpus.errors import SettingsError


def site_of(settings: Settings, host: str | None = None, port: int | None = None) -> Site:
    """Return the site that the settings name; `host` and `port` go before theirs.

    Raises SettingsError where they can't be used, or where the page would be open to a network
    with its Audit screens open too.
    """
    try:
        site = make_site(
            host or settings.host,
            port or settings.port,
            hosts=listed(settings.allowed_hosts),
            root=settings.root_path,
            https=settings.https,
            proxies=listed(settings.trusted_proxies),
            monitors=listed(settings.metrics_from),
            user_header=settings.user_header.strip().lower(),
            framed_by=listed(settings.embed_origins),
        )
    except ValueError as error:
        raise SettingsError(
            "BOTHWAYS_TRUSTED_PROXIES, BOTHWAYS_METRICS_FROM or BOTHWAYS_EMBED_ORIGINS can't be "
            f"used: {error}.",
            "The page was not started.",
            "Write addresses or networks with commas between, such as 10.0.0.5, 10.1.0.0/16; "
            "origins such as https://portal.example.org.",
        ) from error
    _check_sign_in(settings)
    if site.is_open and not (settings.audit_key or settings.open_audit or settings.sign_in):
        raise SettingsError(
            f"At {site.host} anybody on the network could reach the Audit screens.",
            "The page was not started.",
            "Set BOTHWAYS_AUDIT_KEY to a word that only evaluators know, or BOTHWAYS_OPEN_AUDIT=1 "
            "to leave them open.",
        )
    return site


def _check_sign_in(settings: Settings) -> None:
    """Raise SettingsError where the way of signing in lacks what it needs."""
    lacks = {
        "oidc": not (settings.oidc_issuer and settings.oidc_client_id)
        and "BOTHWAYS_OIDC_ISSUER and BOTHWAYS_OIDC_CLIENT_ID",
        "proxy": not settings.trusted_proxies and "BOTHWAYS_TRUSTED_PROXIES",
    }.get(settings.sign_in)
    if lacks:
        raise SettingsError(
            f"BOTHWAYS_SIGN_IN={settings.sign_in} needs {lacks} as well.",
            "The page was not started.",
            "Set them; docs/operate.md shows an example.",
        )


def warning(site: Site) -> str:
    """Return what whoever starts an open page should know; empty where it is this machine's own."""
    if not site.is_open:
        return ""
    names = "" if site.hosts - {"localhost", "127.0.0.1", "::1"} else (
        " It can be opened by no name but localhost until BOTHWAYS_ALLOWED_HOSTS lists the names "
        "or addresses that people type."
    )  # fmt: skip
    return (
        "Anybody on the network can open this page, ask, and keep things in it: nobody signs in."
        f"{names} For people elsewhere put a proxy with TLS in front and set BOTHWAYS_HTTPS=1."
    )
