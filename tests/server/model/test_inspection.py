"""What counts as repeating and as quoting: properties of the comparison of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beheard_server.facilitators.model.inspection import (
    inspect,
    require_true_quotes,
    require_unquoted,
    runs,
    words,
)
from beheard_server.facilitators.model.refusals import Refused

WORDS = st.lists(st.from_regex(r"[a-zäß]{2,8}", fullmatch=True), min_size=1, max_size=30)
BETWEEN = st.lists(st.sampled_from([" ", ", ", "\n", " - ", "... ", "; "]), min_size=40, max_size=40)


def spelled(said: list[str], between: list[str], *, loud: bool) -> str:
    """The same words with other things between them."""
    text = "".join(word + gap for word, gap in zip(said, between, strict=False))
    return text.upper() if loud else text


@given(WORDS, BETWEEN, st.booleans(), st.data())
def test_any_four_words_in_a_row_are_found_however_they_are_written(
    secret: list[str], between: list[str], loud: bool, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, max(0, len(secret) - 4)))
    taken = secret[start : start + 4]
    text = "Well, " + spelled(taken, between, loud=loud) + "indeed"
    with pytest.raises(Refused):
        require_unquoted(text, [" ".join(secret)], known=[])
    require_unquoted(text, [" ".join(secret)], known=[text])


@given(WORDS, WORDS)
def test_what_has_no_run_in_common_passes(secret: list[str], said: list[str]) -> None:
    text, kept = " ".join(said), " ".join(secret)
    common = set(runs(kept, 4)) & set(runs(text, min(4, len(words(kept)))))
    if not common:
        require_unquoted(text, [kept], known=[])


@given(WORDS, BETWEEN)
def test_a_true_quote_passes_and_one_with_a_word_more_does_not(said: list[str], between: list[str]) -> None:
    source = spelled(said, between, loud=False)
    require_true_quotes(f'You said "{" ".join(said)}".', [source])
    if len(said) >= 2:
        with pytest.raises(Refused):
            require_true_quotes(f'You said "{" ".join(said)} zzzzzzzzz".', [source])


@given(
    st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="<&[]()!`:/."), max_size=200)
)
def test_plain_writing_of_any_script_passes(text: str) -> None:
    inspect([text], marks=["0123456789abcdef"])


@pytest.mark.parametrize(
    ("one", "other"),
    [("Don\u2019t STOP", "dont stop"), ("a\u200db", "ab"), ("\ufb01ne", "fine"), ("我很累", "我 很 累"), ("", " .,!")],
)
def test_words_that_read_alike_are_alike(one: str, other: str) -> None:
    assert words(one) == words(other)
