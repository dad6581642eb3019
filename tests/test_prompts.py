import pytest

from prompts import Prompt, load_prompt, prompt_names


def test_every_prompt_loads_and_fills() -> None:
    assert "not_covered" in prompt_names()
    for name in prompt_names():
        prompt = load_prompt(name)
        filled = prompt.fill(**dict.fromkeys(prompt.placeholders, "x"))
        assert filled
        assert "$" not in filled


def test_placeholders_are_checked() -> None:
    prompt = load_prompt("not_covered_name")
    with pytest.raises(ValueError, match="names"):
        prompt.fill()
    with pytest.raises(ValueError, match="other"):
        prompt.fill(names="x", other="y")


def test_the_hash_follows_the_text() -> None:
    assert Prompt("a", "one").hash != Prompt("a", "two").hash
    assert len(Prompt("a", "one").hash) == 12
