"""The request for a token of Ably's, against the contract's *Auth* and Ably's own specification."""

import base64
import hashlib
import hmac
import json
from typing import Any

from tests.server.channel import id_of
from tests.server.client import Api
from tests.server.people import Couple, Person, call, granted, invite, meet, refused, register, sign_in
from tests.server.realtime.ably import KEY, Ably


def asked_for(person: Person) -> Any:
    data = granted(person.get("/auth/ably-token"))
    assert data.keys() == {"tokenRequest"}
    return data["tokenRequest"]


def allowed(person: Person) -> Any:
    return json.loads(asked_for(person)["capability"])


def over(*sessions: str) -> dict[str, list[str]]:
    """Give what the contract lets a client do with sessions: listen, and be present."""
    capability = {}
    for each in map(id_of, sessions):
        capability[f"beheard:session:{each}"] = ["subscribe"]
        capability[f"beheard:session:{each}:presence"] = ["presence", "subscribe"]
    return capability


def test_the_request_is_signed_as_ably_documents_it(api: Api, couple: Couple) -> None:
    request = asked_for(couple.ada)
    assert request.keys() == {"keyName", "ttl", "timestamp", "capability", "clientId", "nonce", "mac"}
    name, _, secret = KEY.partition(":")
    assert (request["keyName"], request["ttl"], request["clientId"]) == (name, 3_600_000, couple.ada.id)
    assert request["timestamp"] == api.clock().timestamp() * 1000
    assert len(request["nonce"]) >= 16
    lines = [request[each] for each in ("keyName", "ttl", "capability", "clientId", "timestamp", "nonce")]
    text = "\n".join(map(str, lines)) + "\n"
    mac = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    assert request["mac"] == base64.b64encode(mac).decode()
    assert secret not in str(request)


def test_the_capability_is_written_as_ably_writes_it_and_no_request_is_like_another(couple: Couple) -> None:
    one, other = asked_for(couple.ada), asked_for(couple.ada)
    assert one["nonce"] != other["nonce"]
    canonical = json.dumps(json.loads(one["capability"]), sort_keys=True, separators=(",", ":"))
    assert one["capability"] == canonical


def test_it_is_for_ones_own_sessions_that_have_not_ended_and_lets_nobody_publish(api: Api, couple: Couple) -> None:
    other = meet(couple.ada, register(api, "Cleo"))
    invited, _ = invite(couple.ada, inviteEmail="dora@example.org")
    assert allowed(couple.ada) == over(couple.session, other.session, invited)
    assert allowed(couple.ben) == over(couple.session)
    granted(couple.ada.post(f"{couple.session}/pause"))
    assert allowed(couple.ben) == over(couple.session)
    granted(couple.ada.post(f"{couple.session}/leave"))
    assert allowed(couple.ada) == over(other.session, invited)
    assert allowed(couple.ben) == {}
    assert {each for operations in allowed(other.ada).values() for each in operations} == {"presence", "subscribe"}


def test_who_is_invited_by_name_hears_nothing_before_accepting(api: Api, couple: Couple) -> None:
    granted(couple.ada.post(f"{couple.session}/leave"))
    _, invitation = invite(couple.ada, personId=couple.ben.id)
    assert allowed(couple.ben) == {}
    session = granted(couple.ben.post(f"{invitation}/accept"))["session"]["id"]
    assert allowed(couple.ben) == over(session)


def test_nobody_gets_one_without_signing_in(api: Api, couple: Couple, ably: Ably) -> None:
    refused(call(api, "GET", "/auth/ably-token"), 401, "UNAUTHORIZED")
    old = sign_in(couple.ada)
    granted(old.post("/auth/logout", {"refreshToken": old.refresh_token}))
    refused(old.get("/auth/ably-token"), 401, "UNAUTHORIZED")
    assert ably.asked == 0
