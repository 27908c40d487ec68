"""A blueprint whose views speak attrs: typed arguments in, a typed reply out, the document on the side.

Decorators run from the outside in: ``signed_in`` first, then ``arguments`` (400), then the view. The innermost argument
comes first in the view's signature. Marshmallow touches nothing here: the documentation is plain JSON Schema.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from itertools import chain
from traceback import format_tb
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, Union

import orjson
from attrs import fields, frozen
from flask import Response, current_app, got_request_exception, request
from flask_smorest import Blueprint
from limits import RateLimitItem
from werkzeug.exceptions import RequestEntityTooLarge, default_exceptions

from beheard_core import Forbidden, Invalid, Refusal, TooMany
from beheard_core.accounts import Principal, Role, require_role
from beheard_server.http.auth import authenticated
from beheard_server.http.callers import caller_address
from beheard_server.http.document import EVENT_STREAM, describe
from beheard_server.http.envelope import Envelope
from beheard_server.http.errors import INTERNAL_ERROR, Failure, NotJSON, Unauthorized, failure_of
from beheard_server.http.reading import parse_json
from beheard_server.http.state import beheard
from beheard_server.realtime.sse import Stream
from beheard_server.store.codec import camel

A = TypeVar("A")
P = ParamSpec("P")
R = TypeVar("R")
View = Callable[P, R]
Location = Literal["json", "query", "path"]


@frozen
class Streamed:
    """A reply whose last field, an empty list in ``head``, is filled with ``parts`` while it is sent."""

    head: object
    parts: Iterable[object]


def _with_commas(parts: Iterable[bytes]) -> Iterator[bytes]:
    for place, part in enumerate(parts):
        yield b"," + part if place else part


def json_response(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Give data as a JSON response that no cache may keep."""
    response = Response(orjson.dumps(data), status, headers, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def fail(failure: Failure, envelope: Envelope) -> Response:
    """Give the response to a refusal."""
    return json_response(envelope.failure(failure), failure.status, dict(failure.headers))


class Routes(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """A blueprint of one noun, in the envelope of its context."""

    def __init__(self, name: str, *, tag: str, envelope: Envelope, description: str = "") -> None:
        super().__init__(f"beheard_{name}", __name__, description=description)
        self.tag = tag
        self._prepare_doc_cbks = [describe]
        self.envelope = envelope
        self.before_request(_begin)
        self.before_request(_limit_body)
        self.register_error_handler(Exception, self._refuse)
        # A host's handler for a status would otherwise come before ours for every exception.
        for status in default_exceptions:
            self.register_error_handler(status, self._refuse)

    def at(self, method: str, rule: str) -> Callable[[View[P, R]], View[P, R]]:
        """Mount a view, which must be decorated with :meth:`replies`."""

        def mount(view: View[P, R]) -> View[P, R]:
            self.add_url_rule(rule, view_func=view, methods=[method], tags=[self.tag])
            return view

        return mount

    def signed_in(self, view: Callable[Concatenate[Principal, P], R]) -> Callable[P, R]:
        """Hand the caller to the view, so often a minute; nobody, no view."""

        @wraps(view)
        def with_caller(*args: P.args, **kwargs: P.kwargs) -> R:
            state = beheard()
            caller = authenticated(state.identity)
            state.limiter.hit(state.limiter.user, "user", caller.id)
            return view(caller, *args, **kwargs)

        document_view(with_caller, signed_in=True, refusals=[Unauthorized, TooMany])
        return with_caller

    def only_for(self, role: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Let in whoever has a role, so many from one address."""

        def decorate(view: Callable[P, R]) -> Callable[P, R]:
            @wraps(view)
            def with_role(*args: P.args, **kwargs: P.kwargs) -> R:
                state = beheard()
                require_role(authenticated(state.identity), role)
                limit_address(state.limiter.ip, "address")
                return view(*args, **kwargs)

            document_view(with_role, signed_in=True, refusals=[Unauthorized, Forbidden, TooMany])
            return with_role

        return decorate

    def body_as_it_is(
        self, documented: type[Any]
    ) -> Callable[[Callable[Concatenate[Mapping[str, object], P], R]], Callable[P, R]]:
        """Hand the view the JSON object of the body unread, or an empty one where there is none.

        For a context whose core reads the body itself; the document shows it as ``documented``.
        """

        def decorate(view: Callable[Concatenate[Mapping[str, object], P], R]) -> Callable[P, R]:
            @wraps(view)
            def with_body(*args: P.args, **kwargs: P.kwargs) -> R:
                return view(_json_object(), *args, **kwargs)

            document_view(with_body, body=documented)
            return with_body

        return decorate

    def query_as_it_is(
        self, documented: type[Any]
    ) -> Callable[[Callable[Concatenate[Mapping[str, str], P], R]], Callable[P, R]]:
        """Hand the view the query unread, as :meth:`body_as_it_is` does with a body."""

        def decorate(view: Callable[Concatenate[Mapping[str, str], P], R]) -> Callable[P, R]:
            @wraps(view)
            def with_query(*args: P.args, **kwargs: P.kwargs) -> R:
                return view(request.args, *args, **kwargs)

            document_view(with_query, arguments={"query": documented})
            return with_query

        return decorate

    def public(self, view: Callable[P, R]) -> Callable[P, R]:
        """Let anybody in, so many from one address."""

        @wraps(view)
        def for_anybody(*args: P.args, **kwargs: P.kwargs) -> R:
            limit_address(beheard().limiter.ip, "address")
            return view(*args, **kwargs)

        document_view(for_anybody, refusals=[TooMany])
        return for_anybody

    def arguments(
        self, cls: type[A], location: Location = "json"
    ) -> Callable[[Callable[Concatenate[A, P], R]], Callable[P, R]]:
        """Hand the view what the request says, read strictly into an attrs class."""

        def decorate(view: Callable[Concatenate[A, P], R]) -> Callable[P, R]:
            @wraps(view)
            def with_arguments(*args: P.args, **kwargs: P.kwargs) -> R:
                return view(self._read(cls, location, kwargs), *args, **kwargs)

            document_view(with_arguments, arguments={location: cls})
            return with_arguments

        return decorate

    def _read(self, cls: type[A], location: Location, kwargs: dict[str, Any]) -> A:
        wire = self.envelope.wire
        if location == "json":
            return wire.read_body(_json_body(), cls)
        if location == "query":
            return wire.read_strings(request.args, cls)
        names = [each.name for each in fields(cls)]  # type: ignore[arg-type]  # every argument class is attrs
        return wire.read_strings({wire.name(name): kwargs.pop(name) for name in names}, cls)

    def replies(
        self, cls: type[R], *, status: int = 200, refusals: Iterable[type[Refusal]] = (), also: Iterable[int] = ()
    ) -> Callable[[View[P, R]], Callable[P, Response]]:
        """Write what the view returns, in the context's envelope.

        ``refusals`` are what it may raise instead; ``also`` are other statuses that such a reply may have.
        """

        def decorate(view: View[P, R]) -> Callable[P, Response]:
            @wraps(view)
            def with_reply(*args: P.args, **kwargs: P.kwargs) -> Response:
                reply = view(*args, **kwargs)
                return json_response(self.envelope.success(self.envelope.wire.write(reply)), status)

            document_view(
                with_reply,
                operation=camel(view.__name__),
                envelope=self.envelope,
                reply=(status, cls),
                refusals=list(refusals),
                also=list(also),
            )
            return with_reply

        return decorate

    def streams(self, cls: type[Any]) -> Callable[[View[P, Streamed]], Callable[P, Response]]:
        """Write a reply piece by piece, so that it need not fit into memory; its last field is a list.

        What fails once the reply has begun breaks it off, which leaves JSON that nobody takes for whole.
        """

        def decorate(view: View[P, Streamed]) -> Callable[P, Response]:
            @wraps(view)
            def with_reply(*args: P.args, **kwargs: P.kwargs) -> Response:
                streamed = view(*args, **kwargs)
                write = self.envelope.wire.write
                head, end = orjson.dumps(self.envelope.success(write(streamed.head))), b"]}}"
                parts = (orjson.dumps(write(part)) for part in streamed.parts)
                chunks = chain([head.removesuffix(end)], _with_commas(parts), [end])
                response = Response(chunks, mimetype="application/json")
                response.headers["Cache-Control"] = "no-store"
                return response

            document_view(
                with_reply,
                operation=camel(view.__name__),
                envelope=self.envelope,
                reply=(200, cls),
                refusals=[],
                also=[],
            )
            return with_reply

        return decorate

    def draws(
        self, media: str, *, refusals: Iterable[type[Refusal]] = ()
    ) -> Callable[[View[P, str]], View[P, Response]]:
        """Give the text that the view returns as it is, as a picture of a media type; a refusal has the envelope."""

        def decorate(view: View[P, str]) -> View[P, Response]:
            @wraps(view)
            def with_picture(*args: P.args, **kwargs: P.kwargs) -> Response:
                return Response(view(*args, **kwargs), mimetype=media, headers={"Cache-Control": "no-store"})

            document_view(
                with_picture,
                operation=camel(view.__name__),
                envelope=self.envelope,
                reply=(200, str),
                media=media,
                refusals=list(refusals),
                also=[],
            )
            return with_picture

        return decorate

    def replies_one_of(
        self, *classes: type[Any], refusals: Iterable[type[Refusal]] = ()
    ) -> Callable[[View[P, R]], Callable[P, Response]]:
        """Write what the view returns, which is of one of several classes."""
        either: Any = Union[classes]  # noqa: UP007  they are known only when this runs
        return self.replies(either, refusals=refusals)

    def replies_or_streams(
        self, cls: type[R], *, refusals: Iterable[type[Refusal]]
    ) -> Callable[[View[P, R | Stream]], Callable[P, Response]]:
        """Write a reply, or let a stream of events flow while the request lasts."""

        def decorate(view: View[P, R | Stream]) -> Callable[P, Response]:
            @wraps(view)
            def with_reply(*args: P.args, **kwargs: P.kwargs) -> Response:
                reply = view(*args, **kwargs)
                if not isinstance(reply, Stream):
                    return json_response(self.envelope.success(self.envelope.wire.write(reply)))
                response = Response(iter(reply), mimetype=EVENT_STREAM)
                response.headers["Cache-Control"] = "no-store"
                # A proxy that gathers parts before it passes them on would hold events back.
                response.headers["X-Accel-Buffering"] = "no"
                response.call_on_close(reply.close)
                return response

            document_view(
                with_reply,
                operation=camel(view.__name__),
                envelope=self.envelope,
                reply=(200, cls),
                refusals=list(refusals),
                also=[],
                events=True,
            )
            return with_reply

        return decorate

    def _refuse(self, error: Exception) -> Response:
        failure = failure_of(error, self.envelope.wire)
        if failure.status == INTERNAL_ERROR:
            got_request_exception.send(current_app._get_current_object(), exception=error)  # type: ignore[attr-defined]  # noqa: SLF001
            # Where it happened, and not the message, which may quote what somebody wrote.
            where = "".join(format_tb(error.__traceback__))
            current_app.logger.error("Unexpected %s\n%s", type(error).__name__, where)
        return fail(failure, self.envelope)


def limit_address(limit: RateLimitItem, what: str) -> None:
    """Count one more ``what`` from the caller's address.

    Raises:
        TooMany: that is more than ``limit``.
    """
    state = beheard()
    state.limiter.hit(limit, what, caller_address(state.settings.trusted_proxies))


def _begin() -> None:
    beheard().begin()


def _limit_body() -> None:
    # One byte more than is allowed: a body without a length is cut there in silence, and must be seen to be too long.
    request.max_content_length = beheard().settings.max_body_bytes + 1


def _json_body() -> object:
    body = request.get_data()
    if len(body) > beheard().settings.max_body_bytes:
        raise RequestEntityTooLarge
    if not body:
        return {}
    if request.mimetype != "application/json":
        raise NotJSON
    return parse_json(body)


def _json_object() -> Mapping[str, object]:
    try:
        body = _json_body()
    except (Invalid, NotJSON):
        return {}
    return body if isinstance(body, dict) else {}


def document_view(view: Callable[..., Any], **facts: Any) -> None:
    """Note what a decorator knows, for the OpenAPI document; flask-smorest keeps what is in ``_apidoc``."""
    notes = dict(getattr(view, "_apidoc", {}).get("beheard", {}))
    for name, value in facts.items():
        match value:
            case list():
                notes[name] = [*notes.get(name, []), *value]
            case dict():
                notes[name] = {**notes.get(name, {}), **value}
            case _:
                notes[name] = value
    view._apidoc = {"beheard": notes}  # type: ignore[attr-defined]  # noqa: SLF001  flask-smorest's own attribute
