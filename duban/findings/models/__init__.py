from duban.findings.models.checks import CheckFact
from duban.findings.models.finding import Finding, FindingNumber, Outcome, Source, State
from duban.findings.models.life import Dispute, FindingRelapse, Plan, Recheck
from duban.findings.models.rules import FindingKind, FindingRules, Group

__all__ = [
    "CheckFact",
    "Dispute",
    "Finding",
    "FindingKind",
    "FindingNumber",
    "FindingRelapse",
    "FindingRules",
    "Group",
    "Outcome",
    "Plan",
    "Recheck",
    "Source",
    "State",
]
