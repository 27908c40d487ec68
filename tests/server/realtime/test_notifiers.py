"""Notices by mail and by webhook: to the right address, once, in words that are nobody's."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from beheard_server.notifiers import ByWay, LogNotifier
from beheard_server.notifiers.letters import letter
from beheard_server.notifiers.smtp import SMTPNotifier
from beheard_server.notifiers.webhook import WebhookNotifier
from beheard_server.realtime.jobs import notifier_of
from beheard_server.settings import Settings
from beheard_server.store import Device, Notice, NoticeKind
from beheard_server.testing import START, Clock
from tests.server.client import Api, fresh_api
from tests.server.people import call, granted, register
from tests.server.realtime.letterboxes import Hook, MailServer, mail_server, webhook

FROM = "beheard@example.org"
SECRET = "between the two of us"
WORDS = "how we split evenings"


@pytest.fixture
def mails() -> Iterator[MailServer]:
    with mail_server() as box:
        yield box


@pytest.fixture
def hook() -> Iterator[Hook]:
    with webhook() as hook:
        yield hook


Serve = Callable[..., Api]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Make servers whose notifiers come from the settings."""
    opened: list[Api] = []

    def make(**settings: Any) -> Api:
        clock = Clock()
        chosen = Settings(**settings, outward_seconds=2)
        opened.append(fresh_api(tmp_path, notifier=notifier_of(chosen, clock)))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def plain(mails: MailServer) -> dict[str, str]:
    return {"smtp_url": f"smtp+plain://127.0.0.1:{mails.port}", "smtp_from": FROM}


def test_an_invitation_and_a_new_password_go_out_by_mail_without_anybodys_words(
    serve: Serve, mails: MailServer
) -> None:
    api = serve(**plain(mails))
    ada = register(api, "Ada")
    body = {"inviteEmail": "ben@example.org", "inviteName": "Benny", "context": WORDS}
    opened = granted(ada.post("/sessions", body), 201)
    granted(call(api, "POST", "/auth/forgot-password", json={"email": ada.email}))
    granted(call(api, "POST", "/auth/forgot-password", json={"email": "nobody@example.org"}))
    api.work_off()
    (to_ben, invitation), (to_ada, reset) = sorted(mails.mails, key=lambda each: each[0], reverse=True)
    assert (to_ben, to_ada) == ("ben@example.org", ada.email)
    assert (invitation["From"], invitation["To"]) == (FROM, "ben@example.org")
    assert opened["invitationUrl"] in invitation.get_content()
    token = reset.get_content().partition("beheard://reset/")[2].split()[0]
    told = call(api, "POST", "/auth/reset-password", json={"token": token, "newPassword": "a new staple of horses"})
    assert granted(told) == {"reset": True}
    for secret in (WORDS, "Ada", "Benny"):
        assert secret not in str(invitation)
        assert secret not in str(reset)


def test_a_mail_that_is_refused_comes_again_under_the_same_id(serve: Serve, mails: MailServer) -> None:
    api = serve(**plain(mails))
    mails.refuses.add("ben@example.org")
    granted(register(api).post("/sessions", {"inviteEmail": "ben@example.org"}), 201)
    with capture_logs() as logs:
        api.work_off()
    assert "ben@example.org" not in str(logs)
    assert mails.mails == []
    mails.refuses.clear()
    api.clock.advance(minutes=1)
    api.work_off()
    ((_, mail),) = mails.mails
    assert mail["Message-ID"].endswith("@example.org>")


def test_where_tls_is_wanted_and_not_to_be_had_nothing_is_sent(serve: Serve, mails: MailServer) -> None:
    api = serve(smtp_url=f"smtp://ada:secret@127.0.0.1:{mails.port}", smtp_from=FROM)
    granted(register(api).post("/sessions", {"inviteEmail": "ben@example.org"}), 201)
    with capture_logs() as logs:
        api.work_off()
    assert [each["event"] for each in logs] == ["the notifier failed"]
    assert mails.mails == []
    assert not any("AUTH" in each or "MAIL" in each.upper() for each in mails.said)
    server = SMTPNotifier(f"smtps://127.0.0.1:{mails.port}", FROM, 1)
    with pytest.raises(OSError):  # noqa: PT011  what it says depends on the version of OpenSSL
        server.tell(Notice(id="n", kind=NoticeKind.FOLLOW_UP, due_at=START, email="ben@example.org"))


def test_what_has_no_address_for_mail_is_not_mailed(mails: MailServer) -> None:
    mail = SMTPNotifier(f"smtp+plain://127.0.0.1:{mails.port}", FROM, 1)
    mail.tell(Notice(id="n", kind=NoticeKind.PUSH, due_at=START, device=Device("x", "ios")))  # type: ignore[arg-type]
    assert mails.said == []


def test_a_webhook_gets_everything_signed(serve: Serve, hook: Hook) -> None:
    api = serve(webhook_url=hook.url, webhook_secret=SECRET)
    ada = register(api, "Ada")
    opened = granted(ada.post("/sessions", {"inviteEmail": "ben@example.org", "invitePhone": "+4915550001"}), 201)
    api.work_off()
    ((headers, body),) = hook.sent
    text = headers["X-BeHeard-Timestamp"].encode() + b"." + body
    assert headers["X-BeHeard-Signature"] == hmac.new(SECRET.encode(), text, hashlib.sha256).hexdigest()
    sent = json.loads(body)
    assert sent.pop("id").startswith("notice_")
    written = sent.pop("subject") + sent.pop("text")
    assert opened["invitationUrl"] in written
    assert sent == {
        "kind": "invitation",
        "sessionId": opened["session"]["id"],
        "personId": None,
        "email": "ben@example.org",
        "phone": "+4915550001",
        "device": None,
        "url": opened["invitationUrl"],
    }


@pytest.mark.parametrize("answer", [302, 400, 404, 500, 503])
def test_a_webhook_that_does_not_take_it_is_sent_it_again(serve: Serve, hook: Hook, answer: int) -> None:
    api = serve(webhook_url=hook.url, webhook_secret=SECRET)
    hook.answers = answer
    granted(register(api).post("/sessions", {"inviteEmail": "ben@example.org"}), 201)
    with capture_logs():
        api.work_off()
        hook.answers = 200
        api.clock.advance(minutes=1)
        api.work_off()
        api.clock.advance(hours=1)
        api.work_off()
    first, second = (json.loads(body)["id"] for _, body in hook.sent)
    assert first == second


def test_a_webhook_that_is_not_there_lets_notices_wait(serve: Serve) -> None:
    api = serve(webhook_url="http://127.0.0.1:9/", webhook_secret=SECRET)
    granted(register(api).post("/sessions", {"inviteEmail": "ben@example.org"}), 201)
    with capture_logs() as logs:
        api.work_off()
    assert [(each["event"], each["kind"]) for each in logs] == [("the notifier failed", "Unreachable")]


def test_the_settings_say_who_carries_what() -> None:
    clock, hook = Clock(), {"webhook_url": "https://example.org/x", "webhook_secret": SECRET}
    mail = {"smtp_url": "smtps://example.org", "smtp_from": FROM}
    assert isinstance(notifier_of(Settings(), clock), LogNotifier)
    assert isinstance(notifier_of(Settings(**hook), clock), WebhookNotifier)  # type: ignore[arg-type]
    both = notifier_of(Settings(**hook, **mail), clock)  # type: ignore[arg-type]
    assert isinstance(both, ByWay)
    assert (type(both.mail), type(both.otherwise)) == (SMTPNotifier, WebhookNotifier)
    assert SECRET not in repr(both)


def test_a_notice_goes_one_way() -> None:
    told: list[tuple[str, str]] = []

    class Way:
        def __init__(self, name: str) -> None:
            self.name = name

        def tell(self, notice: Notice) -> None:
            told.append((self.name, notice.id))

    both = ByWay(Way("mail"), Way("otherwise"))
    both.tell(Notice(id="one", kind=NoticeKind.FOLLOW_UP, due_at=START, email="ben@example.org"))
    both.tell(Notice(id="two", kind=NoticeKind.PUSH, due_at=START))
    assert told == [("mail", "one"), ("otherwise", "two")]


def test_the_log_says_that_something_waits_and_to_whom_it_does_not(tmp_path: Path) -> None:
    with closing(fresh_api(tmp_path, notifier=LogNotifier())) as api:
        opened = granted(register(api).post("/sessions", {"inviteEmail": "ben@example.org"}), 201)
        with capture_logs() as logs:
            api.work_off()
    (line,) = logs
    assert (line["kind"], line["by"], line["session"]) == ("invitation", ["mail"], opened["session"]["id"])
    assert "ben@example" not in str(line)
    assert "beheard://" not in str(line)


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_notice_has_words_and_those_with_a_link_say_it(kind: NoticeKind) -> None:
    written = letter(Notice(id="n", kind=kind, due_at=START, url="beheard://somewhere"))
    assert written.subject.strip()
    has_link = kind in {NoticeKind.INVITATION, NoticeKind.PASSWORD_RESET}
    assert ("beheard://somewhere" in written.text) == has_link
    assert "{" not in written.text
