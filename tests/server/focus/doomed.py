"""A server that kills itself around a commit, when it is told to: ``python -m tests.server.focus.doomed ...``."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, request
from werkzeug.serving import WSGIRequestHandler, make_server

from beheard_core.accounts import Principal
from beheard_server.extension import BeHeard
from beheard_server.settings import Settings
from beheard_server.store.sqlite import SQLiteStore
from beheard_server.store.sqlite.store import SQLiteUnit
from beheard_server.testing import SECRET_KEY

BEFORE, AFTER = "before", "after"


def order_beside(database: Path) -> Path:
    """Give the file whose presence is the order to die, and whose text says when."""
    return database.with_suffix(".doom")


class Doomed(SQLiteStore):
    """A store that takes its process along, before or after a commit."""

    @contextmanager
    def transaction(self) -> Iterator[SQLiteUnit]:
        with super().transaction() as unit:
            yield unit
            self._die(BEFORE)
        self._die(AFTER)

    def _die(self, moment: str) -> None:
        order = order_beside(self.path)
        if order.exists() and order.read_text() == moment:
            os.kill(os.getpid(), signal.SIGKILL)


class Quiet(WSGIRequestHandler):
    """Logs nothing."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def who() -> Principal:
    return Principal(request.headers["X-User"])


def main(database: Path, port: int) -> None:
    app = Flask("doomed")
    settings = Settings(database=database, secret_keys=(SECRET_KEY,), rate_limits=False, contexts=("focus",))
    BeHeard(settings, identity=who, store=Doomed(database)).init_app(app)
    make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet).serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
