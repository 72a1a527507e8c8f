from duban.findings.actions.answering import accept_finding, deem_accepted, dispute_finding, rule_on_dispute
from duban.findings.actions.checking import record_check
from duban.findings.actions.fixing import fix_on_spot, recheck_fix
from duban.findings.actions.issuing import confirm_finding, dismiss_finding, issue_finding
from duban.findings.actions.keeping import keep_kind, keep_rules
from duban.findings.actions.outcomes import note_evidence, record_outcome
from duban.findings.actions.planning import accept_plan, asks_of_plan, plan_rectification, refuse_plan
from duban.findings.actions.rechecking import close_finding, recheck_finding, relapse_finding

__all__ = [
    "accept_finding",
    "accept_plan",
    "asks_of_plan",
    "close_finding",
    "confirm_finding",
    "deem_accepted",
    "dismiss_finding",
    "dispute_finding",
    "fix_on_spot",
    "issue_finding",
    "keep_kind",
    "keep_rules",
    "note_evidence",
    "plan_rectification",
    "recheck_finding",
    "recheck_fix",
    "record_check",
    "record_outcome",
    "refuse_plan",
    "relapse_finding",
    "rule_on_dispute",
]
