"""A model's forward pass as one call that leaves Python alone, so that threads don't wait."""

import logging
import warnings
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

_log = logging.getLogger(__name__)
Forward = Callable[[Mapping[str, Any]], "Tensor"]
# Texts of other lengths and numbers than those that are traced: a trace may hold only for its own.
_TRACED = ["What others did, and where it led.", "A short one."]
_CHECKED = (["How?"], ["One " * 40, "two three", "How did others decide where to begin?"])
_CLOSE = 1e-5


def compile_forward(model: "SentenceTransformer") -> Forward:
    """Return what makes sentence vectors, (texts, dimensions), of a model's tokenized texts.

    PyTorch's operations each give up Python's lock and take it again; beside a busy thread a
    question of seventy tokens then takes a second. Traced, the pass takes the lock once. A model
    that can't be traced, or whose trace gives other vectors, is called as it is.
    """
    import torch

    def plain(features: Mapping[str, Any]) -> "Tensor":
        return model.forward(dict(features))["sentence_embedding"]

    names = [name for name, value in model.preprocess(_TRACED).items() if torch.is_tensor(value)]

    def passed(*tensors: "Tensor") -> "Tensor":
        return plain(dict(zip(names, tensors, strict=True)))

    def traced(features: Mapping[str, Any]) -> "Tensor":
        made: Tensor = trace(*(features[name] for name in names))
        return made

    try:
        with torch.inference_mode(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            example = model.preprocess(_TRACED)
            inputs = tuple(example[name] for name in names)
            # What is traced becomes part of the trace, which nothing will train.
            model.eval().requires_grad_(False)
            jit: Any = torch.jit
            trace = jit.trace(passed, inputs, check_trace=False)
            found = [(traced(read), plain(read)) for read in map(model.preprocess, _CHECKED)]
        if all(torch.allclose(a, b, atol=_CLOSE) for a, b in found):
            return traced
    except Exception as error:
        _log.info("the model is not traced: %s", type(error).__name__)
    return plain
