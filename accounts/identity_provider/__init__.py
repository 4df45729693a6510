"""Signing in through the council's identity provider (OpenID Connect Core 1.0, authorization code with PKCE)."""
