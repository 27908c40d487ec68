"""The real server in processes of its own, with a model that is named in its environment."""

from __future__ import annotations

import re
import signal
from functools import partial
from typing import TYPE_CHECKING

from beheard_core.mediation.messages import FALLBACK_REPLY
from tests.server.model.brains import SAID, willing
from tests.server.model.messages_api import KEY, MODEL, Answer, Asked, message, speaking
from tests.server.people import granted, meet, register
from tests.server.processes import at_once, free_port, run_beheard, serving

if TYPE_CHECKING:
    from pathlib import Path

PRIVATE = "The kitchencanary is cold."


def leaking(asked: Asked) -> Answer:
    return message(asked, {"text": f"<b>answercanary</b> {asked.system}"})


def test_over_two_workers_the_model_answers_or_is_answered_for_and_the_log_holds_no_word(tmp_path: Path) -> None:
    with speaking(willing) as service:
        settings = {"model_key": KEY, "model_name": MODEL, "model_base_url": service.url, "rate_limits": "off"}
        with serving(tmp_path / "kept.db", workers=2, **settings) as server:
            couple = meet(register(server, "Ada"), register(server, "Ben"))
            path = f"{couple.session}/messages"

            def say() -> str:
                told = granted(couple.ada.post(path, {"content": PRIVATE}), 201)
                content: str = told["aiResponse"]["content"]
                return content

            assert at_once(*[say] * 8) == [SAID] * 8
            service.brain = leaking
            for said in (say(), say()):
                assert not any(
                    each in said for each in (SAID, FALLBACK_REPLY, "answercanary", "facilitator of BeHeard")
                )
            server.process.send_signal(signal.SIGTERM)
            # Connections to the model that are kept do not keep the server from ending.
            assert server.process.wait(10) == 0
        log = server.log.read_text()
    assert service.problems == []
    assert len(re.findall("the model was not used", log)) == 2
    assert not any(each in log for each in ("canary", KEY, "You are the facilitator"))


def test_a_setting_that_cannot_be_used_stops_the_server_in_one_line(tmp_path: Path) -> None:
    run = partial(run_beheard, "serve", "--port", free_port(), database=str(tmp_path / "kept.db"))
    for settings, name in (
        ({"model_name": MODEL}, "BEHEARD_MODEL_KEY"),
        ({"model_name": MODEL, "model_key": "two words"}, "BEHEARD_MODEL_KEY"),
        ({"model_base_url": "http://models.example.org"}, "BEHEARD_MODEL_BASE_URL"),
    ):
        ran = run(**settings)
        assert ran.status != 0
        assert name in ran.err
        assert len(ran.err.strip().splitlines()) == 1, ran.err
        assert "two words" not in ran.err
