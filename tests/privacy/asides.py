"""What Ada can do without Ben's learning of it: every act that the contract keeps from him, and how it is drawn."""

from collections.abc import Callable, Mapping, Sequence
from random import Random

from hypothesis import strategies as st

from beheard_core.mediation.barometer import Support
from beheard_core.mediation.model import NeedCategory
from tests.privacy.seats import HERS, NOBODYS, Seat
from tests.privacy.story import NOTHING, Aside, Body, Unseen

MOST_NEEDS = 5
"""So few that the needs which both worlds share find room."""
MOST = 5
LATEST = 4
"""So many asides, and so many seconds before each, that they fit between two common moments."""

SECRETS = st.sampled_from(
    [
        "I am afraid of losing this.",
        "I feel so alone. You never listen, it is your fault.",
        "I want to kill myself",
        "I cannot talk about money after ten. Whenever we do, I panic and shake.",
        "Every time the door slams I freeze. I will not be shouted at.",
        "x" * 500,
    ]
)
SHORT_SECRETS = SECRETS.map(lambda secret: secret[:200])
CATEGORIES = st.sampled_from(NeedCategory)
INTENSITIES = st.integers(1, 10)


def say(seat: Seat, body: Body) -> None:
    """Write to the facilitator."""
    seat.act("/messages", body)


def take_reading(seat: Seat, body: Body) -> None:
    """Note how intense it is."""
    seat.act("/emotions", body)


def exercise(seat: Seat, body: Body) -> None:
    """Go through an exercise, or not."""
    seat.act("/exercises/complete", body)


def draft(seat: Seat, body: Body) -> None:
    """Write at the draft."""
    seat.act("/empathy/draft", body)


def deny(seat: Seat, body: Body) -> None:
    """Decline to share something."""
    seat.decide("DENIED")


def doubt(seat: Seat, body: Body) -> None:
    """Say of the partner's attempt that it is not right, for herself alone.

    Nothing of this shows, unless she had found it right or asked for a revision before.
    """
    attempt = seat.look("/empathy/partner")
    if attempt and not attempt["validated"] and not attempt["awaitingRevision"]:
        seat.judge(right=False, **body)


def waver(seat: Seat, body: Body) -> None:
    """Change her mind about feeling heard, and change it back."""
    gates = seat.look("/stages/1/gates")
    heard = bool(gates and gates["feelHeardConfirmed"])
    for confirmed in (not heard, heard):
        seat.feel_heard(confirmed=confirmed)


def stumble(seat: Seat, body: Body) -> None:
    """Try what she may not do."""
    seat.act("/stages/advance", {"fromStage": 4, "toStage": 0})
    seat.act("/consent/revoke", {"consentRecordId": NOBODYS})
    seat.act("/empathy/consent", {"draftId": NOBODYS})


def invite_another(seat: Seat, body: Body) -> None:
    """Open a session with somebody whom Ben does not know."""
    seat.invite(body)


def try_a_name(seat: Seat, body: Body) -> None:
    """Take another name, and the old one again."""
    name = seat.call("GET", "/auth/me").data["user"]["name"]
    seat.rename(body["name"])
    seat.rename(name)


def come_back(seat: Seat, body: Body) -> None:
    """Sign in on another device."""
    seat.sign_in()


def name_a_need(seat: Seat, body: Body) -> None:
    """Name a need that is for herself alone."""
    if len(seat.needs()) <= MOST_NEEDS:
        seat.act("/needs", body)


def consider(seat: Seat, body: Body) -> None:
    """Say otherwise of the needs that are for herself alone; that she knows needs of hers shows, so it has to be so."""
    if seat.gate(3, "needsConfirmed"):
        seat.review(lambda need: {"confirmed": need["confirmed"]} if need["need"] in HERS else body)


def look_for_needs(seat: Seat, body: Body) -> None:
    """Have needs found anew."""
    seat.look("/needs?refresh=true")


def pass_over(seat: Seat, body: Body) -> None:
    """Decline what is in common and what she has not confirmed."""
    seat.answer_ground(confirmed=False, to=lambda item: not item["confirmedByMe"])


def try_out(seat: Seat, body: Body) -> None:
    """Put something into the pool, and take it out again."""
    # After rankings that led nowhere this would open a new round, which shows.
    if seat.phase() == "COLLECTING" and seat.act("/strategies", body).status == 201:
        seat.revoke("STRATEGY_PROPOSAL")


def rank_again(seat: Seat, body: Body) -> None:
    """Rank otherwise, as long as that is possible; that she has ranked shows."""
    if seat.gate(4, "rankingsSubmitted"):
        pool = sorted(seat.pool())
        seat.rank(Random(body["seed"]).sample(pool, min(body["length"], len(pool))))


def read_all(seat: Seat, body: Body) -> None:
    """Look at everything."""
    for below in EVERYTHING:
        seat.look(below)


EVERYTHING = (
    *("", "/progress", "/messages", "/emotions", "/empathy/draft", "/empathy/partner", "/shared", "/consent/pending"),
    *("/needs", "/common-ground", "/strategies", "/strategies/overlap", "/agreements"),
)
TEXTS = {"content": SECRETS}
ASIDES: Mapping[Callable[[Seat, Body], None], st.SearchStrategy[Body]] = {
    say: st.fixed_dictionaries(TEXTS, optional={"emotionalIntensity": INTENSITIES, "requestHint": st.booleans()}),
    take_reading: st.fixed_dictionaries({"intensity": INTENSITIES}, optional={"context": SECRETS}),
    exercise: st.fixed_dictionaries({"exerciseType": st.sampled_from(Support), "completed": st.booleans()}),
    draft: st.fixed_dictionaries(TEXTS, optional={"readyToShare": st.booleans()}),
    deny: st.just({}),
    doubt: st.fixed_dictionaries({}, optional={"feedback": SECRETS}),
    waver: st.just({}),
    stumble: st.just({}),
    invite_another: st.fixed_dictionaries(
        {"inviteEmail": st.sampled_from(["friend@example.org", "mother@example.org"])}
    ),
    try_a_name: st.fixed_dictionaries({"name": st.sampled_from(["Adalind", "A."])}),
    come_back: st.just({}),
    name_a_need: st.fixed_dictionaries(
        {"need": st.sampled_from(["Rest", "Money"]), "category": CATEGORIES, "description": SHORT_SECRETS}
    ),
    consider: st.fixed_dictionaries({"confirmed": st.booleans()}, optional={"adjustment": SHORT_SECRETS}),
    look_for_needs: st.just({}),
    pass_over: st.just({}),
    try_out: st.fixed_dictionaries({"description": SECRETS}),
    rank_again: st.fixed_dictionaries({"seed": st.integers(0, 99), "length": st.integers(1, 7)}),
    read_all: st.just({}),
}
"""Each private act, with what is said in it."""

MOMENTS = st.integers(0, LATEST)
EACH_MOMENT = st.tuples(MOMENTS, MOMENTS)
EACH_SECRET = st.tuples(SECRETS, SECRETS)


def unseen(acts: Sequence[Callable[[Seat, Body], None]] = tuple(ASIDES)) -> st.SearchStrategy[Unseen]:
    """Draw what Ada does unseen in the first world, and what in the second, of some acts."""
    if not acts:
        return st.just(NOTHING)
    aside = st.sampled_from(acts).flatmap(lambda act: st.builds(Aside, st.just(act), MOMENTS, ASIDES[act]))
    return st.tuples(st.lists(aside, min_size=1, max_size=MOST), st.lists(aside, max_size=MOST))


UNSEEN = unseen()
