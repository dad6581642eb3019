"""The chat model that the settings name, if any, and the answerer that words by it."""

from functools import partial
from typing import TYPE_CHECKING

from app.settings import Settings

if TYPE_CHECKING:
    from app.answering.quoting import QuotingAnswerer
    from app.coaching.conversing import Conversing
    from app.coaching.replying import Guide
    from app.generation.modeled import ModelAnswerer
    from app.models.calling import ModelCaller
    from app.models.providers import ModelChoice
    from app.models.usage import Ledger, Usage


def read_model_choice(settings: Settings) -> "ModelChoice | None":
    """Return the chat model that is set, if any; SettingsError where it names none."""
    return _choice(settings, settings.model)


def _choice(settings: Settings, model: str) -> "ModelChoice | None":
    from app.models.providers import read_choice

    if not model.strip():
        return None
    return read_choice(
        model.strip(),
        settings.base_url(model.strip()),
        settings.keys,
        form=settings.model_format,
        max_tokens=settings.model_max_tokens,
        timeout=settings.model_timeout,
    )


def make_caller(settings: Settings, choice: "ModelChoice") -> "ModelCaller":
    """Return the caller of a chat model; the model itself is made at the first call."""
    from app.models.calling import ModelCaller
    from app.models.providers import make_chat_model

    make = partial(make_chat_model, choice)
    return ModelCaller(make, choice.name, choice.timeout, _ledger(settings))


def tokens_today(settings: Settings) -> "Usage":
    """Return the tokens that the chat models of this data folder have used today."""
    return _ledger(settings).today()


def _ledger(settings: Settings) -> "Ledger":
    from app.models.usage import Ledger, Limits

    limits = Limits(
        settings.model_daily_tokens,
        settings.model_daily_cost,
        settings.model_price_in,
        settings.model_price_out,
    )
    return Ledger(settings.data_dir / "model-usage.json", limits)


def make_modeled(settings: Settings, quoting: "QuotingAnswerer") -> "ModelAnswerer | None":
    """Return the answerer that words by the chat model; None where none is set."""
    choice = read_model_choice(settings)
    if choice is None:
        return None
    from app.generation.conversing import Condenser
    from app.generation.judging import Judge
    from app.generation.modeled import ModelAnswerer
    from app.verification.check import Checker
    from corpus.side_words import load_side_words

    caller = make_caller(settings, choice)
    judge = _choice(settings, settings.judge)
    return ModelAnswerer(
        quoting,
        caller,
        Checker(quoting.book, load_side_words()),
        Condenser(caller, quoting.book),
        Judge(make_caller(settings, judge)) if judge else None,
        structured=choice.structured,
        strike=settings.unsupported == "strike",
    )


def make_conversing(modeled: "ModelAnswerer | None", guide: "Guide") -> "Conversing | None":
    """Return what words replies of a reflection by the chat model; None where none is set."""
    from app.coaching.conversing import Conversing

    if modeled is None:
        return None
    return Conversing(modeled.caller, guide.book, guide.questions)
