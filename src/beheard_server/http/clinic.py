"""What every blueprint of practice shares: roles, rate limits with their headers, the audit, validators for caches."""

import hashlib
import math
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from attrs import define
from flask import Response, g, request

from beheard_core import Forbidden, TooMany
from beheard_core.practice import AuditEntry, Clinician
from beheard_core.practice.access import require_staff
from beheard_server.http.auth import authenticated
from beheard_server.http.envelope import PRACTICE
from beheard_server.http.errors import Unauthorized
from beheard_server.http.limits import Allowance
from beheard_server.http.routes import Location, Routes, document_view, limit_address
from beheard_server.http.state import beheard
from beheard_server.store import Unit
from beheard_server.store.codec import camel

A = TypeVar("A")
P = ParamSpec("P")
R = TypeVar("R")
OK = 200
# A private cache may keep a reply, and asks whether it still holds before every use.
_CACHED = "private, no-cache"
# Where a request says which session it is about.
_SESSION_FIELDS = ("session_id", "current_session_id", "id")


@define
class Call:
    """One request, as the audit will know it."""

    operation: str
    actor_id: str | None = None
    session_id: str | None = None
    allowance: Allowance | None = None
    noted_as: int | None = None
    silent: bool = False

    def note(self, unit: Unit, status: int) -> None:
        """Add the request to the audit, with how it ended."""
        now = beheard().shell.clock()
        unit.practice.note(AuditEntry(self.actor_id, self.operation, self.session_id, status, now))


def keep(work: Callable[[Unit], R], *, status: int = OK) -> R:
    """Change what is recorded, and note in the same transaction who did it.

    Raises:
        Refusal: whatever ``work`` refuses with; nothing is changed then.
    """
    call: Call = g.clinic_call

    def noted(unit: Unit) -> R:
        done = work(unit)
        call.note(unit, status)
        return done

    done = beheard().shell.commit(noted)
    call.noted_as = status
    return done


class ClinicRoutes(Routes):
    """A blueprint of practice."""

    def __init__(self, name: str, *, tag: str = "Practice") -> None:
        super().__init__(name, tag=tag, envelope=PRACTICE)
        self.after_request(_finish)

    def staff(self, view: Callable[Concatenate[Clinician, P], R]) -> Callable[P, R]:
        """Hand the view whoever asks, if they have one of the three roles; count and note every request."""

        @wraps(view)
        def with_clinician(*args: P.args, **kwargs: P.kwargs) -> R:
            state = beheard()
            g.clinic_call = call = Call(camel(view.__name__))
            try:
                caller = authenticated(state.identity)
            except Unauthorized:
                _count_stranger(call)
                raise
            call.actor_id = caller.id
            call.allowance = state.limiter.allowance("practice", caller.id)
            if call.allowance is not None and not call.allowance.allowed:
                raise TooMany(call.allowance.wait(state.shell.clock()))
            who = Clinician(caller.id, frozenset(map(str, caller.roles)))
            require_staff(who)
            return view(who, *args, **kwargs)

        document_view(
            with_clinician, signed_in=True, validated=True, counted=True, refusals=[Unauthorized, Forbidden, TooMany]
        )
        return with_clinician

    def _read(self, cls: type[A], location: Location, kwargs: dict[str, Any]) -> A:
        asked = super()._read(cls, location, kwargs)
        call: Call = g.clinic_call
        named = (getattr(asked, each, None) for each in _SESSION_FIELDS)
        call.session_id = call.session_id or next(filter(None, named), None)
        return asked


def _count_stranger(call: Call) -> None:
    """Let nobody in particular fill the audit: beyond the limit of an address, there is no note of them."""
    try:
        limit_address(beheard().limiter.ip, "stranger")
    except TooMany:
        call.silent = True
        raise


def _finish(response: Response) -> Response:
    call: Call | None = g.get("clinic_call")
    if call is None:  # nobody's view: what Flask itself answers to OPTIONS
        return response
    if call.allowance is not None:
        response.headers["X-RateLimit-Limit"] = str(call.allowance.limit)
        response.headers["X-RateLimit-Remaining"] = str(call.allowance.remaining)
        response.headers["X-RateLimit-Reset"] = str(math.ceil(call.allowance.reset))
    if request.method in {"GET", "HEAD"} and response.status_code == OK:
        response.set_etag(hashlib.blake2b(response.get_data(), digest_size=16).hexdigest())
        response.headers["Cache-Control"] = _CACHED
        response.vary.add("Authorization")
        response.make_conditional(request)
    if not call.silent and call.noted_as != response.status_code:
        beheard().shell.commit(lambda unit: call.note(unit, response.status_code))
    return response
