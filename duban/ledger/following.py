"""Rooms above, whose noun a task comes from, follow its life: they are told of each step inside its transaction.

What a follower raises undoes the step, so a room may also forbid one: a recheck by a lower layer, say. The task's row is
held meanwhile; whoever locks a noun and its task locks the task first.
"""

from collections.abc import Callable, Mapping
from typing import Any

from duban.journal.kinds import Kind
from duban.ledger.models import Task
from duban.org.models import Person

# Called with what happened, the task as it is now, who did it and the journal body.
Follower = Callable[[Kind, Task, Person | None, Mapping[str, Any]], None]
_followers: dict[str, Follower] = {}


def register(noun: str, follower: Follower) -> None:
    """`noun` is the origin's, as in `origins.register`."""
    _followers[noun] = follower


def tell(kind: Kind, task: Task, actor: Person | None, body: Mapping[str, Any]) -> None:
    follower = _followers.get(task.origin_noun)
    if follower is not None:
        follower(kind, task, actor, body)
