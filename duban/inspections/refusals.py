"""Why something could not be drawn, in the reader's words: DRAW-1 refuses by ids, people know names."""

from collections.abc import Iterable, Mapping
from functools import singledispatch

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from duban.draws import (
    BadManifest,
    BadSeed,
    BadText,
    BadVoid,
    DrawError,
    DuplicateId,
    EmptyPool,
    NoDie,
    NoTeams,
    NothingDrawn,
    NothingThrown,
    OthersThrew,
    StratumTooSmall,
    TooFewDice,
    TooFewThrowers,
    UnknownRecusal,
    UnknownStratum,
)

# By the ids of a manifest.
Names = Mapping[str, str]
MOST_NAMES = 10


def refused(error: DrawError, names: Names) -> ValidationError:
    return ValidationError(said(error, names))


@singledispatch
def said(error: DrawError, names: Names) -> str:
    """One sentence in the language of the moment."""
    return _("The draw could not be computed.")


@said.register
def _no_teams(error: NoTeams, names: Names) -> str:
    given = {
        "drawn": _listed(names[one] for one in error.entries),
        "who": _listed(names[one] for one in error.inspectors),
        "team": error.team,
        "cap": error.cap,
    }
    if not error.inspectors:
        return _("There are too few inspectors for %(drawn)s: each takes %(team)s, and nobody may go there.") % given
    return (
        _(
            "There are too few inspectors for %(drawn)s: each takes %(team)s, and only %(who)s may go there, at most"
            " %(cap)s times each."
        )
        % given
    )


@said.register
def _manifest(error: BadManifest, names: Names) -> str:
    return _("It cannot be drawn from as it stands. Change the draw.")


@said.register
def _throwers(error: TooFewThrowers, names: Names) -> str:
    return _("People of at least three units throw the dice.")


@said.register
def _twice(error: DuplicateId, names: Names) -> str:
    name = names.get(error.id, error.id)
    return _("“%(name)s” is there twice, and nobody could tell one from the other. Leave one out.") % {"name": name}


@said.register
def _empty(error: EmptyPool, names: Names) -> str:
    return _("There is nothing to draw from.")


@said.register
def _nothing(error: NothingDrawn, names: Names) -> str:
    return _("By the rule nothing would be drawn: it takes 0 of every kind.")


@said.register
def _stratum(error: UnknownStratum, names: Names) -> str:
    return _("%(unit)s is of the risk “%(risk)s”, and nothing says how many of it are drawn.") % {
        "unit": names[error.entry], "risk": error.stratum,
    }  # fmt: skip


@said.register
def _too_small(error: StratumTooSmall, names: Names) -> str:
    return _("%(n)s are to be drawn from “%(risk)s”, which has %(held)s units.") % {
        "n": error.wanted, "risk": error.stratum, "held": error.held,
    }  # fmt: skip


@said.register
def _recusal(error: UnknownRecusal, names: Names) -> str:
    return _("The recusal of %(name)s from %(unit)s does not fit this draw. Take it back.") % {
        "name": names.get(error.inspector, "—"), "unit": names.get(error.entry, "—"),
    }  # fmt: skip


@said.register
def _text(error: BadText, names: Names) -> str:
    return _("The name “%(text)s” is empty, too long, or holds what nobody sees. Correct it.") % {"text": error.text}


@said.register
def _seed(error: BadSeed, names: Names) -> str:
    return _("These dice are not those that this draw wants.")


@said.register
def _die(error: NoDie, names: Names) -> str:
    return _("The dice of %(unit)s: number %(at)s is “%(shown)s”. Type one digit from 1 to 6 for each throw.") % {
        "unit": error.unit, "at": error.at, "shown": error.shown,
    }  # fmt: skip


@said.register
def _not_thrown(error: NothingThrown, names: Names) -> str:
    return _("The dice of %(unit)s are missing.") % {"unit": error.unit}


@said.register
def _dice(error: TooFewDice, names: Names) -> str:
    return _("At least %(n)s dice are thrown altogether; here are %(here)s.") % {"n": error.least, "here": error.here}


@said.register
def _others(error: OthersThrew, names: Names) -> str:
    return _("The dice are thrown by %(units)s, in this order.") % {"units": "、".join(error.wanted)}


@said.register
def _void(error: BadVoid, names: Names) -> str:
    given = {"name": names.get(error.id, "—"), "unit": names.get(error.entry, "—")}
    if error.entry:
        return _("%(name)s is not sent to %(unit)s, or no longer.") % given
    return _("%(name)s is not in this draw, or has fallen out already.") % given


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    shown = "、".join(every[:MOST_NAMES])
    return shown if len(every) <= MOST_NAMES else _("%(names)s, … (%(n)s)") % {"names": shown, "n": len(every)}
