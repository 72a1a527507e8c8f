"""Acts on a task: one small page each (a sheet over the task page where the browser can), one domain call each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from duban.burden.askers import Ask
from duban.burden.views import sending
from duban.files.intake import store_first
from duban.ledger import asking
from duban.ledger.access import tasks as policy
from duban.ledger.forms.acts import ActForm, NothingToSay
from duban.ledger.models import Task
from duban.org.requests import PersonRequest
from duban.ui import faults, once
from duban.ui.posted import posted

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Act:
    """`path` is the sub-resource under the task; `act(task, actor, cleaned_data)` is the one domain call."""

    verb: str
    path: str
    title: Words
    icon: str
    act: Callable[[Task, Any, dict[str, Any]], Any]
    said: Words
    form: type[ActForm] = NothingToSay
    submit: Words = ""
    intro: Words = ""
    sure: Words = ""
    tone: str = ""
    # Shown as a button; the others stand under "More". Lower comes first.
    prominence: int = 100
    key: str = ""
    # Whether the page offers it now, beyond what the policy says; told which kinds of parts the task has.
    fits: Callable[[Task, dict[str, bool]], bool] = field(default=lambda task, has: True)
    template: str = "ledger/act.html"
    # What its page shows besides the form.
    more: Callable[[PersonRequest, Task], dict[str, Any]] = field(default=lambda request, task: {})
    # What is typed would ask of others; its cost is counted anew as it is typed.
    asks: Callable[[Task, ActForm], Iterable[Ask]] | None = None
    # It is the task itself that asks, perhaps anew: what it was charged for already does not count twice.
    again: bool = False
    # Where somebody is led who comes too late to see it, or to be let do it; None where there is nothing to tell.
    missed: Callable[[PersonRequest, int], HttpResponse | None] = field(default=lambda request, pk: None)

    @property
    def bare(self) -> bool:
        """Needs no words: a button is the whole form."""
        return self.form is NothingToSay

    def url(self, task_id: int) -> str:
        return f"/tasks/{task_id}/{self.path}"


@dataclass(frozen=True, slots=True)
class Button:
    title: Words
    icon: str
    url: str
    tone: str
    bare: bool
    sure: Words = ""
    key: str = ""
    page: bool = False


def buttons(acts: Iterable[Act], verbs: set[str], task: Task, has: dict[str, bool]) -> list[Button]:
    return [
        Button(a.title, a.icon, a.url(task.pk), a.tone, a.bare, a.sure, a.key)
        for a in acts
        if a.verb in verbs and a.fits(task, has)
    ]


def view_of(act: Act) -> Callable[..., HttpResponse]:
    @require_http_methods(["POST"] if act.bare else ["GET", "POST"])
    def view(request: PersonRequest, pk: int) -> HttpResponse:
        try:
            task = policy.get_for(request.user, pk, act.verb)
        except (Http404, PermissionDenied):
            if elsewhere := act.missed(request, pk):
                return elsewhere
            raise
        form = act.form(*posted(request), task=task, request=request)
        if act.asks and sending.is_asked(request):
            return sending.answer(request, act.template, context_of(request, act, task, form))
        if request.method == "POST" and form.is_valid():
            try:
                store_first(request)
                return once.perform(
                    request,
                    lambda: act.act(task, request.user, form.cleaned_data),
                    to=f"/tasks/{pk}",
                    said=str(act.said),
                )
            except ValidationError as error:
                faults.put(form, error)
        return show(request, act, task, form)

    view.__name__ = act.path.replace("-", "_")
    return view


def show(request: PersonRequest, act: Act, task: Task, form: Any) -> HttpResponse:
    return render(request, act.template, context_of(request, act, task, form), status=422 if form.errors else 200)


def context_of(request: PersonRequest, act: Act, task: Task, form: Any) -> dict[str, Any]:
    return {
        "title": act.title,
        "intro": act.intro,
        "form": form,
        "submit": act.submit or act.title,
        "tone": act.tone or "btn-primary",
        "sure": act.sure,
        "task": task,
        "back": f"/tasks/{task.pk}",
        **_cost(request, act, task, form),
        **act.more(request, task),
    }


def _cost(request: PersonRequest, act: Act, task: Task, form: Any) -> dict[str, Any]:
    if act.asks is None:
        return {}
    return sending.cost(request, act.asks(task, form), replacing=(asking.NOUN, task.pk) if act.again else None)
