"""The benchmarks run; how fast anything is, no test asks."""

import subprocess
import sys
from pathlib import Path

from benchmarks.method import middle_times, table
from benchmarks.overlap import COMMON, acts

ROOT = Path(__file__).parent.parent


def test_every_act_is_done_once_in_every_round_and_every_other_round_goes_backwards() -> None:
    done: list[str] = []
    acts = {name: (lambda name=name: done.append(name)) for name in "abc"}
    times = middle_times(acts, rounds=3)
    assert "".join(done) == "abc" + "cba" + "abc"
    assert times.keys() == acts.keys()
    assert min(times.values()) > 0


def test_a_table_has_its_names_to_the_left_and_its_numbers_to_the_right() -> None:
    assert table(("page", "p50"), [("a", "10 us"), ("middle", "9 us")]).splitlines() == [
        "page      p50",
        "-------------",
        "a       10 us",
        "middle   9 us",
    ]


def test_the_answers_of_the_facilitator_can_be_measured() -> None:
    command = [sys.executable, "-m", "benchmarks.facilitator", "--rounds", "1"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=60, check=False)
    assert (done.returncode in {0, 1}, done.stderr) == (True, "")
    head, _, *rows = done.stdout.partition("\n\n")[0].splitlines()
    assert head.split("  ")[-1].strip() == "ratio"
    assert [row.partition("  ")[0] for row in rows] == ["a few words", "two sentences", "a complaint", "a long story"]


def test_the_pages_of_the_catalogue_can_be_measured() -> None:
    command = [sys.executable, "-m", "benchmarks.catalogue", "--many", "240", "--rounds", "1"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=60, check=False)
    assert (done.returncode in {0, 1}, done.stderr) == (True, "")
    head, _, *rows = done.stdout.partition("\n\n")[0].splitlines()
    assert head.split()[2:] == ["of", "100", "of", "240", "ratio"]
    assert {row.partition("  ")[0].strip() for row in rows} >= {
        "no filter",
        "level",
        "name",
        "active",
        "level, middle page",
    }


def test_comparisons_of_two_rankings_can_be_measured() -> None:
    command = [sys.executable, "-m", "benchmarks.overlap", "--items", "30", "--rounds", "1"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=60, check=False)
    assert (done.returncode in {0, 1}, done.stderr) == (True, "")
    head, _, *rows = done.stdout.partition("\n\n")[0].splitlines()
    assert head.split() == ["two", "rankings", "of", "30", "p50", "ratio"]
    assert {row.partition("  ")[0].strip() for row in rows} >= {
        "what both hold, as two sets",
        "overlap, nothing hidden",
        "rank-biased overlap",
    }


def test_what_is_measured_of_two_rankings_is_what_it_is_said_to_be() -> None:
    found = {name: act() for name, act in acts(40).items()}
    common, few = found[COMMON], found["overlap, all hidden but the last"]
    assert isinstance(common, set)
    assert isinstance(few, tuple)
    assert (len(common), len(few), common.issuperset(few)) == (40, 3, True)
    assert found["overlap, all hidden"] == ()
