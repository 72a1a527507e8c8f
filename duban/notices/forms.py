from django import forms
from django.utils.translation import gettext_lazy as _

from duban.notices.models import Channel, Preference, Service
from duban.notices.services import IN_WORDS


class _Time(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class WishesForm(forms.ModelForm):
    class Meta:
        model = Preference
        fields = [
            "by_mail",
            "working_days_only",
            "rhythm",
            "digest_at",
            "digest_on",
            "quiet_from",
            "quiet_until",
        ]
        widgets = {name: _Time() for name in ("digest_at", "quiet_from", "quiet_until")}


class ChannelForm(forms.ModelForm):
    class Meta:
        model = Channel
        fields = ["name", "address"]
        widgets = {"address": forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})}
        help_texts = {
            "address": _(
                "Copy the robot's webhook address from its settings; of a DingTalk robot that signs: dingtalk://secret@token."
            )
        }


class ServiceForm(forms.ModelForm):
    scheme = forms.ChoiceField(label=_("Kind of service"), choices=list(IN_WORDS.items()))

    class Meta:
        model = Service
        fields = ["scheme", "host", "inside"]
        help_texts = {"host": _("With its port where that is not the usual one, for example robot.example.com:8080.")}

    def validate_unique(self) -> None:
        # Allowing what is allowed already changes what is said about it; it is no error.
        return
