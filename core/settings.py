"""Typed settings, read from the environment with the prefix SIGNPOST_.

Their defaults are safe in production.
"""

import secrets
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from core.key_file import stored_key
from core.setting_groups.call_backs import CallBackSettings
from core.setting_groups.council import CouncilSettings
from core.setting_groups.email import EmailSettings
from core.setting_groups.group_referrals import GroupReferralSettings
from core.setting_groups.handover import HandOverSettings
from core.setting_groups.keeping import KeepingSettings
from core.setting_groups.patterns import HOST
from core.setting_groups.publishing import PublishingSettings
from core.setting_groups.sign_in import SignInSettings
from core.setting_groups.upkeep import UpkeepSettings

ROOT = Path(__file__).resolve().parent.parent
_DATABASES = ("postgresql+psycopg://", "sqlite:///")


class Settings(
    CallBackSettings,
    CouncilSettings,
    EmailSettings,
    GroupReferralSettings,
    KeepingSettings,
    HandOverSettings,
    PublishingSettings,
    SignInSettings,
    UpkeepSettings,
):
    """Every setting of the product. A test compares the README's table with this class."""

    model_config = SettingsConfigDict(env_prefix="SIGNPOST_", extra="ignore", hide_input_in_errors=True)

    data_dir: Path = Field(ROOT / "var", description="Folder that holds database, search index and uploads.")
    content_dir: Path = Field(ROOT / "content", description="Folder of words and data that people edit.")
    word_vectors: bool = Field(
        True,
        description="Compare long searches with listings by word vectors too, where the package wordllama is "
        "installed.",
    )
    watch_content: bool = Field(
        False, description="Show edits of content at once, for development; otherwise a reload shows them."
    )
    database_url: str = Field(
        "",
        description="postgresql+psycopg://user:password@host/name of the database; "
        "empty: SQLite inside the data folder.",
    )
    secret_key: SecretStr = Field(
        SecretStr(""), description="Key that signs cookies; empty: made once and kept in the data folder."
    )
    encryption_keys: SecretStr = Field(
        SecretStr(""),
        description="Fernet keys that seal what people tell us, separated by commas, the newest first; "
        "empty: made once and kept.",
    )
    assessment_days: int = Field(
        30, ge=1, le=365, description="Days after its last use until a saved assessment is deleted."
    )
    request_days: int = Field(
        730,
        ge=30,
        description="Days after it was closed or declined until a request to the council is deleted here; "
        "export it before.",
    )
    base_url: str = Field(
        "",
        description="Public address of the site, such as https://help.example.org, from which all full links "
        "are made; empty: the site answers to this machine alone and sends no links.",
    )
    trusted_hosts: str = Field(
        "",
        description="Further host names that the site answers to, separated by commas, such as the address "
        "that a health check uses.",
    )
    cookie_secure: bool = Field(
        True, description="Send cookies over HTTPS only. `make run` turns it off for http://127.0.0.1."
    )
    proxy_hops: int = Field(
        0, description="How many reverse proxies stand in front and set X-Forwarded-* headers."
    )
    session_url: str = Field("", description="redis:// address for sessions; empty: the site's database.")
    session_minutes: int = Field(
        60, ge=1, description="Minutes without a click until a visitor's session is forgotten."
    )
    session_hours: int = Field(
        12, ge=1, description="Hours until a visitor's session is forgotten, even while somebody clicks."
    )
    rate_limit_url: str = Field(
        "",
        description="redis:// address where rate limits are counted, for a site on several machines; "
        "empty: a file inside the data folder.",
    )
    store_wait_seconds: float = Field(
        1.0,
        gt=0,
        le=30,
        description="Seconds that an advice page waits for the parts that it can do without, such as services.",
    )
    store_requests_at_once: int = Field(
        3,
        ge=1,
        le=256,
        description="Requests of one worker that may read, and that may change something, at once; fewer "
        "than its threads, so that pages answer while the database hangs.",
    )
    pdf_at_once: int = Field(
        1, ge=1, le=16, description="PDFs that one worker makes at a time, each in a process of its own."
    )
    pdf_waiting: int = Field(
        1,
        ge=0,
        le=64,
        description="Requests of one worker that may wait for their turn; keep threads free for pages.",
    )
    pdf_seconds: int = Field(
        60, ge=5, le=600, description="Seconds after which a PDF is given up, waiting included."
    )
    tile_url: str = Field(
        "", description="Map tile address with {z}/{x}/{y}; empty: the map draws places without a background."
    )
    tile_attribution: str = Field("", description="Credit line that the tile provider asks for.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged.")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(_DATABASES):
            raise ValueError(f"SIGNPOST_DATABASE_URL must begin with {' or '.join(_DATABASES)}")
        return value

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        extra = parts.username or parts.query or parts.fragment
        if value and (parts.scheme not in ("http", "https") or not HOST.fullmatch(parts.netloc) or extra):
            raise ValueError(
                "SIGNPOST_BASE_URL must be a web address such as https://help.example.org, "
                "without a password or a query"
            )
        return value.rstrip("/")

    @model_validator(mode="after")
    def _whole_provider(self) -> Self:
        if self.oidc_issuer and not (self.oidc_client_id and self.base_url):
            raise ValueError(
                "SIGNPOST_OIDC_ISSUER is set, so SIGNPOST_OIDC_CLIENT_ID and SIGNPOST_BASE_URL must be set too"
            )
        if self.oidc_only and not self.oidc_issuer:
            raise ValueError(
                "SIGNPOST_OIDC_ONLY is true, so SIGNPOST_OIDC_ISSUER must name the identity provider"
            )
        return self

    @field_validator("trusted_hosts")
    @classmethod
    def _host_names(cls, value: str) -> str:
        wrong = [host for host in value.split(",") if host.strip() and not HOST.fullmatch(host.strip())]
        if wrong:
            raise ValueError(
                "SIGNPOST_TRUSTED_HOSTS must be host names separated by commas, such as help.example.org, "
                f"without https:// and without a path; {wrong[0].strip()!r} is none"
            )
        return value

    @property
    def sqlalchemy_url(self) -> str:
        """Return the database's SQLAlchemy URL."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'signpost.db'}"

    @property
    def index_dir(self) -> Path:
        """Return the folder of the search index."""
        return self.data_dir / "index"

    def signing_key(self) -> str:
        """Return the key that signs cookies.

        Without a setting, a key is made once in the data folder, in a file that its owner alone can read.
        """
        if self.secret_key.get_secret_value():
            return self.secret_key.get_secret_value()
        return stored_key(self.data_dir / "secret_key", lambda: secrets.token_hex(32).encode())
