"""Whatever the server gives away of what is private, the machine notices."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.privacy.asides import unseen
from tests.privacy.late_leaks import ALL
from tests.privacy.leaks import Leak
from tests.privacy.machine import TwoWorlds, openings
from tests.privacy.probes import Looks
from tests.privacy.steps import STEPS
from tests.privacy.worlds import Worlds

# Among all steps and from any beginning a leak is found as well, but later.
ANYWHERE = int(os.environ.get("BEHEARD_REQUESTS", "0")) >= 20_000
# The same stories in every run.
SEARCH = settings(
    max_examples=2000 if ANYWHERE else 100,
    stateful_step_count=20 if ANYWHERE else 6,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    # A story may come to where none of the few steps can be taken.
    suppress_health_check=(HealthCheck.filter_too_much,),
)


class Noticed(BaseException):
    """Nothing that Hypothesis would take for a failure, so it ends the search at once."""


def machine_for(leak: Leak, opened: Worlds) -> type[TwoWorlds]:
    """Give the machine with the steps among which a leak is found soon, and time to pass."""
    about = {"worlds": opened, "looks": Looks.of(opened)}
    if ANYWHERE:
        return type("Searching", (TwoWorlds,), about)
    # Where nothing private has to happen, nothing but the steps has to.
    others = dict.fromkeys(set(STEPS).difference(leak.steps, ["time_passes"] if leak.asides else []))
    acts = unseen(leak.asides)
    begun = {"openings": openings(leak.inviters, (leak.depth,), acts), "unseen": acts}
    return type("Searching", (TwoWorlds,), {**about, **others, **begun})


@pytest.mark.parametrize("name", ALL)
def test_the_machine_notices(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ALL[name].plant(monkeypatch)
    with closing(Worlds.in_directory(tmp_path, alarm=Noticed)) as opened, pytest.raises(Noticed):
        run_state_machine_as_test(machine_for(ALL[name], opened), settings=SEARCH)
