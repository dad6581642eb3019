"""Reading the package's own data files into typed values."""

from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter

T = TypeVar("T")


def read_text(folder: str, name: str) -> str:
    """Return a shipped file as text. `folder` is `texts` or `data`."""
    return files("corpus").joinpath(folder, name).read_text(encoding="utf-8")


@cache
def read_yaml(name: str) -> Any:
    """Return the parsed content of `data/name`; parsed once, never to be changed."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(read_text("data", name), Loader=loader)


def read_typed(kind: type[T], value: object) -> T:
    """Check `value` against the type and return it whole.

    Raises pydantic.ValidationError with the place of each fault.
    """
    return TypeAdapter(kind).validate_python(value)
