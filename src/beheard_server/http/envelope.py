"""How each context wraps what it answers."""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen
from flask import request

from beheard_core.fields import REQUIRED
from beheard_server.http.errors import INTERNAL_ERROR, Failure
from beheard_server.http.wire import Wire, camel_wire, exact_wire, plain_wire, snake_wire


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


MEDIATION = Envelope(
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


# The words of the Stage API document; every other refusal there has its message from the core.
_CATALOGUE_MESSAGES: Mapping[str, str] = {
    "UNAUTHORIZED": "You are not logged in! Please log in to get access",
    "FORBIDDEN": "You do not have permission to perform this action",
    "RATE_LIMITED": "Too many requests from this IP, please try again later",
}


def _catalogue_success(data: Any) -> Any:
    return {"status": "success", "data": data}


def _catalogue_failure(failure: Failure) -> Any:
    status = "error" if failure.status >= INTERNAL_ERROR else "fail"
    return {"status": status, "message": _CATALOGUE_MESSAGES.get(failure.code, failure.message)}


CATALOGUE = Envelope(
    snake_wire(),
    _catalogue_success,
    _catalogue_failure,
    success_schema=lambda schema: {
        "type": "object",
        "properties": {"status": {"const": "success"}, "data": schema},
        "required": ["status", "data"],
    },
    failure_schema={
        "type": "object",
        "description": "Why not: fail for what the caller can change, error for a fault of the server.",
        "properties": {"status": {"enum": ["fail", "error"]}, "message": {"type": "string"}},
        "required": ["status", "message"],
    },
    failure_name="CatalogueFailure",
)


def _focus_success(body: Any) -> Any:
    return {"success": True, **body}


def _focus_failure(failure: Failure) -> Any:
    error = {"code": failure.code, "details": dict(failure.details or {})}
    return {"success": False, "message": failure.message, "error": error}


# What succeeds says its message itself, beside the data and whatever else belongs to one call.
FOCUS = Envelope(
    plain_wire(),
    _focus_success,
    _focus_failure,
    success_schema=lambda schema: {
        "allOf": [schema, {"type": "object", "properties": {"success": {"const": True}}, "required": ["success"]}]
    },
    failure_schema={
        "type": "object",
        "description": "Why not; details name fields and numbers, never what somebody wrote.",
        "properties": {
            "success": {"const": False},
            "message": {"type": "string"},
            "error": {
                "type": "object",
                "properties": {"code": {"type": "string"}, "details": {"type": "object"}},
                "required": ["code", "details"],
            },
        },
        "required": ["success", "message", "error"],
    },
    failure_name="FocusFailure",
)


def _practice_failure(failure: Failure) -> Any:
    details = {path: str(problem) for path, problem in (failure.details or {}).items()}
    message = _practice_message(details) if failure.code == "VALIDATION_ERROR" and details else failure.message
    return {"error": message, "code": failure.code, "details": details}


def _practice_message(details: Mapping[str, str]) -> str:
    """Say what is missing, or the first of what is wrong; the details say all of it."""
    missing = [path for path, problem in details.items() if problem == REQUIRED]
    if not missing:
        path, problem = next(iter(details.items()))
        more = len(details) - 1
        return f"{path} {problem}" + (f", and {more} more" if more else "")
    if request.method == "GET":
        return f"Missing {' or '.join(missing)} parameter"
    return f"Missing required fields: {', '.join(missing)}"


PRACTICE = Envelope(
    exact_wire(),
    lambda data: data,
    _practice_failure,
    success_schema=lambda schema: schema,
    failure_schema={
        "type": "object",
        "description": "Why not; details name fields, those of a skill by its name, and never repeat a value.",
        "properties": {
            "error": {"type": "string"},
            "code": {"type": "string"},
            "details": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        "required": ["error", "code", "details"],
    },
    failure_name="PracticeFailure",
)
