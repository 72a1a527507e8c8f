from duban.minutes.models.document import Band, Correction, Document, DocumentKind, DocumentState, ReadingState
from duban.minutes.models.proposal import Issue, Proposal, ProposalState

__all__ = [
    "Band",
    "Correction",
    "Document",
    "DocumentKind",
    "DocumentState",
    "Issue",
    "Proposal",
    "ProposalState",
    "ReadingState",
]
