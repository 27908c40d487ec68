"""Where a request comes from, behind proxies that the operator trusts."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from flask import request


def caller_address(trusted: Sequence[str]) -> str:
    """Give the address of the caller, spelled in one way.

    ``X-Forwarded-For`` is believed as far as trusted proxies (addresses or networks) have written it: from the right,
    the first address that is not one of theirs.
    """
    peer = request.remote_addr or "unknown"
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    for hop in reversed([*forwarded, peer]):
        address = _plain(hop)
        if not _is_trusted(address, trusted):
            return address or _plain(peer)
    return _plain(peer)


def _plain(written: str) -> str:
    # A server that listens on [::] sees 192.0.2.1 as ::ffff:192.0.2.1, which is in no IPv4 network.
    try:
        address = ip_address(written.strip())
    except ValueError:
        return written.strip()
    return str(getattr(address, "ipv4_mapped", None) or address)


def _is_trusted(address: str, trusted: Sequence[str]) -> bool:
    try:
        return any(ip_address(address) in ip_network(each, strict=False) for each in trusted)
    except ValueError:
        return False
