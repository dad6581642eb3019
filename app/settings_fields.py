"""The settings by what they are for; `app.settings` reads them from the environment."""

from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, Field, SecretStr


def _key(*names: str) -> Any:
    description = "Key of the provider, as its own tools name it"
    return Field(default=None, validation_alias=AliasChoices(*names), description=description)


def listed(text: str) -> tuple[str, ...]:
    """Return the parts of a setting that holds several, with commas between."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


class Serving(BaseModel):
    """Where the page is served, and who may reach it."""

    host: str = Field(
        default="127.0.0.1",
        validation_alias=AliasChoices("BOTHWAYS_HOST", "GRADIO_SERVER_NAME"),
        description="Address that the page is served on",
    )
    port: int = Field(
        default=7860,
        ge=1,
        le=65535,
        validation_alias=AliasChoices("BOTHWAYS_PORT", "GRADIO_SERVER_PORT"),
        description="Port that the page is served on",
    )

    allowed_hosts: str = Field(
        default="",
        description="Names that the page may be asked for by, with commas between; * for any",
    )
    trusted_proxies: str = Field(
        default="",
        description="Addresses or networks of proxies whose X-Forwarded headers are believed",
    )
    root_path: str = Field(
        default="", description="Sub-path that the page stands under, such as /both-ways"
    )
    https: bool = Field(
        default=False, description="Whether people reach the page by https, through a proxy"
    )
    metrics_from: str = Field(
        default="",
        description="Addresses or networks that may read /metrics besides this machine",
    )
    traces_to: str = Field(
        default="",
        validation_alias=AliasChoices(
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"
        ),
        description="Collector that takes traces by gRPC, as OpenTelemetry’s own tools name it",
    )
    embed_origins: str = Field(
        default="",
        description="Origins of pages that may show the chat in a frame, with commas between, "
        "such as https://portal.example.org",
    )
    logs: Literal["plain", "json"] = Field(
        default="plain", description="Whether the page’s log lines are plain text or JSON"
    )
    drain_seconds: float = Field(
        default=0.0,
        ge=0,
        le=600,
        description="Where a proxy has several processes to ask: seconds for which one that is "
        "told to stop still answers what it has, while new questions go to another",
    )
    open_audit: bool = Field(
        default=False,
        description="Whether the page may be open to a network without BOTHWAYS_AUDIT_KEY",
    )


class SigningIn(BaseModel):
    """How people sign in."""

    sign_in: Literal["", "oidc", "proxy", "accounts"] = Field(
        default="",
        description="How people sign in: oidc by OpenID Connect, proxy by a trusted proxy’s "
        "header, accounts by accounts of the page’s own; none: nobody signs in",
    )
    oidc_issuer: str = Field(
        default="", description="Address of the OpenID provider, whose discovery tells the rest"
    )
    oidc_client_id: str = Field(default="", description="What the provider knows this page by")
    oidc_client_secret: SecretStr | None = Field(
        default=None, description="The secret that goes with it"
    )
    oidc_roles_claim: str = Field(
        default="roles", description="The claim that lists somebody’s roles, such as groups"
    )
    user_header: str = Field(
        default="X-Forwarded-User", description="The header in which a trusted proxy names people"
    )
    administrators: str = Field(
        default="",
        description="Mail addresses or subjects of those who are administrators, with commas",
    )
    sign_in_hours: float = Field(
        default=12.0, gt=0, le=8760, description="Hours after which people sign in again"
    )

    @property
    def administrator_names(self) -> frozenset[str]:
        """Return by what administrators are known, in lower case."""
        return frozenset(listed(self.administrators.lower()))


class ChatModels(BaseModel):
    """The chat model that words answers, and what it may cost."""

    model: str = Field(
        default="",
        description="A chat model that words the answers, as provider:model; none for quotes only",
    )
    model_base_url: str | None = Field(
        default=None, description="Address of a server that speaks the provider's protocol"
    )
    ollama_host: str | None = Field(
        default=None,
        validation_alias=AliasChoices("OLLAMA_HOST"),
        description="Where Ollama runs, as its own tools name it",
    )
    openai_base_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("OPENAI_BASE_URL"),
        description="Where OpenAI's protocol is spoken, as its own tools name it",
    )
    model_format: Literal["auto", "structured", "marked"] = Field(
        default="auto",
        description="Whether the model is held to a JSON schema or marks plain text",
    )
    model_timeout: float | None = Field(
        default=None,
        gt=0,
        le=600,
        description="Seconds to wait for a model's first words, and for its next ones; 15 if "
        "unset, 120 for a model on this machine",
    )
    model_max_tokens: int = Field(
        default=900, ge=100, le=8000, description="The most tokens that a model may write at once"
    )
    model_daily_tokens: int | None = Field(
        default=None, ge=0, description="Ceiling on a model's tokens per day"
    )
    model_daily_cost: float | None = Field(
        default=None, ge=0, description="Ceiling on a model's cost per day, by the prices below"
    )
    model_price_in: float = Field(
        default=0.0, ge=0, description="Price of a million tokens that are read"
    )
    model_price_out: float = Field(
        default=0.0, ge=0, description="Price of a million tokens that are written"
    )
    judge: str = Field(
        default="", description="A second model that checks support, as provider:model"
    )
    unsupported: Literal["drop", "strike"] = Field(
        default="drop",
        description="What becomes of a model's sentences that fail a check",
    )
    openai_api_key: SecretStr | None = _key("OPENAI_API_KEY")
    anthropic_api_key: SecretStr | None = _key("ANTHROPIC_API_KEY")
    google_api_key: SecretStr | None = _key("GOOGLE_API_KEY", "GEMINI_API_KEY")

    def base_url(self, model: str) -> str | None:
        """Return the address that is set for a model, None for its provider's own.

        BOTHWAYS_MODEL_BASE_URL holds for the provider that BOTHWAYS_MODEL names.
        """
        provider = model.partition(":")[0]
        if self.model_base_url and provider == self.model.strip().partition(":")[0]:
            return self.model_base_url
        return {"ollama": self.ollama_host, "openai": self.openai_base_url}.get(provider)

    @property
    def keys(self) -> dict[str, SecretStr | None]:
        """Return each provider's key."""
        return {
            "openai": self.openai_api_key,
            "anthropic": self.anthropic_api_key,
            "google_genai": self.google_api_key,
        }
