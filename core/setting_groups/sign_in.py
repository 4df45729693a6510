"""Settings of the people who sign in: how long, and by which identity provider."""

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

from core.setting_groups.patterns import is_safe_address


class SignInSettings(BaseSettings):
    """How people of groups and staff sign in."""

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

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer_address(cls, value: str) -> str:
        if value and not is_safe_address(value):
            raise ValueError(
                "SIGNPOST_OIDC_ISSUER must begin with https://, as in https://login.example.org/tenant"
            )
        return value
