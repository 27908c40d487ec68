"""Leaks, each planted in one function of production as it might come about there, for the machine to find."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from attrs import evolve, frozen
from flask import Response, after_this_request, request

from beheard_core import Decision, Forbidden
from beheard_core.accounts import Principal
from beheard_core.mediation import GateKey, Participant, Session, Stage
from beheard_core.mediation import stages as core_stages
from beheard_core.mediation.events import ConsentRevoked
from beheard_core.mediation.model import Consent, ContentType
from beheard_core.mediation.standing import consent_of, live_attempt, sides
from beheard_core.mediation.views import StageProgress
from beheard_core.mediation.views import sessions as session_views
from beheard_core.mediation.views import words as word_views
from beheard_core.mediation.views.words import AttemptView, DraftView, PartnerAttempt, PartnerFeedback
from beheard_server import vessels
from beheard_server.blueprints import consent, empathy, messages, sessions
from beheard_server.facilitators.offline import OfflineFacilitator
from beheard_server.http import routes
from beheard_server.http.limits import Limiter
from beheard_server.http.state import beheard
from beheard_server.store import Note, Stored, Unit
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.store.sqlite.mediation import SQLiteRelationships, SQLiteSessions
from beheard_server.store.sqlite.words import SQLiteWords
from tests.privacy.asides import ASIDES
from tests.privacy.seats import Seat
from tests.privacy.story import ADA, BEN, Body
from tests.privacy.way import BEN_SHARES, BOTH_SHARE, INVITED, JOINED, STRETCH, WITNESS

Patch = pytest.MonkeyPatch
Plant = Callable[[Patch], None]


@frozen
class Leak:
    """How to plant it; the steps, what they start from, and the asides, among which it is found soon."""

    plant: Plant
    steps: tuple[str, ...]
    depth: int
    inviters: tuple[str, ...]
    asides: Sequence[Callable[[Seat, Body], None]]


LEAKS: dict[str, Leak] = {}


def leak(
    depth: int,
    *steps: str,
    inviters: tuple[str, ...] = (ADA, BEN),
    asides: Sequence[Callable[[Seat, Body], None]] = tuple(ASIDES),
) -> Callable[[Plant], Plant]:
    """Put a leak on the list, under its name."""

    def listed(plant: Plant) -> Plant:
        LEAKS[plant.__name__] = Leak(plant, steps, depth, inviters, asides)
        return plant

    return listed


def around(patch: Patch, place: Any, name: str, leaky: Callable[..., Any]) -> None:
    """Put ``leaky`` in the place of one function, which it is given first."""
    original = getattr(place, name)

    def planted(*args: Any, **kwargs: Any) -> Any:
        return leaky(original, *args, **kwargs)

    patch.setattr(place, name, planted)


def asked_of(query: str, *values: object) -> Any:
    """Ask the file itself, as somebody would who forgets whose things these are."""
    store = beheard().shell.store
    assert isinstance(store, SQLiteStore)
    with store._ready().in_use() as connection:
        row = connection.execute(query, values).fetchone()
    return None if row is None else row[0]


def without_owner(patch: Patch, name: str) -> None:
    """Let a query of somebody's words forget whose they are."""

    def found(original: Callable[..., Any], self: Any, session_id: str, *, owner: str, **more: Any) -> Any:
        members = self._execute(
            "SELECT person_id FROM beheard_members WHERE session_id = ? ORDER BY person_id = ?", (session_id, owner)
        )
        each = [original(self, session_id, owner=member, **more) for (member,) in members.fetchall()]
        return next(filter(None, each), original(self, session_id, owner=owner, **more))

    around(patch, SQLiteWords, name, found)


@leak(STRETCH, "time_passes")
def the_partners_draft(patch: Patch) -> None:
    without_owner(patch, "draft")


@leak(WITNESS, "time_passes")
def the_partners_messages(patch: Patch) -> None:
    without_owner(patch, "messages")


@leak(WITNESS, "time_passes")
def the_partners_readings(patch: Patch) -> None:
    without_owner(patch, "readings")


@leak(STRETCH, "time_passes")
def the_partners_pending_requests(patch: Patch) -> None:
    without_owner(patch, "requests")


@leak(JOINED, "time_passes")
def an_unread_count(patch: Patch) -> None:
    def count_live(original: Callable[..., int], self: Any, person_id: str) -> int:
        unread = self._execute(
            "SELECT count(*) FROM beheard_messages JOIN beheard_members USING (session_id)"
            " WHERE person_id = ?1 AND owner_id <> ?1",
            (person_id,),
        )
        return original(self, person_id) + int(unread.fetchone()[0])

    around(patch, SQLiteSessions, "count_live", count_live)


@leak(WITNESS, "ben_writes")
def a_message_total_in_a_cursor(patch: Patch) -> None:
    def add(original: Callable[..., None], self: Any, message: Any, *, owner: str) -> None:
        original(self, message, owner=owner)
        self._execute(
            "UPDATE beheard_messages SET place = (SELECT count(*) + 1000 FROM beheard_messages WHERE session_id = ?)"
            " WHERE id = ?",
            (message.session_id, message.id),
        )

    around(patch, SQLiteWords, "add_message", add)


@leak(JOINED, "time_passes")
def updated_at_after_a_message(patch: Patch) -> None:
    def keep(original: Callable[..., Any], state: Any, body: Any, caller: Principal, session_id: str) -> Any:
        now = state.shell.clock()
        said = original(state, body, caller, session_id)
        state.shell.change(session_id, lambda session: Decision(evolve(session, updated_at=now)))
        return said

    around(patch, messages, "_keep", keep)


@leak(JOINED, "time_passes")
def updated_at_after_an_exercise(patch: Patch) -> None:
    def add(original: Callable[..., None], self: Any, session_id: str, exercise: Any, **more: Any) -> None:
        original(self, session_id, exercise, **more)
        self._execute(
            "UPDATE beheard_sessions SET body = CAST(json_set(CAST(body AS TEXT), '$.updated_at', ?) AS BLOB)"
            " WHERE id = ?",
            (more["at"].isoformat(), session_id),
        )

    around(patch, SQLiteWords, "add_exercise", add)


@leak(BOTH_SHARE, "time_passes")
def updated_at_after_an_unshared_verdict(patch: Patch) -> None:
    def judge(original: Callable[..., Decision[Session]], *args: Any, **more: Any) -> Decision[Session]:
        decision = original(*args, **more)
        return evolve(decision, state=evolve(decision.state, updated_at=more["now"]))

    around(patch, empathy, "judge_attempt", judge)


@leak(STRETCH, "time_passes")
def an_event_after_a_denial(patch: Patch) -> None:
    def decide(
        original: Callable[..., Decision[Session]], session: Session, person: str, answer: Any, **more: Any
    ) -> Decision[Session]:
        decision = original(session, person, answer, **more)
        told = ConsentRevoked(session_id=session.id, actor_id=person, timestamp=more["now"])
        return decision if decision.events else evolve(decision, events=(told,))

    around(patch, consent, "decide", decide)


@leak(JOINED, "one_pauses", "one_resumes")
def the_pause_reason_in_the_event(patch: Patch) -> None:
    def pause(
        original: Callable[..., Decision[Session]], session: Session, person: str, rest: Any, **more: Any
    ) -> Decision[Session]:
        return original(session, person, evolve(rest, share_reason=True), **more)

    around(patch, sessions, "pause", pause)


def a_note_beside_the_name(patch: Patch, note: Note) -> None:
    """Let the name of the partner be followed by something that was said beside an act."""
    query = "SELECT text FROM beheard_notes WHERE session_id = ? AND note = ? ORDER BY number DESC"

    def names_for(original: Callable[..., Any], unit: Unit, session: Session, viewer: str) -> Any:
        said = asked_of(query, session.id, note)
        names = original(unit, session, viewer)
        return {each: name if said is None or each == viewer else f"{name}: {said}" for each, name in names.items()}

    around(patch, sessions, "names_for", names_for)


@leak(INVITED, "the_invitation_is_declined", inviters=(BEN,))
def the_decline_reason(patch: Patch) -> None:
    a_note_beside_the_name(patch, Note.DECLINE)


@leak(JOINED, "ada_leaves")
def the_reason_for_leaving(patch: Patch) -> None:
    a_note_beside_the_name(patch, Note.LEAVE)


@leak(JOINED, "time_passes", inviters=(ADA,))
def the_context_of_the_invitation(patch: Patch) -> None:
    a_note_beside_the_name(patch, Note.CONTEXT)


@leak(BEN_SHARES, "ada_shares_an_attempt", "one_takes_back")
def the_version_of_the_draft(patch: Patch) -> None:
    def texts(original: Callable[..., dict[str, str]], unit: Unit, session: Session, person: str) -> Any:
        _, partner = sides(session, person)
        draft = unit.words.draft(session.id, owner=partner.id)
        version = 0 if draft is None else draft.version
        return {key: f"{text} (version {version})" for key, text in original(unit, session, person).items()}

    around(patch, empathy, "partners_attempt", texts)


@leak(BOTH_SHARE, "time_passes")
def unshared_feedback(patch: Patch) -> None:
    query = "SELECT text FROM beheard_feedback WHERE session_id = ? AND attempt_id = ?"

    def draft_view(original: Callable[..., DraftView], session: Session, viewer: str, **more: Any) -> DraftView:
        view = original(session, viewer, **more)
        attempt = live_attempt(sides(session, viewer)[0])
        said = None if attempt is None else asked_of(query, session.id, attempt.id)
        return view if said is None else evolve(view, partner_feedback=PartnerFeedback(said, session.created_at))

    around(patch, empathy, "draft_view", draft_view)


@leak(BOTH_SHARE, "time_passes")
def an_unshared_wish_for_a_revision(patch: Patch) -> None:
    def awaits(original: Callable[..., bool], me: Participant, partner: Participant) -> bool:
        return bool(me.verdicts) and not me.verdicts[-1].validated

    around(patch, word_views, "awaits_revision", awaits)


@leak(BOTH_SHARE, "ada_shares_feedback")
def feedback_before_it_was_transformed(patch: Patch) -> None:
    around(patch, OfflineFacilitator, "transform", lambda original, self, kind, words: words)


@leak(BOTH_SHARE, "ada_takes_something_back_before_ben_looks")
def a_revoked_attempt(patch: Patch) -> None:
    query = "SELECT text FROM beheard_shared WHERE consent_id = ?"

    def reply(original: Callable[..., PartnerAttempt], session: Session, viewer: str, texts: Any) -> PartnerAttempt:
        shown = original(session, viewer, texts)
        _, partner = sides(session, viewer)
        if shown.attempt is not None or not partner.attempts:
            return shown
        last = partner.attempts[-1]
        text = asked_of(query, last.consent_id)
        return evolve(shown, attempt=AttemptView(last.id, partner.id, text, last.shared_at, last.consent_id))

    around(patch, empathy, "partner_attempt_reply", reply)


@leak(BOTH_SHARE, "ada_takes_something_back_before_ben_looks")
def what_was_shared_once(patch: Patch) -> None:
    patch.setattr(Consent, "is_live", property(lambda record: record.granted))


@leak(STRETCH, "ada_takes_something_back_before_ben_looks")
def a_revoked_boundary(patch: Patch) -> None:
    def readable(original: Callable[..., Any], session: Session, viewer: str) -> Any:
        _, partner = sides(session, viewer)
        return tuple(each for each in partner.consents if each.granted and each.content_type is ContentType.BOUNDARY)

    around(patch, vessels, "readable_consents", readable)


@leak(WITNESS, "time_passes")
def an_etag_of_the_sessions_row(patch: Patch) -> None:
    def load(original: Callable[..., Stored[Session]], unit: Unit, session_id: str) -> Stored[Session]:
        stored = original(unit, session_id)

        @after_this_request
        def tag(response: Response) -> Response:
            response.set_etag(str(stored.version))
            return response

        return stored

    around(patch, sessions, "load", load)


@leak(STRETCH, "time_passes")
def the_length_of_a_reply(patch: Patch) -> None:
    query = "SELECT sum(length(content)) FROM beheard_drafts WHERE session_id = ?"

    def respond(original: Callable[..., Response], data: Any, *args: Any) -> Response:
        response = original(data, *args)
        session_id = (request.view_args or {}).get("session_id")
        response.data += b" " * (asked_of(query, session_id) or 0)
        return response

    around(patch, routes, "json_response", respond)


@leak(JOINED, "time_passes", inviters=(ADA,))
def how_many_sessions_the_partner_has(patch: Patch) -> None:
    def count(original: Callable[..., int], self: Any, relationship_id: str) -> int:
        row = self._execute(
            "SELECT count(*) FROM beheard_members WHERE person_id ="
            " (SELECT inviter_id FROM beheard_relationships WHERE id = ?)",
            (relationship_id,),
        )
        return int(row.fetchone()[0])

    around(patch, SQLiteRelationships, "count_sessions", count)


@leak(JOINED, "ben_writes")
def a_limit_for_both_together(patch: Patch) -> None:
    def hit(original: Callable[..., None], self: Limiter, limit: Any, what: str, who: str) -> None:
        original(self, limit, what, "both" if what == "reading" else who)

    around(patch, Limiter, "hit", hit)


@leak(STRETCH, "time_passes")
def a_status_that_follows_the_draft(patch: Patch) -> None:
    def mine(
        original: Callable[..., Any], session: Session, me: Participant, partner: Participant, stage: Stage
    ) -> Any:
        keys = original(session, me, partner, stage)
        return (
            keys if me.drafted_at is None else tuple(each for each in keys if each is GateKey.EMPATHY_ATTEMPT_CREATED)
        )

    around(patch, core_stages, "mine_to_do", mine)


@leak(WITNESS, "ada_says_whether_she_feels_heard")
def when_the_partner_felt_heard(patch: Patch) -> None:
    def shown(original: Callable[..., StageProgress], session: Session, me: Participant, *more: Any) -> StageProgress:
        return evolve(original(session, me, *more), completed_at=me.feel_heard_at)

    around(patch, session_views, "stage_progress", shown)


@leak(STRETCH, "time_passes")
def what_is_there_to_be_revoked(patch: Patch) -> None:
    def revoke(
        original: Callable[..., Decision[Session]], session: Session, person: str, consent_id: str, **more: Any
    ) -> Decision[Session]:
        _, partner = sides(session, person)
        if consent_of(partner, consent_id) is not None:
            raise Forbidden("This is your partner's.")
        return original(session, person, consent_id, **more)

    around(patch, consent, "revoke", revoke)
