"""What reaches Ben without his asking: the stream of the session's events, and what he is told outside the app."""

from io import BytesIO

from attrs import evolve
from werkzeug.test import run_wsgi_app

from beheard_server.app import state_of
from beheard_server.store import Notice
from tests.privacy.seats import API, Seat, device_of
from tests.privacy.story import BEN, Story
from tests.privacy.worlds import _ENVIRON


def compare_outside(story: Story) -> None:
    """Compare what has reached Ben.

    Raises:
        Differs: the worlds can be told apart.
    """
    first, second = story.seats[BEN]
    story.worlds.require_same("Ben is told", told(first), told(second))
    story.worlds.require_same("the stream carries", heard(first), heard(second))


def told(seat: Seat) -> list[Notice]:
    """Give what somebody was told since, but for the ids by which a notifier knows what comes twice."""
    world = seat.world
    state_of(world.app).worker.work_off()
    out, world.postbox.told = world.postbox.told, []
    mine = [each for each in out if each.email == seat.email or each.device == device_of(seat.who)]
    return sorted((evolve(each, id="") for each in mine), key=repr)


def heard(seat: Seat) -> tuple[str, bytes]:
    """Give the status of the stream, and its bytes up to where it would wait."""
    world = seat.world
    environ = {
        **_ENVIRON,
        "PATH_INFO": f"{API}{seat.session}/events",
        "HTTP_ACCEPT": "text/event-stream",
        "HTTP_AUTHORIZATION": f"Bearer {world.tokens.get(seat.who)}",
        "HTTP_X_FORWARDED_FOR": seat.address,
        "wsgi.input": BytesIO(),
    }
    parts, status, _ = run_wsgi_app(world.app, environ)
    try:
        # A first part that says how to come back, and a second with all events, if there is any.
        waited_for = 2 if status.startswith("200") and world.channel(seat.session_id) else 1
        return status, b"".join(part for _, part in zip(range(waited_for), parts, strict=False))
    finally:
        if hasattr(parts, "close"):
            parts.close()
