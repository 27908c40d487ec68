"""How an attrs class looks to somebody who knows the contract's notation."""

from typing import Any

from attrs import fields


def camel(name: str) -> str:
    """Give a field's name as the wire spells it."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def notation(kind: type) -> str:
    """List a class's keys as the contract does: those whose default is None may be absent and end in ``?``."""
    return " ".join(camel(each.name) + ("?" if each.default is None else "") for each in fields(kind))


def wire(gates: Any) -> dict[str, Any]:
    """Give a gate object as the contract writes it."""
    return {camel(each.name): getattr(gates, each.name) for each in fields(type(gates))}
