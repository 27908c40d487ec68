"""Text is what can be written down: half a character is none, however it came in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_core.fields import Text

RULE = Text("Anything", most=100)


def can_be_written(value: str) -> bool:
    return value == value.encode(errors="replace").decode()


@pytest.mark.parametrize("value", ["\ud800", "A\udcff", "\udc00\ud800", "a" * 99 + "\udfff"])
def test_half_a_character_is_no_text(value: str) -> None:
    assert RULE.problem(value) is not None
    assert value not in str(RULE.problem(value))


@given(st.text(st.characters(codec=None, exclude_characters="\0"), min_size=1, max_size=100))
def test_a_text_is_refused_exactly_when_nobody_could_write_it_down(value: str) -> None:
    assert (RULE.problem(value) is None) is can_be_written(value)
