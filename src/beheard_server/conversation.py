"""One turn of a conversation: what the facilitator is given, what it answers, and what it proposes to share."""

from beheard_core.mediation.barometer import Reading
from beheard_core.mediation.consent import PROPOSABLE, Request
from beheard_core.mediation.messages import FALLBACK_REPLY, Message, Role
from beheard_core.mediation.retrieval import Plan, Turn, intent_of, plan
from beheard_server.facilitators import Bundle, Facilitator, Proposal
from beheard_server.facilitators.bundles import bundle_for
from beheard_server.facilitators.guarded import guarded
from beheard_server.shell import Shell, load
from beheard_server.store import Unit


def converse(
    shell: Shell, facilitator: Facilitator, session_id: str, person: str, said: Message, *, hint: bool
) -> Message:
    """Have a kept message answered, outside of any transaction, and keep the answer.

    A facilitator that fails to plan is given the message alone; one that fails to answer is answered for by a fixed
    neutral text.
    """
    latest = shell.read(lambda unit: unit.words.readings(session_id, owner=person, limit=1))
    intent = intent_of(
        said.stage,
        message_intensity=None if said.emotional_reading is None else said.emotional_reading.intensity,
        latest_reading=latest[0][1].intensity if latest else None,
        recalls_agreement=False,
    )
    turn = Turn(said.stage, intent, hint)
    planned = guarded(lambda: plan(facilitator.plan_retrieval(said.stage, intent, said.content), turn), Plan((), ()))

    def gather(unit: Unit) -> Bundle:
        session = load(unit, session_id).value
        return bundle_for(unit, session, person, said, intent=intent, queries=planned.allowed)

    bundle = shell.read(gather)
    text = guarded(lambda: facilitator.reply(bundle).strip(), "") or FALLBACK_REPLY
    nothing: tuple[Proposal, ...] = ()
    proposals = guarded(lambda: _proposals(facilitator, said), nothing)
    reply = Message(shell.new_id("msg"), session_id, None, Role.AI, text, said.stage, said.timestamp)

    def keep(unit: Unit) -> None:
        unit.words.add_message(reply, owner=person)
        for proposal in proposals:
            unit.words.add_request(session_id, _request(shell, said, proposal), owner=person)
        for query in planned.dropped:
            about = f"{query.kind} in {query.vessel}"
            unit.words.audit(session_id, actor=person, act="query refused", about=about, at=shell.clock())

    shell.commit(keep)
    return reply


def support_in(facilitator: Facilitator, reading: Reading) -> bool:
    """Tell whether a reading speaks of distress; a facilitator that fails sees none."""
    return reading.context is not None and guarded(lambda: facilitator.has_distress(str(reading.context)), False)


def _proposals(facilitator: Facilitator, said: Message) -> tuple[Proposal, ...]:
    if said.stage not in PROPOSABLE:
        return ()
    found = facilitator.propose_shares(said.content, said.stage)
    return tuple(each for each in found if each.content_type in PROPOSABLE[said.stage] and each.says_something)


def _request(shell: Shell, said: Message, proposal: Proposal) -> Request:
    return Request(
        shell.new_id("consent"),
        proposal.content_type,
        proposal.description,
        proposal.preview,
        said.id,
        proposal.summary,
        shell.clock(),
    )
