"""Predict every answer of stage 4 from the contract alone; nothing of the product is imported here."""

from __future__ import annotations

from typing import Any

from attrs import Factory, define

from tests.server.oracle import LATER_GATES, Oracle
from tests.server.shapes import Answer, AnyOrder, Id, When, fine, refused, when

TOP = 3
STALE = "Rests on content that is no longer shared"
SOFTENED = "never"
"""What the facilitator of these stories takes exception to."""


@define
class Strategy:
    """Something in the pool; nobody wrote what the facilitator suggested."""

    text: str
    author: str | None
    duration: str | None = None
    withdrawn: int | None = None


@define
class Agreement:
    """Something that was proposed, by whom it is agreed to, and what became of it."""

    text: str
    kind: str
    by: set[str]
    strategy: str | None
    follow_up: int | None
    status: str = "PROPOSED"
    agreed: int | None = None


@define
class Repair:
    """What two people have done in stage 4."""

    pool: dict[str, Strategy] = Factory(dict)
    ready: set[str] = Factory(set)
    rankings: dict[str, tuple[list[str], int]] = Factory(dict)
    overlap: list[str] | None = None
    agreements: dict[str, Agreement] = Factory(dict)
    made: int = 0
    told: list[tuple[str, str, str | None]] = Factory(list)
    """What was announced: its name, of whom, and of which agreement."""


@define
class RepairOracle(Oracle):
    """The same two people, once one of them is in stage 4."""

    repair: Repair = Factory(Repair)
    status: str = "ACTIVE"
    resolved: int | None = None
    frozen: dict[str, dict[str, Any]] = Factory(dict)

    def arrive(self, stages: dict[str, int]) -> None:
        """Everybody has come to their stage, all at this moment."""
        session = self._open()
        session.updated = self.now
        for who, stage in stages.items():
            seat = session.seats[who]
            seat.signed = seat.heard = self.now
            seat.entered = [self.now] * (stage + 1)

    # --- the pool

    def strategies(self, who: str, *, there: bool) -> Answer:
        """A participant reads the pool."""
        if refusal := self._barred(who, there=there) or self._too_early(who):
            return refusal
        shown = [self._strategy(each) for each in self.visible()]
        phase = self.phase()
        available = {"aiSuggestionsAvailable": phase in {"COLLECTING", "NEGOTIATING"}}
        return fine({"strategies": AnyOrder(shown, "description"), **available, "phase": phase})

    def propose(self, who: str, text: str, duration: str | None, *, there: bool) -> Answer:
        """A participant puts something into the pool."""
        wrong = None if text.strip() else frozenset({"description"})
        if refusal := self._barred(who, there=there, wrong=wrong) or self._cannot_collect(who):
            return refusal
        name = self._add(Strategy(text.strip(), who, duration))
        told = {"strategy": self._strategy(name), "totalStrategies": len(self.visible())}
        if SOFTENED in text:
            told["refinement"] = {"original": text.strip(), "refined": "Softer.", "reason": "It is softer."}
        return fine(told, 201)

    def suggest(self, who: str, count: int, *, there: bool) -> Answer:
        """A participant asks the facilitator, which numbers what it suggests."""
        wrong = None if 1 <= count <= 5 else frozenset({"count"})
        if refusal := self._barred(who, there=there, wrong=wrong) or self._cannot_collect(who):
            return refusal
        before = sum(each.author is None for each in self.repair.pool.values())
        names = [self._add(Strategy(f"Suggestion {before + each}", None)) for each in range(count)]
        return fine({"suggestions": [self._strategy(each) for each in names], "source": "AI_GENERATED"})

    def be_ready(self, who: str, *, there: bool) -> Answer:
        """A participant finds the pool complete."""
        if refusal := self._barred(who, there=there) or self._cannot_act(who):
            return refusal
        repair = self.repair
        if who not in repair.ready:
            if self.phase() != "COLLECTING" or not self.visible():
                return refused(409, "CONFLICT")
            repair.ready.add(who)
            self._tell("partner.ready_to_rank", who)
        partner = self._other(who) in repair.ready
        return fine({"ready": True, "partnerReady": partner, "canStartRanking": self.phase() == "RANKING"})

    def withdraw(self, who: str, name: str, *, there: bool) -> Answer:
        """A participant takes something out of the pool, which is nobody else's to do, and nobody is told."""
        if refusal := self._barred(who, there=there):
            return refusal
        strategy = self.repair.pool[name]
        if strategy.author != who:
            return refused(404, "NOT_FOUND")
        if strategy.withdrawn is None:
            strategy.withdrawn = self.now
            if not self.visible() and len(self.repair.rankings) < 2:
                self.repair.ready.clear()
                self.repair.rankings.clear()
        return fine({"revoked": True, "revokedAt": When(strategy.withdrawn)})

    # --- the rankings

    def rank(self, who: str, names: list[str], *, there: bool) -> Answer:
        """A participant ranks; the second of two rankings has both compared."""
        wrong = None if names and len(set(names)) == len(names) else frozenset[str]()
        if refusal := self._barred(who, there=there, wrong=wrong) or self._cannot_act(who):
            return refusal
        repair, other = self.repair, self._other(who)
        if who not in repair.ready:
            return refused(400, "GATE_NOT_SATISFIED")
        if other not in repair.ready:
            return refused(400, "PARTNER_NOT_READY")
        if not set(names) <= set(self.visible()):
            return refused(400, "VALIDATION_ERROR")
        if self.phase() != "RANKING":
            return refused(409, "CONFLICT")
        if who not in repair.rankings:
            self._tell("partner.ranking_submitted", who)
        repair.rankings[who] = (names, self.now)
        both = other in repair.rankings
        if both:
            repair.overlap = self._common(names, repair.rankings[other][0])
        told = {"submitted": True, "submittedAt": When(self.now)}
        return fine(told | {"partnerSubmitted": both, "awaitingReveal": not both})

    def overlap(self, who: str, *, there: bool) -> Answer:
        """A participant reads what both rank high."""
        if refusal := self._barred(who, there=there) or self._too_early(who):
            return refusal
        if who not in self.repair.rankings:
            return refused(400, "GATE_NOT_SATISFIED")
        if self._other(who) not in self.repair.rankings:
            return refused(400, "PARTNER_NOT_READY")
        return fine({"overlap": [self._strategy(each) for each in self._left()], "phase": self.phase()})

    # --- the agreements

    def agreements(self, who: str, *, there: bool) -> Answer:
        """A participant reads all that was proposed, newest first."""
        if refusal := self._barred(who, there=there) or self._too_early(who):
            return refusal
        names = reversed(self.repair.agreements)
        return fine({"agreements": [self._agreement(each, who) for each in names]})

    def offer(self, who: str, body: dict[str, Any], strategy: str | None, *, days: int | None, there: bool) -> Answer:
        """A participant proposes something to agree on, perhaps from a strategy, perhaps with a day to look back."""
        wrong = {
            "description": not body["description"].strip(),
            "type": body["type"] not in {"MICRO_EXPERIMENT", "COMMITMENT", "CHECK_IN"},
            "followUpDate": days is not None and days <= 0,
        }
        fields = frozenset(key for key, bad in wrong.items() if bad)
        # Whether the day lies ahead is asked once the rest of the body is right.
        fields = fields - {"followUpDate"} or fields
        if refusal := self._barred(who, there=there, wrong=fields or None) or self._cannot_act(who):
            return refusal
        if strategy is not None and strategy not in self.visible():
            return refused(400, "VALIDATION_ERROR", frozenset({"strategyId"}))
        if self.phase() not in {"REVEALING", "NEGOTIATING", "AGREED"}:
            return refused(409, "CONFLICT")
        name = f"agreement {len(self.repair.agreements)}"
        follow_up = None if days is None else self.now + days * 24 * 60 * 60
        self.repair.agreements[name] = Agreement(body["description"].strip(), body["type"], {who}, strategy, follow_up)
        self._tell("agreement.proposed", who, name)
        return fine({"agreement": self._agreement(name, who), "awaitingPartnerConfirmation": True}, 201)

    def answer(self, who: str, name: str | None, body: dict[str, Any], *, there: bool) -> Answer:
        """A participant answers a proposal, or one that is not there."""
        wrong = frozenset({"modification"}) if body["confirmed"] and body.get("modification") else None
        if who in self.people and wrong is None and there and name is None:
            return refused(404, "NOT_FOUND")
        if refusal := self._barred(who, there=there, wrong=wrong) or self._cannot_act(who):
            return refusal
        found = self.repair.agreements[name or ""]
        if found.status != "PROPOSED" or who in found.by:
            return refused(409, "CONFLICT")
        if body["confirmed"]:
            found.by, found.status, found.agreed = {*found.by, who}, "AGREED", self.now
            self._tell("agreement.confirmed", who, name)
        elif body.get("modification"):
            found.text, found.by = body["modification"].strip(), {who}
            self._tell("agreement.proposed", who, name)
        else:
            found.status = "ABANDONED"
        told = {"agreement": self._agreement(name or "", who), "sessionCanResolve": self.phase() == "AGREED"}
        return fine(told)

    def resolve(self, who: str, *, there: bool) -> Answer:
        """A participant ends the session with what both agree on."""
        if refusal := self._barred(who, there=there) or self._cannot_act(who):
            return refusal
        agreements = self.repair.agreements
        if self.phase() != "AGREED":
            mine = self._waits(who, mine=True) and not self._waits(who, mine=False)
            return refused(400, "PARTNER_NOT_READY" if mine else "GATE_NOT_SATISFIED")
        self.frozen = {each: self._gates(each, 4) for each in self._open().seats}
        self.status, self.resolved = "RESOLVED", self.now
        for each in agreements.values():
            each.status = "ABANDONED" if each.status == "PROPOSED" else each.status
        self._tell("partner.stage_completed", who)
        self._tell("session.resolved", who)
        settled = [each for each in reversed(agreements) if agreements[each].status == "AGREED"]
        told = [self._agreement(each, who) for each in settled]
        scheduled = any(agreements[each].follow_up is not None for each in settled)
        ended = {"resolved": True, "resolvedAt": When(self.now)}
        return fine(ended | {"agreements": told, "followUpScheduled": scheduled})

    # --- the session around it

    def rest(self, who: str, *, resume: bool, there: bool) -> Answer:
        """A participant begins or ends a pause."""
        if refusal := self._barred(who, there=there):
            return refusal
        before, after, key = ("PAUSED", "ACTIVE", "resumedAt") if resume else ("ACTIVE", "PAUSED", "pausedAt")
        if self.status == after:
            return refused(409, "CONFLICT")
        if self.status != before:
            return refused(400, "SESSION_NOT_ACTIVE")
        self.status = after
        self._tell(f"session.{key.removesuffix('At')}", who)
        return fine({"session": self._summary(who), key: When(self.now)})

    def detail(self, who: str, *, there: bool) -> Answer:
        answer = super().detail(who, there=there)
        if answer.status == 200:
            answer.body["data"]["resolvedAt"] = when(self.resolved)
        return answer

    def advance(self, who: str, body: object, *, there: bool) -> Answer:
        answer = super().advance(who, body, there=there)
        if answer.status == 200:
            self.repair.told += [("partner.stage_completed", who, None), ("partner.advanced", who, None)]
        return answer

    # --- the rules behind them

    def visible(self) -> list[str]:
        """What is in the pool, by name."""
        return [name for name, each in self.repair.pool.items() if each.withdrawn is None]

    def phase(self) -> str:
        """Where the two are, by the first rule that fits."""
        repair = self.repair
        if any(each.status == "AGREED" for each in repair.agreements.values()):
            return "AGREED"
        if len(repair.rankings) == 2:
            return "REVEALING" if self._left() else "NEGOTIATING"
        return "RANKING" if len(repair.ready) == 2 and self.visible() else "COLLECTING"

    def _left(self) -> list[str]:
        visible = self.visible()
        return [each for each in self.repair.overlap or [] if each in visible]

    def _common(self, one: list[str], other: list[str]) -> list[str]:
        visible = self.visible()
        count = min(TOP, len(visible))
        first, second = ([each for each in names if each in visible][:count] for names in (one, other))
        ranks = {each: (first.index(each) + 1, second.index(each) + 1) for each in first if each in second}
        return sorted(ranks, key=lambda each: (max(ranks[each]), sum(ranks[each]), self.known.ids[each]))

    def _add(self, strategy: Strategy) -> str:
        """Something new opens a new round where both have ranked."""
        repair = self.repair
        if len(repair.rankings) == 2:
            repair.rankings.clear()
            repair.ready.clear()
            repair.overlap = None
        name = f"strategy {repair.made}"
        repair.made += 1
        repair.pool[name] = strategy
        return name

    def _strategy(self, name: str) -> dict[str, Any]:
        each = self.repair.pool[name]
        return {
            "id": Id("strat_", name),
            "description": each.text,
            "needsAddressed": [] if each.author else ["Rest"],
            "duration": each.duration,
            "measureOfSuccess": None,
        }

    def _agreement(self, name: str, who: str) -> dict[str, Any]:
        each = self.repair.agreements[name]
        stale = each.strategy is not None and each.strategy not in self.visible()
        return {
            "id": Id("agr_", name),
            "description": each.text,
            "type": each.kind,
            "duration": None,
            "measureOfSuccess": None,
            "status": each.status,
            "agreedByMe": who in each.by,
            "agreedByPartner": self._other(who) in each.by,
            "agreedAt": when(each.agreed),
            "followUpDate": when(each.follow_up),
            "hasStaleInputs": stale,
        } | ({"staleReason": STALE} if stale else {})

    def _waits(self, who: str, *, mine: bool) -> bool:
        """Whether a proposal waits to which this person agrees, or does not."""
        return any(each.status == "PROPOSED" and (who in each.by) is mine for each in self.repair.agreements.values())

    def _tell(self, name: str, who: str, agreement: str | None = None) -> None:
        self.repair.told.append((name, who, agreement))
        self._open().updated = self.now

    def _other(self, who: str) -> str:
        return str(self._open().other(who))

    def _not_live(self) -> Answer | None:
        return None if self.status == "ACTIVE" else refused(400, "SESSION_NOT_ACTIVE")

    def _too_early(self, who: str) -> Answer | None:
        return refused(400, "GATE_NOT_SATISFIED", stage=4) if self._open().seats[who].stage < 4 else None

    def _cannot_act(self, who: str) -> Answer | None:
        return self._not_live() or self._too_early(who)

    def _cannot_collect(self, who: str) -> Answer | None:
        closed = self.phase() not in {"COLLECTING", "NEGOTIATING"}
        return self._cannot_act(who) or (refused(409, "CONFLICT") if closed else None)

    def _blocked(self, who: str, leaving: int | None = None, to: int | None = None) -> str | None:
        if self.status != "ACTIVE":
            return "SESSION_NOT_ACTIVE"
        stage = self._open().seats[who].stage
        step = (stage if leaving is None else leaving, stage + 1 if to is None else to)
        return None if step == (stage, stage + 1) and stage == 3 else "INVALID_STAGE_TRANSITION"

    def _gates(self, who: str, stage: int) -> dict[str, Any]:
        mine, _ = self._pair(who)
        if stage < 2:
            return super()._gates(who, stage)
        if stage < 4:
            information = {"validatedAt": When(mine.entered[2])} if stage == 2 else {}
            return {"stage": stage, **dict.fromkeys(LATER_GATES[stage], True), **information}
        if mine.stage < 4:
            return {"stage": 4, **dict.fromkeys(LATER_GATES[4], False)}
        repair = self.repair
        holds = (who in repair.ready, who in repair.rankings, len(repair.rankings) == 2, self.phase() == "AGREED")
        return self.frozen.get(who) or {"stage": 4, **dict(zip(LATER_GATES[4], holds, strict=True))}

    def _actions(self, who: str) -> tuple[list[str], list[str]]:
        seat, repair, phase = self._open().seats[who], self.repair, self.phase()
        if seat.stage < 2:
            return super()._actions(who)
        if seat.stage < 4 or phase == "AGREED":
            return [], []
        mine, theirs = self._waits(who, mine=True), self._waits(who, mine=False)
        own = {
            "strategiesSubmitted": True,
            "rankingsSubmitted": phase == "RANKING",
            "agreementCreated": theirs or (len(repair.rankings) == 2 and not mine),
        }
        others = {
            "rankingsSubmitted": self._other(who) not in repair.ready,
            "overlapIdentified": who in repair.rankings,
            "agreementCreated": mine and not theirs,
        }
        shut = self._shut(who)
        return [key for key in shut if own.get(key)], [key for key in shut if others.get(key)]

    def _shown_status(self) -> str:
        return super()._shown_status() if self.status == "ACTIVE" else self.status

    def _row(self, who: str | None) -> dict[str, Any]:
        row = super()._row(who)
        return row if self.resolved is None else row | {"status": "COMPLETED", "completedAt": When(self.resolved)}
