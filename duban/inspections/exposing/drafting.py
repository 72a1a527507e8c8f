"""A notice's first words, from facts: where, when, what, against which criterion. Nobody's name is put in."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duban.exports.word.notice import chinese, long_date, numbered
from duban.findings.models import Finding, Outcome
from duban.org.models import Unit

TITLE = 120


def common_unit(rows: Sequence[Finding]) -> Unit:
    """The lowest unit at or above which everything was found."""
    path = rows[0].unit.path
    while not all(row.unit.path.startswith(path) for row in rows):
        path = path[: -Unit.steplen]
    return Unit.objects.get(path=path)


def title_of(unit: Unit, rows: Sequence[Finding]) -> str:
    if len(rows) > 1:
        return (_("Exposure of %(n)s problems at %(unit)s") % {"n": len(rows), "unit": unit})[:TITLE]
    frame = _("Exposure of “%(what)s” at %(unit)s")
    room = TITLE - len(frame % {"what": "", "unit": unit})
    what = rows[0].title.rstrip("。.…")
    return frame % {"what": what if len(what) <= room else f"{what[: room - 1]}…", "unit": unit}


def body_of(rows: Sequence[Finding]) -> str:
    say = [numbered(1, _("What was found"))]
    several = len(rows) > 1
    for at, row in enumerate(rows, 1):
        say.append((f"（{chinese(at)}）" if several else "") + _told(row))
    if handled := [row for row in rows if row.outcome]:
        say.append(numbered(2, pgettext("exposure", "What was done")))
        say += [_handled(row) for row in handled]
    say.append(numbered(3 if handled else 2, _("What is required")))
    say.append(
        _("The unit puts this right by its term and looks for the cause; all units look at themselves and see that the "
          "same does not happen with them.")
    )  # fmt: skip
    return "\n".join(say)


def _told(row: Finding) -> str:
    facts = {
        "day": long_date(row.found_on),
        "by": row.found_unit.name,
        "where": row.unit.name + row.place,
        "what": row.condition.strip().rstrip("。."),
    }
    text = _("On %(day)s %(by)s found at %(where)s: %(what)s.") % facts
    if row.criterion.strip():
        text += _("What should be: %(criterion)s.") % {"criterion": row.criterion.strip().rstrip("。.")}
    # A Chinese sentence that ends wants no space before the next.
    return text.replace("。\n", "。").replace("\n", " ")


def _handled(row: Finding) -> str:
    facts = {"number": row.number}
    if row.outcome == Outcome.EDUCATION:
        return _("Whoever is concerned by %(number)s was educated.") % facts
    return _("Whoever is concerned by %(number)s was penalised.") % facts
