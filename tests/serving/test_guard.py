"""Who may ask the server for what: foreign pages, foreign names, and Gradio's closed addresses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.services import Services
from app.settings import Settings
from app.ui.screens.routes import screens
from app.ui.serving.opening import site_of, warning
from app.ui.serving.server import in_front, make_app
from app.ui.serving.site import Site, host_name, make_site
from corpus.errors import SettingsError
from indexing.watcher import Watcher

OWN = "http://127.0.0.1:7860"
PRIVATE = ["/kept?key=show", "/config", "/gradio_api/info", "/", "/screens/shared.css"]
SENDING = ["/talk", "/kept/delete", "/gradio_api/queue/join", "/feedback"]
CLOSED = [
    "/openapi.json", "/docs", "/runs", "/dev/reload", "/monitoring", "/login", "/token", "/user",
    "/gradio_api/upload", "/gradio_api/process_recording", "/gradio_api/component_server",
    "/gradio_api/file=/etc/passwd", "/gradio_api/proxy=http://localhost/", "/file=/etc/passwd",
    "/gradio_api/run/ask", "/gradio_api/call/ask", "/gradio_api/deep_link",
    "/gradio_api/upload_progress",
    "/gradio_api",
    "/gradio_api/stream/x", "/gradio_api/vibe-code", "/run-history/records", "/pwa_icon",
    "/svelte/x",
    "/gradio_api/profiling/traces", "/custom_component/1/server/x/y", "/nothing",
]  # fmt: skip


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    services = Services(Settings(data_dir=tmp_path_factory.mktemp("data")), Watcher())
    yield services
    services.close()


@pytest.fixture(scope="module")
def browser(alone: Services) -> Iterator[TestClient]:
    with TestClient(make_app(alone, make_site("127.0.0.1", 7860)), base_url=OWN) as client:
        yield client


@pytest.mark.parametrize("address", CLOSED)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_the_page_does_not_need_is_closed(
    browser: TestClient, address: str, method: str
) -> None:
    assert browser.request(method, address).status_code == 404


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://localhost:7860"},
        {"origin": "https://127.0.0.1:7860"},
        {"origin": "null"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
    ],
)
def test_no_other_page_reads(browser: TestClient, address: str, headers: dict[str, str]) -> None:
    shown = browser.get(address, headers=headers)
    assert shown.status_code == 403
    assert not [n for n in shown.headers if n.startswith("access-control")]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_link_from_elsewhere_opens_the_page(browser: TestClient, address: str) -> None:
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    shown = browser.get(address, headers=followed)
    assert shown.status_code == 200
    assert not [n for n in shown.headers if n.startswith("access-control")]
    assert shown.headers["cross-origin-opener-policy"] == "same-origin"
    assert shown.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("address", SENDING)
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "navigate"},
    ],
)
def test_no_other_page_sends(browser: TestClient, address: str, headers: dict[str, str]) -> None:
    refused = browser.post(address, headers=headers)
    assert refused.status_code == 403
    assert "Origin" in refused.text
    assert "BOTHWAYS_ALLOWED_HOSTS" in refused.text


def test_a_preflight_gives_no_leave(browser: TestClient) -> None:
    asked = {"origin": "http://127.0.0.1:9999", "access-control-request-method": "POST"}
    answer = browser.options("/gradio_api/queue/join", headers=asked)
    assert answer.status_code == 403
    assert not [n for n in answer.headers if n.startswith("access-control")]


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example:7860", "10.0.0.1", ""])
def test_a_foreign_name_is_not_answered(browser: TestClient, name: str) -> None:
    shown = browser.get("/kept", headers={"host": name})
    assert shown.status_code == 421
    assert "BOTHWAYS_ALLOWED_HOSTS" in shown.text


@pytest.mark.parametrize("name", ["localhost:7860", "127.0.0.1", "[::1]:7860", "LOCALHOST"])
def test_loopback_names_are_answered(browser: TestClient, name: str) -> None:
    assert browser.get("/kept", headers={"host": name}).status_code == 200


def test_our_screens_run_nothing_inline(browser: TestClient) -> None:
    policy = browser.get("/reflect").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy


def test_under_https_cookies_are_bound_to_the_host(tmp_path: Path) -> None:
    services = Services(Settings(data_dir=tmp_path, https=True), Watcher())
    site = make_site("127.0.0.1", 80, hosts=("district.example",), https=True)
    with TestClient(make_app(services, site), base_url="https://district.example") as client:
        shown = client.get("/explore")
        assert shown.headers["set-cookie"].startswith("__Host-bothways=")
        assert "; Secure" in shown.headers["set-cookie"]
        assert "max-age" in shown.headers["strict-transport-security"]
        assert client.post(
            "/reflect/path", headers={"origin": "https://district.example"}
        ).is_success
        refused = client.post("/reflect/path", headers={"origin": "http://district.example"})
        assert refused.status_code == 403
    services.close()


@pytest.mark.parametrize(
    ("proxy", "status"), [("testclient", 421), ("10.0.0.5", 421), ("10.9.9.9", 200)]
)
def test_only_a_trusted_proxy_is_believed(alone: Services, proxy: str, status: int) -> None:
    site = make_site("127.0.0.1", 80, hosts=("district.example",), proxies=("10.9.0.0/16",))
    headers = {"host": "inner", "x-forwarded-host": "evil.example, district.example"}
    with TestClient(make_app(alone, site), base_url="http://inner", client=(proxy, 1)) as client:
        assert client.get("/explore", headers=headers).status_code == status


@pytest.mark.parametrize("taken_off", [True, False])
def test_a_sub_path_holds_everywhere(tmp_path: Path, taken_off: bool) -> None:
    services = Services(Settings(data_dir=tmp_path, root_path="/both-ways"), Watcher())
    site = make_site("127.0.0.1", 7860, root="/both-ways")
    before = "" if taken_off else "/both-ways"
    with TestClient(make_app(services, site), base_url=OWN, follow_redirects=False) as client:
        for screen in ("/explore", "/reflect", "/prepare", "/kept", "/audit", "/talk", "/teams"):
            shown = client.get(f"{before}{screen}").text
            inner = shown.split('="/')[1:]
            assert inner
            assert [a.split('"')[0] for a in inner if not a.startswith("both-ways/")] == []
        sent = client.post(f"{before}/reflect/path")
        assert sent.headers["location"].startswith("/both-ways/reflect/path/")
        assert 'href="/both-ways/explore"' in client.get(f"{before}/config").text.replace(
            '\\"', '"'
        )
    services.close()
    make_app(services, make_site("127.0.0.1", 7860))


@pytest.mark.parametrize(
    ("host", "opened", "address"),
    [
        ("127.0.0.1", False, "http://127.0.0.1:80"),
        ("localhost", False, "http://localhost:80"),
        ("::1", False, "http://[::1]:80"),
        ("[::1]", False, "http://[::1]:80"),
        ("::", True, "http://[::1]:80"),
        ("0.0.0.0", True, "http://127.0.0.1:80"),
        ("192.0.2.7", True, "http://192.0.2.7:80"),
    ],
)
def test_hosts_as_people_write_them(host: str, opened: bool, address: str) -> None:
    site = make_site(host, 80)
    assert (site.is_open, site.address) == (opened, address)
    assert bool(warning(site)) == opened


@pytest.mark.parametrize(
    ("header", "name"),
    [("LocalHost:80", "localhost"), ("[::1]:80", "::1"), ("a.example.", "a.example"), ("", "")],
)
def test_the_name_in_a_host_header(header: str, name: str) -> None:
    assert host_name(header) == name


def test_no_open_page_with_open_audits() -> None:
    with pytest.raises(SettingsError, match="BOTHWAYS_AUDIT_KEY"):
        site_of(Settings(), "0.0.0.0")
    assert isinstance(site_of(Settings(open_audit=True), "0.0.0.0"), Site)
    assert isinstance(site_of(Settings(audit_key=SecretStr("word")), "0.0.0.0"), Site)


def test_a_proxy_that_is_no_address_is_named() -> None:
    with pytest.raises(SettingsError, match="BOTHWAYS_TRUSTED_PROXIES"):
        site_of(Settings(trusted_proxies="proxy.example"))


def test_under_a_sub_path_screens_of_the_texts_need_no_database(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    url = SecretStr(f"sqlite:///{tmp_path / 'file' / 'records.db'}")
    services = Services(Settings(data_dir=tmp_path, database_url=url), Watcher())
    site = make_site("127.0.0.1", 7860, root="/both-ways")
    app = in_front(Starlette(routes=screens(services)), services, site)
    with TestClient(app, base_url=OWN) as client:
        assert client.get("/both-ways/explore").status_code == 200
        assert client.get("/both-ways/kept").status_code == 503
    services.close()


def test_the_pages_own_files_open_no_database(tmp_path: Path) -> None:
    services = Services(Settings(data_dir=tmp_path), Watcher())
    site = make_site("127.0.0.1", 7860)
    app = in_front(Starlette(routes=screens(services)), services, site)
    with TestClient(app, base_url=OWN, cookies={"bothways": "a" * 64}) as client:
        assert client.get("/screens/shared.css").status_code == 200
        assert not (tmp_path / "records.db").exists()
        client.get("/explore")
        assert (tmp_path / "records.db").exists()
    services.close()
