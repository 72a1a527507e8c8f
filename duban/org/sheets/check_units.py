"""Rows of units and aliases."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from duban.org.models import Placement, Unit, UnitAlias, UnitKind
from duban.org.sheets.plan import AliasStep, Plan, UnitStep
from duban.org.sheets.read import Line

LONG_AGO = date(2000, 1, 1)


@dataclass
class UnitsToBe:
    """Units as they will be after the import, by code and by every name."""

    by_code: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)

    def name(self, text: str, code: str) -> None:
        known = self.names.setdefault(text, [])
        if text and code not in known:
            known.append(code)

    def find(self, text: str) -> str | None:
        """The code of a unit given by code or unambiguous name."""
        if text.casefold() in self.by_code:
            return text.casefold()
        codes = self.names.get(text, [])
        return codes[0] if len(codes) == 1 else None


def check_units(lines: list[Line], plan: Plan, today: date) -> UnitsToBe:
    known = {unit.code.casefold(): unit for unit in Unit.objects.all()}
    codes = {unit.pk: code for code, unit in known.items()}
    places = dict(Placement.objects.filter(until__isnull=True).values_list("unit_id", "parent_id"))
    since = dict(Placement.objects.filter(until__isnull=True).values_list("unit_id", "since"))
    first_rows: dict[str, int] = {}
    good: list[Line] = []
    for line in lines:
        code = str(line["code"]).casefold()
        if not code:
            continue
        if code.isdecimal():
            plan.faults.append(
                line.fault(
                    "code", _("A code needs at least one letter."), _("Write for example U%(code)s.") % {"code": code}
                )
            )
        elif code in first_rows:
            plan.faults.append(
                line.fault(
                    "code",
                    _("This code stands in row %(row)s already.") % {"row": first_rows[code]},
                    _("Delete one of the rows or give another code."),
                )
            )
        else:
            first_rows[code] = line.number
            good.append(line)
    to_be = UnitsToBe()
    mentioned = {str(line["code"]).casefold(): line for line in good}
    for code, unit in known.items():
        row = mentioned.get(code)
        to_be.by_code[code] = {"closed_on": unit.closed_on, "opened_on": unit.opened_on}
        if unit.closed_on is None or row is not None:
            to_be.name(row["name"] if row else unit.name, code)
            to_be.name(row["short_name"] if row else unit.short_name, code)
    for code, line in mentioned.items():
        to_be.by_code[code] = {"closed_on": line["closed_on"] or None, "opened_on": line["opened_on"] or LONG_AGO}
        to_be.name(line["name"], code)
        to_be.name(line["short_name"], code)
    _same_names(good, known, plan)
    parents = {codes[pk]: codes.get(parent, "") if parent else "" for pk, parent in places.items() if pk in codes}
    for line in good:
        step = _step(line, known, to_be, plan, today)
        if step is None:
            continue
        code = str(line["code"]).casefold()
        if not step.parent and line["kind"] != UnitKind.GROUP and parents.get(code) != "":
            plan.faults.append(
                line.fault("parent", _("Only a group stands at the top: name the unit above."), _("Write its code."))
            )
        if step.unit is not None:
            step.moves = parents.get(code, "") != step.parent
            if step.moves and (line["placed_since"] or today) <= since.get(step.unit.pk, LONG_AGO):
                plan.faults.append(
                    line.fault(
                        "placed_since",
                        _("It moved to its present place on %(day)s.") % {"day": since[step.unit.pk]},
                        _("Write a later day."),
                    )
                )
        parents[code] = step.parent
        if step.unit is None or step.changed or step.moves or step.closes:
            plan.units.append(step)
        else:
            plan.unchanged += 1
    _circles(good, parents, plan)
    _above_open_ones(good, parents, to_be, plan)
    plan.units = _parents_first(plan.units)
    return to_be


def _step(line: Line, known: dict[str, Unit], to_be: UnitsToBe, plan: Plan, today: date) -> UnitStep | None:
    unit = known.get(str(line["code"]).casefold())
    parent = ""
    if line["parent"]:
        found = to_be.find(line["parent"])
        if found is None:
            several = len(to_be.names.get(line["parent"], [])) > 1
            wrong = _("Several units are called so.") if several else _("There is no such unit here or in this file.")
            plan.faults.append(line.fault("parent", wrong, _("Write its code.")))
            return None
        parent = found
    opened, closed = line["opened_on"], line["closed_on"]
    if isinstance(opened, date) and isinstance(closed, date) and closed <= opened:
        plan.faults.append(line.fault("closed_on", _("Closed before it was opened."), _("Mend one of the two dates.")))
    if unit is not None and unit.closed_on and not closed:
        plan.faults.append(
            line.fault(
                "closed_on",
                _("It was closed on %(day)s and cannot be opened again.") % {"day": unit.closed_on},
                _("Add it as a new unit with another code."),
            )
        )
    values = {
        "name": line["name"],
        "short_name": line["short_name"],
        "kind": line["kind"],
        "opened_on": opened or (unit.opened_on if unit else LONG_AGO),
        "closed_on": closed or None,
        "placed_since": line["placed_since"] or today,
    }
    step = UnitStep(line, unit, values, parent)
    if unit is not None:
        keys = ("name", "short_name", "kind", "opened_on")
        step.changed = {key: values[key] for key in keys if values[key] != getattr(unit, key)}
        step.closes = bool(closed) and unit.closed_on is None
        if unit.closed_on and closed and closed != unit.closed_on:
            plan.faults.append(
                line.fault("closed_on", _("It was closed on %(day)s; that stays.") % {"day": unit.closed_on})
            )
    return step


def _same_names(lines: list[Line], known: dict[str, Unit], plan: Plan) -> None:
    mentioned = {str(line["code"]).casefold() for line in lines}
    taken = {unit.name: unit.code for code, unit in known.items() if code not in mentioned and unit.closed_on is None}
    for line in lines:
        if line["closed_on"] or not line["name"]:
            continue
        other = taken.get(line["name"])
        if other:
            plan.faults.append(
                line.fault(
                    "name", _("%(code)s is called so too.") % {"code": other}, _("Give one of them another name.")
                )
            )
        taken[line["name"]] = str(line["code"])


def _circles(lines: list[Line], parents: dict[str, str], plan: Plan) -> None:
    for line in lines:
        seen, code = set(), str(line["code"]).casefold()
        start = code
        while code:
            if code in seen:
                if code == start:
                    plan.faults.append(
                        line.fault(
                            "parent",
                            _("It would stand under itself."),
                            _("Mend the column “stands under” of one of these rows."),
                        )
                    )
                break
            seen.add(code)
            code = parents.get(code, "")


def _above_open_ones(lines: list[Line], parents: dict[str, str], to_be: UnitsToBe, plan: Plan) -> None:
    by_code = {str(line["code"]).casefold(): line for line in lines}
    said: set[tuple[int, str]] = set()
    for code, above in parents.items():
        end = to_be.by_code.get(above, {}).get("closed_on") if above else None
        if not isinstance(end, date):
            continue
        own_end = to_be.by_code.get(code, {}).get("closed_on")
        if own_end is None or (isinstance(own_end, date) and own_end > end):
            line, key = (by_code[code], "parent") if code in by_code else (by_code.get(above), "closed_on")
            if line is not None and (line.number, key) not in said:
                said.add((line.number, key))
                plan.faults.append(
                    line.fault(
                        key,
                        _("%(above)s is closed on %(day)s, but %(code)s stands under it.")
                        % {"above": above.upper(), "day": end, "code": code.upper()},
                        _("Close or move the lower unit first."),
                    )
                )


def _parents_first(steps: list[UnitStep]) -> list[UnitStep]:
    waiting = {str(step.line["code"]).casefold(): step for step in steps}
    ordered: list[UnitStep] = []
    done: set[str] = set()

    def place(code: str, above: tuple[str, ...] = ()) -> None:
        step = waiting.get(code)
        if step is None or code in done or code in above:
            return
        place(step.parent, (*above, code))
        done.add(code)
        ordered.append(step)

    for code in waiting:
        place(code)
    return ordered


def check_aliases(lines: list[Line], plan: Plan, units: UnitsToBe) -> None:
    known = {alias.text: alias.unit.code.casefold() for alias in UnitAlias.objects.select_related("unit")}
    first_rows: dict[str, int] = {}
    for line in lines:
        code, text = units.find(line["unit"]) if line["unit"] else None, line["text"]
        if line["unit"] and code is None:
            plan.faults.append(
                line.fault("unit", _("There is no such unit here or in this file."), _("Write its code."))
            )
            continue
        if not text or code is None:
            continue
        if text in first_rows:
            plan.faults.append(
                line.fault(
                    "text",
                    _("This alias stands in row %(row)s already.") % {"row": first_rows[text]},
                    _("Delete one of the rows."),
                )
            )
            continue
        first_rows[text] = line.number
        owners = {known[text]} if text in known else set(units.names.get(text, []))
        if owners - {code}:
            plan.faults.append(
                line.fault(
                    "text",
                    _("This is a name of %(unit)s.") % {"unit": "、".join(sorted(owners - {code})).upper()},
                    _("An alias belongs to one unit only."),
                )
            )
        elif owners:
            plan.unchanged += 1
        else:
            plan.aliases.append(AliasStep(line, code, text))
