"""What was recorded elsewhere, one row at a time, as it is brought in and taken out."""

from collections.abc import Iterable
from datetime import datetime

from attrs import field, frozen

from beheard_core.errors import Violation
from beheard_core.fields import moment, text
from beheard_core.practice.model import Practised, Status, TherapistSession
from beheard_core.practice.rules import LONGEST_NAME, ref, score, words


@frozen(kw_only=True)
class SessionRecord:
    """One therapist session."""

    id: str = field(**ref("The session"))
    client_id: str = field(**ref("The client"))
    therapist_id: str = field(**ref("The therapist"))
    start_time: datetime = field(**moment("When it started"))
    status: Status = Status.ACTIVE
    progress: float = field(default=0.0, **score("How far it came"))
    end_time: datetime | None = field(default=None, **moment("When it ended"))

    def broken_rules(self) -> Iterable[Violation]:
        """Let nothing end before it starts."""
        if self.end_time is not None and self.end_time < self.start_time:
            yield Violation("end_time", "must not be before the start of the session")

    def session(self) -> TherapistSession:
        """Give the session."""
        return TherapistSession(
            self.id,
            self.client_id,
            self.therapist_id,
            self.start_time,
            self.status,
            self.progress,
            self.end_time,
        )


@frozen(kw_only=True)
class SkillRecord:
    """One time that a skill was practised."""

    session_id: str = field(**ref("The session"))
    therapist_id: str = field(**ref("The therapist of the session"))
    skill_name: str = field(**text("The skill", most=LONGEST_NAME))
    score: float = field(**score("Its score"))
    category: str | None = field(default=None, **words("therapeutic, technical or interpersonal"))
    practised_at: datetime = field(**moment("When it was practised"))

    def practised(self) -> Practised:
        """Give what was practised."""
        return Practised(
            self.session_id, self.therapist_id, self.skill_name, self.score, self.category, self.practised_at
        )


def record_of_session(session: TherapistSession) -> SessionRecord:
    """Give the row of a session."""
    return SessionRecord(
        id=session.id,
        client_id=session.client_id,
        therapist_id=session.therapist_id,
        start_time=session.start_time,
        status=session.status,
        progress=session.progress,
        end_time=session.end_time,
    )


def record_of_skill(practised: Practised) -> SkillRecord:
    """Give the row of what was practised."""
    return SkillRecord(
        session_id=practised.session_id,
        therapist_id=practised.therapist_id,
        skill_name=practised.skill_name,
        score=practised.score,
        category=practised.category,
        practised_at=practised.at,
    )
