"""The endpoints of the document against the table of the contract, which counts 45 + 9 + 7 = 61 of them."""

from beheard_server.extension import PREFIX
from tests.server.document import OPERATIONS

FROM_THE_SEED = """
POST /auth/register
POST /auth/login
POST /auth/refresh
POST /auth/logout
GET /auth/me
GET /auth/ably-token
POST /sessions
GET /sessions
GET /sessions/:id
POST /sessions/:id/pause
POST /sessions/:id/resume
GET /invitations/:id
POST /invitations/:id/accept
POST /invitations/:id/decline
GET /sessions/:id/progress
GET /sessions/:id/stages/:stage/gates
POST /sessions/:id/stages/advance
POST /sessions/:id/compact/sign
GET /sessions/:id/compact/status
POST /sessions/:id/messages
GET /sessions/:id/messages
POST /sessions/:id/feel-heard
POST /sessions/:id/empathy/draft
GET /sessions/:id/empathy/draft
POST /sessions/:id/empathy/consent
GET /sessions/:id/empathy/partner
POST /sessions/:id/empathy/validate
POST /sessions/:id/emotions
GET /sessions/:id/emotions
POST /sessions/:id/exercises/complete
GET /sessions/:id/needs
POST /sessions/:id/needs/confirm
POST /sessions/:id/needs/consent
GET /sessions/:id/common-ground
POST /sessions/:id/common-ground/confirm
GET /sessions/:id/strategies
POST /sessions/:id/strategies
POST /sessions/:id/strategies/suggest
POST /sessions/:id/strategies/rank
GET /sessions/:id/strategies/overlap
POST /sessions/:id/agreements
POST /sessions/:id/resolve
GET /sessions/:id/consent/pending
POST /sessions/:id/consent/decide
POST /sessions/:id/consent/revoke
"""
FROM_THE_PAGES = """
PATCH /auth/me
POST /auth/push-token
POST /auth/forgot-password
POST /auth/reset-password
POST /invitations/:id/resend
POST /sessions/:id/needs
POST /sessions/:id/strategies/ready
POST /sessions/:id/agreements/:agreement/confirm
GET /sessions/:id/consent/history
"""
ADDED = """
GET /sessions/:id/agreements
POST /sessions/:id/leave
GET /sessions/:id/shared
POST /sessions/:id/common-ground
GET /auth/me/export
DELETE /auth/me
GET /sessions/:id/events
"""
PLACES = {"session_id": ":id", "invitation_id": ":id", "stage": ":stage", "agreement_id": ":agreement"}


def listed(table: str) -> list[str]:
    return table.split("\n")[1:-1]


def documented() -> set[str]:
    """Give the operations of the two-person process as the contract writes them."""
    return {
        f"{each.method} {each.path.removeprefix(PREFIX).format_map(PLACES)}"
        for each in OPERATIONS
        if each.path.startswith(f"{PREFIX}/")
    }


def test_the_table_has_as_many_endpoints_as_the_contract_counts() -> None:
    seed, pages, added = map(listed, (FROM_THE_SEED, FROM_THE_PAGES, ADDED))
    assert (len(seed), len(pages), len(added)) == (45, 9, 7)
    assert len({*seed, *pages, *added}) == 61


def test_the_document_has_the_endpoints_of_the_contract_and_no_other() -> None:
    contract = {each for table in (FROM_THE_SEED, FROM_THE_PAGES, ADDED) for each in listed(table)}
    assert documented() == contract
    assert len(documented()) == 61
