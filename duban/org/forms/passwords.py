"""Forms that set a password."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.org.models import Person

HINT = gettext_lazy("At least ten characters; a sentence is easier to remember than a riddle.")


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=HINT,
    )
    again = forms.CharField(
        label=gettext_lazy("The same again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def owner(self) -> Person:
        return self.person or Person()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password, again = data.get("password"), data.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ."))
        elif password:
            try:
                validate_password(password, self.owner())
            except ValidationError as error:
                self.add_error("password", error)
        return data


class StartForm(NewPasswordForm):
    group = forms.CharField(label=gettext_lazy("Name of the group"), max_length=120)
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=60)
    username = forms.CharField(
        label=gettext_lazy("User name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    field_order = ["group", "name", "username", "password", "again"]

    def __init__(self, *args: Any, has_group: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_group:
            del self.fields["group"]

    def owner(self) -> Person:
        return Person(username=self.cleaned_data.get("username", ""), name=self.cleaned_data.get("name", ""))
