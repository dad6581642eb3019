from pathlib import Path

import pytest

from app.settings import Settings, load_settings
from corpus.errors import SettingsError


def test_defaults_are_local(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOTHWAYS_HOST", "GRADIO_SERVER_NAME", "BOTHWAYS_PORT", "GRADIO_SERVER_PORT"):
        monkeypatch.delenv(name, raising=False)
    settings = load_settings()
    assert settings.host == "127.0.0.1"
    assert settings.port == 7860
    assert settings.embedding_model == "all-MiniLM-L6-v2"


def test_our_names_win_over_gradios(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_SERVER_PORT", "7001")
    assert load_settings().port == 7001
    monkeypatch.setenv("BOTHWAYS_PORT", "7002")
    assert load_settings().port == 7002


def test_the_index_lies_in_the_data_folder() -> None:
    assert Settings(data_dir=Path("/x")).index_dir == Path("/x/index")


def test_a_wrong_value_names_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOTHWAYS_PORT", "0")
    with pytest.raises(SettingsError, match="BOTHWAYS_PORT"):
        load_settings()
