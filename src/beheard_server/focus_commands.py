"""Commands on the focus context: ``beheard focus ...`` alone, ``flask beheard focus ...`` in a host's app."""

from functools import partial

import click
from flask.cli import AppGroup

from beheard_core import Invalid, check
from beheard_core.focus import Criteria, NewBadge
from beheard_server.focusing import Desk, Repair
from beheard_server.http.state import beheard
from beheard_server.store import Unit

focus = AppGroup("focus", help="Focus sessions, streaks and badges.")


@focus.command("rebuild")
@click.option("--user", help="Only this person, by id or e-mail address.")
def rebuild(user: str | None) -> None:
    """Make days, streaks and badges what the completed sessions say; what is right is left alone."""
    state = beheard()
    desk = Desk(state.shell, state.settings)
    users = state.shell.read(lambda unit: unit.focus.users() if user is None else (_user_id(unit, user),))
    repaired = 0
    for each in users:
        repair = state.shell.commit(partial(desk.rebuild, user=each))
        if repair != Repair():
            repaired += 1
            click.echo(f"{each}: {_told(repair)}")
    click.echo(f"Looked at {len(users)}, changed {repaired}.")


@focus.command("add-badge")
@click.argument("name")
@click.option("--description", required=True, help="What the badge is for.")
@click.option("--icon", required=True, help="What your app knows its picture by.")
@click.option("--criteria", required=True, type=click.Choice([each.value for each in Criteria]), help="What it counts.")
@click.option("--value", required=True, type=int, help="How much of that earns it.")
def add_badge(name: str, description: str, icon: str, criteria: str, value: int) -> None:
    """Add a badge called NAME, which the next completed session of everybody may earn."""
    new = NewBadge(
        name=name, description=description, icon_key=icon, criteria_type=Criteria(criteria), criteria_value=value
    )
    try:
        check(new)
    except Invalid as error:
        raise click.ClickException(str(error)) from None
    badge = beheard().shell.commit(lambda unit: unit.focus.add_badge(new))
    if badge is None:
        raise click.ClickException(f"There is a badge called {new.name}.")
    click.echo(f"Added {badge.name} as {badge.id}.")


def _user_id(unit: Unit, user: str) -> str:
    found = unit.accounts.sign_in(user.strip())
    return user if found is None else found[0].id


def _told(repair: Repair) -> str:
    days = f"{repair.days} {'day' if repair.days == 1 else 'days'}"
    badges = f"{repair.badges} {'badge' if repair.badges == 1 else 'badges'}"
    parts = {days: repair.days, "the streak": repair.streak, badges: repair.badges}
    return ", ".join(part for part, changed in parts.items() if changed)
