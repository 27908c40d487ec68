"""The rebuild: what is right stays as it is, to the byte; what went wrong becomes what the sessions say."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beheard_server.commands import beheard_commands
from beheard_server.focusing import Desk, Repair
from beheard_server.store.memory import MemoryStore
from beheard_server.testing import SECRET_KEY
from tests.server.client import fresh_api
from tests.server.focus.timers import Person, Room
from tests.server.people import FOCUS, register
from tests.server.processes import run_beheard

ZONES = ["UTC", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Cairo"]


def kept(path: Path) -> list[str]:
    """Everything that a file keeps of focus."""
    with closing(sqlite3.connect(path)) as file:
        return [line for line in file.iterdump() if "focus" in line or "badges" in line]


def write(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        for statement in statements:
            file.execute(statement)


def rebuild(room: Room, *arguments: str) -> list[str]:
    """Run the command in the room's app, and give what it says."""
    ran = room.app.test_cli_runner().invoke(beheard_commands, ["focus", "rebuild", *arguments])
    assert (ran.exit_code, ran.stderr) == (0, "")
    lines: list[str] = ran.output.splitlines()
    return lines


@pytest.fixture
def weeks(room: Room, ana: Person, ben: Person) -> Room:
    """Three weeks of Ana's with a gap, and a day of Ben's."""
    for day in range(21):
        if day not in (4, 12):
            ana.complete(1800)
        room.clock.advance(days=1)
    ben.complete(60)
    ana.end(ana.start(), status="abandoned")
    ana.start()
    return room


def test_what_is_right_is_left_alone_to_the_byte(weeks: Room) -> None:
    before = kept(weeks.settings.database)
    weeks.clock.advance(days=100)
    assert rebuild(weeks) == ["Looked at 2, changed 0."]
    assert kept(weeks.settings.database) == before


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DELETE FROM beheard_focus_days WHERE user_id = 'ana'", "19 days"),
        ("UPDATE beheard_focus_days SET total_focus_seconds = 1 WHERE day = '2025-03-04'", "1 day"),
        ("INSERT INTO beheard_focus_days VALUES ('ana', '2024-01-01', 7, 7)", "1 day"),
        (
            "UPDATE beheard_focus_streaks SET longest_streak = 99 WHERE user_id = 'ana'",
            "the streak",
        ),
        ("DELETE FROM beheard_focus_streaks WHERE user_id = 'ana'", "the streak"),
        ("DELETE FROM beheard_badges_earned WHERE badge_id IN (1, 2) AND user_id = 'ana'", "2 badges"),
        ("DELETE FROM beheard_badges_earned WHERE badge_id = 3", "1 badge"),
    ],
)
def test_what_went_wrong_becomes_what_the_sessions_say(weeks: Room, damage: str, told: str) -> None:
    ana = weeks.person()
    before = ana.standing()
    write(weeks.settings.database, damage)
    assert ana.standing() != before
    assert rebuild(weeks) == [f"ana: {told}", "Looked at 2, changed 1."]
    after = ana.standing()
    assert after["/progress"] == before["/progress"]
    assert after["/streaks"] | {"updated_at": None} == before["/streaks"] | {"updated_at": None}
    assert {each["name"] for each in after["/badges/me"]} == {each["name"] for each in before["/badges/me"]}
    assert rebuild(weeks) == ["Looked at 2, changed 0."]


def test_several_things_are_told_in_one_line(weeks: Room) -> None:
    write(
        weeks.settings.database,
        "DELETE FROM beheard_focus_days WHERE user_id = 'ben'",
        "DELETE FROM beheard_focus_streaks WHERE user_id = 'ben'",
        "DELETE FROM beheard_badges_earned WHERE user_id = 'ben'",
    )
    assert rebuild(weeks) == ["ben: 1 day, the streak, 1 badge", "Looked at 2, changed 1."]


def test_one_person_can_be_rebuilt_and_the_others_are_left(weeks: Room) -> None:
    write(weeks.settings.database, "DELETE FROM beheard_focus_days")
    assert rebuild(weeks, "--user", "ben") == ["ben: 1 day", "Looked at 1, changed 1."]
    assert weeks.person().get("/progress") == []
    assert rebuild(weeks, "--user", "nobody") == ["Looked at 1, changed 0."]


def test_what_belongs_to_no_session_goes(room: Room, ana: Person) -> None:
    ana.get("/streaks")
    write(
        room.settings.database,
        "INSERT INTO beheard_focus_days VALUES ('ana', '2024-01-01', 7, 7)",
        "INSERT INTO beheard_focus_streaks VALUES ('eve', 5, 5, '2024-01-01', '2024-01-01T00:00:00+00:00')",
    )
    assert rebuild(room) == ["ana: 1 day", "eve: the streak", "Looked at 2, changed 2."]
    assert (ana.get("/progress"), room.person("eve").streak()) == ([], (0, 0, None))


def test_no_badge_is_taken_away(weeks: Room) -> None:
    write(
        weeks.settings.database,
        "INSERT INTO beheard_badges_earned (user_id, badge_id, earned_at)"
        " VALUES ('ben', 7, '2025-01-01T00:00:00+00:00'), ('ben', 4, '2025-01-01T00:00:00+00:00')",
    )
    assert rebuild(weeks) == ["Looked at 2, changed 0."]
    assert set(weeks.person("ben").badges()) == {"Job Hunter", "30-Day Streak", "First Lock-in"}


sessions = st.lists(
    st.tuples(st.integers(0, 29 * 24 * 60), st.sampled_from(ZONES), st.booleans(), st.integers(0, 3600)), max_size=12
)


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with closing(Room(tmp_path_factory.mktemp("none"), store=MemoryStore(), streak_freezes=1, day_starts_at=3)) as room:
        yield room


people = iter(range(10**6))


@settings(max_examples=settings().max_examples // 4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sessions)
def test_the_rebuild_is_the_identity_on_whatever_people_do(
    memory: Room, done: list[tuple[int, str, bool, int]]
) -> None:
    ana = memory.person(f"ana{next(people)}")
    for minutes, zone, completed, elapsed in done:
        moment = f"{memory.clock.now - timedelta(days=30, minutes=-minutes):%Y-%m-%dT%H:%M:%SZ}"
        session = ana.start(3600, started_at=moment, time_zone=zone)
        ana.end(session, elapsed, "completed" if completed else "abandoned", ended_at=moment)
    before = ana.standing()
    desk = Desk(memory.shell, memory.settings)
    assert memory.shell.commit(lambda unit: desk.rebuild(unit, ana.name)) == Repair()
    assert ana.standing() == before


# The commands of the standalone server


def test_the_standalone_command_looks_up_people_by_their_address(tmp_path: Path) -> None:
    database = tmp_path / "beheard.db"
    with closing(fresh_api(tmp_path)) as api:
        ada = register(api, "Ada")
        started = api.call("POST", f"{FOCUS}/sessions", token=ada.token, json={"duration_seconds": 60})
        body = {"elapsed_seconds": 60, "status": "completed"}
        api.call("PATCH", f"{FOCUS}/sessions/{started.body['data']['id']}/end", token=ada.token, json=body)
    write(database, "DELETE FROM beheard_focus_streaks")
    ran = run_beheard("focus", "--database", database, "rebuild", "--user", "Ada@example.org", secret_keys=SECRET_KEY)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [f"{ada.id}: the streak", "Looked at 1, changed 1."]
    ran = run_beheard("focus", "--database", database, "rebuild", secret_keys=SECRET_KEY)
    assert ran.out.splitlines() == ["Looked at 1, changed 0."]


def test_a_badge_of_ones_own_is_added_by_a_command_and_earned(room: Room, ana: Person) -> None:
    runner = room.app.test_cli_runner()
    new = ["focus", "add-badge", "Deep Diver", "--description", "Two sessions.", "--icon", "diver", "--criteria"]
    ran = runner.invoke(beheard_commands, [*new, "sessions", "--value", "2"])
    assert (ran.exit_code, ran.output) == (0, "Added Deep Diver as 9.\n")
    assert ana.get("/badges")[-1] == {
        "id": 9,
        "name": "Deep Diver",
        "description": "Two sessions.",
        "icon_key": "diver",
        "criteria_type": "sessions",
        "criteria_value": 2,
    }
    ana.complete()
    assert [each["name"] for each in ana.complete()["badges_awarded"]] == ["Deep Diver"]
    again = runner.invoke(beheard_commands, [*new, "sessions", "--value", "3"])
    assert (again.exit_code, again.stderr) == (1, "Error: There is a badge called Deep Diver.\n")
    wrong = runner.invoke(beheard_commands, [*new, "jobs", "--value", "0"])
    assert (wrong.exit_code, wrong.stderr.startswith("Error: criteria_value must be")) == (1, True)
    assert len(ana.get("/badges")) == 9
