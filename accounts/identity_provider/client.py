"""Talking to an identity provider: discovery, the address to sign in, and the identity that comes back."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from core import clock
from core.settings import Settings

_SECONDS = 10
"""How long to wait for each answer of the provider."""

_CACHE_SECONDS = 3600.0
_LEEWAY_SECONDS = 60
_ALGORITHMS = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512")
_SCOPE = "openid email profile"


class ProviderUnavailable(Exception):
    """The provider cannot be reached, or does not answer as the standard says."""


class IdentityRefused(Exception):
    """What came back proves nobody's identity. `reason`: a word for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Attempt:
    """What must be remembered until the browser comes back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """Who somebody is, as the provider says. `email`: empty where the provider has not verified it."""

    issuer: str
    subject: str
    email: str


class IdentityProvider:
    """One provider. What it says about itself is kept for an hour."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, *, trusts_email: bool) -> None:
        self._trusts_email = trusts_email
        self._issuer, self._client_id, self._client_secret = issuer, client_id, client_secret
        self._lock = Lock()
        self._metadata: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._read_at = 0.0

    def begin(self, redirect_uri: str) -> tuple[str, Attempt]:
        """Return the address where people sign in, and what to remember. Raises ProviderUnavailable."""
        metadata = self._discovered()
        attempt = Attempt(generate_token(48), generate_token(48), generate_token(64))
        session = self._session(redirect_uri)
        address, _state = session.create_authorization_url(
            metadata["authorization_endpoint"],
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.verifier,
        )
        return str(address), attempt

    def finish(self, redirect_uri: str, code: str, attempt: Attempt) -> Identity:
        """Exchange the code, and return who signed in. Raises ProviderUnavailable and IdentityRefused."""
        metadata = self._discovered()
        try:
            with self._session(redirect_uri) as session:
                token = session.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                    timeout=_SECONDS,
                )
        except OAuthError as error:
            raise IdentityRefused("code") from error
        except (requests.RequestException, ValueError) as error:
            raise ProviderUnavailable from error
        claims = self._claims(str(token.get("id_token", "")), attempt.nonce)
        if "email" not in claims:
            claims |= _email_claims(metadata, str(token.get("access_token", "")), str(claims["sub"]))
        verified = self._trusts_email or claims.get("email_verified", False) in (True, "true")
        return Identity(
            self._issuer, str(claims["sub"]), str(claims.get("email", "")).strip() if verified else ""
        )

    def _session(self, redirect_uri: str) -> OAuth2Session:
        return OAuth2Session(
            self._client_id,
            self._client_secret or None,
            scope=_SCOPE,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if self._client_secret else "none",
        )

    def _claims(self, id_token: str, nonce: str) -> dict[str, Any]:
        """Return the claims of an ID token that is valid for this site (OpenID Connect Core, 3.1.3.7)."""
        try:
            claims: dict[str, Any] = self._decoded(id_token).claims
            registry = jwt.JWTClaimsRegistry(
                now=int(clock.now().timestamp()),
                leeway=_LEEWAY_SECONDS,
                iss={"essential": True, "value": self._issuer},
                aud={"essential": True, "value": self._client_id},
                nonce={"essential": True, "value": nonce},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
            )
            registry.validate(claims)
        except (JoseError, ValueError) as error:
            raise IdentityRefused("token") from error
        audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if len(audience) > 1 and claims.get("azp") != self._client_id:
            raise IdentityRefused("audience")
        return claims

    def _decoded(self, id_token: str) -> jwt.Token:
        """Return the token. Keys are read once more where none fits, because providers change them."""
        self._discovered()
        try:
            return jwt.decode(id_token, self._key_set(), algorithms=_ALGORITHMS)
        except (JoseError, ValueError):
            self._discovered(again=True)
            return jwt.decode(id_token, self._key_set(), algorithms=_ALGORITHMS)

    def _key_set(self) -> KeySet:
        if self._keys is None:
            raise ProviderUnavailable
        return self._keys

    def _discovered(self, *, again: bool = False) -> dict[str, Any]:
        """Return what the provider says about itself (OpenID Connect Discovery 1.0). Raises
        ProviderUnavailable.
        """
        with self._lock:
            if again or not self._metadata or time.monotonic() - self._read_at > _CACHE_SECONDS:
                address = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
                metadata = _json(address)
                if metadata.get("issuer") != self._issuer:
                    raise ProviderUnavailable
                try:
                    keys = KeySet.import_key_set(_json(metadata["jwks_uri"]))  # type: ignore[arg-type]
                    metadata["authorization_endpoint"], metadata["token_endpoint"]
                except (KeyError, JoseError, ValueError) as error:
                    raise ProviderUnavailable from error
                self._metadata, self._keys, self._read_at = metadata, keys, time.monotonic()
            return self._metadata


def _email_claims(metadata: Mapping[str, Any], access_token: str, subject: str) -> dict[str, Any]:
    """Return the claims about the e-mail address that the provider tells apart (OpenID Connect Core, 5.3).

    Return none where the provider has no such address, or answers about another person.
    """
    address = metadata.get("userinfo_endpoint")
    if not address or not access_token:
        return {}
    told = _json(str(address), access_token)
    if told.get("sub") != subject:
        raise IdentityRefused("subject")
    return {name: told[name] for name in ("email", "email_verified") if name in told}


def _json(address: str, access_token: str = "") -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {access_token}"} if access_token else {}
    try:
        answer = requests.get(address, headers=headers, timeout=_SECONDS, allow_redirects=False)
        answer.raise_for_status()
        value = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderUnavailable from error
    if not isinstance(value, dict):
        raise ProviderUnavailable
    return value


def identity_provider(settings: Settings) -> IdentityProvider | None:
    """Return the council's provider; None where the settings name none."""
    if not settings.oidc_issuer:
        return None
    secret = settings.oidc_client_secret.get_secret_value()
    return _provider(settings.oidc_issuer, settings.oidc_client_id, secret, settings.oidc_trusts_email)


@lru_cache(maxsize=8)
def _provider(issuer: str, client_id: str, client_secret: str, trusts_email: bool) -> IdentityProvider:
    return IdentityProvider(issuer, client_id, client_secret, trusts_email=trusts_email)
