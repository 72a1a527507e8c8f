from duban.minutes.models.cost import CostRule
from duban.minutes.models.document import Band, Correction, Document, DocumentKind, DocumentState, ReadingState
from duban.minutes.models.proposal import Issue, Proposal, ProposalState

__all__ = [
    "Band",
    "Correction",
    "CostRule",
    "Document",
    "DocumentKind",
    "DocumentState",
    "Issue",
    "Proposal",
    "ProposalState",
    "ReadingState",
]
