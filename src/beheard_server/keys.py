"""A secret key for somebody who has not chosen one: made once, kept beside the database, readable by its owner only."""

import os
import secrets
from pathlib import Path


def key_file(database: Path) -> Path:
    """Give the file that keeps the key of a database."""
    return database.with_name(f"{database.name}.keys")


def key_beside(database: Path) -> tuple[str, bool]:
    """Give the key beside the database, and whether it was made just now."""
    path = key_file(database)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip(), False
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key, True
