"""The catalogue of academic stages, for admins."""

from collections.abc import Mapping, Sequence

from attrs import evolve, field, frozen

from beheard_core.academic import (
    AcademicStage,
    NewStage,
    StageChange,
    StageInUse,
    StageNotFound,
    StageRefused,
    StageView,
    Usage,
    duplicate,
    in_row,
    read_activation,
    read_bulk,
    read_change,
    read_filters,
    read_id,
    read_new,
    read_row,
    require_unused,
    stage_view,
    with_change,
)
from beheard_core.academic.catalogue import MOST_IN_BULK, MOST_ON_A_PAGE
from beheard_core.academic.model import HIGHEST_LEVEL, LONGEST_NAME, LOWEST_LEVEL
from beheard_core.accounts import Role
from beheard_core.fields import flag, ident, several, text, whole
from beheard_server.http.envelope import CATALOGUE
from beheard_server.http.routes import Routes
from beheard_server.http.state import beheard
from beheard_server.store import Unit

routes = Routes("catalogue", tag="Academic stages", envelope=CATALOGUE)

Body = Mapping[str, object]


@frozen
class StageReply:
    """One stage."""

    stage: StageView


@frozen
class StageList:
    """Stages in the order of their levels; the last two keys are there where a limit was given."""

    stages: tuple[StageView, ...]
    has_more: bool | None = None
    cursor: str | None = None


@frozen
class ListQuery:
    """Which stages to list, and how many at a time; all without a limit."""

    name: str | None = field(default=None, **text("Only stages of exactly this name", most=LONGEST_NAME))
    level: int | None = field(default=None, **whole("Only stages of this level", low=LOWEST_LEVEL, high=HIGHEST_LEVEL))
    active: bool | None = field(default=None, **flag("Only active, or only inactive stages"))
    limit: int | None = field(default=None, **whole("How many at most", low=1, high=MOST_ON_A_PAGE))
    cursor: str | None = field(default=None, **ident("Where the list goes on, from the reply before", most=1000))


@frozen
class Bulk:
    """Up to 1000 stages to create, all or none."""

    stages: tuple[NewStage, ...] = field(**several("The stages to be", most=MOST_IN_BULK))


@frozen
class Activation:
    """Whether a stage is in use for new things; an inactive one stays listed."""

    active: bool = field(**flag("True for active"))


@routes.at("GET", "")
@routes.only_for(Role.ADMIN)
@routes.query_as_it_is(ListQuery)
@routes.replies(StageList, refusals=[StageRefused])
def list_stages(query: Mapping[str, str]) -> StageList:
    """List the stages, by level, then name; filtered and in pages where asked for."""
    state = beheard()
    filters = read_filters(query)
    of = ("academic stages", *map(repr, (filters.name, filters.level, filters.active)))
    stale = StageRefused("cursor is not valid")
    place = state.cursors.place(query.get("cursor"), of=of, now=state.shell.clock(), stale=stale)
    after = None if place.behind is None else (int(place.behind[0]), place.behind[1], int(place.behind[2]))
    limit = None if filters.limit is None else filters.limit + 1
    stages = state.shell.read(lambda unit: unit.catalogue.find(filters, after=after, limit=limit))
    if filters.limit is None:
        return StageList(_shown(stages))
    page = place.page(stages, filters.limit, lambda each: (str(each.level), each.name, str(each.id)))
    return StageList(_shown(page.items), page.has_more, page.cursor)


@routes.at("POST", "")
@routes.only_for(Role.ADMIN)
@routes.body_as_it_is(NewStage)
@routes.replies(StageReply, status=201, refusals=[StageRefused])
def create_stage(body: Body) -> StageReply:
    """Create a stage."""
    new, shell = read_new(body), beheard().shell
    return _reply(shell.commit(lambda unit: _add(unit, new)))


@routes.at("POST", "/bulk")
@routes.only_for(Role.ADMIN)
@routes.body_as_it_is(Bulk)
@routes.replies(StageList, status=201, refusals=[StageRefused])
def create_stages(body: Body) -> StageList:
    """Create up to 1000 stages, all or none; the first bad row is named, counted from 0."""
    rows = read_bulk(body)
    return StageList(_shown(beheard().shell.commit(lambda unit: _add_rows(unit, rows))))


@routes.at("GET", "/<stage_id>")
@routes.only_for(Role.ADMIN)
@routes.replies(StageReply, refusals=[StageNotFound])
def get_stage(stage_id: str) -> StageReply:
    """Show a stage."""
    number = read_id(stage_id)
    return _reply(beheard().shell.read(lambda unit: _stage(unit, number)))


@routes.at("PUT", "/<stage_id>")
@routes.only_for(Role.ADMIN)
@routes.body_as_it_is(StageChange)
@routes.replies(StageReply, refusals=[StageNotFound, StageRefused])
def change_stage(body: Body, stage_id: str) -> StageReply:
    """Give a stage a new name, and a new level if one is given."""
    number, shell = read_id(stage_id), beheard().shell

    def work(unit: Unit) -> AcademicStage:
        stage = with_change(_stage(unit, number), read_change(body), now=shell.clock())
        if not unit.catalogue.replace(stage):
            raise duplicate()
        return stage

    return _reply(shell.commit(work))


@routes.at("PATCH", "/<stage_id>")
@routes.only_for(Role.ADMIN)
@routes.body_as_it_is(Activation)
@routes.replies(StageReply, refusals=[StageNotFound, StageRefused])
def activate_stage(body: Body, stage_id: str) -> StageReply:
    """Make a stage active or inactive."""
    number, shell = read_id(stage_id), beheard().shell

    def work(unit: Unit) -> AcademicStage:
        stage = evolve(_stage(unit, number), active=read_activation(body), updated_at=shell.clock())
        unit.catalogue.replace(stage)
        return stage

    return _reply(shell.commit(work))


@routes.at("DELETE", "/<stage_id>")
@routes.only_for(Role.ADMIN)
@routes.replies(StageReply, refusals=[StageNotFound, StageInUse])
def delete_stage(stage_id: str) -> StageReply:
    """Delete a stage that nothing of the host's belongs to."""
    number = read_id(stage_id)

    def work(unit: Unit) -> StageReply:
        stage = _stage(unit, number)
        reply = _reply(stage)
        require_unused(reply.stage.usage or Usage())
        unit.catalogue.remove(stage.id)
        return reply

    return beheard().shell.commit(work)


def _stage(unit: Unit, stage_id: int) -> AcademicStage:
    stage = unit.catalogue.get(stage_id)
    if stage is None:
        raise StageNotFound
    return stage


def _add(unit: Unit, new: NewStage) -> AcademicStage:
    stage = unit.catalogue.add(new, now=beheard().shell.clock())
    if stage is None:
        raise duplicate()
    return stage


def _add_rows(unit: Unit, rows: tuple[Body, ...]) -> tuple[AcademicStage, ...]:
    now = beheard().shell.clock()
    added = []
    for index, row in enumerate(rows):
        stage = unit.catalogue.add(read_row(index, row), now=now)
        if stage is None:
            raise in_row(index, duplicate())
        added.append(stage)
    return tuple(added)


def _reply(stage: AcademicStage) -> StageReply:
    return StageReply(*_shown((stage,)))


def _shown(stages: Sequence[AcademicStage]) -> tuple[StageView, ...]:
    """Show stages, with what belongs to each where the host tells."""
    count = beheard().stage_usage
    if count is None:
        return tuple(map(stage_view, stages))
    counts = count([stage.id for stage in stages])
    return tuple(stage_view(stage, Usage(**counts.get(stage.id, {}))) for stage in stages)
