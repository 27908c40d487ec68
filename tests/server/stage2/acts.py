"""What two people do in stage 2, by the endpoints, and how a session gets out of their hands."""

from typing import Any

from attrs import evolve

from beheard_core import Decision
from beheard_core.mediation import Session, SessionStatus
from tests.server.channel import id_of, published
from tests.server.client import Api
from tests.server.people import Couple, Person, granted
from tests.server.stage2.facilitating import Recording, proposal

NOW = "2025-03-02T08:00:00Z"
LATER = "2025-03-02T08:05:00Z"
"""What the clock says at first, and after five minutes."""
WORDS = "You may have been afraid that I would leave."
NOT_LIVE = [SessionStatus.PAUSED, SessionStatus.RESOLVED, SessionStatus.ABANDONED]
ENDED = NOT_LIVE[1:]


def say(who: Person, couple: Couple, content: str = "It was a long day.", **more: object) -> Any:
    """Write to the facilitator."""
    return granted(who.post(f"{couple.session}/messages", {"content": content, **more}), 201)


def thread(who: Person, couple: Couple, query: str = "") -> Any:
    """Read one's own thread."""
    return granted(who.get(f"{couple.session}/messages{query}"))


def feel(who: Person, couple: Couple, intensity: int, context: str | None = None) -> Any:
    """Note how intense it is."""
    return granted(who.post(f"{couple.session}/emotions", {"intensity": intensity, "context": context}), 201)


def readings(who: Person, couple: Couple, query: str = "") -> Any:
    """Read one's own readings."""
    return granted(who.get(f"{couple.session}/emotions{query}"))


def draft(who: Person, couple: Couple, content: str = WORDS, **more: object) -> Any:
    """Write a draft."""
    return granted(who.post(f"{couple.session}/empathy/draft", {"content": content, **more}))


def drafted(who: Person, couple: Couple) -> Any:
    """Read one's own draft and what can be done with it."""
    return granted(who.get(f"{couple.session}/empathy/draft"))


def share(who: Person, couple: Couple, content: str = WORDS) -> Any:
    """Write a draft and share it."""
    body = {"draftId": draft(who, couple, content)["draft"]["id"]}
    return granted(who.post(f"{couple.session}/empathy/consent", body))


def share_both(couple: Couple) -> Couple:
    """Let both share an attempt, Ada first."""
    share(couple.ada, couple, "Ada's words.")
    share(couple.ben, couple, "Ben's words.")
    return couple


def partners(who: Person, couple: Couple) -> Any:
    """Read the partner's attempt."""
    return granted(who.get(f"{couple.session}/empathy/partner"))


def judge(who: Person, couple: Couple, *, validated: bool, **more: object) -> Any:
    """Say whether the partner's attempt is right."""
    return granted(who.post(f"{couple.session}/empathy/validate", {"validated": validated, **more}))


def ask_to_revise(who: Person, couple: Couple, feedback: str = "Not quite.") -> Any:
    """Share feedback that asks for a revision."""
    return judge(who, couple, validated=False, feedback=feedback, consentToShareFeedback=True)


def asked(who: Person, couple: Couple, facilitator: Recording, *previews: str) -> list[str]:
    """Have the facilitator ask whether something is to be shared, and give the ids of the requests, oldest first."""
    facilitator.answers["propose_shares"] = [proposal(each) for each in previews or ("I need to rest.",)]
    say(who, couple)
    facilitator.answers["propose_shares"] = []
    return [each["id"] for each in pending(who, couple)]


def pending(who: Person, couple: Couple) -> list[Any]:
    """Read the requests that wait."""
    told = granted(who.get(f"{couple.session}/consent/pending"))
    assert told.keys() == {"pendingRequests"}
    return list(told["pendingRequests"])


def decide(who: Person, couple: Couple, request: str, decision: str = "GRANTED", **more: object) -> Any:
    """Answer a request."""
    body = {"consentRequestId": request, "decision": decision, **more}
    return granted(who.post(f"{couple.session}/consent/decide", body))


def history(who: Person, couple: Couple) -> list[Any]:
    """Read one's own decisions."""
    told = granted(who.get(f"{couple.session}/consent/history"))
    assert told.keys() == {"records"}
    return list(told["records"])


def record_of(who: Person, couple: Couple, kind: str) -> str:
    """Give the id of one's newest record of a kind."""
    found: str = next(each["id"] for each in history(who, couple) if each["contentType"] == kind)
    return found


def revoke(who: Person, couple: Couple, record: str) -> Any:
    """Take a consent back."""
    return granted(who.post(f"{couple.session}/consent/revoke", {"consentRecordId": record}))


def vessel(who: Person, couple: Couple) -> Any:
    """Read the shared vessel."""
    return granted(who.get(f"{couple.session}/shared"))


def gates(who: Person, couple: Couple) -> Any:
    """Read one's own gates of stage 2."""
    return granted(who.get(f"{couple.session}/stages/2/gates"))


def put(api: Api, couple: Couple, status: SessionStatus) -> Couple:
    """Let a session be as no act in these tests makes it."""

    def write(session: Session) -> Decision[Session]:
        return Decision(evolve(session, status=status))

    api.shell.change(id_of(couple.session), write)
    return couple


def channel(api: Api, couple: Couple) -> list[tuple[str, dict[str, Any]]]:
    """Give the events since both came to stage 2, oldest first."""
    told = published(api, couple.session)
    last = max((place for place, (name, _) in enumerate(told) if name == "partner.advanced"), default=0)
    return told[last + 1 :]


def audit(api: Api, couple: Couple) -> list[tuple[str, str, str]]:
    """Give what the audit says."""
    return list(api.shell.read(lambda unit: unit.words.audited(id_of(couple.session))))


def seen_by(who: Person, couple: Couple) -> list[Any]:
    """Give everything about the session that somebody can read."""
    below = ["", "/progress", *(f"/stages/{stage}/gates" for stage in range(5)), "/messages", "/emotions"]
    below += ["/empathy/draft", "/empathy/partner", "/consent/pending", "/consent/history", "/shared"]
    return [who.get(couple.session + each).body for each in below]
