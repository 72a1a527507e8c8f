"""Words of Django that our catalogue says better in Chinese; Django itself asks for them."""

from django.utils.translation import gettext_noop as _

_("%(model_name)s with this %(field_label)s already exists.")
_("This field is required.")
_("Ensure this value is greater than or equal to %(limit_value)s.")
_("Ensure this value is less than or equal to %(limit_value)s.")
