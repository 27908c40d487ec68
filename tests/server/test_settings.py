"""Settings: what an operator may say, and how a mistake is named without showing a secret."""

import os
from pathlib import Path

import pytest
from flask import Flask

from beheard_server.app import create_app
from beheard_server.extension import BeHeard
from beheard_server.http.state import State
from beheard_server.settings import CONTEXTS, Settings, SettingsError
from beheard_server.store.memory import MemoryStore
from beheard_server.testing import SECRET_KEY, Client
from tests.server.people import call, refused, register

OTHER_KEY = "another-key-" + "0123456789abcdef" * 2


def test_without_any_setting_there_are_the_documented_ones() -> None:
    assert Settings.read({}) == Settings()
    assert Settings() == Settings(
        database=Path("beheard.db"), secret_keys=(), rate_limits=True, contexts=CONTEXTS, max_body_bytes=1024 * 1024
    )


@pytest.mark.parametrize(
    ("key", "value", "name", "meant"),
    [
        ("DATABASE", "x/kept.db", "database", Path("x/kept.db")),
        ("DATABASE", Path("kept.db"), "database", Path("kept.db")),
        ("SECRET_KEYS", SECRET_KEY, "secret_keys", (SECRET_KEY,)),
        ("SECRET_KEYS", f" {OTHER_KEY} , {SECRET_KEY},", "secret_keys", (OTHER_KEY, SECRET_KEY)),
        ("SECRET_KEYS", [OTHER_KEY, SECRET_KEY], "secret_keys", (OTHER_KEY, SECRET_KEY)),
        ("SECRET_KEYS", "", "secret_keys", ()),
        ("SECRET_KEYS", "ß" * 16, "secret_keys", ("ß" * 16,)),
        ("RATE_LIMITS", "off", "rate_limits", False),
        ("RATE_LIMITS", "ON", "rate_limits", True),
        ("RATE_LIMITS", "False", "rate_limits", False),
        ("RATE_LIMITS", False, "rate_limits", False),
        ("RATE_LIMITS", True, "rate_limits", True),
        ("ONLY", "mediation", "contexts", ("mediation",)),
        ("ONLY", ["mediation"], "contexts", ("mediation",)),
        ("MAX_BODY_BYTES", "2000", "max_body_bytes", 2000),
        ("MAX_BODY_BYTES", 2000, "max_body_bytes", 2000),
        ("TRUSTED_PROXIES", "192.0.2.1, 10.1.2.3/8,::1", "trusted_proxies", ("192.0.2.1/32", "10.0.0.0/8", "::1/128")),
        ("TRUSTED_PROXIES", [], "trusted_proxies", ()),
        ("DAY_STARTS_AT", "4", "day_starts_at", 4),
        ("DAY_STARTS_AT", 6, "day_starts_at", 6),
        ("STREAK_FREEZES", "0", "streak_freezes", 0),
        ("STREAK_FREEZES", 2, "streak_freezes", 2),
        ("MODEL_KEY", "sk-1", "model_key", "sk-1"),
        ("MODEL_NAME", "some-model", "model_name", "some-model"),
        ("MODEL_BASE_URL", "https://models.example.org/x", "model_base_url", "https://models.example.org/x"),
        ("MODEL_BASE_URL", "http://127.0.0.1:8080", "model_base_url", "http://127.0.0.1:8080"),
        ("MODEL_BASE_URL", "http://[::1]:8080", "model_base_url", "http://[::1]:8080"),
        ("MODEL_BASE_URL", "http://localhost", "model_base_url", "http://localhost"),
        ("MODEL_TIMEOUT", "120", "model_timeout", 120),
        ("MODEL_RETRIES", "0", "model_retries", 0),
        ("MODEL_RETRIES", 5, "model_retries", 5),
        ("WORKER", "apart", "worker", "apart"),
        ("ABLY_KEY", "app.key:se:cret", "ably_key", "app.key:se:cret"),
        ("ABLY_URL", "http://127.0.0.1:8080/x", "ably_url", "http://127.0.0.1:8080/x"),
        ("STREAMS", "2", "streams", 2),
    ],
)
def test_a_setting_may_be_text_or_what_it_stands_for(key: str, value: object, name: str, meant: object) -> None:
    settings = Settings.read({f"BEHEARD_{key}": value, "DATABASE": "not ours", "PATH": "/bin"})
    assert getattr(settings, name) == meant


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("DATABASE", ""),
        ("SECRET_KEYS", "too-short-a-secret"),
        ("SECRET_KEYS", f"{SECRET_KEY},too-short-a-secret"),
        ("SECRET_KEYS", 12345678),
        ("RATE_LIMITS", "perhaps"),
        ("RATE_LIMITS", ""),
        ("ONLY", "mediation,gardening"),
        ("MAX_BODY_BYTES", "0"),
        ("MAX_BODY_BYTES", "-1"),
        ("MAX_BODY_BYTES", "a lot"),
        ("MAX_BODY_BYTES", "1.5"),
        ("MAX_BODY_BYTES", True),
        ("TRUSTED_PROXIES", "everybody"),
        ("TRUSTED_PROXIES", "10.0.0.0/99"),
        ("USER_LIMIT", "as you like"),
        ("USER_LIMIT", "1/second;5/minute"),
        ("IP_LIMIT", ""),
        ("DAY_STARTS_AT", "7"),
        ("DAY_STARTS_AT", "-1"),
        ("DAY_STARTS_AT", "04:00"),
        ("STREAK_FREEZES", ""),
        ("STREAK_FREEZES", 1.0),
        ("STREAK_FREEZES", True),
        ("STREAK_FREEZES", 7),
        ("MODEL_KEY", ""),
        ("MODEL_KEY", "a-key-that-is-no-word of ours"),
        ("MODEL_KEY", "a-key-with-a-line\n"),
        ("MODEL_KEY", "a-schlüssel"),
        ("MODEL_NAME", " "),
        ("MODEL_BASE_URL", ""),
        ("MODEL_BASE_URL", "http://models.example.org"),
        ("MODEL_BASE_URL", "http://10.0.0.1"),
        ("MODEL_BASE_URL", "ftp://localhost"),
        ("MODEL_BASE_URL", "https://"),
        ("MODEL_BASE_URL", "https://somebody:a-secret@models.example.org"),
        ("MODEL_BASE_URL", "https://models.example.org/?key=a-secret"),
        ("MODEL_BASE_URL", "https://models.example.org:port"),
        ("MODEL_BASE_URL", "https://[models"),
        ("MODEL_TIMEOUT", "0"),
        ("MODEL_TIMEOUT", "121"),
        ("MODEL_RETRIES", "-1"),
        ("MODEL_RETRIES", "6"),
        ("MODEL_RETRIES", "many"),
        ("WORKER", "somewhere"),
        ("ABLY_KEY", "too-short-a-secret"),
        ("ABLY_KEY", "app.key:"),
        ("ABLY_KEY", "app:too-short-a-secret"),
        ("ABLY_KEY", "app.key:too-short-a-secret\n"),
        ("ABLY_URL", "ftp://example.org"),
        ("ABLY_URL", "https://"),
        ("ABLY_URL", "https://[example.org"),
        ("ABLY_URL", "https://example.org:a"),
        ("SMTP_URL", "mail.example.org"),
        ("SMTP_URL", "https://ada:too-short-a-secret@example.org"),
        ("SMTP_URL", "smtps://ada:too-short-a-secret@example.org"),
        ("SMTP_FROM", "ada@example.org"),
        ("WEBHOOK_URL", "file:///too-short-a-secret"),
        ("WEBHOOK_SECRET", "too-short-a-secret"),
        ("WEBHOOK_SECRET", " "),
        ("STREAMS", "0"),
    ],
)
def test_a_mistake_is_named_in_one_line(key: str, value: object) -> None:
    with pytest.raises(SettingsError) as mistake:
        Settings.read({f"BEHEARD_{key}": value})
    text = str(mistake.value)
    assert f"BEHEARD_{key}" in text
    assert "\n" not in text
    assert not (key == "SECRET_KEYS" and str(value) in text)
    assert "too-short-a-secret" not in text
    assert not any(each in text for each in ("a-key", "a-schl", "a-secret"))


def test_secret_keys_do_not_show_in_a_printed_value() -> None:
    assert SECRET_KEY not in repr(Settings(secret_keys=(SECRET_KEY,)))
    assert "sk-1" not in repr(Settings(model_key="sk-1"))


def test_addresses_with_secrets_in_them_do_not_show_either() -> None:
    secret = "between-the-two-of-us"
    settings = Settings(
        smtp_url=f"smtps://ada:{secret}@example.org",
        webhook_url=f"https://example.org/{secret}",
        webhook_secret=secret,
        ably_key=f"app.key:{secret}",
    )
    assert secret not in repr(settings)


def test_an_unknown_setting_is_warned_about_by_name() -> None:
    with pytest.warns(UserWarning, match="BEHEARD_DATABSE") as warned:
        assert Settings.read({"BEHEARD_DATABSE": "kept.db"}) == Settings()
    assert len(warned) == 1


def test_without_a_key_nothing_is_mounted() -> None:
    with pytest.raises(SettingsError, match="BEHEARD_SECRET_KEYS"):
        create_app(Settings())


def test_the_environment_is_asked_when_nothing_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in os.environ:
        if key.startswith("BEHEARD_"):
            monkeypatch.delenv(key)
    monkeypatch.setenv("BEHEARD_DATABASE", str(tmp_path / "kept.db"))
    monkeypatch.setenv("BEHEARD_SECRET_KEYS", SECRET_KEY)
    state: State = create_app().extensions["beheard"]
    assert (state.settings.database, state.settings.secret_keys) == (tmp_path / "kept.db", (SECRET_KEY,))
    assert list(tmp_path.iterdir()) == []


def test_a_hosts_configuration_is_read_in_the_same_way() -> None:
    app = Flask("host")
    app.config.update(BEHEARD_SECRET_KEYS=[SECRET_KEY], BEHEARD_RATE_LIMITS=False, SECRET_KEY="the host's own")
    BeHeard(store=MemoryStore()).init_app(app)
    state: State = app.extensions["beheard"]
    assert (state.settings.secret_keys, state.settings.rate_limits) == ((SECRET_KEY,), False)


def test_the_most_that_a_body_may_have_can_be_set() -> None:
    settings = Settings(secret_keys=(SECRET_KEY,), rate_limits=False, max_body_bytes=200)
    client = Client(create_app(extension=BeHeard(settings, store=MemoryStore())))
    register(client)
    body = {"email": "ada@example.org", "password": "p" * 100, "name": "n" * 100}
    refused(call(client, "POST", "/auth/register", json=body), 413, "PAYLOAD_TOO_LARGE")
