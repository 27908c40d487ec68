"""The OpenAPI document of the standalone server, as anybody gets it, and the operations in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from beheard_server.app import create_app
from beheard_server.settings import Settings
from beheard_server.testing import SECRET_KEY, Client

# Nothing is opened to make an app, so the document can be had before any test has a directory.
APP = create_app(Settings(secret_keys=(SECRET_KEY,), rate_limits=False))
METHODS = {"get", "put", "post", "patch", "delete"}
DOCUMENT: Mapping[str, Any] = Client(APP).call("GET", "/openapi.json").body
COMPONENTS: Mapping[str, Any] = DOCUMENT["components"]["schemas"]


@frozen
class Operation:
    """One method of one path, and what the document says of it."""

    method: str
    path: str
    says: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def needs_sign_in(self) -> bool:
        return bool(self.says["security"])

    @property
    def can_be_wrong(self) -> bool:
        """Tell whether a request can be at odds with the document, beyond naming what is not there."""
        return self.needs_sign_in or self.body is not None

    @property
    def has_codes(self) -> bool:
        """Tell whether its refusals carry a code, which is to say, in which envelope it answers."""
        refused = self.says["responses"]["429"]["content"]["application/json"]["schema"]
        return refused["$ref"].rpartition("/")[2] in {"Failure", "FocusFailure"}

    @property
    def body(self) -> Mapping[str, Any] | None:
        """The schema of the body, with what it refers to, if there may be one."""
        if "requestBody" not in self.says:
            return None
        schema = self.says["requestBody"]["content"]["application/json"]["schema"]
        return {**schema, "components": {"schemas": COMPONENTS}}

    def admits(self, body: object) -> bool:
        """Tell whether the document lets a body pass."""
        return self.body is None or bool(Draft202012Validator(self.body).is_valid(body))

    def codes(self, status: int) -> set[str]:
        """Give the error codes that the document names for a status; none for one that it does not have."""
        described: str = self.says["responses"].get(str(status), {"description": ""})["description"]
        return set(described.rpartition(":")[2].replace(",", " ").split())


def operations() -> Iterator[Operation]:
    """Go through the document."""
    for path, item in DOCUMENT["paths"].items():
        for method in sorted(METHODS & item.keys()):
            yield Operation(method.upper(), path, item[method])


OPERATIONS = tuple(operations())
