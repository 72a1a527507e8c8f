"""allauth's own forms, in the words of this house."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.conf import settings
from django.utils.translation import gettext_lazy as _


def _without_mail(form: Any) -> None:
    """A link for a forgotten password is of use only where mail is sent."""
    if not settings.EMAIL_URL:
        form.fields["password"].help_text = ""


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


class SecondFactorForm(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self)
        self.fields["code"].label = _("Code or recovery code")
        # A recovery code holds letters.
        self.fields["code"].widget.attrs["inputmode"] = "text"


class SecondFactorAgainForm(CodeAgainForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self)


class TurnOnForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self)
