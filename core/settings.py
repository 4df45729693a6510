"""Typed settings, read from the environment with the prefix SIGNPOST_.

Their defaults are safe in production.
"""

import re
import secrets
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.key_file import stored_key
from core.opening_hours import read_opening_hours

ROOT = Path(__file__).resolve().parent.parent
_DATABASES = ("postgresql+psycopg://", "sqlite:///")
_PLAIN_ADDRESS = re.compile(r"[!-;=?A-~]+@[A-Za-z0-9.-]+")
"""An address without a name and without angle brackets; the name of the sender is that of the council."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_GSS_CODE = re.compile(r"[ENSW][0-9]{8}")
_HOST = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?")
"""A host name or an IPv4 address, with or without a port; a dot in front stands for all names that end so."""


class Settings(BaseSettings):
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
    stale_days: int = Field(
        365, ge=1, description="Days after which the facts of a listing count as not checked lately."
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
    account_idle_minutes: int = Field(
        60,
        ge=5,
        description="Minutes without a click until somebody of a group or of the staff is signed out.",
    )
    account_hours: int = Field(
        12,
        ge=1,
        le=24,
        description="Hours until somebody of a group or of the staff is signed out, even while they click.",
    )
    oidc_issuer: str = Field(
        "",
        description="Issuer of the council's identity provider (OpenID Connect), such as "
        "https://login.example.org/tenant; empty: staff sign in by password and second factor.",
    )
    oidc_client_id: str = Field("", description="The client id that the identity provider gave to this site.")
    oidc_client_secret: SecretStr = Field(
        SecretStr(""),
        description="The client secret; empty for a public client, which is protected by PKCE alone.",
    )
    oidc_trusts_email: bool = Field(
        False,
        description="Take the e-mail addresses of the identity provider as verified although it does not say so; "
        "only where the council alone gives them out.",
    )
    oidc_only: bool = Field(
        False, description="Let staff sign in through the identity provider only, without passwords here."
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

    council_name: str = Field("Dearne Valley Council", description="The council's name, shown on every page.")
    council_phone: str = Field(
        "01632 960100", description="The number that people can ring, shown on every page."
    )
    council_phone_hours: str = Field(
        "", description="No longer used: SIGNPOST_COUNCIL_HOURS has the hours. A value is refused."
    )
    council_hours: str = Field(
        "Mo-Fr 08:30-17:00; PH off",
        description="When adult social care answers SIGNPOST_COUNCIL_PHONE, in OpenStreetMap's opening_hours; PH "
        "is a bank holiday.",
    )
    council_text_number: str = Field("", description="Number for text messages; empty: none is shown.")
    council_children_phone: str = Field("01632 960102", description="The number of children's social care.")
    council_children_hours: str = Field(
        "Mo-Fr 08:30-17:00; PH off", description="When children's social care answers, in the same form."
    )
    council_out_of_hours_phone: str = Field(
        "01632 960101",
        description="The number of the social care team that answers while the others are closed.",
    )
    council_out_of_hours_hours: str = Field(
        "24/7", description="When the team for nights and weekends answers, in the same form."
    )
    council_email: str = Field("help@dearnevalley.example.org", description="Address for general questions.")
    security_email: str = Field(
        "", description="Address in security.txt for reports of weaknesses; empty: SIGNPOST_COUNCIL_EMAIL."
    )
    council_area: str = Field("Dearne Valley", description="The area's name, as in 'all of Dearne Valley'.")
    council_code: str = Field(
        "",
        description="The council's own GSS code, such as E08000016, by which it knows its area in imported "
        "postcodes; empty: the area of its own gazetteer.",
    )
    referrals_email: str = Field(
        "",
        description="Address of the team that is told of each new request, without what was said; empty: "
        "nobody is told.",
    )
    safeguarding_email: str = Field(
        "", description="The same for worries about an adult; empty: the address for requests."
    )
    children_email: str = Field(
        "", description="The same for worries about a child; empty: the address for requests."
    )
    council_logo: str = Field(
        "", description="File name of a logo in the data folder's 'brand' folder; empty: the name in words."
    )
    data_licence: str = Field(
        "Open Government Licence v3.0",
        min_length=1,
        description="Name of the licence under which the directory is published for other systems.",
    )
    data_licence_url: str = Field(
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        description="Web address of that licence.",
    )
    widget_hosts: str = Field(
        "",
        description="Host names of sites that may show our widget of services inside their pages, separated by "
        "commas; empty: none, and * is any site.",
    )
    exit_url: str = Field(
        "https://www.bbc.co.uk/weather", description="Where 'Exit this page' leads: something harmless."
    )
    colour_primary: str = Field(
        "#0b5563",
        description="Main colour as #rrggbb; a pale one is made darker until white can be read on it.",
    )
    colour_accent: str = Field(
        "#c8553d",
        description="Colour of small marks as #rrggbb; a pale one is made darker until it can be seen.",
    )

    tile_url: str = Field(
        "", description="Map tile address with {z}/{x}/{y}; empty: the map draws places without a background."
    )
    tile_attribution: str = Field("", description="Credit line that the tile provider asks for.")

    email_backend: Literal["outbox", "smtp", "notify"] = Field(
        "outbox", description="How e-mail leaves: kept, SMTP or GOV.UK Notify."
    )
    email_from: str = Field("signpost@dearnevalley.example.org", description="Sender of e-mail.")
    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="smtp://user:password@host:port for the smtp backend, which requires STARTTLS; "
        "smtps:// for TLS from the start.",
    )
    smtp_plain_on_loopback: bool = Field(
        False, description="Allow SMTP without encryption where the mail server is on this machine."
    )
    email_timeout: float = Field(
        20, gt=0, le=120, description="Seconds to wait for each answer of the mail server."
    )
    emails_to_one_a_day: int = Field(
        10, ge=1, description="How many e-mails may go to one address within 24 hours."
    )
    emails_a_day: int = Field(
        1000, ge=1, description="How many e-mails the whole site may send within 24 hours."
    )
    notify_url: str = Field(
        "https://api.notifications.service.gov.uk", description="Address of GOV.UK Notify's API."
    )
    notify_api_key: SecretStr = Field(SecretStr(""), description="GOV.UK Notify API key.")
    notify_template_id: str = Field("", description="GOV.UK Notify template with ((subject)) and ((body)).")
    notify_text_template_id: str = Field(
        "", description="GOV.UK Notify template for text messages, with ((body)); empty: no texts are sent."
    )

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged.")

    @field_validator("colour_primary", "colour_accent")
    @classmethod
    def _hex_colour(cls, value: str, info: ValidationInfo) -> str:
        if not _COLOUR.fullmatch(value):
            name = f"SIGNPOST_{info.field_name}".upper()
            raise ValueError(f"{name} must be # and six hexadecimal digits, such as #0b5563; it is {value!r}")
        return value.lower()

    @field_validator("council_code")
    @classmethod
    def _gss_code(cls, value: str) -> str:
        if value and not _GSS_CODE.fullmatch(value):
            raise ValueError(
                f"SIGNPOST_COUNCIL_CODE must be a letter and eight digits, such as E08000016; it is {value!r}"
            )
        return value

    @field_validator("council_hours", "council_children_hours", "council_out_of_hours_hours")
    @classmethod
    def _readable_hours(cls, value: str, info: ValidationInfo) -> str:
        try:
            read_opening_hours(value)
        except ValueError as error:
            name = f"SIGNPOST_{info.field_name}".upper()
            raise ValueError(f"{name} cannot be read: {error}") from error
        return value

    @field_validator("council_phone_hours")
    @classmethod
    def _hours_in_words(cls, value: str) -> str:
        if value:
            raise ValueError(
                "SIGNPOST_COUNCIL_PHONE_HOURS is no longer used, because the words are made from "
                "SIGNPOST_COUNCIL_HOURS: set that, such as Mo-Fr 08:30-17:00; PH off, and take this one out"
            )
        return value

    @field_validator("email_from")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        if not _PLAIN_ADDRESS.fullmatch(value):
            raise ValueError(f"SIGNPOST_EMAIL_FROM must be an address like help@example.org; it is {value!r}")
        return value

    @field_validator("referrals_email", "safeguarding_email", "children_email")
    @classmethod
    def _address_of_team(cls, value: str, info: ValidationInfo) -> str:
        if value and not _PLAIN_ADDRESS.fullmatch(value):
            name = f"SIGNPOST_{info.field_name}".upper()
            raise ValueError(f"{name} must be an address like team@example.org; it is {value!r}")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _smtp_address(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        parts = urlsplit(text)
        if text and not (parts.scheme in ("smtp", "smtps") and parts.hostname):
            raise ValueError("SIGNPOST_SMTP_URL must be like smtp://user:password@mail.example.org:587")
        return value

    @model_validator(mode="after")
    def _email_can_leave(self) -> Self:
        if self.email_backend == "smtp" and not self.smtp_url.get_secret_value():
            raise ValueError("SIGNPOST_EMAIL_BACKEND is smtp, so SIGNPOST_SMTP_URL must name the mail server")
        if self.email_backend == "notify" and not (
            self.notify_api_key.get_secret_value() and self.notify_template_id
        ):
            raise ValueError(
                "SIGNPOST_EMAIL_BACKEND is notify, so SIGNPOST_NOTIFY_API_KEY and SIGNPOST_NOTIFY_TEMPLATE_ID "
                "must be set"
            )
        return self

    @property
    def can_text(self) -> bool:
        """Whether text messages leave; with the backend that only keeps messages, they are kept."""
        return self.email_backend == "outbox" or bool(
            self.email_backend == "notify" and self.notify_text_template_id
        )

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(_DATABASES):
            raise ValueError(f"SIGNPOST_DATABASE_URL must begin with {' or '.join(_DATABASES)}")
        return value

    @field_validator("data_licence_url")
    @classmethod
    def _address_of_licence(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError(
                f"SIGNPOST_DATA_LICENCE_URL must be a web address with https://; it is {value!r}"
            )
        return value

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        extra = parts.username or parts.query or parts.fragment
        if value and (parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc) or extra):
            raise ValueError(
                "SIGNPOST_BASE_URL must be a web address such as https://help.example.org, "
                "without a password or a query"
            )
        return value.rstrip("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer_address(cls, value: str) -> str:
        parts = urlsplit(value)
        plain = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
        if value and not (parts.hostname and (parts.scheme == "https" or plain)):
            raise ValueError(
                "SIGNPOST_OIDC_ISSUER must begin with https://, as in https://login.example.org/tenant"
            )
        return value

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

    @field_validator("widget_hosts")
    @classmethod
    def _hosts_of_widget(cls, value: str) -> str:
        hosts = [host.strip() for host in value.split(",") if host.strip()]
        wrong = [host for host in hosts if host != "*" and not _HOST.fullmatch(host)]
        if wrong:
            raise ValueError(
                "SIGNPOST_WIDGET_HOSTS must be host names separated by commas, such as www.example.org, or *; "
                f"{wrong[0]!r} is none"
            )
        return " ".join(hosts)

    @field_validator("trusted_hosts")
    @classmethod
    def _host_names(cls, value: str) -> str:
        wrong = [host for host in value.split(",") if host.strip() and not _HOST.fullmatch(host.strip())]
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
