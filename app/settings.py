"""The one reader of the environment."""

import os
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import SettingsError
from indexing.embeddings import DEFAULT_MODEL


def _key(*names: str) -> Any:
    description = "Key of the provider, as its own tools name it"
    return Field(default=None, validation_alias=AliasChoices(*names), description=description)


class Settings(BaseSettings):
    """Every setting, with what it is when nothing is set."""

    model_config = SettingsConfigDict(env_prefix="BOTHWAYS_", frozen=True, extra="ignore")

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("both-ways", appauthor=False),
        description="Folder for the index and the records",
    )
    embedding_model: str = Field(
        default=DEFAULT_MODEL,
        description="A sentence-transformers model: a folder, or a name it can load",
    )
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
    server: str = Field(
        default="",
        description="Address of a running page that ask, search and mcp use instead of this "
        "machine’s texts",
    )
    token: SecretStr | None = Field(
        default=None, description="The token that goes along to that page"
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

    database_url: SecretStr | None = Field(
        default=None,
        description="Where records are kept, such as postgresql://…; none for a file",
    )
    vectors: str = Field(
        default="",
        description="Where vectors of added documents are searched: pgvector for the database "
        "of records, http://… for a Chroma server; none for memory",
    )
    audit_key: SecretStr | None = Field(
        default=None,
        description="A word that opens the Audit screens; none: whoever can open the page may",
    )
    keep_days: int | None = Field(
        default=None,
        ge=1,
        le=36_500,
        description="Days without a change after which any record is deleted; none for never",
    )

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

    @property
    def administrator_names(self) -> frozenset[str]:
        """Return by what administrators are known, in lower case."""
        names = (text.strip().lower() for text in self.administrators.split(","))
        return frozenset(names) - {""}

    @property
    def embedding_origins(self) -> tuple[str, ...]:
        """Return the origins of pages that may show the chat in a frame."""
        return tuple(filter(None, (text.strip() for text in self.embed_origins.split(","))))

    @property
    def records_url(self) -> str:
        """Return the address of the database: a file in the data folder, unless one is set."""
        if self.database_url and self.database_url.get_secret_value():
            return self.database_url.get_secret_value()
        return f"sqlite:///{(self.data_dir / 'records.db').absolute()}"

    @property
    def runs_dir(self) -> Path:
        """Return the folder under which runs of gold questions lie."""
        return self.data_dir / "runs"

    @property
    def repeatable(self) -> dict[str, str]:
        """Return what an answer depends on, for whoever repeats it; never a key."""
        names = ("embedding_model", "model", "model_format", "judge", "unsupported")
        return {name: str(getattr(self, name)) for name in names if getattr(self, name)}

    @property
    def index_dir(self) -> Path:
        """Return the folder under which indexes lie."""
        return self.data_dir / "index"


def load_settings() -> Settings:
    """Return the settings of this process; SettingsError where one can't be used."""
    try:
        settings = Settings(_env_file=_config_file(), **_from_files())
        _settle_home(settings.data_dir)
        return settings
    except RuntimeError as error:
        raise SettingsError(
            "The account that this runs under has no home folder.",
            "There is no place for the index and for what is kept, so nothing was started.",
            "Set BOTHWAYS_DATA_DIR to a folder that it may write to.",
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        raise SettingsError(
            f"The setting {name} can't be used: {first['msg']}.",
            "Nothing was started.",
            "Correct or unset it in the environment; the README lists every setting.",
        ) from error


def _config_file() -> str | None:
    """Return the file of settings that BOTHWAYS_CONFIG names; SettingsError where there is none."""
    named = os.environ.get("BOTHWAYS_CONFIG")
    if named and not Path(named).is_file():
        raise SettingsError(
            f"BOTHWAYS_CONFIG names {named}, and there is no such file.",
            "Nothing was started.",
            "Correct or unset it; the file holds lines such as BOTHWAYS_PORT=7860.",
        )
    return named or None


def _from_files() -> dict[str, Any]:
    """Return the settings whose values lie in files that variables named …_FILE point to.

    So secrets need not lie in the environment, as Docker and Kubernetes have it.
    """
    found = {}
    for variable, name in _variables().items():
        path = os.environ.get(f"{variable}_FILE")
        if not path:
            continue
        try:
            found[name] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"{variable}_FILE names {path}, which can't be read ({type(error).__name__}).",
                "Nothing was started.",
                "Correct its name or its rights.",
            ) from error
    return found


def _variables() -> dict[str, str]:
    """Return each variable of the environment, with the name by which Settings takes its value."""
    found = {}
    for name, about in Settings.model_fields.items():
        alias = about.validation_alias
        if isinstance(alias, AliasChoices):
            found.update({str(choice): str(choice) for choice in alias.choices})
        else:
            found[f"BOTHWAYS_{name.upper()}"] = name
    return found


def _settle_home(data_dir: Path) -> None:
    """Give this process a home and a name where its account has none: libraries ask for them."""
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = str(data_dir.absolute())
    if not any(os.environ.get(name) for name in ("LOGNAME", "USER", "LNAME", "USERNAME")):
        os.environ["USER"] = "both-ways"
