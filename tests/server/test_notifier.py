"""A notifier that fails: the invitation stands, and its link is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from beheard_core.accounts import Account
from beheard_server.store import SentInvitation
from tests.server.client import Api, fresh_api
from tests.server.people import call, granted, register, sign_in


class Broken:
    """A notifier whose errors quote the address."""

    def invitation_sent(self, invitation: SentInvitation, *, url: str) -> None:
        raise OSError(f"no mail server for {invitation.address.email}")

    def password_forgotten(self, account: Account, *, url: str) -> None:
        raise OSError(f"no mail server for {account.email}")


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    api = fresh_api(tmp_path, notifier=Broken())
    yield api
    api.close()


def test_a_notifier_that_fails_takes_no_invitation_back(api: Api) -> None:
    ada = register(api)
    with capture_logs() as logs:
        opened = granted(ada.post("/sessions", {"inviteEmail": "ben@example.com"}), 201)
        api.clock.advance(days=1)
        granted(sign_in(ada).post(f"/invitations/{opened['invitationId']}/resend"))
    assert granted(call(api, "GET", f"/invitations/{opened['invitationId']}"))["status"] == "PENDING"
    assert [(each["event"], each["kind"]) for each in logs] == [("the notifier failed", "OSError")] * 2
    assert "ben@example.com" not in str(logs)


def test_a_notifier_that_fails_does_not_tell_whether_there_is_an_account(api: Api) -> None:
    ada = register(api)
    with capture_logs() as logs:
        for email in (ada.email, "nobody@example.org"):
            assert granted(call(api, "POST", "/auth/forgot-password", json={"email": email})) == {"sent": True}
    assert [(each["event"], each["kind"]) for each in logs] == [("the notifier failed", "OSError")]
    assert ada.email not in str(logs)
