"""Which facilitator the settings give, and that nobody needs the library who asks for no model."""

from __future__ import annotations

import subprocess
import sys

import pytest

from beheard_server.app import create_app
from beheard_server.extension import BeHeard
from beheard_server.facilitators.model import ModelFacilitator
from beheard_server.facilitators.offline import OfflineFacilitator
from beheard_server.http.state import State
from beheard_server.settings import Settings, SettingsError
from beheard_server.store.memory import MemoryStore
from beheard_server.testing import SECRET_KEY

ASKED_FOR = {
    "BEHEARD_SECRET_KEYS": SECRET_KEY,
    "BEHEARD_MODEL_KEY": "sk-1",
    "BEHEARD_MODEL_NAME": "some-model",
    "BEHEARD_MODEL_BASE_URL": "https://models.example.org",
    "BEHEARD_MODEL_TIMEOUT": "7",
    "BEHEARD_MODEL_RETRIES": "1",
}
WITHOUT_THE_LIBRARY = """
import sys
sys.modules["anthropic"] = None
from beheard_server.app import create_app
from beheard_server.settings import Settings, SettingsError
create_app(Settings(secret_keys=("{key}",)))
try:
    create_app(Settings(secret_keys=("{key}",), model_key="sk-1", model_name="some-model"))
except SettingsError as error:
    print(error)
"""
UNASKED = """
import sys
from beheard_server.app import create_app
from beheard_server.settings import Settings
create_app(Settings(secret_keys=("{key}",)))
print([each for each in ("anthropic", "beheard_server.facilitators.model") if each in sys.modules])
"""


def facilitator_of(extension: BeHeard) -> object:
    state: State = create_app(extension=extension).extensions["beheard"]
    return state.facilitator


def run(code: str) -> str:
    line = [sys.executable, "-c", code.format(key=SECRET_KEY)]
    return subprocess.run(line, capture_output=True, encoding="utf-8", check=True, timeout=60).stdout


def test_without_a_model_the_offline_facilitator_answers() -> None:
    assert type(facilitator_of(BeHeard(Settings(secret_keys=(SECRET_KEY,)), store=MemoryStore()))) is OfflineFacilitator


def test_a_key_and_a_name_make_a_model_the_facilitator() -> None:
    found = facilitator_of(BeHeard(Settings.read(ASKED_FOR), store=MemoryStore()))
    assert isinstance(found, ModelFacilitator)
    assert found.timeout == 7
    assert "sk-1" not in repr(found)
    assert all(each in repr(found) for each in ("https://models.example.org", "some-model", "retries=1"))


def test_a_facilitator_that_is_given_comes_before_the_settings() -> None:
    own = OfflineFacilitator()
    assert facilitator_of(BeHeard(Settings.read(ASKED_FOR), store=MemoryStore(), facilitator=own)) is own


@pytest.mark.parametrize("missing", ["KEY", "NAME"])
def test_a_key_and_a_name_are_needed_together(missing: str) -> None:
    settings = Settings.read({key: value for key, value in ASKED_FOR.items() if key != f"BEHEARD_MODEL_{missing}"})
    with pytest.raises(SettingsError, match="BEHEARD_MODEL_KEY and BEHEARD_MODEL_NAME"):
        BeHeard(settings, store=MemoryStore()).init_app(create_app(Settings(secret_keys=(SECRET_KEY,))))


def test_a_missing_library_is_named_at_the_start_and_only_where_a_model_is_asked_for() -> None:
    assert (
        run(WITHOUT_THE_LIBRARY)
        == 'BEHEARD_MODEL_NAME needs the extra "anthropic": pip install "beheard[anthropic]".\n'
    )


def test_who_asks_for_no_model_loads_nothing_of_it() -> None:
    assert run(UNASKED) == "[]\n"
