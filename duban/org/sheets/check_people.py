"""Rows of people and appointments."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from duban.org.actions.people import first_free
from duban.org.models import Appointment, Person, Role
from duban.org.sheets.check_units import UnitsToBe
from duban.org.sheets.columns import LEFT
from duban.org.sheets.plan import PersonStep, Plan, PostStep
from duban.org.sheets.read import Line


@dataclass
class PeopleToBe:
    """People as they will be, by user name; and the user names behind staff numbers and names."""

    people: dict[str, Person | None] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    numbers: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)

    def add(self, username: str, number: str, name: str, person: Person | None, left: bool) -> None:
        self.people[username] = person
        if number:
            self.numbers[number] = username
        if left:
            self.left.add(username)
        else:
            self.names.setdefault(name, []).append(username)

    def find(self, text: str) -> str | None:
        if text.casefold() in self.people:
            return text.casefold()
        if text in self.numbers:
            return self.numbers[text]
        bearers = self.names.get(text, [])
        return bearers[0] if len(bearers) == 1 else None


def check_people(lines: list[Line], plan: Plan) -> PeopleToBe:
    everybody = list(Person.objects.all())
    by_username = {person.username.casefold(): person for person in everybody}
    by_number = {person.number: person for person in everybody if person.number}
    by_name: dict[str, list[Person]] = {}
    for known_one in everybody:
        by_name.setdefault(known_one.name, []).append(known_one)
    taken = set(by_username) | {str(line["username"]).casefold() for line in lines if line["username"]}
    to_be = PeopleToBe()
    seen_people: dict[str, int] = {}
    seen_numbers: dict[str, int] = {}
    for line in lines:
        username, number, name = str(line["username"]).casefold(), line["number"], line["name"]
        if not name:
            continue
        person = by_username.get(username) if username else by_number.get(number)
        if not username and person is None and not number and name in by_name:
            known = "、".join(each.username for each in by_name[name])
            plan.faults.append(
                line.fault(
                    "username",
                    _("Somebody called so is known already: %(usernames)s.") % {"usernames": known},
                    _("Write the user name, or a staff number for somebody new."),
                )
            )
            continue
        if not username:
            username = person.username.casefold() if person else first_free(name, taken)
            taken.add(username)
        if username in seen_people:
            plan.faults.append(
                line.fault(
                    "username",
                    _("This person stands in row %(row)s already.") % {"row": seen_people[username]},
                    _("Delete one of the rows."),
                )
            )
            continue
        seen_people[username] = line.number
        owner = by_number.get(number) if number else None
        if number and (number in seen_numbers or (owner and owner.username.casefold() != username)):
            whose = owner.name if owner else _("row %(row)s") % {"row": seen_numbers.get(number)}
            plan.faults.append(
                line.fault(
                    "number", _("This staff number is that of %(whose)s.") % {"whose": whose}, _("Mend one of them.")
                )
            )
            continue
        seen_numbers[number] = line.number
        if line["email"]:
            try:
                validate_email(line["email"])
            except ValidationError:
                plan.faults.append(
                    line.fault("email", _("This is not an e-mail address."), _("Write it like name@example.org."))
                )
        step = _step(line, person, username)
        to_be.add(username, number, name, person, line["status"] == LEFT)
        if person is None or step.changed or step.leaves or step.returns:
            plan.people.append(step)
        else:
            plan.unchanged += 1
    for username, one in by_username.items():
        if username not in to_be.people:
            to_be.add(username, one.number, one.name, one, not one.is_active)
    return to_be


def _step(line: Line, person: Person | None, username: str) -> PersonStep:
    values: dict[str, Any] = {
        "username": line["username"] or (person.username if person else username),
        "name": line["name"],
        "number": line["number"],
        "mobile": line["mobile"],
        "email": line["email"],
    }
    step = PersonStep(line, person, values)
    left = line["status"] == LEFT
    if person is None:
        step.leaves = left
    else:
        # A column that is not in the file says nothing; an empty cell of one that is there empties the field.
        keys = [key for key in ("name", "number", "mobile", "email") if key in line.letters]
        step.changed = {key: values[key] for key in keys if values[key] != getattr(person, key)}
        step.leaves = left and person.is_active
        step.returns = not left and not person.is_active and "status" in line.letters
    return step


def check_posts(lines: list[Line], plan: Plan, units: UnitsToBe, people: PeopleToBe, today: date) -> None:
    held: dict[tuple[str, str, str], list[Appointment]] = {}
    for row in Appointment.objects.select_related("person", "unit"):
        held.setdefault((row.person.username.casefold(), row.unit.code.casefold(), row.role), []).append(row)
    first_rows: dict[tuple[Any, ...], int] = {}
    for line in lines:
        if not (line["person"] and line["unit"] and line["role"]):
            continue
        person, unit = people.find(line["person"]), units.find(line["unit"])
        if person is None:
            several = len(people.names.get(line["person"], [])) > 1
            wrong = (
                _("Several people are called so.") if several else _("There is no such person here or in this file.")
            )
            plan.faults.append(line.fault("person", wrong, _("Write the user name or the staff number.")))
        if unit is None:
            plan.faults.append(
                line.fault("unit", _("There is no such unit here or in this file."), _("Write its code."))
            )
        if person is None or unit is None or line["role"] not in Role.values:
            continue
        past = held.get((person, unit, line["role"]), [])
        open_one = next((row for row in past if row.until is None), None)
        since = line["since"] or (open_one.since if open_one else today)
        until = line["until"] or None
        if not isinstance(since, date) or not (until is None or isinstance(until, date)):
            continue  # said already: no date
        if until is not None and until <= since:
            plan.faults.append(line.fault("until", _("It ends before it begins."), _("Mend one of the two dates.")))
            continue
        key = (person, unit, line["role"], since)
        if key in first_rows:
            plan.faults.append(
                line.fault(
                    "person",
                    _("This appointment stands in row %(row)s already.") % {"row": first_rows[key]},
                    _("Delete one of the rows."),
                )
            )
            continue
        first_rows[key] = line.number
        end = units.by_code[unit]["closed_on"]
        if end is not None and (until is None or until > end):
            plan.faults.append(
                line.fault(
                    "until", _("The unit is closed on %(day)s.") % {"day": end}, _("End the appointment by then.")
                )
            )
            continue
        if person in people.left and (until is None or until > today):
            plan.faults.append(
                line.fault(
                    "person", _("This person has left."), _("End the appointment, or change the status of the person.")
                )
            )
            continue
        existing = next((row for row in past if row.since == since), None)
        step = PostStep(line, person, unit, line["role"], line["post"], since, until, existing)
        if existing is not None:
            step.changed = {k: v for k, v in (("post", line["post"]), ("until", until)) if v != getattr(existing, k)}
            if not step.changed:
                plan.unchanged += 1
                continue
        elif any((row.until is None or row.until > since) and (until is None or row.since < until) for row in past):
            plan.faults.append(
                line.fault(
                    "since",
                    _("The person holds this role here on these days already."),
                    _("Use the beginning that is recorded, or end that one first."),
                )
            )
            continue
        plan.posts.append(step)
