"""Every sentence that is put to a model or offered as a template, as files with placeholders."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import Any

import yaml


@dataclass(frozen=True)
class Prompt:
    """A template by its name; `hash` changes with every letter of it."""

    name: str
    text: str

    @property
    def placeholders(self) -> frozenset[str]:
        """Return the names that have to be filled in."""
        return frozenset(Template(self.text).get_identifiers())

    @property
    def hash(self) -> str:
        """Return the first 12 hex digits of the sha256 of the text."""
        return sha256(self.text.encode("utf-8")).hexdigest()[:12]

    def fill(self, **values: str) -> str:
        """Return the text with every placeholder filled; ValueError where names don't match."""
        if set(values) != self.placeholders:
            raise ValueError(f"{self.name} takes {sorted(self.placeholders)}, got {sorted(values)}")
        return Template(self.text).substitute(values)


@cache
def load_prompt(name: str) -> Prompt:
    """Return the prompt of the file `name`.md; read once."""
    text = files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    return Prompt(name, text.strip())


@cache
def load_list(name: str) -> Any:
    """Return the parsed content of the file `name`.yaml; parsed once, never to be changed."""
    return yaml.safe_load(files("prompts").joinpath(f"{name}.yaml").read_text(encoding="utf-8"))


def prompt_names() -> tuple[str, ...]:
    """Return the names of all prompts, sorted."""
    found = (entry.name for entry in files("prompts").iterdir())
    return tuple(sorted(name[:-3] for name in found if name.endswith(".md")))
