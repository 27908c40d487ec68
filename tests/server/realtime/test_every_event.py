"""Every event of the contract reaches both people, by every way there is, and nobody else."""

from typing import Any

from beheard_core.mediation.events import SessionEvent
from beheard_server.store import NoticeKind
from tests.server.channel import id_of, published
from tests.server.client import Api
from tests.server.people import Couple, Person, granted, invite, meet, reach, refused, register, repair
from tests.server.realtime.ably import Ably
from tests.server.stage2.acts import ask_to_revise, decide, pending, record_of, revoke, say, share_both

SECRET = "I was ashamed of the letter"


def sharing(api: Api) -> Couple:
    """Let two people share what can be shared in stage 2, take some of it back, rest, and part."""
    couple = share_both(reach(meet(register(api, "Ada"), register(api, "Ben")), ada=2, ben=2))
    ask_to_revise(couple.ada, couple, SECRET)
    say(couple.ben, couple, f"I will not be woken at night. {SECRET}.")
    decide(couple.ben, couple, pending(couple.ben, couple)[0]["id"])
    revoke(couple.ben, couple, record_of(couple.ben, couple, "EMPATHY_ATTEMPT"))
    granted(couple.ada.post(f"{couple.session}/pause", {"reason": SECRET}))
    granted(couple.ben.post(f"{couple.session}/resume"))
    granted(couple.ben.post(f"{couple.session}/leave", {"reason": SECRET}))
    return couple


def resolving(api: Api) -> Couple:
    """Let two people come to an agreement."""
    couple = repair(reach(meet(register(api, "Cleo"), register(api, "Dora")), ada=4, ben=4), "AGREED")
    granted(couple.ben.post(f"{couple.session}/resolve"))
    return couple


def declining(api: Api) -> Couple:
    """Let somebody decline."""
    eve, finn = register(api, "Eve"), register(api, "Finn")
    session, invitation = invite(eve, inviteEmail=finn.email)
    granted(finn.post(f"{invitation}/decline", {"reason": SECRET}))
    return Couple(eve, finn, session, invitation)


def read(person: Person, session: str) -> list[tuple[str, Any]]:
    """Page through a session's events, a few at a time."""
    found: list[Any] = []
    more, after = True, ""
    while more:
        page = granted(person.get(f"{session}/events?limit=7{after}"))
        found += page["events"]
        more = page["hasMore"]
        after = f"&after={found[-1]['id']}" if found else ""
    return [(each["name"], each["data"]) for each in found]


def test_every_event_of_the_contract_reaches_both_and_ably_and_holds_nobodys_words(api: Api, ably: Ably) -> None:
    couples = [sharing(api), resolving(api), declining(api)]
    api.work_off()
    names = set()
    for couple in couples:
        kept = published(api, couple.session)
        names |= {name for name, _ in kept}
        listeners = (couple.ada, couple.ben) if couple is not couples[-1] else (couple.ada,)
        for person in listeners:
            assert read(person, couple.session) == kept
        assert [(each["name"], each["data"]) for each in ably.messages(id_of(couple.session))] == kept
        for stranger in (couples[couples.index(couple) - 1].ada, couples[couples.index(couple) - 1].ben):
            refused(stranger.get(f"{couple.session}/events?limit=5"), 403, "FORBIDDEN")
    # Who declines never was one of the two.
    refused(couples[-1].ben.get(f"{couples[-1].session}/events?limit=5"), 403, "FORBIDDEN")
    assert names == {each.name for each in SessionEvent.__subclasses__()}
    assert ably.wrong == []
    assert SECRET not in str(ably.taken)


def test_each_is_pushed_to_for_what_the_other_does_and_reads_nobodys_words(api: Api, ably: Ably) -> None:
    couple = meet(register(api, "Ada"), register(api, "Ben"))
    for person in (couple.ada, couple.ben):
        granted(person.post("/auth/push-token", {"pushToken": person.id, "platform": "ios"}))
    api.work_off()
    seen = len(api.outgoing.told)
    for actor, other in ((couple.ada, couple.ben), (couple.ben, couple.ada)):
        granted(actor.post(f"{couple.session}/pause", {"reason": SECRET, "shareReason": True}))
        granted(actor.post(f"{couple.session}/resume"))
        told = api.outgoing.told[seen:]
        seen += len(told)
        assert [(each.kind, each.person_id) for each in told] == [(NoticeKind.PUSH, other.id)]
        assert SECRET not in str(told)
