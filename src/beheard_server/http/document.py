"""The OpenAPI 3.1 document: what the decorators of a view know, written as JSON Schema.

flask-smorest gathers the notes and keeps the document; it neither parses nor writes a request, and the app's error
handlers stay the app's own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.metadata import metadata
from typing import Any

from attrs import fields
from flask import Flask
from flask_smorest import Api, Blueprint

from beheard_core import Invalid, Refusal
from beheard_server.http.envelope import Envelope
from beheard_server.http.errors import CODES, PAYLOAD_TOO_LARGE, NotJSON
from beheard_server.http.reading import may_be_absent
from beheard_server.http.schemas import Schema, Schemas, limits
from beheard_server.http.wire import Wire

_BEARER = "bearerAuth"
_JSON = "application/json"
EVENT_STREAM = "text/event-stream"
# Each status with its header, and whether it is always there: some limits never end.
_HEADERS = {401: ("WWW-Authenticate", True), 429: ("Retry-After", False)}
_COUNTED = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")


class Document(Api):  # type: ignore[misc]  # flask-smorest has no types
    """The document of one mounted BeHeard, in one app among others."""

    def __init__(self, app: Flask, *, name: str, version: str) -> None:
        self._schemas: dict[int, Schemas] = {}
        self._tags: set[str] = set()
        commands = dict(app.cli.commands)
        super().__init__(
            app,
            config_prefix=name,
            spec_kwargs={
                "title": "BeHeard",
                "version": version,
                "openapi_version": "3.1.0",
                "info": {"description": metadata("beheard")["Summary"]},
            },
        )
        # flask-smorest brings a command of its own; the host's stay as they were, and ours are under "beheard".
        app.cli.commands = commands
        self.spec.components.security_scheme(_BEARER, {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})

    def _register_error_handlers(self) -> None:
        """Leave the host's error handling alone; our blueprints bring their own."""

    def _register_responses(self) -> None:
        """Keep marshmallow's error schema out of the document."""

    def _register_pagination_header(self) -> None:
        """Keep marshmallow's way of paging out of it too."""

    def _register_doc_blueprint(self) -> None:
        """Mount nothing: the standalone server has a view of its own for the document."""

    def mount(self, routes: Blueprint, *, tag: str, url_prefix: str) -> None:
        """Register a blueprint in the app and its views in the document, under one tag."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][routes.name] = self
        self._app.register_blueprint(routes, url_prefix=url_prefix)
        routes.register_views_in_doc(self, self._app, self.spec, name=routes.name, parameters=None)
        if tag not in self._tags:
            self._tags.add(tag)
            self.spec.tag({"name": tag})

    def schemas(self, wire: Wire) -> Schemas:
        """Give the schemas of a wire, published as components of this document."""
        return self._schemas.setdefault(id(wire), Schemas(wire, self._publish))

    def _publish(self, name: str, schema: Schema) -> None:
        self.spec.components.schema(name, schema)

    def failure(self, envelope: Envelope) -> Schema:
        """Give the schema of a context's error envelope."""
        if envelope.failure_name not in self.spec.components.schemas:
            self._publish(envelope.failure_name, envelope.failure_schema)
        return {"$ref": f"#/components/schemas/{envelope.failure_name}"}


def describe(
    doc: dict[str, Any], info: Mapping[str, Any], *, api: Document, method: str, **_: object
) -> dict[str, Any]:
    """Describe one operation (a callback of flask-smorest's)."""
    notes = info["beheard"]
    envelope: Envelope = notes["envelope"]
    schemas = api.schemas(envelope.wire)
    arguments: Mapping[str, type[Any]] = notes.get("arguments", {})
    refusals: list[type[Refusal]] = [*notes["refusals"], *([Invalid] if arguments else [])]
    if "json" in arguments:
        refusals.append(NotJSON)
    body = notes.get("body", arguments.get("json"))
    if body is not None:
        doc["requestBody"] = {
            "required": any(not may_be_absent(each) for each in fields(body)),
            "content": {"application/json": {"schema": schemas.of(body, request=True)}},
        }
    doc["operationId"] = notes["operation"]
    doc["parameters"] = [*_parameters(schemas, arguments)]
    doc["security"] = [{_BEARER: []}] if notes.get("signed_in") else []
    doc["responses"] = _responses(
        api, envelope, notes, refusals, has_body=body is not None or method in {"post", "put", "patch"}
    )
    if notes.get("counted"):
        _add_headers(doc["responses"].values(), _COUNTED, always=False)
    if method == "get" and notes.get("validated"):
        _add_headers([doc["responses"]["200"]], ["ETag"], always=True)
        doc["responses"]["304"] = {"description": "Nothing has changed since the reply whose ETag If-None-Match names."}
    return doc


def _add_headers(responses: Iterable[Schema], names: Iterable[str], *, always: bool) -> None:
    for response in responses:
        headers = response.setdefault("headers", {})
        headers.update({name: {"required": always, "schema": {"type": "string"}} for name in names})


def _parameters(schemas: Schemas, arguments: Mapping[str, type[Any]]) -> Iterable[Schema]:
    for location in ("path", "query"):
        for attribute in fields(arguments[location]) if location in arguments else ():
            yield {
                "in": location,
                "name": schemas.wire.name(attribute.name),
                "required": not may_be_absent(attribute),
                "schema": {**schemas.of(attribute.type, request=True), **limits(attribute)},
            }


def _responses(
    api: Document, envelope: Envelope, notes: Mapping[str, Any], refusals: Iterable[type[Refusal]], *, has_body: bool
) -> dict[str, Any]:
    status, cls = notes["reply"]
    media: str = notes.get("media", _JSON)
    plain = api.schemas(envelope.wire).of(cls, request=False)
    success = envelope.success_schema(plain) if media == _JSON else plain
    failure = api.failure(envelope)
    codes: defaultdict[int, set[str]] = defaultdict(set)
    for refusal in refusals:
        refused, code = CODES[next(each for each in refusal.__mro__ if each in CODES)]
        codes[refused].add(code)
    if has_body:
        codes[PAYLOAD_TOO_LARGE[0]].add(PAYLOAD_TOO_LARGE[1])
    responses = {str(each): _refusal(each, names, failure) for each, names in sorted(codes.items())}
    for also in notes["also"]:
        both = {"oneOf": [success, failure]}
        responses[str(also)] = _response(f"The reply says why not, or: {', '.join(sorted(codes[also]))}", both)
    done = _response("Done", success, media)
    if notes.get("events"):
        done["content"][EVENT_STREAM] = {"schema": {"type": "string"}}
    return {str(status): done, **responses}


def _refusal(status: int, codes: Iterable[str], schema: Schema) -> Schema:
    response = _response(", ".join(sorted(codes)), schema)
    if status in _HEADERS:
        name, always = _HEADERS[status]
        response["headers"] = {name: {"required": always, "schema": {"type": "string"}}}
    return response


def _response(description: str, schema: Schema, media: str = _JSON) -> Schema:
    return {"description": description, "content": {media: {"schema": schema}}}
