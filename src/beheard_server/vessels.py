"""What was shared by consent: the texts of single consents, and all of it as one of the two may see it."""

from collections.abc import Collection

from beheard_core.mediation import Consent, Session
from beheard_core.mediation.standing import live_attempt, sides
from beheard_core.mediation.views import SharedItem, SharedVessel, own_live_consents, readable_consents
from beheard_server.store import Unit


def texts_of(unit: Unit, session_id: str, consent_ids: Collection[str]) -> dict[str, str]:
    """Give what is shared by these consents, by consent; which of them may be read is for the facts to say."""
    return {each.consent_id: each.text for each in unit.words.shared(session_id, consent_ids)}


def partners_attempt(unit: Unit, session: Session, person: str) -> dict[str, str]:
    """Give the text of the partner's live attempt, by the consent to it; nothing where there is none."""
    _, partner = sides(session, person)
    attempt = live_attempt(partner)
    return {} if attempt is None else texts_of(unit, session.id, (attempt.consent_id,))


def shared_vessel(unit: Unit, session: Session, person: str) -> SharedVessel:
    """Give the texts of all consents that are live now and listed for this person."""
    me, partner = sides(session, person)
    return SharedVessel(
        _items(unit, session, me.id, own_live_consents(session, person)),
        _items(unit, session, partner.id, readable_consents(session, person)),
    )


def _items(unit: Unit, session: Session, owner: str, consents: Collection[Consent]) -> tuple[SharedItem, ...]:
    kinds = {each.id: each.content_type for each in consents}
    return tuple(
        SharedItem(each.id, owner, each.text, each.consented_at, True, kinds[each.consent_id])
        for each in unit.words.shared(session.id, tuple(kinds))
    )
