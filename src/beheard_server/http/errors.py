"""The one door by which a refusal leaves: from its class to a status and a code.

Each context has its own envelope; which class means which status is the same everywhere.
"""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen
from werkzeug.exceptions import HTTPException

from beheard_core import Conflict, Forbidden, Invalid, NotFound, Refusal
from beheard_core.mediation import GateNotSatisfied, InvitationExpired, SessionNotActive
from beheard_server.http.wire import Wire, camel_wire


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
class TooMany(Refusal):
    """The limit is reached; ``retry_after`` says after how many seconds it is worth trying again."""

    retry_after: int

    def __str__(self) -> str:
        return "Too many requests. Please wait a little."


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
    NotFound: (404, "NOT_FOUND"),
    SessionNotActive: (400, "SESSION_NOT_ACTIVE"),
    GateNotSatisfied: (400, "GATE_NOT_SATISFIED"),
    Conflict: (409, "CONFLICT"),
    InvitationExpired: (410, "INVITATION_EXPIRED"),
    NotJSON: (415, "UNSUPPORTED_MEDIA_TYPE"),
    TooMany: (429, "RATE_LIMITED"),
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
        return Failure(status, code, str(error), _details(error, wire), _headers(error))
    if isinstance(error, HTTPException) and error.code is not None and error.code < INTERNAL_ERROR:
        code, message = _HTTP_CODES.get(error.code, ("VALIDATION_ERROR", "This request cannot be understood."))
        headers = {name: value for name, value in error.get_headers() if name == "Allow"}
        return Failure(error.code if error.code in _HTTP_CODES else 400, code, message, None, headers)
    return Failure(INTERNAL_ERROR, "INTERNAL_ERROR", "Something went wrong on our side.")


def _details(error: Refusal, wire: Wire) -> Mapping[str, Any] | None:
    match error:
        case Invalid():
            return {wire.path(each.path): each.problem for each in error.violations}
        case GateNotSatisfied():
            return {"requiredStage": error.required_stage}
        case SessionNotActive():
            return {"status": error.status}
        case TooMany():
            return {"retryAfterSeconds": error.retry_after}
        case _:
            return None


def _headers(error: Refusal) -> Mapping[str, str]:
    match error:
        case Unauthorized():
            return {"WWW-Authenticate": "Bearer"}
        case TooMany():
            return {"Retry-After": str(error.retry_after)}
        case _:
            return {}


@frozen
class Envelope:
    """How a context wraps what it answers."""

    wire: Wire
    success: Callable[[Any], Any]
    failure: Callable[[Failure], Any]
    success_schema: Callable[[dict[str, Any]], dict[str, Any]]
    failure_schema: dict[str, Any]
    failure_name: str

    def __deepcopy__(self, memo: object) -> "Envelope":
        """Stay the same: flask-smorest copies what the decorators noted, and every context has one envelope."""
        return self


def _mediation_failure(failure: Failure) -> Any:
    error: dict[str, Any] = {"code": failure.code, "message": failure.message}
    if failure.details is not None:
        error["details"] = failure.details
    return {"success": False, "error": error}


def _mediation_success(data: Any) -> Any:
    return {"success": True, "data": data}


ENVELOPE = Envelope(
    camel_wire(),
    _mediation_success,
    _mediation_failure,
    success_schema=lambda schema: {
        "type": "object",
        "properties": {"success": {"const": True}, "data": schema},
        "required": ["success", "data"],
    },
    failure_schema={
        "type": "object",
        "description": "Why not; details name fields and numbers, never what somebody wrote.",
        "properties": {
            "success": {"const": False},
            "error": {
                "type": "object",
                "properties": {
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "details": {"type": "object"},
                },
                "required": ["code", "message"],
            },
        },
        "required": ["success", "error"],
    },
    failure_name="Failure",
)
