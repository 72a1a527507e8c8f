"""Forms about people, their posts and their deputies."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.org.fields import PersonField, UnitField
from duban.org.models import Person, Role
from duban.ui.widgets import DayInput


class PersonForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    username = forms.CharField(
        label=_("User name"), max_length=60, required=False, help_text=_("Left empty: the pinyin of the name.")
    )
    number = forms.CharField(label=_("Staff number"), max_length=40, required=False)
    mobile = forms.CharField(label=_("Mobile"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        if person is not None:
            kwargs["initial"] = {key: getattr(person, key) for key in self.base_fields if hasattr(person, key)}
        super().__init__(*args, **kwargs)
        if person is not None:
            self.fields["username"].required = True
            self.fields["username"].help_text = ""


class NewPersonForm(PersonForm):
    unit = UnitField(label=_("Unit"), required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.MEMBER)
    post = forms.CharField(label=_("Post"), max_length=60, required=False)
    field_order = ["name", "unit", "role", "post", "username", "number", "mobile", "email"]


class AppointmentForm(forms.Form):
    """Opened from a unit it asks for the person, opened from a person for the unit."""

    person = PersonField(label=pgettext_lazy("appointment", "Person"))
    unit = UnitField(label=_("Unit"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.MEMBER)
    post = forms.CharField(
        label=_("Post"), max_length=60, required=False, help_text=_("As it reads on paper, such as deputy manager.")
    )
    since = forms.DateField(label=_("From"), widget=DayInput(), initial=timezone.localdate)
    until = forms.DateField(label=_("Until (not included)"), widget=DayInput(), required=False)

    def __init__(self, *args: Any, without: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields[without]


class EndForm(forms.Form):
    until = forms.DateField(label=_("No longer held from"), widget=DayInput(), initial=timezone.localdate)


class DeputyForm(forms.Form):
    deputy = PersonField(label=_("Deputy"))
    since = forms.DateField(label=_("From"), widget=DayInput(), initial=timezone.localdate)
    until = forms.DateField(
        label=_("Until (not included)"), widget=DayInput(), initial=lambda: timezone.localdate() + timedelta(days=7)
    )


class PeopleFilter(forms.Form):
    unit = UnitField(required=False, label=_("Unit"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].widget.attrs |= {"placeholder": _("Unit"), "aria-label": _("Unit")}
