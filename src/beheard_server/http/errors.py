"""The one door by which a refusal leaves: from its class to a status and a code, the same in every context."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen
from werkzeug.exceptions import HTTPException

from beheard_core import Conflict, Forbidden, Invalid, NotFound, Refusal, TooMany
from beheard_core.academic import StageRefused
from beheard_core.focus import AlreadyRunning, ElapsedWentBackwards, InvalidTransition
from beheard_core.mediation import GateNotSatisfied, InvitationExpired, SessionNotActive
from beheard_core.mediation.refusals import ConsentRequired, NeedsMissing, PartnerNotReady
from beheard_server.http.wire import Wire


@frozen
class Unauthorized(Refusal):
    """Nobody is signed in, or the token is not good (any more); it is never said which."""

    def __str__(self) -> str:
        return "Please sign in."


@frozen
class WrongCredentials(Unauthorized):
    """The address and the password do not belong together."""

    def __str__(self) -> str:
        return "E-mail address or password is wrong."


@frozen
class Unavailable(Refusal):
    """What is asked for is not set up here, or not to be had just now."""

    reason: str

    def __str__(self) -> str:
        return self.reason


@frozen
class NotJSON(Refusal):
    """The body has a media type that is not JSON."""

    def __str__(self) -> str:
        return "The body must be JSON, with the media type application/json."


@frozen
class Failure:
    """What is told of a refusal, before an envelope is put around it."""

    status: int
    code: str
    message: str
    details: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = {}


CODES: Mapping[type[Refusal], tuple[int, str]] = {
    Unauthorized: (401, "UNAUTHORIZED"),
    Forbidden: (403, "FORBIDDEN"),
    Invalid: (400, "VALIDATION_ERROR"),
    StageRefused: (400, "VALIDATION_ERROR"),
    NeedsMissing: (400, "VALIDATION_ERROR"),
    NotFound: (404, "NOT_FOUND"),
    SessionNotActive: (400, "SESSION_NOT_ACTIVE"),
    GateNotSatisfied: (400, "GATE_NOT_SATISFIED"),
    ConsentRequired: (403, "CONSENT_REQUIRED"),
    PartnerNotReady: (400, "PARTNER_NOT_READY"),
    ElapsedWentBackwards: (400, "ELAPSED_WENT_BACKWARDS"),
    AlreadyRunning: (409, "SESSION_ALREADY_RUNNING"),
    InvalidTransition: (409, "INVALID_TRANSITION"),
    Conflict: (409, "CONFLICT"),
    InvitationExpired: (410, "INVITATION_EXPIRED"),
    NotJSON: (415, "UNSUPPORTED_MEDIA_TYPE"),
    TooMany: (429, "RATE_LIMITED"),
    Unavailable: (503, "SERVICE_UNAVAILABLE"),
}

# The field of a refusal that its details name.
_TOLD: Mapping[type[Refusal], str] = {
    SessionNotActive: "status",
    ElapsedWentBackwards: "saved_elapsed_seconds",
    AlreadyRunning: "session_id",
    InvalidTransition: "status",
}

INTERNAL_ERROR = 500
PAYLOAD_TOO_LARGE = (413, "PAYLOAD_TOO_LARGE")
_HTTP_CODES = {
    404: ("NOT_FOUND", "There is nothing here."),
    405: ("METHOD_NOT_ALLOWED", "This method is not for this address."),
    413: (PAYLOAD_TOO_LARGE[1], "The body is too large."),
}


def failure_of(error: Exception, wire: Wire) -> Failure:
    """Say what is told of an error; of one that nobody expected, nothing but that it happened."""
    if isinstance(error, Refusal):
        status, code = next(CODES[cls] for cls in type(error).__mro__ if cls in CODES)
        details = _details(error, wire)
        return Failure(status, code, _message(error, details), details or None, _headers(error))
    if isinstance(error, HTTPException) and error.code is not None and error.code < INTERNAL_ERROR:
        code, message = _HTTP_CODES.get(error.code, ("VALIDATION_ERROR", "This request cannot be understood."))
        headers = {name: value for name, value in error.get_headers() if name == "Allow"}
        return Failure(error.code if error.code in _HTTP_CODES else 400, code, message, None, headers)
    return Failure(INTERNAL_ERROR, "INTERNAL_ERROR", "Something went wrong on our side.")


def _message(error: Refusal, details: Mapping[str, Any]) -> str:
    if isinstance(error, Invalid):
        return "; ".join(f"{path} {problem}" for path, problem in details.items())
    return str(error)


def _details(error: Refusal, wire: Wire) -> Mapping[str, Any]:
    match error:
        case Invalid():
            return {wire.path(each.path): each.problem for each in error.violations}
        case GateNotSatisfied():
            missing = {"unsatisfiedGates": list(error.unsatisfied)} if error.unsatisfied else {}
            return {"requiredStage": error.required_stage, **missing}
        case NeedsMissing():
            return {"missingIds": list(error.missing)}
        case TooMany(retry_after=int()):
            return {wire.name("retry_after_seconds"): error.retry_after}
    name = next((name for cls, name in _TOLD.items() if isinstance(error, cls)), None)
    return {} if name is None else {wire.name(name): getattr(error, name)}


def _headers(error: Refusal) -> Mapping[str, str]:
    match error:
        case Unauthorized():
            return {"WWW-Authenticate": "Bearer"}
        case TooMany(retry_after=int()):
            return {"Retry-After": str(error.retry_after)}
        case _:
            return {}
