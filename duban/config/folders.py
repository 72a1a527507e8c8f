"""Where Duban keeps what it must keep: one data folder, made on first use."""

import os
import secrets
from pathlib import Path


def data_folder() -> Path:
    """The data folder: `DUBAN_DATA`, else `data` under the current folder."""
    return Path(os.environ.get("DUBAN_DATA", "data")).expanduser().resolve()


def make_private(folder: Path) -> None:
    """The key, the database and everybody's files: nothing that other accounts of the machine may read. A folder that is there
    already stays as its owner made it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def secret_key() -> str:
    """The signing key: `DUBAN_SECRET_KEY`, else a file made once in the data folder.

    Two processes starting together must agree, so the file is created exclusively and the loser reads it.
    """
    if given := os.environ.get("DUBAN_SECRET_KEY"):
        return given
    path = data_folder() / "secret.key"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        make_private(path.parent)
    fresh = path.with_name(f".secret.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(48), encoding="ascii")
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text(encoding="ascii")
