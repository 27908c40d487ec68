"""Refusals carry data, and words for people who read a log."""

import pytest

from beheard_core import Conflict, Decision, Forbidden, Invalid, NotFound, Refusal, TooMany, Violation
from beheard_core.mediation import AdvanceBlocked, GateNotSatisfied, InvitationExpired, SessionNotActive


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (Invalid((Violation("email", "is required"),)), "email is required"),
        (
            Invalid((Violation("email", "is required"), Violation("rows[2].stage", "must be from 0 to 4"))),
            "email is required; rows[2].stage must be from 0 to 4",
        ),
        (NotFound("session"), "No such session."),
        (Forbidden("That is not yours."), "That is not yours."),
        (TooMany(17), "Too many requests. Please wait a little."),
        (TooMany(None), "The limit is reached."),
        (Conflict("That was done before."), "That was done before."),
    ],
)
def test_a_refusal_reads_as_a_sentence(refusal: Refusal, words: str) -> None:
    assert str(refusal) == words


@pytest.mark.parametrize("kind", [AdvanceBlocked, GateNotSatisfied, InvitationExpired, SessionNotActive])
def test_what_a_context_refuses_with_is_a_refusal_like_any_other(kind: type[Exception]) -> None:
    assert issubclass(kind, Refusal)


def test_a_refusal_can_be_raised_from_another_error_although_it_is_frozen() -> None:
    cause = KeyError("person")
    with pytest.raises(NotFound) as caught:
        raise NotFound("person") from cause
    assert caught.value.__cause__ is cause
    assert caught.value.what == "person"


def test_a_decision_without_events_has_none() -> None:
    assert Decision("state").events == ()
