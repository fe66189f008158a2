"""Every setting, its name and its default, read once from the environment. Knows nothing of what they do."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import SettingsError
from corpus.home import Home


class Settings(BaseSettings):
    """Settings from `TANYA_…` variables or a `.env` file; each field's description is its line in README."""

    model_config = SettingsConfigDict(env_prefix="TANYA_", env_file=".env", extra="ignore")

    home: Path = Field(Path("data"), description="folder for the database, the index and the caches")
    encoder: str = Field(
        "use-multilingual", description="`use-multilingual`, or `st:MODEL_OR_PATH` for sentence-transformers"
    )
    composer: str = Field("extractive", description="`extractive` (offline) or `llm`")
    llm_base_url: str = Field("", description="an OpenAI-compatible endpoint, such as `http://127.0.0.1:11434/v1`")
    llm_model: str = Field("", description="the model's name at that endpoint")
    llm_api_key: SecretStr = Field(SecretStr(""), description="its key; never logged")
    llm_timeout_s: float = Field(60.0, description="seconds to wait for the language model before answering without it")
    database_url: str = Field("", description="a SQLAlchemy URL; empty means SQLite in the home")
    index: str = Field("faiss", description="`faiss`, or `milvus:URI`")
    threads: int = Field(0, description="threads for encoding; 0 means the number of cores")
    auth: str = Field("off", description="`off` (loopback only), `local` accounts, or `oidc`")
    oidc_issuer: str = Field("", description="the OpenID Connect issuer's address")
    oidc_client_id: str = Field("", description="Tanya's client id there")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="its secret; never logged")
    rate_limit: int = Field(
        600,
        description="questions a minute for each person (their keys included) or browser, a quarter of them at once; "
        "0 means no limit",
    )
    allow_private_addresses: bool = Field(
        False, description="let `tanya add` fetch from private and loopback addresses"
    )

    @property
    def place(self) -> Home:
        """The home as an object."""
        return Home(self.home)

    @property
    def database(self) -> str:
        """The database's URL, with the default filled in."""
        return self.database_url or self.place.database_url


def read_settings(home: Path | None = None) -> Settings:
    """The settings in force; a home named on the command line wins over the environment.

    Raises `SettingsError` naming each variable whose value is not of its kind.
    """
    try:
        settings = Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        wrong = ", ".join(f"TANYA_{'_'.join(map(str, item['loc'])).upper()}: {item['msg']}" for item in error.errors())
        raise SettingsError(f"A setting is wrong ({wrong}).", "Correct it in the environment or in .env.") from None
    return settings if home is None else settings.model_copy(update={"home": home})
