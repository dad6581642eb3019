"""The one reader of the environment."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import SettingsError
from indexing.embeddings import DEFAULT_MODEL


class Settings(BaseSettings):
    """Every setting, with what it is when nothing is set."""

    model_config = SettingsConfigDict(env_prefix="BOTHWAYS_", frozen=True, extra="ignore")

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("both-ways", appauthor=False),
        description="Folder for the index",
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

    @property
    def index_dir(self) -> Path:
        """Return the folder under which indexes lie."""
        return self.data_dir / "index"


def load_settings() -> Settings:
    """Return the settings of this process; SettingsError where one can't be used."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        raise SettingsError(
            f"The setting {name} can't be used: {first['msg']}.",
            "Nothing was started.",
            "Correct or unset it in the environment; the README lists every setting.",
        ) from error
