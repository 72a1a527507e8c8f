from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.api.models import Scope
from duban.ui.widgets import DayInput


class TokenForm(forms.Form):
    name = forms.CharField(label=_("Which system will use it"), max_length=60)
    scope = forms.ChoiceField(label=_("It may"), choices=Scope.choices, widget=forms.RadioSelect, initial=Scope.READ)
    expires_on = forms.DateField(label=_("Valid until"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = timezone.localdate() + timedelta(days=180)
