from duban.ledger.models.catalogue import Category, Counter, Every, Nature, Programme, TaskTemplate, TaskType
from duban.ledger.models.closing import Closure, CompletionClaim, Relapse, Verdict, Verification
from duban.ledger.models.milestones import Milestone, MockAcceptance, Proof, ProofState
from duban.ledger.models.rules import CalendarDay, RuleEdition
from duban.ledger.models.shifts import Cancellation, Decline, Extension, ExtensionState, Suspension
from duban.ledger.models.states import OPEN_STATES, Light, State
from duban.ledger.models.targets import Reading, Target
from duban.ledger.models.task import Receipt, SupportingUnit, Task
from duban.ledger.models.work import (
    Comment,
    Follow,
    Offer,
    Report,
    SavedView,
    SupportRequest,
    SupportState,
    Tally,
    Urge,
)

__all__ = [
    "OPEN_STATES",
    "CalendarDay",
    "Cancellation",
    "Category",
    "Closure",
    "Comment",
    "CompletionClaim",
    "Counter",
    "Decline",
    "Every",
    "Extension",
    "ExtensionState",
    "Follow",
    "Light",
    "Milestone",
    "MockAcceptance",
    "Nature",
    "Offer",
    "Programme",
    "Proof",
    "ProofState",
    "Reading",
    "Receipt",
    "Relapse",
    "Report",
    "RuleEdition",
    "SavedView",
    "State",
    "SupportRequest",
    "SupportState",
    "SupportingUnit",
    "Suspension",
    "Tally",
    "Target",
    "Task",
    "TaskTemplate",
    "TaskType",
    "Urge",
    "Verdict",
    "Verification",
]
