"""What both have shared and still share, as one of them may see it."""

from collections.abc import Collection

from beheard_core.mediation import Consent, Session
from beheard_core.mediation.standing import sides
from beheard_core.mediation.views import SharedItem, SharedVessel, own_live_consents, readable_consents
from beheard_server.store import Unit


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
