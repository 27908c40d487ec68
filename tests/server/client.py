"""The server under test: the real app over a real SQLite file, with a clock to turn."""

from pathlib import Path
from typing import Any

from attrs import evolve

from beheard_server.app import create_app, state_of
from beheard_server.extension import BeHeard
from beheard_server.facilitators import Facilitator
from beheard_server.notifiers import Notifier
from beheard_server.settings import OFF, Settings
from beheard_server.shell import Shell
from beheard_server.store import Notice, NoticeKind, Store
from beheard_server.testing import ABSENT, SECRET_KEY, Client, Clock, Reply, cheap_hasher

__all__ = ["ABSENT", "Api", "Outgoing", "Reply", "fresh_api"]


class Outgoing:
    """A notifier that keeps what would go out."""

    def __init__(self) -> None:
        self.told: list[Notice] = []

    def tell(self, notice: Notice) -> None:
        self.told.append(notice)

    def of(self, kind: NoticeKind) -> list[Notice]:
        return [each for each in self.told if each.kind is kind]

    @property
    def invitations(self) -> list[Notice]:
        return self.of(NoticeKind.INVITATION)

    @property
    def resets(self) -> list[Notice]:
        return self.of(NoticeKind.PASSWORD_RESET)


class Api(Client):
    """One server with its clock and what it sends out; ``close`` lets go of its file."""

    def __init__(
        self,
        settings: Settings,
        *,
        store: Store | None = None,
        notifier: Notifier | None = None,
        facilitator: Facilitator | None = None,
    ) -> None:
        self.clock = Clock()
        self._outgoing = Outgoing()
        self.app = create_app(
            extension=BeHeard(
                settings,
                store=store,
                notifier=notifier or self._outgoing,
                facilitator=facilitator,
                hasher=cheap_hasher(),
                clock=self.clock,
            )
        )
        super().__init__(self.app)

    @property
    def outgoing(self) -> Outgoing:
        """What has gone out by now, with all that was waiting."""
        self.work_off()
        return self._outgoing

    def work_off(self) -> None:
        """Do what is to be done outside of requests."""
        state_of(self.app).worker.work_off()

    @property
    def shell(self) -> Shell:
        return state_of(self.app).shell

    def close(self) -> None:
        state_of(self.app).worker.stop()
        self.shell.store.close()


def fresh_api(
    directory: Path,
    *,
    rate_limits: bool = False,
    store: Store | None = None,
    notifier: Notifier | None = None,
    facilitator: Facilitator | None = None,
    **more: Any,
) -> Api:
    """Make a server over a new SQLite file in ``directory``, with ``more`` settings."""
    settings = Settings(
        database=directory / "beheard.db", secret_keys=(SECRET_KEY,), rate_limits=rate_limits, worker=OFF
    )
    settings = evolve(settings, **more)
    return Api(settings, store=store, notifier=notifier, facilitator=facilitator)
