"""The one reader of the environment."""

import os
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.settings_fields import ChatModels, Serving, SigningIn
from corpus.errors import SettingsError
from indexing.embeddings import DEFAULT_MODEL


class Settings(Serving, SigningIn, ChatModels, BaseSettings):
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
    server: str = Field(
        default="",
        description="Address of a running page that ask, search and mcp use instead of this "
        "machine’s texts",
    )
    token: SecretStr | None = Field(
        default=None, description="The token that goes along to that page"
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
