"""The files for running it elsewhere: what they set is known, and nothing runs as root."""

import re
from pathlib import Path

import pytest
import yaml

from app.settings import _variables

DEPLOY = Path(__file__).parents[2] / "deploy"
KNOWN = {*_variables(), "BOTHWAYS_CONFIG"}


@pytest.mark.parametrize("name", [path.name for path in DEPLOY.iterdir()])
def test_every_setting_is_known(name: str) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    named = {found.removesuffix("_FILE") for found in re.findall(r"BOTHWAYS_[A-Z_]+", text)}
    assert named <= KNOWN


def test_containers_are_closed() -> None:
    made = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    for name in ("page1", "page2"):
        page = made["services"][name]
        assert page["read_only"] is True
        assert page["cap_drop"] == ["ALL"]
        assert "ports" not in page
    assert "USER 10001" in (DEPLOY / "Containerfile").read_text(encoding="utf-8")
