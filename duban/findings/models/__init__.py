from duban.findings.models.checks import CheckFact
from duban.findings.models.finding import UNCOUNTED, Finding, FindingNumber, Outcome, Source, State
from duban.findings.models.life import Dispute, FindingRelapse, Plan, PlanState, Recheck
from duban.findings.models.rules import FindingKind, FindingRules, Group

__all__ = [
    "UNCOUNTED",
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
    "PlanState",
    "Recheck",
    "Source",
    "State",
]
