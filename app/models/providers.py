"""Which chat model is set, where it runs, and making it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from app.models.addresses import is_loopback, reach_directly, read_address
from app.models.failures import FailureKind, ModelFailureError
from corpus.errors import SettingsError


@dataclass(frozen=True)
class Provider:
    """A maker of models: its extra to install, where it runs, and whether it needs a key.

    `structured` says that its models can be held to a JSON schema.
    """

    name: str
    extra: str
    url: str
    needs_key: bool
    structured: bool


PROVIDERS = {
    provider.name: provider
    for provider in (
        Provider("ollama", "ollama", "http://127.0.0.1:11434", needs_key=False, structured=False),
        Provider("openai", "openai", "https://api.openai.com/v1", needs_key=True, structured=True),
        Provider("anthropic", "anthropic", "https://api.anthropic.com", needs_key=True,
                 structured=True),
        Provider("google_genai", "google", "https://generativelanguage.googleapis.com",
                 needs_key=True, structured=True),
    )
}  # fmt: skip
# A model on this machine may read for a minute before its first word.
_SECONDS, _LOCAL_SECONDS = 15.0, 120.0
# Ollama cuts a prompt that is longer than the window it was asked for, without saying so.
_CONTEXT_TOKENS = 8192
_PLACEHOLDERS = ("your", "change", "xxx", "...", "<", "placeholder", "example", "dummy", "todo",
                 "insert", "api_key", "key-here")  # fmt: skip


@dataclass(frozen=True)
class ModelChoice:
    """A chosen model. `url` is its base URL; `structured` holds it to a JSON schema."""

    provider: Provider
    model: str
    url: str
    key: SecretStr | None
    structured: bool
    max_tokens: int
    timeout: float

    @property
    def name(self) -> str:
        """Return provider and model as the setting has them."""
        return f"{self.provider.name}:{self.model}"

    @property
    def host(self) -> str:
        """Return the name of the machine that it runs on."""
        return urlsplit(self.url).hostname or self.url

    @property
    def is_remote(self) -> bool:
        """Return whether questions would leave this machine."""
        return not is_loopback(self.host)


def read_choice(
    model: str,
    base_url: str | None,
    keys: dict[str, SecretStr | None],
    *,
    form: str = "auto",
    max_tokens: int = 900,
    timeout: float | None = None,
) -> ModelChoice:
    """Return the model that `provider:model` names; SettingsError for an unknown provider.

    `form` is `structured`, `marked`, or `auto`: structured where the provider's own service is
    asked, since others that speak its protocol may not know schemas. `timeout` in seconds is one
    that suits where the model runs, if none is given.
    """
    provider_name, _, model_name = model.partition(":")
    provider = PROVIDERS.get(provider_name)
    if provider is None or not model_name:
        raise SettingsError(
            f"BOTHWAYS_MODEL is “{model}”, which names no model that can be used.",
            "Nothing was started.",
            f"Write provider:model, with one of {', '.join(PROVIDERS)}, for instance "
            "ollama:llama3.2, or unset it to answer from the texts alone.",
        )
    key = keys.get(provider.name)
    url = read_address(base_url or "", provider.name)
    is_here = is_loopback(urlsplit(url or provider.url).hostname or "")
    return ModelChoice(
        provider=provider,
        model=model_name,
        url=url or provider.url,
        key=key if key and not is_placeholder(key.get_secret_value()) else None,
        structured=form == "structured" or (form == "auto" and provider.structured and url is None),
        max_tokens=max_tokens,
        timeout=timeout or (_LOCAL_SECONDS if is_here else _SECONDS),
    )


def is_placeholder(key: str) -> bool:
    """Return whether a key is empty or one of the words that stand for a key in examples."""
    lowered = key.strip().lower()
    return not lowered or any(word in lowered for word in _PLACEHOLDERS)


def make_chat_model(choice: ModelChoice, without: frozenset[str] = frozenset()) -> BaseChatModel:
    """Return the model, ready to be called; nothing is sent yet.

    `without` names options that its server has refused.

    Raises ModelFailureError where a key is needed and unset, or the provider's package is not
    installed.
    """
    if choice.provider.needs_key and choice.key is None and choice.url == choice.provider.url:
        raise ModelFailureError(FailureKind.NO_KEY)
    if not choice.is_remote:
        reach_directly(choice.host)
    try:
        from langchain.chat_models import init_chat_model

        model: BaseChatModel = init_chat_model(
            choice.model, model_provider=choice.provider.name, **_options(choice, without)
        )
    except ImportError as error:
        raise ModelFailureError(FailureKind.NO_PACKAGE) from error
    return model


def _options(choice: ModelChoice, without: frozenset[str]) -> dict[str, Any]:
    """Return the options as the provider's class names them, those left out that it refuses."""
    options = _all_options(choice)
    for name in without:
        options.pop("max_tokens" if name == "max_completion_tokens" else name, None)
    if "stream_options" in without and choice.provider.name == "openai":
        options["stream_usage"] = False
    return options


def _all_options(choice: ModelChoice) -> dict[str, Any]:
    if choice.provider.name == "ollama":
        client = {"timeout": choice.timeout, "trust_env": choice.is_remote}
        return {"base_url": choice.url, "num_predict": choice.max_tokens, "temperature": 0.2,
                "num_ctx": _CONTEXT_TOKENS, "client_kwargs": client}  # fmt: skip
    key = choice.key or SecretStr("none")
    options: dict[str, Any] = {
        "api_key": key, "timeout": choice.timeout, "max_retries": 0,
        "max_tokens": choice.max_tokens, "temperature": 0.2,
    }  # fmt: skip
    if choice.url != choice.provider.url:
        options["base_url"] = choice.url
    if choice.provider.name == "openai":
        options |= {"stream_usage": True, "use_responses_api": False}
    return options
