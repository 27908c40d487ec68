"""Sessions as they were written down at any time can still be read."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from attrs import evolve

from beheard_core.mediation import Participant, Session, SessionStatus, Stage
from beheard_core.mediation.model import (
    Agreement,
    AgreementStatus,
    AgreementType,
    Analysis,
    Attempt,
    CommonGround,
    Consent,
    ContentType,
    Invitation,
    Ranking,
    Round,
    Stage0Gates,
    Stage1Gates,
    Stage2Gates,
    Stage3Gates,
    StageRow,
    Strategy,
    Verdict,
)
from beheard_server.store.codec import SESSION_SCHEMA, session_from_json, session_to_json

SAMPLES = Path(__file__).parent / "samples"


def at(day: int, hour: int, minute: int = 0, second: float = 0) -> datetime:
    return datetime(2025, 3, day, hour, minute, int(second), int(second % 1 * 1_000_000), tzinfo=UTC)


SIGNED = Stage0Gates(compact_signed=True, compact_signed_at=at(2, 9, 30), partner_compact_signed=True)
HEARD = Stage1Gates(feel_heard_confirmed=True, feel_heard_confirmed_at=at(3, 17), final_emotional_reading=4)
SEEN = Stage2Gates(
    empathy_attempt_created=True,
    empathy_attempt_consented_to_share=True,
    received_partner_attempt=True,
    validated_partner_attempt=True,
    validated_at=at(4, 17),
)
FOUND = Stage3Gates(needs_confirmed=True, partner_needs_confirmed=True, common_ground_confirmed=True)
ADA = Participant(
    "user_ada",
    rows=(
        StageRow(Stage.ONBOARDING, at(2, 8), at(2, 10), SIGNED),
        StageRow(Stage.WITNESS, at(2, 10), at(3, 18), HEARD),
        StageRow(Stage.PERSPECTIVE_STRETCH, at(3, 18), at(4, 18), SEEN),
        StageRow(Stage.NEED_MAPPING, at(4, 18), at(4, 19), FOUND),
        StageRow(Stage.STRATEGIC_REPAIR, at(4, 19)),
    ),
    compact_signed_at=at(2, 9, 30),
    feel_heard_at=at(3, 17),
    final_reading=4,
    drafted_at=at(3, 19),
    attempts=(Attempt("att_1", at(3, 20), at(4, 8)), Attempt("att_3", at(4, 9))),
    verdicts=(
        Verdict("att_2", validated=False, given_at=at(4, 10), feedback_shared=True),
        Verdict("att_2", validated=True, given_at=at(4, 17)),
    ),
)
BEN = Participant("user_ben", rows=(StageRow(Stage.ONBOARDING, at(2, 9)),), compact_signed_at=at(2, 9, 45))
SESSION = Session(
    id="sess_5f2c",
    relationship_id="rel_77aa",
    status=SessionStatus.ACTIVE,
    created_at=at(2, 8),
    updated_at=at(4, 19, 12, 30.25),
    invitation=Invitation("inv_90de", at(2, 8), at(9, 8), "user_ben", accepted_at=at(2, 9)),
    inviter=ADA,
    invitee=BEN,
)
TOGETHER = evolve(
    SESSION,
    inviter=evolve(
        ADA,
        consents=(
            Consent("consent_1", ContentType.IDENTIFIED_NEED, "need_1", at(4, 18, 30), by_system=True),
            Consent("consent_2", ContentType.STRATEGY_PROPOSAL, "strat_1", at(4, 20), revoked_at=at(4, 21)),
        ),
        confirmed_needs=("need_1", "need_2"),
        ready_at=at(4, 20, 10),
        ranking=Ranking(("strat_2", "strat_3"), at(4, 20, 30)),
    ),
    invitee=evolve(BEN, ready_at=at(4, 20, 15), ranking=Ranking(("strat_4",), at(4, 20, 40))),
    common_ground=(
        CommonGround("cg_1", ("consent_1", "consent_9"), ("user_ada", "user_ben"), (), at(4, 18, 50)),
        CommonGround("cg_2", (), ("user_ben",), ("user_ada",)),
    ),
    analysis=Analysis(at(4, 18, 40), ("consent_1", "consent_9")),
    strategies=(Strategy("strat_1", "consent_2"), Strategy("strat_2")),
    overlap=(),
    past_rounds=(Round(Ranking(("strat_1",), at(4, 19, 20)), Ranking(("strat_2",), at(4, 19, 30))),),
    agreements=(
        Agreement("agr_1", AgreementType.CHECK_IN, at(5, 8), ("user_ada",), AgreementStatus.ABANDONED),
        Agreement(
            "agr_2",
            AgreementType.MICRO_EXPERIMENT,
            at(5, 9),
            ("user_ben", "user_ada"),
            AgreementStatus.AGREED,
            "strat_2",
            at(5, 10),
            at(12, 10),
        ),
    ),
)
KNOWN = {1: SESSION, 2: TOGETHER}


def sample(number: int) -> bytes:
    return (SAMPLES / f"session-{number}.json").read_bytes()


@pytest.mark.parametrize("number", KNOWN)
def test_a_session_of_every_schema_can_be_read(number: int) -> None:
    assert session_from_json(sample(number)) == KNOWN[number]


def test_there_is_a_sample_of_every_schema() -> None:
    numbers = list(range(1, SESSION_SCHEMA + 1))
    assert sorted(KNOWN) == numbers
    assert sorted(path.name for path in SAMPLES.iterdir()) == [f"session-{number}.json" for number in numbers]
    assert [orjson.loads(sample(number))["schema"] for number in numbers] == numbers


@pytest.mark.parametrize("number", KNOWN)
def test_a_session_that_was_read_is_written_as_it_would_be_today(number: int) -> None:
    body = session_to_json(KNOWN[number])
    assert orjson.loads(body)["schema"] == SESSION_SCHEMA
    assert session_from_json(body) == KNOWN[number]


def test_a_session_of_a_newer_schema_is_not_guessed_at() -> None:
    newer = orjson.dumps({**orjson.loads(sample(1)), "schema": SESSION_SCHEMA + 1})
    with pytest.raises(ValueError, match="newer version"):
        session_from_json(newer)
