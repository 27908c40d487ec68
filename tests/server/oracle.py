"""Predict every answer of stages 0 and 1 from the contract alone; nothing of the product is imported here."""

from __future__ import annotations

from typing import Any

from attrs import Factory, define, field

from tests.server.shapes import Answer, Id, Jwt, Known, Text, When, fine, refused, when

WEEK = 7 * 24 * 60 * 60
HIGHEST_STAGE = 4
LONGEST_NAME = 100
LONGEST_CONTEXT = 500

# What these endpoints can never open, so each of them stays shut.
LATER_GATES = {
    2: ("empathyAttemptCreated", "empathyAttemptConsentedToShare", "receivedPartnerAttempt", "validatedPartnerAttempt"),
    3: ("needsConfirmed", "partnerNeedsConfirmed", "commonGroundConfirmed"),
    4: ("strategiesSubmitted", "rankingsSubmitted", "overlapIdentified", "agreementCreated"),
}
OWN_ACTS = {"compactSigned", "feelHeardConfirmed", "empathyAttemptCreated", "empathyAttemptConsentedToShare"}


@define
class Person:
    """An account: who may call with a good token."""

    email: str
    name: str | None
    since: int


@define
class Seat:
    """What one participant has done, and when they entered each stage."""

    entered: list[int]
    signed: int | None = None
    heard: int | None = None

    @property
    def stage(self) -> int:
        """The highest stage there is a row for."""
        return len(self.entered) - 1


@define
class Session:
    """One session and its invitation, with a seat for everyone who joined, the inviter first."""

    created: int
    updated: int
    inviter: str
    invitee_name: str | None
    seats: dict[str, Seat]

    @property
    def accepted(self) -> bool:
        """Whether somebody has taken the invitation."""
        return len(self.seats) > 1

    def other(self, who: str) -> str | None:
        """The other participant, if there is one."""
        return next((name for name in self.seats if name != who), None)


def words(raw: object) -> str | None:
    """A text as it is kept: trimmed, and none at all when blank."""
    return (raw.strip() or None) if isinstance(raw, str) else None


def bad_stages(body: object) -> frozenset[str] | None:
    """The fields of an advance that are not integers from 0 to 4; None when the body is well formed."""
    if not isinstance(body, dict):
        return frozenset()
    bad = frozenset(key for key in ("fromStage", "toStage") if not is_stage(body.get(key)))
    return bad or None


def is_stage(value: object) -> bool:
    """Whether a JSON value is one of the five stages."""
    return type(value) is int and 0 <= value <= HIGHEST_STAGE


def bad_answer(body: object) -> frozenset[str] | None:
    """The field of feel-heard unless it is a boolean; None when the body is well formed."""
    if not isinstance(body, dict):
        return frozenset()
    return None if isinstance(body.get("confirmed"), bool) else frozenset({"confirmed"})


@define
class Oracle:
    """Two people, their session and everyone else, as the contract describes them."""

    now: int = 0
    people: dict[str, Person] = Factory(dict)
    session: Session | None = None
    known: Known = field(factory=Known)

    # --- accounts and the way in

    def register(self, who: str, email: str, name: str | None, *, invited: bool | None = None) -> Answer:
        """A person makes an account: without an invitation (None), with the session's, or with one nobody sent."""
        session = self.session
        if invited is not None and (not invited or session is None or session.accepted):
            return refused(410, "INVITATION_EXPIRED")
        self.people[who] = Person(email, words(name), self.now)
        told = {"user": self._user(who), "accessToken": Jwt(), "refreshToken": Jwt(), "expiresIn": 900}
        if invited:
            self._join(who)
            told["session"] = self._summary(who)
        return fine(told, 201)

    def me(self, who: str) -> Answer:
        """A person asks who they are."""
        if who not in self.people:
            return refused(401, "UNAUTHORIZED")
        live = self.session is not None and self.session.accepted and who in self.session.seats
        return fine({"user": self._user(who), "activeSessions": int(live), "pushNotificationsEnabled": False})

    def create(self, who: str, body: dict[str, Any]) -> Answer:
        """A person invites an address; the same address twice is a conflict while the session lives."""
        if who not in self.people:
            return refused(401, "UNAUTHORIZED")
        wrong = {
            "inviteEmail": "@" not in body["inviteEmail"] or body["inviteEmail"] == self.people[who].email,
            "inviteName": len(words(body.get("inviteName")) or "") > LONGEST_NAME,
            "context": len(words(body.get("context")) or "") > LONGEST_CONTEXT,
        }
        if any(wrong.values()):
            return refused(400, "VALIDATION_ERROR", frozenset(key for key, bad in wrong.items() if bad))
        if self.session is not None:
            return refused(409, "CONFLICT")
        seat = Seat(entered=[self.now])
        self.session = Session(self.now, self.now, who, words(body.get("inviteName")), {who: seat})
        told = {
            "session": self._summary(who),
            "invitationId": Id("inv_", "invitation"),
            "invitationUrl": Id("inv_", "invitation", before="beheard://invite/"),
        }
        return fine(told, 201)

    def invitation(self, *, there: bool) -> Answer:
        """Anybody at all looks at the invitation."""
        session = self.session
        if session is None or not there:
            return refused(404, "NOT_FOUND")
        return fine(
            {
                "id": Id("inv_", "invitation"),
                "sessionId": Id("sess_", "session"),
                "invitedBy": {"id": self._id(session.inviter), "name": self.people[session.inviter].name},
                "status": "ACCEPTED" if session.accepted else "PENDING",
                "createdAt": When(session.created),
                "expiresAt": When(session.created + WEEK),
            }
        )

    def accept(self, who: str, *, there: bool) -> Answer:
        """Whoever holds the link may take it, once, save the person who sent it."""
        session = self.session
        if who not in self.people:
            return refused(401, "UNAUTHORIZED")
        if session is None or not there:
            return refused(404, "NOT_FOUND")
        if who == session.inviter:
            return refused(403, "FORBIDDEN")
        if session.accepted:
            return refused(409, "CONFLICT")
        self._join(who)
        return fine({"session": self._summary(who)})

    # --- reading a session

    def detail(self, who: str, *, there: bool) -> Answer:
        """A participant reads the session."""
        if refusal := self._barred(who, there=there):
            return refusal
        session = self._open()
        relationship = {"id": Id("rel_", "relationship"), "createdAt": When(session.created), "sessionCount": 1}
        gates = [
            {"id": key, "description": Text(), "satisfied": value, "requiredForAdvance": True}
            for key, value in self._gates(who, session.seats[who].stage).items()
            if isinstance(value, bool)
        ]
        more = {"relationship": relationship, "currentGates": gates, "resolvedAt": None}
        return fine(self._summary(who) | more)

    def progress(self, who: str, *, there: bool) -> Answer:
        """A participant reads both people's progress."""
        if refusal := self._barred(who, there=there):
            return refusal
        blocked = self._blocked(who)
        told = {
            "sessionId": Id("sess_", "session"),
            "myProgress": self._own_progress(who),
            "partnerProgress": {key: self._row(self._open().other(who))[key] for key in ("stage", "status")},
            "canAdvance": blocked is None,
        }
        return fine(told | ({} if blocked is None else {"advanceBlockedReason": blocked}))

    def gates(self, who: str, stage: str, *, there: bool) -> Answer:
        """A participant reads one stage's gates; `stage` is what stands in the path."""
        wrong = None if stage in {"0", "1", "2", "3", "4"} else frozenset({"stage"})
        return self._barred(who, there=there, wrong=wrong) or fine(self._gates(who, int(stage)))

    def compact(self, who: str, *, there: bool) -> Answer:
        """A participant reads who has signed."""
        if refusal := self._barred(who, there=there):
            return refusal
        mine, partner = self._pair(who)
        signed = None if partner is None else partner.signed
        return fine(
            {
                "mySigned": mine.signed is not None,
                "mySignedAt": when(mine.signed),
                "partnerSigned": signed is not None,
                "partnerSignedAt": when(signed) if mine.signed is not None else None,
                "canAdvance": self._blocked(who) is None,
            }
        )

    # --- acting in a session

    def sign(self, who: str, *, there: bool) -> Answer:
        """A participant signs the compact, once."""
        if refusal := self._barred(who, there=there) or self._not_live():
            return refusal
        mine, partner = self._pair(who)
        if mine.signed is not None:
            return refused(409, "CONFLICT")
        mine.signed = self._open().updated = self.now
        return fine(
            {
                "signed": True,
                "signedAt": When(self.now),
                "partnerSigned": partner is not None and partner.signed is not None,
                "canAdvance": self._blocked(who) is None,
            }
        )

    def feel_heard(self, who: str, body: object, *, there: bool) -> Answer:
        """A participant says whether they feel heard; nobody else can read when, so the session is not touched."""
        if refusal := self._barred(who, there=there, wrong=bad_answer(body)) or self._not_live():
            return refusal
        mine, partner = self._pair(who)
        if mine.stage < 1:
            return refused(400, "GATE_NOT_SATISFIED", stage=1)
        if mine.stage > 1:
            return refused(409, "CONFLICT")
        confirmed = isinstance(body, dict) and body["confirmed"]
        mine.heard = (self.now if mine.heard is None else mine.heard) if confirmed else None
        return fine(
            {
                "confirmed": confirmed,
                "confirmedAt": when(mine.heard),
                "canAdvance": self._blocked(who) is None,
                "partnerCompleted": partner is not None
                and (partner.stage > 1 or (partner.stage == 1 and partner.heard is not None)),
            }
        )

    def advance(self, who: str, body: object, *, there: bool) -> Answer:
        """A participant asks for the next stage; every refusal but a malformed body looks like a success."""
        if refusal := self._barred(who, there=there, wrong=bad_stages(body)):
            return refusal
        assert isinstance(body, dict)
        blocked = self._blocked(who, leaving=body["fromStage"], to=body["toStage"])
        if blocked is not None:
            told = {"success": False, "newProgress": self._own_progress(who), "blockedReason": blocked}
            if blocked == "GATES_NOT_SATISFIED":
                told["unsatisfiedGates"] = self._shut(who)
            return Answer(400, {"success": True, "data": told})
        session = self._open()
        session.seats[who].entered.append(self.now)
        session.updated = self.now
        return fine({"success": True, "newProgress": self._own_progress(who)})

    # --- the rules behind them

    def _barred(self, who: str, *, there: bool, wrong: frozenset[str] | None = None) -> Answer | None:
        """What comes before any rule of a session, in the contract's order: 401, 400, 404, 403."""
        if who not in self.people:
            return refused(401, "UNAUTHORIZED")
        if wrong is not None:
            return refused(400, "VALIDATION_ERROR", wrong or None)
        if self.session is None or not there:
            return refused(404, "NOT_FOUND")
        return None if who in self.session.seats else refused(403, "FORBIDDEN")

    def _not_live(self) -> Answer | None:
        return None if self._open().accepted else refused(400, "SESSION_NOT_ACTIVE")

    def _blocked(self, who: str, leaving: int | None = None, to: int | None = None) -> str | None:
        """Why a person may not move; without stages, from where they are to the next."""
        session = self._open()
        current = session.seats[who].stage
        leaving = current if leaving is None else leaving
        to = leaving + 1 if to is None else to
        if not session.accepted:
            return "SESSION_NOT_ACTIVE"
        if to != leaving + 1 or leaving != current:
            return "INVALID_STAGE_TRANSITION"
        return "GATES_NOT_SATISFIED" if self._shut(who) else None

    def _shut(self, who: str) -> list[str]:
        """The gates of a person's stage that do not hold, in the contract's order."""
        return [key for key, value in self._gates(who, self._open().seats[who].stage).items() if value is False]

    def _gates(self, who: str, stage: int) -> dict[str, Any]:
        mine, partner = self._pair(who)
        if stage == 0:
            return {
                "stage": 0,
                "compactSigned": mine.signed is not None,
                "compactSignedAt": when(mine.signed),
                "partnerCompactSigned": partner is not None and partner.signed is not None,
            }
        if stage == 1:
            return {
                "stage": 1,
                "feelHeardConfirmed": mine.heard is not None,
                "feelHeardConfirmedAt": when(mine.heard),
                "finalEmotionalReading": None,
            }
        information = {"validatedAt": None} if stage == 2 else {}
        return {"stage": stage, **dict.fromkeys(LATER_GATES[stage], False), **information}

    def _actions(self, who: str) -> tuple[list[str], list[str]]:
        """What is left for a person to do, and what for their partner."""
        if not self._open().accepted:
            return [], []
        shut = self._shut(who)
        return [key for key in shut if key in OWN_ACTS], [key for key in shut if key == "partnerCompactSigned"]

    def _shown_status(self) -> str:
        session = self._open()
        if not session.accepted:
            return "INVITED"
        lists = [self._actions(who) for who in session.seats]
        return "WAITING" if any(theirs and not own for own, theirs in lists) else "ACTIVE"

    def _row(self, who: str | None) -> dict[str, Any]:
        """A person's current stage as both may read it in a summary."""
        session = self._open()
        if who is None or not session.accepted:
            return {"stage": 0, "status": "NOT_STARTED", "startedAt": None, "completedAt": None}
        own, _ = self._actions(who)
        entered = session.seats[who].entered
        status = "IN_PROGRESS" if own else "GATE_PENDING"
        return {"stage": len(entered) - 1, "status": status, "startedAt": When(entered[-1]), "completedAt": None}

    def _own_progress(self, who: str) -> dict[str, Any]:
        seat = self._open().seats[who]
        return self._row(who) | {"startedAt": When(seat.entered[-1]), "gates": self._gates(who, seat.stage)}

    def _summary(self, who: str) -> dict[str, Any]:
        session = self._open()
        other = session.other(who)
        own, theirs = self._actions(who)
        pending = {"id": "user_pending", "name": session.invitee_name}
        return {
            "id": Id("sess_", "session"),
            "relationshipId": Id("rel_", "relationship"),
            "status": self._shown_status(),
            "createdAt": When(session.created),
            "updatedAt": When(session.updated),
            "partner": pending if other is None else {"id": self._id(other), "name": self.people[other].name},
            "myProgress": self._row(who),
            "partnerProgress": self._row(other),
            "selfActionNeeded": own,
            "partnerActionNeeded": theirs,
        }

    def _join(self, who: str) -> None:
        session = self._open()
        session.seats[who] = Seat(entered=[self.now])
        session.updated = self.now

    def _user(self, who: str) -> dict[str, Any]:
        person = self.people[who]
        return {"id": self._id(who), "email": person.email, "name": person.name, "createdAt": When(person.since)}

    def _id(self, who: str) -> Id:
        return Id("user_", who)

    def _open(self) -> Session:
        assert self.session is not None
        return self.session

    def _pair(self, who: str) -> tuple[Seat, Seat | None]:
        session = self._open()
        other = session.other(who)
        return session.seats[who], None if other is None else session.seats[other]
