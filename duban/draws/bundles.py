"""The opened bundle: one zip file with everything to run the draw again, and two programs that do."""

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from duban.draws.canonical import FORMAT, json_bytes
from duban.draws.drawing import Result
from duban.draws.errors import BadBundle, DrawError
from duban.draws.manifest import Entry, Inspector, Manifest, Recusal, Rule, canonical
from duban.draws.sealing import seal
from duban.draws.seed import Seed, Throw
from duban.draws.voids import Void, follow

PARTS = ("manifest.json", "seed.json", "result.json", "seal.json", "voids.json")
PROGRAMS = ("verify.py", "verify.html")
# A part of a million entries is smaller; what is larger was made to exhaust memory.
LARGEST_PART = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Opened:
    """The parts of a bundle as they were read, none of them believed yet. `raw` holds their bytes by name."""

    raw: dict[str, bytes]
    manifest: Manifest
    seed: Seed
    salt: str
    seal: str
    voids: tuple[Void, ...]


def bundle(manifest: Manifest, seed: Seed, result: Result, salt: str, voids: Iterable[Void] = ()) -> bytes:
    """The zip file's bytes; the same arguments give the same bytes. Raises BadBundle when the result is another's."""
    if (result.digest, result.seed) != (manifest.digest, seed.digits):
        raise BadBundle("the result is of another manifest or of other dice")
    parts = {
        "manifest.json": canonical(manifest),
        "seed.json": seed.to_bytes(),
        "result.json": result.to_bytes(),
        "seal.json": json_bytes({"format": FORMAT, "salt": salt, "seal": seal(result, salt)}),
        "voids.json": follow(manifest, seed, voids).to_bytes(),
    }
    for name in PROGRAMS:
        parts[name] = program(name)
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            info = ZipInfo(name)  # of 1980, so that the same bundle is the same bytes on any day
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, ZIP_DEFLATED)
    return buffer.getvalue()


def program(name: str) -> bytes:
    """`verify.py` or `verify.html`, as they go into each bundle."""
    return (files("duban.draws") / "bundled" / name).read_bytes()


def open_bundle(source: bytes | str | Path) -> Opened:
    """From a zip's bytes or path, or from the folder it was unpacked to. Raises BadBundle, or OSError for the path."""
    raw = _read_parts(source)
    known = {name: _json(name, content) for name, content in raw.items()}
    try:
        salt, sealed = _texts(known["seal.json"], "salt", "seal")
        return Opened(
            raw,
            _manifest(known["manifest.json"]),
            Seed(Throw(*_texts(one, "unit", "by", "digits")) for one in known["seed.json"]["throws"]),
            salt,
            sealed,
            tuple(Void(*_texts(one, "role", "id", "reason", "at", "entry")) for one in known["voids.json"]["voids"]),
        )
    except DrawError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise BadBundle(f"the bundle is not of the form {FORMAT}: {error!r}") from None


def _manifest(known: dict[str, Any]) -> Manifest:
    strata = known["strata"]
    if len({one["name"] for one in strata}) != len(strata):
        raise BadBundle("a stratum is there twice")
    return Manifest(
        title=known["title"],
        nonce=known["nonce"],
        entries=tuple(Entry(one["id"], one["name"], one["stratum"]) for one in known["entries"]),
        inspectors=tuple(Inspector(one["id"], one["name"], one["unit"]) for one in known["inspectors"]),
        recusals=tuple(Recusal(*_pair(one)) for one in known["recusals"]),
        throwers=tuple(known["throwers"]),
        rule=Rule({one["name"]: one["draw"] for one in strata}, known["team"], known["cap"]),
    )


def _read_parts(source: bytes | str | Path) -> dict[str, bytes]:
    if not isinstance(source, bytes) and Path(source).is_dir():
        return {name: _folder_part(Path(source, name)) for name in PARTS}
    try:
        with ZipFile(BytesIO(source) if isinstance(source, bytes) else source) as archive:
            return {name: _zip_part(archive, name) for name in PARTS}
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadBundle(f"not a zip file, or a damaged one: {error}") from None


def _folder_part(path: Path) -> bytes:
    if not path.is_file():
        raise BadBundle(f"{path.name} is missing")
    if path.stat().st_size > LARGEST_PART:
        raise BadBundle(f"{path.name} is too large")
    return path.read_bytes()


def _zip_part(archive: ZipFile, name: str) -> bytes:
    if archive.namelist().count(name) != 1:
        raise BadBundle(f"{name} is missing or there twice")
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise BadBundle(f"{name} is too large")
    return archive.read(name)


def _json(name: str, content: bytes) -> dict[str, Any]:
    try:
        read = json.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise BadBundle(f"{name} is not JSON in UTF-8: {error}") from None
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        raise BadBundle(f"{name} is not of the format {FORMAT}")
    return read


def _texts(value: dict[str, Any], *names: str) -> list[str]:
    found = [value[name] for name in names]
    for name, text in zip(names, found, strict=True):
        if not isinstance(text, str):
            raise BadBundle(f"{name} is not text: {text!a}")
    return found


def _pair(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(one, str) for one in value):
        raise BadBundle(f"a recusal is a pair of ids, not {value!a}")
    return value
