"""What every store promises about the catalogue of academic stages."""

from datetime import timedelta

from attrs import evolve

from beheard_core.academic import AcademicStage, Filters, NewStage
from beheard_server.store import Store
from beheard_server.testing import START

LATER = START + timedelta(minutes=5)


def fill(store: Store) -> list[AcademicStage]:
    """Add some stages and give them in the order of the catalogue."""
    pairs = [("Primary", 2), ("Kindergarten", 1), ("Secondary", 3), ("Evening", 2), ("Zoë's", -1)]
    with store.transaction() as unit:
        added = [unit.catalogue.add(NewStage(name, level), now=START) for name, level in pairs]
    found = [each for each in added if each is not None]
    assert len(found) == len(pairs)
    return sorted(found, key=lambda each: (each.level, each.name))


def test_a_new_stage_is_active_and_has_a_number_of_its_own(store: Store) -> None:
    stages = fill(store)
    assert len({each.id for each in stages}) == len(stages)
    first = stages[0]
    assert first == AcademicStage(first.id, "Zoë's", -1, START, START, active=True)
    with store.snapshot() as unit:
        assert [unit.catalogue.get(each.id) for each in stages] == stages
        assert unit.catalogue.get(0) is None


def test_name_and_level_are_one_stage(store: Store) -> None:
    stages = fill(store)
    with store.transaction() as unit:
        assert unit.catalogue.add(NewStage("Primary", 2), now=LATER) is None
        assert unit.catalogue.add(NewStage("primary", 2), now=LATER) is not None
        assert unit.catalogue.add(NewStage("Primary", 4), now=LATER) is not None
        assert unit.catalogue.get(stages[0].id) == stages[0]


def test_a_stage_changes_into_what_no_other_one_is(store: Store) -> None:
    first, second, *_ = fill(store)
    changed = evolve(first, name="Nursery", level=7, updated_at=LATER, active=False)
    with store.transaction() as unit:
        assert unit.catalogue.replace(changed) is True
        assert unit.catalogue.replace(evolve(changed, name=second.name, level=second.level)) is False
    with store.snapshot() as unit:
        assert (unit.catalogue.get(first.id), unit.catalogue.get(second.id)) == (changed, second)


def test_a_stage_that_is_removed_leaves_its_number_to_nobody(store: Store) -> None:
    last = max(fill(store), key=lambda each: each.id)
    with store.transaction() as unit:
        unit.catalogue.remove(last.id)
        assert unit.catalogue.get(last.id) is None
    with store.transaction() as unit:
        again = unit.catalogue.add(NewStage(last.name, last.level), now=LATER)
    assert again is not None
    assert again.id > last.id


def test_stages_are_found_by_what_they_are_in_the_order_of_the_catalogue(store: Store) -> None:
    stages = fill(store)
    rest = evolve(stages[1], active=False)
    with store.transaction() as unit:
        unit.catalogue.replace(rest)
    stages[1] = rest
    by_level = [each for each in stages if each.level == 2]
    with store.snapshot() as unit:
        find = unit.catalogue.find
        assert list(find(Filters())) == stages
        assert list(find(Filters(level=2))) == by_level
        assert list(find(Filters(active=False))) == [rest]
        assert list(find(Filters(name="Primary", level=2, active=True))) == by_level[1:]
        assert find(Filters(name="primary")) == ()
        assert list(find(Filters(), limit=2)) == stages[:2]


def test_the_search_goes_on_behind_any_stage(store: Store) -> None:
    stages = fill(store)
    with store.snapshot() as unit:
        for place, each in enumerate(stages):
            after = (each.level, each.name, each.id)
            assert list(unit.catalogue.find(Filters(), after=after)) == stages[place + 1 :]
            assert list(unit.catalogue.find(Filters(), after=after, limit=1)) == stages[place + 1 : place + 2]
            same = [other for other in stages[place + 1 :] if other.level == each.level]
            assert list(unit.catalogue.find(Filters(level=each.level), after=after)) == same
