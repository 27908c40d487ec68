"""How a story begins: how far the two have come, and what Ada has kept private on the way."""

from collections.abc import Callable, Sequence

from attrs import frozen

from tests.privacy.ranking import meeting
from tests.privacy.seats import HERS, Item, Seat
from tests.privacy.story import ADA, BEN, CLEO, NOTHING, PEOPLE, Body, Story, Unseen
from tests.privacy.worlds import Answer, Worlds

INVITED, JOINED, WITNESS, STRETCH, BEN_SHARES, BOTH_SHARE = EARLY = range(6)
MAPPING, BEN_MAPS, BOTH_MAP, REPAIR, POOL, RANKING, REVEALED, OFFERED = LATE = range(6, 14)
"""How far a story has come when it begins."""


REACHED: Sequence[tuple[tuple[int, int, str | None], ...]] = (
    *(((stage, stage, None),) for stage in (0, 0, 1, 2, 2, 2, 3, 3, 3)),
    *(((4, 4, "COLLECTING"),), ((4, 4, "COLLECTING"),), ((4, 4, "RANKING"),)),
    *(((4, 4, "REVEALING"), (4, 4, "NEGOTIATING")),) * 2,
)
"""The stages of the two and the phase of their strategies, at each beginning."""
LATELY = 5
"""Before how many steps Ada acts unseen: what she keeps private much earlier shows no sooner than what is recent."""
ALONE = ("I feel so alone in the evenings.", "You never listen! I come home, and then I am alone.")
"""In both Ada's facilitator hears the same need."""
BENS = ("Connection", "Peace")


@frozen
class Opening:
    """How a story begins; what Ada says and when is for each world to have by itself.

    ``told`` is said beside an invitation of hers, ``moments`` are when she does what has no common moment, and
    ``unseen`` is what she does before every one of the last steps.
    """

    inviter: str = ADA
    depth: int = JOINED
    told: tuple[Body, Body] = ({"inviteEmail": "benny@example.org"},) * 2
    moments: tuple[int, int] = (0, 0)
    unseen: Unseen = NOTHING


def begin(worlds: Worlds, number: int, opening: Opening) -> Story:
    """Begin a story: all have an account, Ben has another session, and the two have come as far as they shall."""
    story = Story(worlds, number, opening.inviter, signed_in=worlds.now)
    for world in worlds:
        world.tokens.clear()
    for place, who in enumerate(PEOPLE):
        # Ben is never shown Ada's address, so it is another one in either world.
        first, second = (f"{who}{number}{'x' * world.place * (who == ADA)}@example.org" for world in worlds)
        at = f"10.{number // 250 % 250}.{number % 250}.{place + 1}"
        story.seats[who] = Seat(worlds.first, who, first, at), Seat(worlds.second, who, second, at)
    story.turn(moments=opening.moments, last=lambda seat: seat.register("Ada"))
    story.do(BEN, lambda seat: seat.register("Ben"))
    story.do(CLEO, lambda seat: seat.register("Cleo"))
    story.settle(story.do(BEN, lambda seat: seat.invite({"inviteEmail": story.seats[CLEO][0].email})))
    story.do(CLEO, lambda seat: seat.answer("accept"))
    story.turn()
    if opening.inviter == BEN:
        story.settle(story.do(BEN, lambda seat: seat.invite({"inviteEmail": f"somebody{number}@example.org"})))
    else:
        story.settle(story.do(ADA, lambda seat: seat.invite(seat.own(opening.told))))
    for place, way in enumerate(WAY[: opening.depth]):
        story.turn(opening.unseen if opening.depth - place <= LATELY else NOTHING)
        way(story, opening)
    standing = story.standing()
    # What never gets to where it shall begin could not show anything there.
    assert (standing.ada, standing.ben, standing.phase) in REACHED[opening.depth], standing
    return story


def _join(story: Story, opening: Opening) -> None:
    story.do(story.invitee, lambda seat: seat.answer("accept"))


def _sign(story: Story, opening: Opening) -> None:
    for who in (ADA, BEN):
        story.do(who, Seat.sign)
    for who in (ADA, BEN):
        story.do(who, Seat.advance)


def _feel_heard(story: Story, opening: Opening) -> None:
    def last(seat: Seat) -> Answer:
        seat.say(seat.own(ALONE))
        return seat.feel_heard(confirmed=True)

    story.do(BEN, lambda seat: seat.say("It is a lot."))
    story.do(BEN, lambda seat: seat.feel_heard(confirmed=True))
    story.turn(moments=opening.moments, last=last)
    for who in (ADA, BEN):
        story.do(who, Seat.advance)


def _share(who: str) -> Callable[[Story, Opening], None]:
    def share(story: Story, opening: Opening) -> None:
        story.do(who, lambda seat: seat.draft("You may have felt alone."))
        story.do(who, Seat.share)

    return share


def _map_needs(story: Story, opening: Opening) -> None:
    for who in (ADA, BEN):
        story.do(who, lambda seat: seat.judge(right=True))
    for who in (ADA, BEN):
        story.do(who, Seat.advance)
    story.do(ADA, lambda seat: seat.name_need(HERS[1], "FAIRNESS", "I want us to clean up together."))
    story.do(BEN, lambda seat: seat.name_need(BENS[0], "CONNECTION", "I want to hear about your day."))
    story.do(BEN, lambda seat: seat.name_need(BENS[1], "SAFETY", "I want to sleep at night."))


def _share_needs(who: str, needs: Sequence[str]) -> Callable[[Story, Opening], None]:
    def share(story: Story, opening: Opening) -> None:
        if who == ADA:
            story.turn(moments=opening.moments, last=lambda seat: seat.review(owning()))
        else:
            story.do(BEN, lambda seat: seat.review(owning()))
        story.do(who, lambda seat: seat.share_needs(needs))

    return share


def owning(*, private: Item | None = None) -> Callable[[Item], Item]:
    """Say of the needs that both worlds share that they are one's own, and ``private`` of the others."""
    mine = {"confirmed": True}
    return lambda need: mine if private is None or need["need"] in HERS else private


def _confirm_ground(story: Story, opening: Opening) -> None:
    for who in (ADA, BEN):
        story.do(who, lambda seat: seat.answer_ground(confirmed=True))
    for who in (ADA, BEN):
        story.do(who, Seat.advance)


IDEAS = ("Could we eat together on Sundays?", "Could we take turns with the dishes?", "Could we go to bed earlier?")
"""What Ada proposes in both worlds."""


def _fill_pool(story: Story, opening: Opening) -> None:
    story.turn(moments=opening.moments, last=lambda seat: proposing(seat, IDEAS[:2], story.turns))
    for words in ("Phones stay in the hall.", "A walk after dinner."):
        story.do(BEN, lambda seat, words=words: seat.propose(words))  # type: ignore[misc]
    story.do(BEN, lambda seat: seat.suggest(count=2))


def proposing(seat: Seat, ideas: Sequence[str], turn: int) -> Answer:
    """Propose the same in both worlds, in the second the other way round."""
    for idea in ideas[:: 1 - 2 * seat.world.place]:
        seat.world.clock.advance(seconds=1)
        with seat.world.named(f"{seat.session} {turn} {idea}"):
            answer = seat.propose(idea)
    return answer


def _close_pool(story: Story, opening: Opening) -> None:
    for who in (ADA, BEN):
        story.do(who, Seat.ready)


def _reveal(story: Story, opening: Opening) -> None:
    bens = story.seats[BEN][0].pool()[:4]
    ben_ranks(story, bens)
    seeds = story.number, story.number + 1
    story.do(ADA, lambda seat: seat.rank(meeting(seat.pool(), bens, seeds, seat.world.place)))


def _offer(story: Story, opening: Opening) -> None:
    story.do(BEN, Seat.offer)


def ben_ranks(story: Story, ranking: Sequence[str]) -> Answer:
    """Let Ben rank, and remember how."""
    answer = story.do(BEN, lambda seat: seat.rank(ranking))
    if answer.status == 200:
        story.bens_ranking = ranking
    return answer


WAY: Sequence[Callable[[Story, Opening], None]] = (
    *(_join, _sign, _feel_heard, _share(BEN), _share(ADA)),
    *(_map_needs, _share_needs(BEN, BENS), _share_needs(ADA, HERS[:1])),
    *(_confirm_ground, _fill_pool, _close_pool, _reveal, _offer),
)
