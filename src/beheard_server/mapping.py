"""Stage 3 between the store and the facilitator: needs found, worded for the partner, and brought together.

The facilitator is asked outside of any transaction. Where it fails, the offline one answers in its place.
"""

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from beheard_core import Decision
from beheard_core.fields import validate
from beheard_core.mediation import ContentType, Need, NeedAnswers, NeedCategory, Pair, Participant
from beheard_core.mediation.barometer import Reading
from beheard_core.mediation.common_ground import GroundText, NewGround, analysed, analysis_is_due
from beheard_core.mediation.consent import Request
from beheard_core.mediation.messages import Role
from beheard_core.mediation.model import Session, Stage
from beheard_core.mediation.needs import Reviewed, Synthesis, merged, review, synthesis_is_due
from beheard_core.mediation.standing import live_needs, sides, visible_ground
from beheard_server.facilitators import Facilitator, FoundNeed, Pairing, SharedNeed
from beheard_server.facilitators.stand_in import OFFLINE, answered, wording
from beheard_server.shell import Shell, load
from beheard_server.store import Unit

_OWN_STAGES = (Stage.WITNESS, Stage.PERSPECTIVE_STRETCH)
_LINES = 500


@frozen
class _Written:
    """What somebody wrote, and the place in their thread down to which it goes."""

    lines: tuple[str, ...]
    readings: tuple[Reading, ...]
    events: tuple[str, ...]
    read_to: int


def newest_place(unit: Unit, session_id: str, person: str) -> int:
    """Give the last place in somebody's thread of what could matter to their needs, 0 if there is none."""
    stages = (stage for stage in Stage if stage <= Stage.NEED_MAPPING)
    newest = (unit.words.messages(session_id, owner=person, stage=stage, limit=1) for stage in stages)
    return max((place for messages in newest for place, _ in messages), default=0)


def find_needs(shell: Shell, facilitator: Facilitator, session_id: str, person: str, *, refresh: bool) -> None:
    """Find the needs in what somebody wrote, if it is time to, and keep them.

    Raises:
        Refusal: as :func:`beheard_core.mediation.synthesis_is_due`; NotFound when there is no such session.
    """

    def is_due(unit: Unit, newest: int) -> bool:
        last = unit.words.synthesis(session_id, owner=person)
        return synthesis_is_due(load(unit, session_id).value, person, last=last, newest=newest, refresh=refresh)

    def gather(unit: Unit) -> _Written | None:
        newest = newest_place(unit, session_id, person)
        return _written(unit, session_id, person, newest) if is_due(unit, newest) else None

    written = shell.read(gather)
    if written is None:
        return
    asked = written.lines, written.readings, written.events
    found = answered(facilitator, lambda each: _needs(shell, each.synthesize_needs(*asked).needs))

    def keep(unit: Unit) -> None:
        if not is_due(unit, written.read_to):
            return
        me, _ = sides(load(unit, session_id).value, person)
        current = unit.words.needs(session_id, owner=person)
        needs = merged(current, found, confirmed=me.confirmed_needs, said=written.lines)
        unit.words.put_needs(session_id, needs, owner=person)
        unit.words.put_synthesis(session_id, Synthesis(shell.clock(), written.read_to), owner=person)

    shell.commit(keep)


def review_needs(
    shell: Shell, facilitator: Facilitator, session_id: str, person: str, answers: NeedAnswers
) -> Reviewed:
    """Keep what somebody says of their needs, and ask them about sharing those that are theirs.

    Raises:
        Refusal: as :func:`beheard_core.mediation.review`; NotFound when there is no such session.
    """

    def decide(unit: Unit) -> Decision[Reviewed]:
        return review(
            load(unit, session_id).value,
            person,
            answers,
            current=unit.words.needs(session_id, owner=person),
            requests=unit.words.requests(session_id, owner=person),
            now=shell.clock(),
        )

    # Nobody's words are handed to the facilitator for an act that is refused.
    asked = shell.read(decide).state.opened
    wordings = {each.description: wording(facilitator, ContentType.IDENTIFIED_NEED, each.description) for each in asked}

    def keep(unit: Unit) -> Reviewed:
        stored, decision = load(unit, session_id), decide(unit)
        reviewed = decision.state
        if reviewed.session != stored.value:
            shell.save(unit, stored, Decision(reviewed.session, decision.events))
        unit.words.put_needs(session_id, reviewed.needs, owner=person)
        unit.words.drop_requests(session_id, reviewed.dropped, owner=person)
        for need in reviewed.opened:
            unit.words.add_request(session_id, _request(shell, need, wordings), owner=person)
        return reviewed

    return shell.commit(keep)


def find_common_ground(shell: Shell, facilitator: Facilitator, session_id: str) -> None:
    """Look for what both need in what both share, if there is something in it that was not looked at yet."""

    def gather(unit: Unit) -> tuple[tuple[SharedNeed, ...], tuple[SharedNeed, ...]] | None:
        session = load(unit, session_id).value
        if not analysis_is_due(session):
            return None
        return _shared_needs(unit, session, session.inviter), _shared_needs(unit, session, session.invitee)

    both = shell.read(gather)
    if both is None:
        return
    found = answered(facilitator, lambda each: _pairs(shell, each.find_common_ground(*both)))

    def keep(unit: Unit) -> None:
        stored = load(unit, session_id)
        seen = [each.ref for side in both for each in side]
        decision = analysed(stored.value, [pair for pair, _ in found], seen=seen, now=shell.clock())
        shell.save(unit, stored, decision)
        added = {each.id for each in decision.state.common_ground}
        for pair, text in found:
            if pair.id in added:
                unit.common.add_ground(session_id, text, owner=None)

    shell.commit(keep)


def ground_texts(unit: Unit, session: Session) -> dict[str, GroundText]:
    """Give what the common ground in sight says, by id."""
    return unit.common.ground(session.id, [each.id for each in visible_ground(session)])


def _written(unit: Unit, session_id: str, person: str, read_to: int) -> _Written:
    messages = (
        message
        for stage in _OWN_STAGES
        for _, message in reversed(unit.words.messages(session_id, owner=person, stage=stage, limit=_LINES))
    )
    me, _ = sides(load(unit, session_id).value, person)
    arrived_at = me.rows[Stage.NEED_MAPPING].started_at
    requests = (each for each in unit.words.requests(session_id, owner=person) if each.requested_at <= arrived_at)
    return _Written(
        tuple(each.content for each in messages if each.role is Role.USER),
        tuple(each for _, each in reversed(unit.words.readings(session_id, owner=person)) if each.stage in _OWN_STAGES),
        tuple(each.original_summary for each in requests if each.content_type is ContentType.EVENT_SUMMARY),
        read_to,
    )


def _needs(shell: Shell, found: Iterable[FoundNeed]) -> tuple[Need, ...]:
    return tuple(
        Need(
            shell.new_id("need"),
            each.need.strip(),
            NeedCategory(each.category),
            each.description.strip(),
            tuple(each.evidence),
            float(each.confidence),
        )
        for each in found
    )


def _request(shell: Shell, need: Need, wordings: Mapping[str, str]) -> Request:
    text = need.description
    # A need that was worded anew in between is put for the partner by the offline facilitator, which takes no time.
    preview = wordings.get(text) or OFFLINE.transform(ContentType.IDENTIFIED_NEED, text)
    return Request(
        shell.new_id("consent"), ContentType.IDENTIFIED_NEED, need.need, preview, need.id, text, shell.clock()
    )


def _shared_needs(unit: Unit, session: Session, owner: Participant) -> tuple[SharedNeed, ...]:
    needs = {each.id: each for each in unit.words.needs(session.id, owner=owner.id)}
    consents = live_needs(owner)
    texts = {each.consent_id: each.text for each in unit.words.shared(session.id, [each.id for each in consents])}
    return tuple(
        SharedNeed(each.id, needs[each.content_id].need, needs[each.content_id].category, texts[each.id])
        for each in consents
    )


def _pairs(shell: Shell, found: Sequence[Pairing]) -> tuple[tuple[Pair, GroundText], ...]:
    pairs = []
    for each in found:
        new = NewGround(need=each.need, category=NeedCategory(each.category), description=each.description)
        if not validate(new):
            pair = Pair(shell.new_id("cg"), each.mine, each.theirs)
            pairs.append((pair, GroundText(pair.id, new.need, new.category, new.description)))
    return tuple(pairs)
