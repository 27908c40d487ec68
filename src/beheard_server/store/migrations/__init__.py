"""The shape of the SQLite database, as the steps that lead to it."""

from beheard_server.store.migrations import focus, practice, reaching_out
from beheard_server.store.migrations.steps import migrations

__all__ = ["focus", "migrations", "practice", "reaching_out"]
