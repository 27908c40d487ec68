"""What every store promises of the catalogue, and what SQLite itself sees to."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import timedelta
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beheard_core.academic import AcademicStage, Filters, NewStage
from beheard_server.store import Store, Unit
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.testing import START
from tests.server.facts import Mishap, look, write

FIRST, SECOND = NewStage("First Year", 1), NewStage("Second Year", 2)
LATER = START + timedelta(minutes=5, microseconds=1)
NAMES, LEVELS = ("A", "a", "\u00c4", "A b", "\U0001f393"), (-1, 0, 2, 2**31 - 1)

filters = st.builds(
    Filters,
    name=st.none() | st.sampled_from(NAMES),
    level=st.none() | st.sampled_from(LEVELS),
    active=st.none() | st.booleans(),
)
catalogues = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(LEVELS), st.booleans()),
    unique_by=lambda each: each[:2],
    max_size=20,
)


def add(store: Store, new: NewStage = FIRST) -> AcademicStage:
    stage = write(store, lambda unit: unit.catalogue.add(new, now=START))
    assert stage is not None
    return stage


def get(store: Store, stage: AcademicStage) -> AcademicStage | None:
    return look(store, lambda unit: unit.catalogue.get(stage.id))


def whole(store: Store) -> tuple[AcademicStage, ...]:
    return look(store, lambda unit: unit.catalogue.find(Filters()))


def test_an_added_stage_is_active_and_kept_as_it_is(store: Store) -> None:
    stage = add(store)
    assert stage == AcademicStage(stage.id, "First Year", 1, START, START, active=True)
    assert get(store, stage) == stage
    assert whole(store) == (stage,)


def test_a_pair_of_name_and_level_is_there_once(store: Store) -> None:
    stage = add(store)
    assert write(store, lambda unit: unit.catalogue.add(FIRST, now=LATER)) is None
    assert whole(store) == (stage,)
    for other in (NewStage("First Year", 2), NewStage("first year", 1), NewStage("First  Year", 1)):
        add(store, other)
    assert len(whole(store)) == 4


def test_a_stage_that_is_saved_is_kept_with_all_that_changed(store: Store) -> None:
    changed = evolve(add(store), name="Freshman Year", level=-3, active=False, updated_at=LATER)
    assert write(store, lambda unit: unit.catalogue.replace(changed)) is True
    assert get(store, changed) == changed
    assert write(store, lambda unit: unit.catalogue.replace(changed)) is True
    again = evolve(changed, active=True)
    assert write(store, lambda unit: unit.catalogue.replace(again)) is True
    assert whole(store) == (again,)


def test_a_stage_cannot_take_the_pair_of_another(store: Store) -> None:
    first, second = add(store), add(store, SECOND)
    taken = evolve(second, name="First Year", level=1, updated_at=LATER)
    assert write(store, lambda unit: unit.catalogue.replace(taken)) is False
    assert whole(store) == (first, second)
    assert write(store, lambda unit: unit.catalogue.replace(evolve(taken, level=2))) is True


def test_a_removed_stage_is_gone_and_its_pair_is_free(store: Store) -> None:
    first, second = add(store), add(store, SECOND)
    write(store, lambda unit: unit.catalogue.remove(first.id))
    assert get(store, first) is None
    assert whole(store) == (second,)
    again = add(store)
    assert again.id not in {first.id, second.id}
    assert whole(store) == (again, second)


def test_an_id_is_never_used_twice(store: Store) -> None:
    used = set()
    for _ in range(3):
        stage = add(store)
        used.add(stage.id)
        write(store, lambda unit, gone=stage.id: unit.catalogue.remove(gone))  # type: ignore[misc]
    assert len(used) == 3


def test_a_transaction_that_raises_leaves_the_catalogue_as_it_was(store: Store) -> None:
    stage = add(store)

    def half(unit: Unit) -> None:
        assert unit.catalogue.add(SECOND, now=START) is not None
        unit.catalogue.replace(evolve(stage, name="Changed"))
        unit.catalogue.remove(stage.id)
        raise Mishap

    with pytest.raises(Mishap):
        write(store, half)
    assert whole(store) == (stage,)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=catalogues, wanted=filters, limit=st.integers(1, 4))
def test_what_filters_let_pass_is_found_in_order_and_page_by_page(
    store: Store, rows: Sequence[tuple[str, int, bool]], wanted: Filters, limit: int
) -> None:
    with suppress(Mishap), store.transaction() as unit:
        fill(unit, rows)
        found = unit.catalogue.find(wanted)
        assert [(each.level, each.name, each.active) for each in found] == sorted(
            (level, name, active)
            for name, level, active in rows
            if wanted.name in {None, name} and wanted.level in {None, level} and wanted.active in {None, active}
        )
        turned: list[AcademicStage] = []
        while page := unit.catalogue.find(wanted, after=place(turned[-1]) if turned else None, limit=limit):
            assert len(page) <= limit
            turned += page
        assert tuple(turned) == found
        raise Mishap


def fill(unit: Unit, rows: Sequence[tuple[str, int, bool]]) -> None:
    for name, level, active in rows:
        stage = unit.catalogue.add(NewStage(name, level), now=START)
        assert stage is not None
        if not active:
            unit.catalogue.replace(evolve(stage, active=False))


def place(stage: AcademicStage) -> tuple[int, str, int]:
    return stage.level, stage.name, stage.id


# SQLite


@pytest.fixture
def sqlite(tmp_path: Path) -> SQLiteStore:
    return SQLiteStore(tmp_path / "kept.db")


def test_the_database_itself_refuses_a_second_stage_with_the_same_pair(sqlite: SQLiteStore) -> None:
    with closing(sqlite):
        add(sqlite)
        add(sqlite, SECOND)
    with closing(sqlite3.connect(sqlite.path)) as connection:
        for statement in (
            "INSERT INTO {} (name, level, created_at, updated_at) SELECT name, level, '', '' FROM {}",
            "UPDATE {} SET name = 'First Year', level = 1",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
                connection.execute(statement.replace("{}", "beheard_academic_stages"))


def test_ids_go_up_to_64_bits(sqlite: SQLiteStore) -> None:
    last = 2**63 - 1
    with closing(sqlite):
        add(sqlite)
        with closing(sqlite3.connect(sqlite.path)) as connection, connection:
            connection.execute("UPDATE beheard_academic_stages SET id = ?", (last,))
        (stage,) = whole(sqlite)
        assert (stage.id, get(sqlite, stage)) == (last, stage)


FEW, MANY, PAGE = 100, 3000, 5
# Each is hard for some index: one name for all, one level for all, and what is inactive at the very end.
SHAPES: dict[str, Callable[[int, int], tuple[str, int, bool]]] = {
    "spread": lambda number, _: (f"Year {number // 10:04}", number % 10, number % 2 == 0),
    "one name": lambda number, count: ("Year 0000", number, number < count - 30),
    "one level": lambda number, count: (f"Year {number:04}", 0, number < count - 30),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_takes_as_many_steps_among_many_as_among_few(shape: str, tmp_path: Path) -> None:
    few, many = (steps_of_pages(tmp_path / f"{count}.db", SHAPES[shape], count) for count in (FEW, MANY))
    assert {question: many[question] for question in few if many[question] > 1.5 * few[question]} == {}


def steps_of_pages(path: Path, shape: Callable[[int, int], tuple[str, int, bool]], count: int) -> dict[str, int]:
    """Count the steps of SQLite's machine for a first and a later page with every combination of filters."""
    found: dict[str, int] = {}
    with closing(SQLiteStore(path)) as store, store.transaction() as unit:
        fill(unit, [shape(number, count) for number in range(count)])
        for chosen in product((None, "Year 0000"), (None, 0), (None, True, False)):
            ask = partial(unit.catalogue.find, Filters(*chosen))
            found[f"{chosen}"] = steps(store, partial(ask, limit=PAGE))
            *_, late = (None, *ask()[:-PAGE])
            if late is not None:
                found[f"{chosen}, later"] = steps(store, partial(ask, after=place(late), limit=PAGE))
    return found


def steps(store: SQLiteStore, ask: Callable[[], object]) -> int:
    taken = 0

    def count() -> None:
        nonlocal taken
        taken += 1

    with store._connections.in_use() as connection:
        connection.set_progress_handler(count, 1)
        ask()
        connection.set_progress_handler(None, 0)
    return taken
