"""The life of an edition as data: which act leads from which state to which."""

from duban.checklists.models import EditionState

DRAFT, APPROVED, IN_FORCE = EditionState.DRAFT, EditionState.APPROVED, EditionState.IN_FORCE
WITHDRAWN = EditionState.WITHDRAWN

STEPS: dict[tuple[EditionState, EditionState], str] = {
    (DRAFT, APPROVED): "approve",
    (APPROVED, IN_FORCE): "bring_into_force",
    (DRAFT, WITHDRAWN): "withdraw",
    (APPROVED, WITHDRAWN): "withdraw",
    (IN_FORCE, WITHDRAWN): "withdraw",
}
# The states in which each verb may be done at all.
STATES: dict[str, frozenset[EditionState]] = {
    **{verb: frozenset(a for (a, _b), v in STEPS.items() if v == verb) for verb in set(STEPS.values())},
    "edit": frozenset({DRAFT}),
    "answer": frozenset({IN_FORCE}),
}
