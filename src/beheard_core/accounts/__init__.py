"""People, their roles, and what their tokens say."""

from beheard_core.accounts.claims import access_claims, is_fresh, refresh_claims
from beheard_core.accounts.model import Account, Credentials, Principal, Registration, Role, email_key

__all__ = [
    "Account",
    "Credentials",
    "Principal",
    "Registration",
    "Role",
    "access_claims",
    "email_key",
    "is_fresh",
    "refresh_claims",
]
