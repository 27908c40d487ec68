"""The default store: one SQLite file."""

from beheard_server.store.sqlite.store import SQLiteStore

__all__ = ["SQLiteStore"]
