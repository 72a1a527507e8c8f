"""allauth's own forms, in the words of this house."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm, ReauthenticateForm, ResetPasswordKeyForm
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from duban.org import keys
from duban.org.actions.passwords import change_password, reset_password
from duban.org.forms.passwords import HINT


def _without_mail(form: Any, name: str = "password") -> None:
    """A link for a forgotten password is of use only where mail is sent."""
    if not settings.EMAIL_URL:
        form.fields[name].help_text = ""


def _code(form: Any) -> None:
    field = form.fields["code"]
    field.label = _("Code of six digits")
    field.widget.attrs |= {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "placeholder": "",
        "autofocus": True,
    }


class LogInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields["login"].widget.attrs |= {"placeholder": ""}
        self.fields["password"].widget.attrs |= {"placeholder": ""}
        if "remember" in self.fields:
            self.fields["remember"].label = _("Stay logged in on this device")
        _without_mail(self)


class PasswordAgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs |= {"placeholder": ""}
        _without_mail(self)


class ChangePasswordForm(AllauthChangePasswordForm):
    """Keys go on opening after the password that they were made under: its owner is asked which of them to keep."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("oldpassword", "password1", "password2"):
            self.fields[name].widget.attrs |= {"placeholder": ""}
        self.fields["password1"].help_text = HINT
        _without_mail(self, "oldpassword")
        held = keys.held_by(self.user)
        if held:
            self.fields["revoke"] = forms.MultipleChoiceField(
                label=_("Revoke with the old password"),
                choices=list(held.items()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("They go on working with the new one. Tick whatever you do not need or do not trust."),
            )

    def save(self) -> None:
        data = self.cleaned_data
        change_password(actor=self.user, password=data["password1"], revoke=data.get("revoke", ()))


class ResetPasswordForm(ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = HINT

    def save(self) -> None:
        reset_password(actor=self.user, password=self.cleaned_data["password1"])


class OnceOnly:
    """A code counts once for as long as it would be taken. allauth remembers it for one step, as if there were no others,
    and what turns the second factor on not at all."""

    user: Any

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        steps = 1 + 2 * settings.MFA_TOTP_TOLERANCE
        used = f"duban.second_factor.used?user={self.user.pk}&code={normalize_user_code(code)}"
        if not cache.add(used, "y", timeout=steps * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(OnceOnly, AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self)
        self.fields["code"].label = _("Code or recovery code")
        # A recovery code holds letters.
        self.fields["code"].widget.attrs["inputmode"] = "text"


class SecondFactorAgainForm(OnceOnly, CodeAgainForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self)


class TurnOnForm(OnceOnly, ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self)
