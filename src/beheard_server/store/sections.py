"""The sections of a session's analytics, written down as JSON."""

from datetime import date, datetime

import orjson
from attrs import fields
from cattrs import Converter

from beheard_core.practice.analytics import Analytics
from beheard_server.store.codec import write_attrs

_sections = write_attrs(Converter(detailed_validation=False), name=str, leave_out=lambda default: default is None)
_sections.register_unstructure_hook(datetime, datetime.isoformat)
_sections.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
_sections.register_unstructure_hook_func(lambda cls: cls is date, date.isoformat)
_sections.register_structure_hook_func(lambda cls: cls is date, lambda text, _: date.fromisoformat(text))


def sections_to_json(analytics: Analytics) -> dict[str, bytes]:
    """Write each section that is there, by its name."""
    written = _sections.unstructure(analytics)
    return {each.name: orjson.dumps(written[each.name]) for each in fields(Analytics) if each.name in written}


def sections_from_json(written: dict[str, bytes | str]) -> Analytics:
    """Read sections that were written so."""
    return _sections.structure({name: orjson.loads(body) for name, body in written.items()}, Analytics)
