"""What people type in this room."""

from duban.minutes.forms.filing import DescriptionForm, FilingForm, units_of
from duban.minutes.forms.proposals import (
    CorrectionForm,
    DismissForm,
    FillForm,
    JoinForm,
    PassageForm,
    ProposalForm,
    SplitForm,
)

__all__ = [
    "CorrectionForm",
    "DescriptionForm",
    "DismissForm",
    "FilingForm",
    "FillForm",
    "JoinForm",
    "PassageForm",
    "ProposalForm",
    "SplitForm",
    "units_of",
]
