"""Comments, followers, and sentences joined later."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from duban.ledger import kinds
from duban.ledger.access import tasks
from duban.ledger.actions.door import tell
from duban.ledger.models import Comment, Follow, Task
from duban.org.models import Person
from duban.org.said import words


@transaction.atomic
def comment_on_task(task_id: int, *, actor: Person, text: str) -> Comment:
    task = tasks.take(actor, task_id, "comment")
    made = Comment.objects.create(task=task, by=actor, text=words(text, "text", _("Write a comment.")))
    tell(kinds.COMMENTED, task, actor, text=made.text, comment=made.pk)
    return made


@transaction.atomic
def follow_task(task_id: int, *, actor: Person) -> bool:
    """Hear of every change. Returns whether that is new."""
    task = tasks.get_for(actor, task_id, "follow")
    try:
        with transaction.atomic():
            Follow.objects.create(task=task, person=actor)
    except IntegrityError:
        return False
    tell(kinds.FOLLOWED, task, actor)
    return True


@transaction.atomic
def unfollow_task(task_id: int, *, actor: Person) -> bool:
    task = tasks.get_for(actor, task_id, "follow")
    if not Follow.objects.filter(task=task, person=actor).delete()[0]:
        return False
    tell(kinds.UNFOLLOWED, task, actor)
    return True


@transaction.atomic
def join_sentence(task_id: int, *, actor: Person, source: str, words: str) -> Task:
    """Another document gives the order that this task is already. Who joins it keeps what was joined."""
    task = tasks.get_for(actor, task_id)
    tell(kinds.SENTENCE_JOINED, task, actor, source=source, words=words)
    return task


@transaction.atomic
def leave_sentence(task_id: int, *, actor: Person, source: str, words: str) -> None:
    """Taken back, perhaps by somebody who works on the document and does not see the task."""
    tell(kinds.SENTENCE_LEFT, Task.objects.get(pk=task_id), actor, source=source, words=words)
