"""A secret key for somebody who has not chosen one: made once, kept beside the database, readable by its owner only."""

import os
import secrets
from pathlib import Path


def key_file(database: Path) -> Path:
    """Give the file that keeps the key of a database."""
    return database.with_name(f"{database.name}.keys")


def key_beside(database: Path) -> tuple[str, bool]:
    """Give the key beside the database, and whether it was made just now; racing processes get the same one."""
    path = key_file(database)
    if path.exists():
        return path.read_text().strip(), False
    # Written whole before it gets its name, so that nobody ever reads half a key.
    written = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(written, path)
    except FileExistsError:
        return path.read_text().strip(), False
    finally:
        written.unlink()
    return path.read_text().strip(), True
