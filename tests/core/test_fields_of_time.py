"""Rules for moments, days and time zones."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from attrs import field, fields, frozen

from beheard_core import validate
from beheard_core.fields import day, moment, rule_of, zone


@frozen
class Plan:
    at: datetime | None = field(default=None, **moment("When"))
    on: date | None = field(default=None, **day("On which day"))
    where: str | None = field(default=None, **zone("Where"))


NOW = datetime(2026, 2, 18, 8, tzinfo=UTC)


def wrong(**given: Any) -> list[str]:
    return [each.path for each in validate(Plan(**given))]


def test_times_days_and_zones_pass() -> None:
    for name in ("UTC", "Africa/Cairo", "America/Argentina/Buenos_Aires", "Etc/GMT+12", " Asia/Tokyo ", "EST5EDT"):
        assert wrong(at=NOW, on=NOW.date(), where=name) == []
    assert wrong() == []


@pytest.mark.parametrize("value", [NOW.replace(tzinfo=None), NOW.date(), "2026-02-18T08:00:00Z", 0])
def test_a_moment_knows_its_distance_from_utc(value: object) -> None:
    assert wrong(at=value) == ["at"]


@pytest.mark.parametrize("value", [NOW, "2026-02-18", 20260218])
def test_a_day_is_a_date_and_no_moment(value: object) -> None:
    assert wrong(on=value) == ["on"]


@pytest.mark.parametrize("value", ["Africa Cairo", "../etc", "/UTC", "UTC/", "Zürich", "x" * 65, "UTC\0", 3])
def test_a_zone_has_the_form_of_a_name(value: object) -> None:
    assert wrong(where=value) == ["where"]


def test_each_is_described() -> None:
    rules = [rule_of(each) for each in fields(Plan)]
    schemas = [each.schema() for each in rules if each is not None]
    assert [each["description"] for each in schemas] == [
        "When",
        "On which day",
        "Where (an IANA time zone, at most 64 characters)",
    ]
