"""People, their roles, and what their tokens say."""

from beheard_core.accounts.claims import access_claims, is_fresh, refresh_claims
from beheard_core.accounts.families import RefreshToken, Verdict, judge
from beheard_core.accounts.model import (
    Account,
    Credentials,
    Farewell,
    ForgottenPassword,
    Logout,
    NewPassword,
    Platform,
    Principal,
    ProfileChange,
    PushToken,
    Refresh,
    Registration,
    Role,
    email_key,
    require_role,
    with_role,
    without_role,
)

__all__ = [
    "Account",
    "Credentials",
    "Farewell",
    "ForgottenPassword",
    "Logout",
    "NewPassword",
    "Platform",
    "Principal",
    "ProfileChange",
    "PushToken",
    "Refresh",
    "RefreshToken",
    "Registration",
    "Role",
    "Verdict",
    "access_claims",
    "email_key",
    "is_fresh",
    "judge",
    "refresh_claims",
    "require_role",
    "with_role",
    "without_role",
]
