"""`python -m duban.draws BUNDLE [--digest D] [--seal S]`

Exit codes: 0 everything agrees; 1 something does not; 2 it could not be read, or wrong usage.
"""

import argparse
import sys
from collections.abc import Sequence

from duban.draws.errors import DrawError
from duban.draws.verifying import Verdict, verify


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the result is the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m duban.draws",
        description="Run a draw again from its opened bundle and compare every part.",
        epilog="Exit codes: 0 everything agrees; 1 something does not; 2 it could not be read, or wrong usage.",
    )
    parser.add_argument("bundle", help="the zip file, or the folder it was unpacked to")
    parser.add_argument("--digest", default="", help="the manifest's SHA-256 as published before the dice were thrown")
    parser.add_argument("--seal", default="", help="the seal as published when the dice had been thrown")
    try:
        options = parser.parse_args(argv)
    except SystemExit as left:
        return int(left.code or 0)
    try:
        verdict = verify(options.bundle, options.digest, options.seal)
    except (DrawError, OSError) as error:
        print(f"{options.bundle}: {error}", file=sys.stderr)
        return 2
    print("\n".join(_lines(verdict)))
    return 0 if verdict.good else 1


def _lines(verdict: Verdict) -> list[str]:
    manifest = verdict.opened.manifest
    thrown = " + ".join(f"{one.unit} {one.digits}" for one in verdict.opened.seed.throws)
    lines = [manifest.title, f"{len(manifest.entries)} in the pool · dice: {thrown}", ""]
    lines += [f"{'  ok ' if one.good else 'WRONG'}  {one.what} ({one.detail})" for one in verdict.checks]
    if standing := verdict.standing:
        names = {one.id: one.name for one in manifest.entries} | {one.id: one.name for one in manifest.inspectors}
        teams = {one.entry: one.inspectors for one in standing.teams}
        for stratum in standing.strata:
            lines += ["", f"{stratum.stratum}: {len(stratum.selected)} drawn, {len(stratum.reserve)} in reserve"]
            for entry in stratum.selected:
                team = ", ".join(f"{one} {names[one]}".strip() for one in teams.get(entry, ()))
                missing = f" ({standing.open_seats[entry]} seats open)" if entry in standing.open_seats else ""
                lines.append(f"  {entry} {names[entry]}".rstrip() + (f" · {team}" if team else "") + missing)
        for step in standing.steps:
            followed = "was in reserve" if step.spare else (", ".join(step.follows) or "nobody") + " follows"
            lines.append(f"void: {step.void.id} ({step.void.reason}); {followed}")
    return [*lines, "", "Everything agrees." if verdict.good else "IT DOES NOT AGREE."]
