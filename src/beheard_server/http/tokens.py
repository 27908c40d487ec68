"""Tokens: claims of the core, signed as JWT.

The newest key signs, every key verifies. What a valid signature says never changes, so verified tokens are remembered;
whether they still hold (time, account, family) is asked at every request.
"""

import hashlib
import hmac
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import jwt

from beheard_server.http.errors import Unauthorized

_ALGORITHM = "HS256"
_REMEMBERED = 4096
# Verified here is the signature and that the claims are there; their meaning is tested where the time is known.
_OPTIONS: Any = {"verify_exp": False, "verify_iat": False, "require": ["sub", "iat", "exp", "type"]}


class Tokens:
    """Signs and verifies with a list of secret keys, newest first."""

    def __init__(self, secret_keys: tuple[str, ...]) -> None:
        # A purpose of its own for every use of a secret: what signs tokens signs nothing else.
        keys = [hmac.digest(key.encode(), b"beheard tokens", "sha256") for key in secret_keys]
        self._keys = {hashlib.sha256(key).hexdigest()[:16]: key for key in keys}
        self.verified = lru_cache(maxsize=_REMEMBERED)(self._verify)

    def sign(self, claims: Mapping[str, object]) -> str:
        """Give the token that makes these claims."""
        kid, key = next(iter(self._keys.items()))
        return jwt.encode(dict(claims), key, algorithm=_ALGORITHM, headers={"kid": kid})

    def claims(self, token: str, kind: str) -> Mapping[str, Any]:
        """Give the claims of a token of this kind (``access``, ``refresh``) that one of our keys has signed.

        Raises:
            Unauthorized: it is none.
        """
        claims = self.verified(token)
        if claims["type"] != kind:
            raise Unauthorized
        return claims

    def refresh_id(self, token: str) -> str | None:
        """Give the id of a refresh token that one of our keys has signed, or None."""
        try:
            jti: str = self.claims(token, "refresh")["jti"]
        except Unauthorized:
            return None
        return jti

    def _verify(self, token: str) -> Mapping[str, Any]:
        try:
            key = self._keys[jwt.get_unverified_header(token)["kid"]]
            claims: Mapping[str, Any] = jwt.decode(token, key, algorithms=[_ALGORITHM], options=_OPTIONS)
        except (jwt.InvalidTokenError, KeyError, TypeError, ValueError):
            raise Unauthorized from None
        return claims
