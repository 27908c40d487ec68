"""Two people on their way through the process, over a socket, against a server in a process of its own."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import orjson
from attrs import define, field

_START_SECONDS = 30
_WIDTH = 50
_LONG_ID = re.compile(r"([a-z]+_[0-9a-f]{4})[0-9a-f]{28}")
_PASSWORD = "a long walk together"  # noqa: S105  for two people who do not exist


@define
class Walker:
    """Makes requests, prints each with its status, and stops at the first that is not answered as it should be."""

    url: str
    tokens: dict[str, str] = field(factory=dict)

    def call(self, who: str, words: str, method: str, path: str, body: object = None, *, expect: int = 200) -> Any:
        """Make one request as ``who`` and give the ``data`` of the answer."""
        headers = {"Content-Type": "application/json"}
        if who in self.tokens:
            headers["Authorization"] = f"Bearer {self.tokens[who]}"
        status, reply = _request(method, f"{self.url}/api/v1{path}", headers, body)
        shown = _LONG_ID.sub(r"\1…", path)
        click.echo(f"  {status}  {method:<4} {shown:<{_WIDTH}} {who} {words}")
        if status != expect:
            raise click.ClickException(f"Expected {expect}, got {status}: {orjson.dumps(reply).decode()}")
        return reply.get("data")


def demonstrate(*, port: int, leave: bool) -> None:
    """Start a server over a fresh file, walk, and say where to look; stay until Ctrl-C unless ``leave``.

    Raises:
        click.ClickException: the server does not start, or does not answer as documented.
    """
    with tempfile.TemporaryDirectory(prefix="beheard-demo-") as directory, running_server(Path(directory), port) as url:
        walk(Walker(url))
        click.echo(f"\nEvery endpoint, to read and to try: {url}/docs/")
        if not leave:
            click.echo(f"Ana and Ben (ana@example.com, ben@example.com) have the password: {_PASSWORD}")
            click.echo("The server runs until you press Ctrl-C.")
            _wait_for_interrupt()


def walk(walker: Walker) -> None:
    """Take Ana and Ben from the invitation to an agreement."""
    step = _invitation(walker)
    _onboarding(walker, step)
    _witness(walker, step)
    _perspective_stretch(walker, step)
    _need_mapping(walker, step)
    _strategic_repair(walker, step)


def _invitation(walker: Walker) -> str:
    click.echo("Ana opens a session and invites Ben.")
    _register(walker, "Ana")
    invite = {"inviteEmail": "ben@example.com", "inviteName": "Ben", "context": "How we split the evenings"}
    opened = walker.call("Ana", "invites Ben", "POST", "/sessions", invite, expect=201)
    invitation = opened["invitationId"]
    walker.call("Ben", "follows the link", "GET", f"/invitations/{invitation}")
    _register(walker, "Ben")
    walker.call("Ben", "accepts", "POST", f"/invitations/{invitation}/accept")
    return f"/sessions/{opened['session']['id']}"


def _onboarding(walker: Walker, step: str) -> None:
    click.echo("\nStage 0, Onboarding: both sign the Curiosity Compact.")
    walker.call("Ana", "signs", "POST", f"{step}/compact/sign")
    blocked = walker.call("Ana", "tries to go on", "POST", f"{step}/stages/advance", _from(0), expect=400)
    click.echo(f"       blocked: {', '.join(blocked['unsatisfiedGates'])}")
    walker.call("Ben", "signs", "POST", f"{step}/compact/sign")
    for who in ("Ana", "Ben"):
        walker.call(who, "enters stage 1", "POST", f"{step}/stages/advance", _from(0))


def _witness(walker: Walker, step: str) -> None:
    click.echo("\nStage 1, Witness: each until they feel heard, at their own pace.")
    _talk(
        walker, "Ana", step, "I come home and talk to a closed door. I feel alone, and I miss our evenings together.", 7
    )
    walker.call("Ana", "feels heard", "POST", f"{step}/feel-heard", {"confirmed": True})
    walker.call("Ana", "enters stage 2", "POST", f"{step}/stages/advance", _from(1))
    for who in ("Ana", "Ben"):
        progress = walker.call(who, "looks where both stand", "GET", f"{step}/progress")
        mine, partners = progress["myProgress"], progress["partnerProgress"]
        click.echo(f"       {who} is in stage {mine['stage']}, the partner in stage {partners['stage']}")
    _talk(walker, "Ben", step, "After work I need an hour in which nobody wants anything from me.", 5)
    thread = walker.call("Ben", "reads his own thread", "GET", f"{step}/messages")
    click.echo(f"       {len(thread['messages'])} messages, none of them Ana's")
    walker.call("Ben", "feels heard", "POST", f"{step}/feel-heard", {"confirmed": True})
    walker.call("Ben", "enters stage 2", "POST", f"{step}/stages/advance", _from(1))


def _perspective_stretch(walker: Walker, step: str) -> None:
    click.echo("\nStage 2, Perspective Stretch: each puts into words how the other may see it.")
    _share(walker, "Ana", step, "Maybe the quiet hour is how you get through the day.")
    waiting = walker.call("Ana", "looks for Ben's attempt", "GET", f"{step}/empathy/partner")
    click.echo(f"       waiting for the partner: {waiting['waitingForPartner']}")
    _share(walker, "Ben", step, "You may want to go out more.")
    attempt = walker.call("Ana", "reads Ben's attempt", "GET", f"{step}/empathy/partner")["attempt"]
    click.echo(f"       {attempt['content']}")
    verdict = {"validated": False, "feedback": "I would like to be asked how I am.", "consentToShareFeedback": True}
    walker.call("Ana", "asks for a revision", "POST", f"{step}/empathy/validate", verdict)
    draft = walker.call("Ben", "reads her feedback", "GET", f"{step}/empathy/draft")
    click.echo(f"       {draft['partnerFeedback']['content']}")
    _share(walker, "Ben", step, "I imagine you feel alone behind that door, and hope that I ask how you are.")
    for who in ("Ana", "Ben"):
        walker.call(who, "finds the attempt right", "POST", f"{step}/empathy/validate", {"validated": True})
    for who in ("Ana", "Ben"):
        walker.call(who, "enters stage 3", "POST", f"{step}/stages/advance", _from(2))


def _need_mapping(walker: Walker, step: str) -> None:
    click.echo("\nStage 3, Need Mapping: what each needs, and what both need.")
    _own_needs(walker, "Ana", step)
    own = {
        "need": "Being close",
        "category": "CONNECTION",
        "description": "I want to come back to you after that hour.",
    }
    walker.call("Ben", "names a need of his own", "POST", f"{step}/needs", own, expect=201)
    _own_needs(walker, "Ben", step)
    (ground,) = _look_at_common_ground(walker, "Ana", step)
    click.echo(f"       {ground['description']}")
    records = walker.call("Ben", "looks at his consents", "GET", f"{step}/consent/history")["records"]
    (close,) = (each["id"] for each in records if each["contentDescription"] == own["need"])
    walker.call("Ben", "takes one back", "POST", f"{step}/consent/revoke", {"consentRecordId": close})
    click.echo(f"       Ana sees {len(_look_at_common_ground(walker, 'Ana', step))} things in common")
    _own_needs(walker, "Ben", step)
    (ground,) = _look_at_common_ground(walker, "Ben", step)
    yes = {"confirmations": [{"commonGroundId": ground["id"], "confirmed": True}]}
    for who in ("Ana", "Ben"):
        walker.call(who, "confirms it", "POST", f"{step}/common-ground/confirm", yes)
    for who in ("Ana", "Ben"):
        walker.call(who, "enters stage 4", "POST", f"{step}/stages/advance", _from(3))


def _own_needs(walker: Walker, who: str, step: str) -> None:
    needs = walker.call(who, "looks at their needs", "GET", f"{step}/needs")["needs"]
    for need in needs:
        click.echo(f"       {need['need']}: {need['description']}")
    yes = {"confirmations": [{"needId": need["id"], "confirmed": True} for need in needs]}
    walker.call(who, "confirms them", "POST", f"{step}/needs/confirm", yes)
    shared = {"needIds": [need["id"] for need in needs]}
    walker.call(who, "shares them", "POST", f"{step}/needs/consent", shared)


def _look_at_common_ground(walker: Walker, who: str, step: str) -> list[Any]:
    found = walker.call(who, "looks at what both need", "GET", f"{step}/common-ground")
    ground: list[Any] = found["commonGround"]
    return ground


def _strategic_repair(walker: Walker, step: str) -> None:
    click.echo("\nStage 4, Strategic Repair: what could be tried, and what both would try.")
    walk = _propose(walker, "Ana", step, "A walk together before dinner, three evenings")
    quiet = _propose(walker, "Ben", step, "An hour of quiet after work, then dinner together, five days")
    pool = walker.call("Ana", "looks at the pool", "GET", f"{step}/strategies")["strategies"]
    click.echo(f"       {len(pool)} strategies, without authors")
    _rank(walker, step, [walk], [quiet])
    found = walker.call("Ana", "looks at what both rank high", "GET", f"{step}/strategies/overlap")
    click.echo(f"       {len(found['overlap'])} strategies, so the phase is {found['phase']}")
    more = walker.call("Ben", "asks for suggestions", "POST", f"{step}/strategies/suggest", {"count": 2})
    first = more["suggestions"][0]
    click.echo(f"       {first['description']}")
    _rank(walker, step, [first["id"], walk], [quiet, first["id"]])
    found = walker.call("Ben", "looks at what both rank high", "GET", f"{step}/strategies/overlap")
    click.echo(f"       {found['overlap'][0]['description']}")
    _agree(walker, step, first)


def _propose(walker: Walker, who: str, step: str, description: str) -> str:
    proposal = {"description": description}
    proposed = walker.call(who, "proposes something to try", "POST", f"{step}/strategies", proposal, expect=201)
    strategy_id: str = proposed["strategy"]["id"]
    return strategy_id


def _rank(walker: Walker, step: str, anas: list[str], bens: list[str]) -> None:
    for who in ("Ana", "Ben"):
        walker.call(who, "finds the pool complete", "POST", f"{step}/strategies/ready")
    for who, ranking in (("Ana", anas), ("Ben", bens)):
        walker.call(who, "ranks in private", "POST", f"{step}/strategies/rank", {"rankedIds": ranking})


def _agree(walker: Walker, step: str, strategy: Any) -> None:
    proposal = {"strategyId": strategy["id"], "description": strategy["description"], "type": "MICRO_EXPERIMENT"}
    offered = walker.call("Ana", "proposes to agree on it", "POST", f"{step}/agreements", proposal, expect=201)
    answers = f"{step}/agreements/{offered['agreement']['id']}/confirm"
    other = {"confirmed": False, "modification": f"{strategy['description']} We begin on Monday."}
    walker.call("Ben", "would word it otherwise", "POST", answers, other)
    walker.call("Ana", "agrees", "POST", answers, {"confirmed": True})
    ended = walker.call("Ben", "resolves the session", "POST", f"{step}/resolve")
    click.echo(f"       agreed: {ended['agreements'][0]['description']}")
    detail = walker.call("Ana", "looks at the session", "GET", step)
    click.echo(f"       {detail['status']} at {detail['resolvedAt']}")


def _talk(walker: Walker, who: str, step: str, content: str, intensity: int) -> None:
    message = {"content": content, "emotionalIntensity": intensity}
    said = walker.call(who, "talks", "POST", f"{step}/messages", message, expect=201)
    click.echo(f"       {who}: {said['userMessage']['content']}\n       > {said['aiResponse']['content']}")


def _share(walker: Walker, who: str, step: str, content: str) -> None:
    draft = walker.call(who, "writes", "POST", f"{step}/empathy/draft", {"content": content})["draft"]
    walker.call(who, "shares it", "POST", f"{step}/empathy/consent", {"draftId": draft["id"]})


def _register(walker: Walker, name: str) -> None:
    person = {"email": f"{name.lower()}@example.com", "password": _PASSWORD, "name": name}
    walker.tokens[name] = walker.call(name, "signs up", "POST", "/auth/register", person, expect=201)["accessToken"]


def _from(stage: int) -> dict[str, int]:
    return {"fromStage": stage, "toStage": stage + 1}


@contextmanager
def running_server(directory: Path, port: int) -> Iterator[str]:
    """Run a server over a fresh file in ``directory`` and give its URL; port 0 stands for a free one.

    Raises:
        click.ClickException: it does not start.
    """
    port = port or _free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "beheard_server", "serve", "--port", str(port)]
    environment = {**os.environ, "BEHEARD_DATABASE": str(directory / "demo.db")}
    with (directory / "server.log").open("w+") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603  our own command
        try:
            if not _is_ready(server, url):
                log.seek(0)
                raise click.ClickException(f"The server did not start:\n{log.read()}")
            click.echo(f"A fresh server answers at {url}.\n")
            yield url
        finally:
            server.terminate()
            server.wait()


def _is_ready(server: "subprocess.Popen[bytes]", url: str) -> bool:
    give_up = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up and server.poll() is None:
        try:
            return _request("GET", f"{url}/readyz", {}, None)[0] == 200  # noqa: PLR2004
        except OSError:
            time.sleep(0.05)
    return False


def _request(method: str, url: str, headers: dict[str, str], body: object) -> tuple[int, Any]:
    data = None if body is None else orjson.dumps(body)
    request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310  http to our own server
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310
            return reply.status, orjson.loads(reply.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, orjson.loads(error.read())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for_interrupt() -> None:
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        click.echo("\nGoodbye.")
