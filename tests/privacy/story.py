"""One story of two people, told in both worlds: what both worlds share, and where each goes its own way.

Ada keeps things to herself. Ben looks. Cleo is somebody else.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from attrs import define, evolve, field, frozen

from beheard_server.testing import START
from tests.privacy.seats import Seat
from tests.privacy.worlds import STEP, Answer, Worlds

ADA, BEN, CLEO = PEOPLE = ("ada", "ben", "cleo")
FRESH = timedelta(minutes=9)
"""How old a sign-in may become."""

Body = Mapping[str, Any]
Act = Callable[[Seat], Answer]


@frozen(repr=False)
class Aside:
    """Something that Ada does unseen, so many seconds after what she did before it."""

    act: Callable[[Seat, Body], object]
    after: int
    body: Body

    def __repr__(self) -> str:
        return f"{self.act.__name__}({dict(self.body)}, after={self.after})"


Unseen = tuple[Sequence[Aside], Sequence[Aside]]
"""What Ada does in the first world alone, and in the second alone."""
NOTHING: Unseen = ((), ())


@frozen
class Standing:
    """The session's status, the stages of the two, and the phase of their strategies, once both are there."""

    status: str
    ada: int
    ben: int
    phase: str | None = None

    @property
    def is_mapped(self) -> bool:
        """Tell whether one of the two has gone on to strategies."""
        return 4 in {self.ada, self.ben}

    @property
    def is_live(self) -> bool:
        """Tell whether people can act."""
        return self.status in {"ACTIVE", "WAITING"}


@define
class Story:
    """Who sits where in both worlds, and whose invitation it was.

    ``bens_ranking`` is the last that Ben has made; ``disguised`` tells that there is a strategy of Ada's in one world
    that the facilitator suggested in the other.
    """

    worlds: Worlds
    number: int
    inviter: str = ADA
    seats: dict[str, tuple[Seat, Seat]] = field(factory=dict)
    turns: int = 0
    bens_ranking: Sequence[str] = ()
    disguised: bool = False
    _signed_in: datetime = START

    @property
    def invitee(self) -> str:
        """Who was invited."""
        return BEN if self.inviter == ADA else ADA

    def turn(
        self,
        unseen: Unseen = NOTHING,
        *,
        hours: float = 0,
        last: Act | None = None,
        moments: tuple[int, int] = (0, 0),
    ) -> None:
        """Let Ada act unseen in each world, and bring both to their next common moment.

        ``last`` is what she does after it in both worlds, so many seconds later in each.
        """
        self.turns += 1
        turn = f"{self.number}.{self.turns}"
        self.worlds.begin(turn)
        outcomes = set()
        for seat in self.seats[ADA]:
            for place, aside in enumerate(seat.own(unseen)):
                with seat.world.unseen(f"{turn}.{place}", after=aside.after):
                    aside.act(seat, aside.body)
            seat.world.clock.advance(seconds=seat.own(moments))
            if last is not None:
                outcomes.add(last(seat).status)
        assert len(outcomes) < 2, outcomes
        self.worlds.meet(timedelta(hours=hours) or STEP)
        if self.worlds.now - self._signed_in > FRESH:
            self.sign_in()

    def standing(self) -> "Standing":
        """Say where the two are."""
        detail = self.seats[self.inviter][0].look("")
        mine, theirs = detail["myProgress"]["stage"], detail["partnerProgress"]["stage"]
        ada, ben = (mine, theirs) if self.inviter == ADA else (theirs, mine)
        phase = self.seats[ADA][0].phase() if ada == ben == 4 else None
        return Standing(detail["status"], ada, ben, phase)

    def sign_in(self) -> None:
        """Let everybody sign in again."""
        self._signed_in = self.worlds.now
        for who in PEOPLE:
            # Whoever is not signed in is refused everything, and refused alike.
            assert self.do(who, Seat.sign_in).status == 200

    def do(self, who: str, act: Act) -> Answer:
        """Let somebody do what both worlds share, and give the first world's answer.

        Raises:
            Differs: Ben is answered differently.
        """
        return self.do_as((who, who), act)

    def do_as(self, each: tuple[str, str], act: Act) -> Answer:
        """Let somebody do in the first world what somebody else, perhaps, does in the second, under the same ids."""
        with self.worlds.as_one(each[0]):
            first, second = (act(seat.own(self.seats[who])) for who, seat in zip(each, self.seats[BEN], strict=True))
        if each == (BEN, BEN):
            self.worlds.require_same("Ben is answered", first, second)
        # What Ada is told may differ, what becomes of her act may not: it would be no act that both worlds share.
        assert first.status == second.status, f"{each}\n{first}\n{second}"
        return first

    def settle(self, opened: Answer) -> None:
        """Bring everybody before the session that was opened."""
        session, invitation = f"/sessions/{opened.data['session']['id']}", f"/invitations/{opened.data['invitationId']}"
        for who in PEOPLE:
            first, second = (evolve(each, session=session, invitation=invitation) for each in self.seats[who])
            self.seats[who] = first, second
