"""Token families: all tokens that descend from one sign-in.

A refresh token can be spent once. Whoever shows one that was spent before may have stolen it, or may be its owner after
a thief; nobody can tell, so every sign-in of that person ends.

Source: the contract's *Auth*.
"""

from datetime import datetime
from enum import Enum

from attrs import frozen


@frozen
class RefreshToken:
    """What is known of a refresh token; ``ended`` tells that its family has ended."""

    jti: str
    family_id: str
    account_id: str
    expires_at: datetime
    spent: bool = False
    ended: bool = False


class Verdict(Enum):
    """What showing a refresh token leads to."""

    ROTATE = "rotate"
    REFUSE = "refuse"
    END_ALL = "end all"


def judge(token: RefreshToken | None, *, now: datetime) -> Verdict:
    """Say what becomes of somebody who shows this token at ``now``; None is one that was never given out.

    A spent token ends everything even when it has lapsed since, or its family has ended.
    """
    if token is None:
        return Verdict.REFUSE
    if token.spent:
        return Verdict.END_ALL
    if token.ended or now >= token.expires_at:
        return Verdict.REFUSE
    return Verdict.ROTATE
