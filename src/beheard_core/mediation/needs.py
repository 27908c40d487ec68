"""Stage 3, the needs: what somebody recognises as their own, and what of it they let the partner know.

The facilitator finds needs in what a person wrote; the person confirms, words anew, or adds their own. A need that is
shared is shared in one wording, so a new wording takes the consent back.

Source: the contract's *Stage 3*.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from attrs import evolve, field, frozen

from beheard_core.decision import Decision
from beheard_core.errors import Conflict, Invalid, NotFound, Violation
from beheard_core.fields import check, flag, ident, repeated, require_known, several, text, texts
from beheard_core.mediation.consent import Request, answered, undecided, with_consent, without_share
from beheard_core.mediation.events import ConsentRevoked, NeedsShared
from beheard_core.mediation.model import Consent, ContentType, NeedCategory, Participant, Session, Stage
from beheard_core.mediation.refusals import NeedsMissing
from beheard_core.mediation.standing import (
    current_stage,
    is_live,
    live_needs,
    require_at,
    require_stage,
    require_still_in,
    sides,
    with_participant,
)

MOST = 8
"""How many needs a person has in one session, at most."""
LEAST_CONFIDENCE = 0.5
_WORDS = 200
_QUOTES = 5
_LISTED = 1000


@frozen
class Need:
    """A need of one person's, in their vessel; ``evidence`` quotes what they wrote, ``by_person`` says who named it."""

    id: str
    need: str
    category: NeedCategory
    description: str
    evidence: tuple[str, ...] = ()
    confidence: float = 1.0
    by_person: bool = False


@frozen
class Synthesis:
    """When needs were last found, and the place in the thread down to which it was read."""

    made_at: datetime
    read_to: int


@frozen(kw_only=True)
class NewNeed:
    """A need that the person names."""

    need: str = field(**text("What you need, in a few words", most=_WORDS))
    category: NeedCategory
    description: str = field(**text("What it is about, in your words", most=_WORDS))


@frozen(kw_only=True)
class NeedAnswer:
    """What somebody says of one need."""

    need_id: str = field(**ident("The need"))
    confirmed: bool = field(**flag("Whether this is yours"))
    adjustment: str | None = field(default=None, **text("A better wording", most=300))


@frozen(kw_only=True)
class NeedAnswers:
    """What somebody says of all their needs."""

    confirmations: tuple[NeedAnswer, ...] = field(**several("One for every need", most=_LISTED))

    def broken_rules(self) -> Iterable[Violation]:
        """Every need is answered for once."""
        return repeated("confirmations", "need_id", [each.need_id for each in self.confirmations])


@frozen(kw_only=True)
class NeedSharing:
    """Which needs the partner may know."""

    need_ids: tuple[str, ...] = field(**texts("Needs of yours", most=_LISTED, longest=_WORDS, unique=True))


@frozen
class Reviewed:
    """The session, the needs as they read now, and what becomes of the requests to share them.

    ``dropped`` are ids of requests that no longer wait; ``opened`` are the needs that are to be asked about.
    """

    session: Session
    needs: tuple[Need, ...]
    dropped: tuple[str, ...]
    opened: tuple[Need, ...]


def synthesis_is_due(
    session: Session, person: str, *, last: Synthesis | None, newest: int, refresh: bool = False
) -> bool:
    """Tell whether needs are to be found now: never done, out of date, or asked for; only in stage 3 and while live.

    Raises:
        Forbidden: ``person`` is not a participant.
        GateNotSatisfied: this person has not reached stage 3.
    """
    me, _ = sides(session, person)
    require_stage(me, Stage.NEED_MAPPING)
    here = current_stage(me) is Stage.NEED_MAPPING and is_live(session)
    return here and (refresh or is_dirty(last, newest))


def is_dirty(last: Synthesis | None, newest: int) -> bool:
    """Tell whether something was written since needs were last found; ``newest`` is the last place in the thread."""
    return last is None or newest > last.read_to


def merged(
    current: Sequence[Need], found: Iterable[Need], *, confirmed: Collection[str], said: Iterable[str]
) -> tuple[Need, ...]:
    """Give the needs with newly found ones in place of those that were found before and never confirmed.

    Of what was found, that is left out which quotes nothing or what was not ``said``, which is less likely than not,
    which has no words or too many, which is there already, and which is more than a person can have.
    """
    lines = tuple(said)
    needs = [each for each in current if each.by_person or each.id in confirmed]
    known = {_name(each) for each in needs}
    for each in found:
        if len(needs) < MOST and _name(each) not in known and _is_sound(each, lines):
            known.add(_name(each))
            needs.append(each)
    return tuple(needs)


def add_need(session: Session, person: str, new: NewNeed, *, current: Sequence[Need], need_id: str) -> Need:
    """Name a need; it still waits to be confirmed.

    Raises:
        Invalid: it breaks a rule, or it is the ninth.
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person has not reached stage 3.
        Conflict: this person has left stage 3.
    """
    check(new)
    me, _ = require_at(session, person, Stage.NEED_MAPPING)
    if len(current) >= MOST:
        raise Invalid((Violation("need", f"must not be more than the {MOST} that there can be"),))
    require_still_in(me, Stage.NEED_MAPPING)
    return Need(need_id, new.need, new.category, new.description, by_person=True)


def review(
    session: Session,
    person: str,
    answers: NeedAnswers,
    *,
    current: Sequence[Need],
    requests: Iterable[Request],
    now: datetime,
) -> Decision[Reviewed]:
    """Say of every need whether it is one's own, and word it anew where that is better.

    ``requests`` are this person's requests to share something. A need that is not confirmed, or that reads otherwise
    than before, is not shared any longer and not asked about; one that is confirmed, and neither shared nor asked for,
    is asked about anew. That needs were taken back is announced, nothing else is.

    Raises:
        Invalid: an answer breaks a rule.
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person has not reached stage 3.
        NotFound: an answer names a need that is not theirs.
        NeedsMissing: not every need has its answer.
        Conflict: this person has left stage 3.
    """
    check(answers)
    me, _ = require_at(session, person, Stage.NEED_MAPPING)
    said = {each.need_id: each for each in answers.confirmations}
    if said.keys() - {each.id for each in current}:
        raise NotFound("need")
    if missing := tuple(each.id for each in current if each.id not in said):
        raise NeedsMissing(missing)
    require_still_in(me, Stage.NEED_MAPPING)
    worded = {each.id: said[each.id].adjustment or each.description for each in current}
    changed = {each.id for each in current if not said[each.id].confirmed or worded[each.id] != each.description}
    taken_back = [each for each in live_needs(me) if each.content_id in changed]
    for consent in taken_back:
        session = without_share(session, person, consent, now=now)
    me, _ = sides(session, person)
    confirmed = tuple(each.id for each in current if said[each.id].confirmed)
    session = with_participant(session, evolve(me, confirmed_needs=confirmed))
    waiting = waiting_for(me, requests)
    needs = tuple(evolve(each, description=worded[each.id]) for each in current)
    settled = {each.content_id for each in live_needs(me)} | (waiting.keys() - changed)
    reviewed = Reviewed(
        session,
        needs,
        tuple(request.id for need_id, request in waiting.items() if need_id in changed),
        tuple(each for each in needs if each.id in confirmed and each.id not in settled),
    )
    if not taken_back:
        return Decision(reviewed)
    event = ConsentRevoked(session_id=session.id, actor_id=person, timestamp=now)
    return Decision(evolve(reviewed, session=evolve(session, updated_at=now)), (event,))


def share_needs(
    session: Session,
    person: str,
    sharing: NeedSharing,
    *,
    current: Sequence[Need],
    requests: Iterable[Request],
    now: datetime,
) -> Decision[Session]:
    """Share needs in the wording that was shown for them; what is shared already stays as it is.

    Raises:
        Invalid: what is asked breaks a rule, or names a need that is not confirmed.
        Forbidden: ``person`` is not a participant.
        SessionNotActive: the session is not live.
        GateNotSatisfied: this person has not reached stage 3.
        NotFound: a need is not theirs.
        Conflict: this person has left stage 3; or a need was not to be shared, and not confirmed again since.
    """
    check(sharing)
    me, _ = require_at(session, person, Stage.NEED_MAPPING)
    if set(sharing.need_ids) - {each.id for each in current}:
        raise NotFound("need")
    require_known(sharing.need_ids, me.confirmed_needs, path="need_ids[{}]", problem="must be confirmed first")
    require_still_in(me, Stage.NEED_MAPPING)
    shared = {each.content_id for each in live_needs(me)}
    waiting = waiting_for(me, requests)
    asked = [each for each in sharing.need_ids if each not in shared]
    if not waiting.keys() >= set(asked):
        raise Conflict("Please confirm this need again before you share it.")
    if not asked:
        return Decision(session)
    for need_id in asked:
        me = with_consent(me, answered(waiting[need_id], granted=True, now=now))
    event = NeedsShared(session_id=session.id, actor_id=person, timestamp=now)
    return Decision(evolve(with_participant(session, me), updated_at=now), (event,))


def shared_by(me: Participant, need_ids: Collection[str]) -> tuple[Consent, ...]:
    """Give the live consents to these needs."""
    return tuple(each for each in live_needs(me) if each.content_id in need_ids)


def waiting_for(me: Participant, requests: Iterable[Request]) -> Mapping[str, Request]:
    """Give, by need, the requests about needs that this person has not decided."""
    return {
        each.original_id: each for each in undecided(me, requests) if each.content_type is ContentType.IDENTIFIED_NEED
    }


def _name(need: Need) -> tuple[NeedCategory, str]:
    return need.category, need.need.casefold()


def _is_sound(need: Need, lines: Sequence[str]) -> bool:
    return (
        LEAST_CONFIDENCE <= need.confidence <= 1
        and 0 < len(need.evidence) <= _QUOTES
        and all(quote.strip() and any(quote in line for line in lines) for quote in need.evidence)
        and all(0 < len(words.strip()) <= _WORDS for words in (need.need, need.description))
    )
