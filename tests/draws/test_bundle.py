"""The opened bundle: it verifies by three programs, and every change to it is found by all of them."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.draws import (
    BadBundle,
    DrawError,
    Manifest,
    NoTeams,
    Seed,
    bundle,
    draw,
    new_salt,
    open_bundle,
    seal,
    verify,
)
from duban.draws.bundles import PARTS, program
from duban.draws.command import main
from tests.draws.ceremony import manifests, pool, seed_of, seeds, some_voids, spring

SALT = "5a" * 32
SEED = seed_of(5)


def opened(manifest: Manifest | None = None, seed: Seed = SEED, number: int = 1) -> bytes:
    manifest = manifest or spring()
    return bundle(manifest, seed, draw(manifest, seed), SALT, some_voids(manifest, seed, Random(number)))


def changed(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(old.read(info)) if info.filename == name else old.read(info))
    return buffer.getvalue()


def run_verify_py(path: Path, *published: str) -> tuple[int, str]:
    """The program from the bundle, by a Python without the site's packages, away from this folder."""
    script = path.with_suffix(".py")
    script.write_bytes(program("verify.py"))
    done = subprocess.run(
        [sys.executable, "-I", "-S", script, path, *published],
        capture_output=True,
        text=True,
        cwd=path.parent,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_same_draw_gives_the_same_bytes():
    assert opened() == opened()


def test_a_bundle_holds_all_that_is_needed():
    with ZipFile(BytesIO(opened())) as archive:
        assert archive.namelist() == [*PARTS, "verify.py", "verify.html"]


@settings(derandomize=True, deadline=None, max_examples=40)
@given(manifests(), seeds, st.integers(0, 99))
def test_what_goes_in_comes_out_and_verifies(manifest: Manifest, seed: Seed, number: int):
    try:
        result = draw(manifest, seed)
    except NoTeams:
        return
    content = bundle(manifest, seed, result, SALT, some_voids(manifest, seed, Random(number)))
    known = open_bundle(content)
    assert (known.manifest, known.seed) == (manifest, seed)
    assert verify(content, manifest.digest, seal(result, SALT)).good


@settings(derandomize=True, deadline=None, max_examples=25)
@given(manifests(), seeds, st.integers(0, 99))
def test_the_short_program_agrees(tmp_path_factory, manifest: Manifest, seed: Seed, number: int):
    try:
        content = opened(manifest, seed, number)
    except NoTeams:
        return
    path = tmp_path_factory.mktemp("draw") / "bundle.zip"
    path.write_bytes(content)
    code, said = run_verify_py(path)
    assert code == 0, said


def test_the_short_program_reads_the_unpacked_folder_and_what_was_published(tmp_path):
    content = opened()
    with ZipFile(BytesIO(content)) as archive:
        archive.extractall(tmp_path / "draw")
    done = subprocess.run([sys.executable, tmp_path / "draw/verify.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    path = tmp_path / "bundle.zip"
    path.write_bytes(content)
    published = (spring().digest, seal(draw(spring(), SEED), SALT))
    assert run_verify_py(path, *published)[0] == 0
    assert run_verify_py(path, "0" * 64, published[1])[0] == 1
    assert run_verify_py(path, published[0], "0" * 64)[0] == 1
    assert verify(tmp_path / "draw").good


def swap_selected(content: bytes) -> bytes:
    known = json.loads(content)
    one = known["strata"][0]
    one["selected"][0], one["reserve"][0] = one["reserve"][0], one["selected"][0]
    return json.dumps(known, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


CHANGES = {
    "another is drawn": ("result.json", swap_selected),
    "another follows": ("voids.json", swap_selected),
    "an entry was renamed later": ("manifest.json", lambda content: content.replace("第1单位".encode(), "第一".encode())),
    "spaces in the manifest": ("manifest.json", lambda content: content.replace(b'":', b'": ')),
    "one die turned": ("seed.json", lambda content: re.sub(rb'(?<=s":")[1-6]', lambda die: b"%d" % (int(die[0]) % 6 + 1), content)),
    "another salt": ("seal.json", lambda content: content.replace(b"5a5a", b"5b5a")),
    "another seal": ("seal.json", lambda content: content.replace(b'"seal":"', b'"seal":"0')),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_is_found(what, tmp_path):
    content = opened()
    other = changed(content, *CHANGES[what])
    assert other != changed(content, "", bytes)
    assert not verify(other).good
    path = tmp_path / "bundle.zip"
    path.write_bytes(other)
    assert run_verify_py(path)[0] == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda content: b"not a zip", "not a zip"),
        (lambda content: content[: len(content) // 2], "not a zip"),
        (lambda content: changed(content, "seed.json", lambda _: b"{"), "seed.json is not JSON"),
        (lambda content: changed(content, "seed.json", lambda _: b"\xff"), "seed.json is not JSON"),
        (lambda content: changed(content, "seed.json", lambda _: b"[]"), "not of the format"),
        (lambda content: changed(content, "seed.json", lambda _: b'{"format":"DRAW-1"}'), "not of the form"),
        (lambda content: changed(content, "seed.json", lambda _: b'{"format":"DRAW-1","throws":[3]}'), "not of the form"),
        (lambda content: changed(content, "manifest.json", lambda old: old.replace(b'"name"', b'"nom"')), "not of the form"),
        (lambda content: changed(content, "manifest.json", lambda old: b"[" * 100_000), "not JSON"),
        (lambda content: changed(content, "result.json", lambda old: old.replace(b"DRAW-1", b"DRAW-2")), "not of the format"),
    ],
)  # fmt: skip
def test_what_is_no_bundle_is_said_so(change, says, tmp_path, capsys):
    with pytest.raises(BadBundle, match=says):
        open_bundle(change(opened()))
    path = tmp_path / "bundle.zip"
    path.write_bytes(change(opened()))
    assert main([str(path)]) == 2
    assert says in capsys.readouterr().err


def test_a_part_that_is_missing_is_named(tmp_path):
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("manifest.json", "{}")
    with pytest.raises(BadBundle, match=r"seed.json is missing"):
        open_bundle(buffer.getvalue())
    with pytest.raises(BadBundle, match=r"manifest.json is missing"):
        open_bundle(tmp_path)


def test_the_bundle_of_another_draw_is_refused():
    with pytest.raises(BadBundle, match="another manifest"):
        bundle(spring(), SEED, draw(spring(pool(29)), SEED), SALT)


def test_the_seal_hides_and_binds():
    result = draw(spring(), SEED)
    assert seal(result, SALT) != seal(result, "5b" * 32)
    assert seal(result, SALT) != seal(draw(spring(), seed_of(6)), SALT)
    assert len({new_salt() for _ in range(9)}) == 9
    assert len(seal(result, new_salt())) == 64
    for bad in ("", "short", "G" * 64, "5A" * 32):
        with pytest.raises(DrawError, match="salt"):
            seal(result, bad)


def test_the_command_says_who_was_drawn_and_what_is_wrong(tmp_path, capsys):
    path = tmp_path / "bundle.zip"
    path.write_bytes(opened())
    assert main([str(path), "--digest", spring().digest]) == 0
    said = capsys.readouterr().out
    assert "Everything agrees." in said
    assert draw(spring(), SEED).strata[0].selected[0] in said
    assert main([str(path), "--digest", "0" * 64]) == 1
    assert "WRONG  the manifest is the published one" in capsys.readouterr().out
    assert main([str(tmp_path / "away.zip")]) == 2
    assert main([]) == 2
