"""Plans and draws as people type them: lines as they come from a spreadsheet."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duban.checklists.models import Edition
from duban.inspections.access import units_to_plan_for
from duban.inspections.actions.plans import Share
from duban.inspections.models import Draw, Plan
from duban.inspections.sheets import units_by_name
from duban.org.fields import PeopleField, PersonField, UnitField, UnitsField
from duban.org.models import Person, Unit
from duban.ui.widgets import DayInput

THROWERS = gettext_lazy("At least three, in the order in which their digits are put together.")
_MARK = re.compile(r"[\t,，;；]+")


def _parts(line: str, most: int) -> list[str]:
    """Spaces part a line only when nothing else does: names of units and risks may hold some."""
    parts = _MARK.split(line.strip()) if _MARK.search(line.strip()) else line.split()
    return [part.strip() for part in parts if part.strip()][:most]


def _written(unit: Unit, known: dict[str, list[Unit]]) -> str:
    """By the first of its names that is its own, so that what is shown is read back as the same unit."""
    names = (str(unit), unit.name, unit.code)
    return next((name for name in names if known.get(name) == [unit] and not _MARK.search(name)), str(unit))


class PlanForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    unit = UnitField(label=gettext_lazy("On behalf of"))
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2200)
    quarter = forms.TypedChoiceField(
        label=gettext_lazy("Quarter"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", gettext_lazy("Whole year")),
            (1, gettext_lazy("Q1")),
            (2, gettext_lazy("Q2")),
            (3, gettext_lazy("Q3")),
            (4, gettext_lazy("Q4")),
        ],
    )
    document = forms.CharField(label=gettext_lazy("Source document"), max_length=120, required=False)
    strata = forms.CharField(
        label=gettext_lazy("Risks"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line: the name of the risk, and how many units of it each draw takes."),
    )
    shares = forms.CharField(
        label=gettext_lazy("Units"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("One a line, also pasted from Excel: unit, risk, visits in the period."),
    )

    def __init__(self, *args: Any, actor: Person, plan: Plan | None = None, **kwargs: Any) -> None:
        if plan is not None:
            known = units_by_name()
            kwargs["initial"] = {
                "title": plan.title,
                "year": plan.year,
                "quarter": plan.quarter or "",
                "document": plan.document,
                "strata": "\n".join(f"{s.name}\t{s.draw}" for s in plan.strata.all()),
                "shares": "\n".join(
                    f"{_written(q.unit, known)}\t{q.stratum}\t{q.visits}"
                    for q in plan.quotas.select_related("unit", "stratum")
                ),
            }
        super().__init__(*args, **kwargs)
        if plan is not None:
            del self.fields["unit"]
        else:
            field = self.fields["unit"]
            assert isinstance(field, UnitField)
            field.rows = units_to_plan_for(actor)

    def clean_strata(self) -> list[tuple[str, int]]:
        rows = []
        for number, line in enumerate(self.cleaned_data["strata"].splitlines(), 1):
            if not line.strip():
                continue
            parts = _parts(line, 3)
            if len(parts) != 2 or not parts[1].isdecimal() or len(parts[1]) > 4:
                raise ValidationError(_("Line %(n)s: write the risk and a number.") % {"n": number})
            rows.append((parts[0][:40], int(parts[1])))
        return rows

    def clean_shares(self) -> list[Share]:
        units, rows, wrong = units_by_name(), [], []
        for number, line in enumerate(self.cleaned_data["shares"].splitlines(), 1):
            if not line.strip():
                continue
            parts = _parts(line, 4)
            if len(parts) != 3 or not parts[2].isdecimal() or not 0 < int(parts[2][:6]) < 400:
                wrong.append(_("Line %(n)s: write unit, risk and visits.") % {"n": number})
                continue
            found = units.get(parts[0], [])
            if len(found) != 1:
                wrong.append(_("Line %(n)s: there is no one unit called “%(name)s”.") % {"n": number, "name": parts[0]})
                continue
            rows.append(Share(found[0], parts[1], int(parts[2])))
        if wrong:
            raise ValidationError(wrong)
        return rows


class EditionField(forms.ModelChoiceField):
    """A checklist in force today."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Edition.objects.none(), **kwargs)

    def offer(self) -> None:
        self.queryset = Edition.objects.in_force().select_related("checklist").order_by("checklist__name")


def prepared(draw: Draw) -> dict[str, Any]:
    """What the forms below hold of a draw."""
    return {
        **{name: getattr(draw, name) for name in ("named", "edition", "since", "until", "team", "cap")},
        "inspectors": [seat.person for seat in draw.seats.select_related("person")],
        "throwers": [each.unit for each in draw.throwing.select_related("unit")],
    }


class DrawForm(forms.Form):
    named = forms.CharField(
        label=gettext_lazy("Name of the draw"),
        max_length=80,
        help_text=gettext_lazy("A plan has one draw of each name, and it is not drawn again."),
    )
    edition = EditionField(label=gettext_lazy("Checklist"))
    since = forms.DateField(label=gettext_lazy("Visits from"), widget=DayInput())
    until = forms.DateField(label=gettext_lazy("Visits until"), widget=DayInput())
    team = forms.IntegerField(label=gettext_lazy("Inspectors in a team"), min_value=1, max_value=20, initial=2)
    cap = forms.IntegerField(
        label=gettext_lazy("Visits of one inspector at most"), min_value=1, max_value=200, initial=2
    )
    inspectors = PeopleField(label=gettext_lazy("Inspectors"))
    throwers = UnitsField(label=gettext_lazy("Units that throw the dice"), help_text=THROWERS)

    def __init__(self, *args: Any, draw: Draw | None = None, **kwargs: Any) -> None:
        if draw is not None:
            kwargs["initial"] = prepared(draw)
        super().__init__(*args, **kwargs)
        field = self.fields["edition"]
        assert isinstance(field, EditionField)
        field.offer()


class LookBackForm(forms.Form):
    named = forms.CharField(label=gettext_lazy("Name of the draw"), max_length=80)
    unit = UnitField(label=gettext_lazy("On behalf of"))
    since = forms.DateField(label=gettext_lazy("Closed from"), widget=DayInput())
    until = forms.DateField(label=gettext_lazy("Closed until"), widget=DayInput())
    inspectors = PeopleField(
        label=gettext_lazy("Who looks again"),
        help_text=gettext_lazy("Whoever had part in a matter is never drawn for it."),
    )
    cap = forms.IntegerField(label=gettext_lazy("At most so many for each"), min_value=1, max_value=500, initial=5)
    throwers = UnitsField(label=gettext_lazy("Units that throw the dice"), help_text=THROWERS)

    def __init__(self, *args: Any, draw: Draw | None = None, **kwargs: Any) -> None:
        if draw is not None:
            kwargs["initial"] = prepared(draw)
        super().__init__(*args, **kwargs)
        if draw is not None:
            del self.fields["unit"]


class SeatField(forms.ModelChoiceField):
    """An inspector of the draw."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class RecusalForm(forms.Form):
    person = SeatField(label=pgettext_lazy("draw", "Inspector"), queryset=Person.objects.none())
    unit = UnitField(label=gettext_lazy("Does not visit"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, SeatField)
        field.queryset = people


class DiceForm(forms.Form):
    """A person and their digits for each unit that throws."""

    def __init__(self, *args: Any, draw: Draw, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = [each.unit for each in draw.throwing.select_related("unit")]
        for unit in self.units:
            self.fields[f"who{unit.pk}"] = PersonField(label=_("%(unit)s: who throws") % {"unit": unit})
            self.fields[f"dice{unit.pk}"] = forms.CharField(
                label=_("%(unit)s: the digits") % {"unit": unit},
                max_length=200,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "dice"}),
                help_text=_("One digit from 1 to 6 for each throw, in the order they fell."),
            )

    @property
    def throws(self) -> dict[int, tuple[Person, str]]:
        given = self.cleaned_data
        return {unit.pk: (given[f"who{unit.pk}"], given[f"dice{unit.pk}"]) for unit in self.units}


class VoidForm(forms.Form):
    what = forms.ChoiceField(
        label=gettext_lazy("What falls out"),
        error_messages={"invalid_choice": gettext_lazy("This has fallen out meanwhile. Choose again.")},
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
