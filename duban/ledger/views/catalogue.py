"""What the supervision office keeps as data: types, categories, templates, rules and the calendar. One table each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import DateField, IntegerField, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.exports.columns import Column, Kind
from duban.exports.lists import handed_out
from duban.ledger import actions as do
from duban.ledger import numbers, terms
from duban.ledger.access import may_keep_rules
from duban.ledger.forms import catalogue as forms
from duban.ledger.models import CalendarDay, Category, RuleEdition, TaskTemplate, TaskType
from duban.ledger.views import catalogue_options, task_templates
from duban.org.access import standing_of
from duban.org.requests import PersonRequest
from duban.ui import faults, once
from duban.ui.posted import posted


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of data: its table, its form, and the action that keeps a row."""

    name: str
    path: str
    heading: str | Promise
    new: str | Promise
    explained: str | Promise
    model: type[Model]
    form: type[ModelForm[Any]]
    columns: tuple[str, ...]
    keep: Callable[[Any, Any, dict[str, Any]], Any]
    # Draws the page of one row itself, where one form is not enough.
    page: Callable[[PersonRequest, Any, str], HttpResponse] | None = None
    # Editions and days are never edited in place: the same day again replaces what was to come.
    editable: bool = True

    def rows(self) -> QuerySet[Any]:
        return self.model._default_manager.all()


SHELVES = [
    Shelf(
        "task_types",
        "ledger/types",
        gettext_lazy("Task types"),
        gettext_lazy("New type"),
        gettext_lazy("Where an order comes from: its number, usual term and report cycle."),
        TaskType,
        forms.TaskTypeForm,
        ("name", "pattern", "term_days", "report_every", "retired"),
        lambda row, actor, said: do.keep_type(actor=actor, type=row, **said),
    ),
    Shelf(
        "categories",
        "ledger/categories",
        gettext_lazy("Categories"),
        gettext_lazy("New category"),
        gettext_lazy("Fields of work that tasks of any programme fall into."),
        Category,
        forms.CategoryForm,
        ("name", "order", "retired"),
        lambda row, actor, said: do.keep_category(actor=actor, category=row, **said),
    ),
    Shelf(
        "task_templates",
        "ledger/templates",
        gettext_lazy("Templates"),
        gettext_lazy("New template"),
        gettext_lazy("Orders given again and again; some register themselves."),
        TaskTemplate,
        forms.TaskTemplateForm,
        ("name", "type", "lead_unit", "term_days", "again_every", "next_on", "failure", "retired"),
        lambda row, actor, said: do.keep_template(actor=actor, template=row, **said),
        page=task_templates.page,
    ),
    Shelf(
        "rule_editions",
        "ledger/rules",
        gettext_lazy("Rules"),
        gettext_lazy("New edition"),
        gettext_lazy("Terms and thresholds, in force from a day until the next edition. Days are working days."),
        RuleEdition,
        forms.RuleEditionForm,
        forms.RuleEditionForm.Meta.fields,
        lambda row, actor, said: do.keep_rules(actor=actor, **said),
        editable=False,
    ),
    Shelf(
        "calendar_days",
        "ledger/calendar",
        gettext_lazy("Calendar"),
        gettext_lazy("New exception"),
        gettext_lazy("Local exceptions to the published calendar of holidays and make-up days."),
        CalendarDay,
        forms.CalendarDayForm,
        ("day", "working", "why"),
        lambda row, actor, said: do.keep_day(actor=actor, **said),
        editable=False,
    ),
]


def _office(request: PersonRequest) -> None:
    if not may_keep_rules(standing_of(request.user)):
        raise PermissionDenied


def list_view(shelf: Shelf) -> Callable[..., HttpResponse]:
    @require_GET
    def view(request: PersonRequest) -> HttpResponse:
        _office(request)
        labels = _labels(shelf)
        lines = [
            {
                "cells": [(label, _cell(row, name)) for label, name in zip(labels, shelf.columns, strict=True)],
                "url": f"/{shelf.path}/{row.pk}",
                "drop": f"/{shelf.path}/{row.pk}/dropping" if shelf.model is CalendarDay else "",
            }
            for row in shelf.rows()
        ]
        context = {
            "heading": shelf.heading,
            "explained": shelf.explained,
            "labels": labels,
            "lines": lines,
            "sheet": f"{shelf.name}_xlsx",
            "new_url": f"/{shelf.path}/new",
            "new_label": shelf.new,
            "editable": shelf.editable,
            "tabs": [{"name": s.heading, "url": f"/{s.path}", "here": s is shelf} for s in SHELVES],
        }
        return render(request, "ledger/catalogue.html", context)

    return view


def sheet_view(shelf: Shelf) -> Callable[..., HttpResponseBase]:
    @require_GET
    def view(request: PersonRequest) -> HttpResponseBase:
        _office(request)
        columns = [_column(shelf, label, name) for label, name in zip(_labels(shelf), shelf.columns, strict=True)]
        return handed_out(
            shelf.heading, columns, ([_cell(row, name) for name in shelf.columns] for row in shelf.rows())
        )

    return view


def _column(shelf: Shelf, label: str, name: str) -> Column:
    """Days as days and numbers as numbers, so that a workbook sorts and sums them."""
    field = shelf.model._meta.get_field(name)
    if isinstance(field, DateField):
        return Column(label, Kind.DATE, 12)
    return Column(label, Kind.NUMBER if isinstance(field, IntegerField) else Kind.LONG, 20)


def _labels(shelf: Shelf) -> list[str]:
    return [str(shelf.model._meta.get_field(name).verbose_name) for name in shelf.columns]  # type: ignore[union-attr]


def _cell(row: Any, name: str) -> Any:
    if name == "pattern":  # as a number that it makes: braces say nothing to whoever reads the list
        return numbers.filled(row.pattern, terms.today().year, 1)
    if name == "failure":
        return row.held_up
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    if value is True:
        return _("yes")
    if value is False:
        return _("no")
    return "" if value is None else value


def new_view(shelf: Shelf) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "POST"])
    def view(request: PersonRequest) -> HttpResponse:
        _office(request)
        return _form(request, shelf, None)

    return view


def edit_view(shelf: Shelf) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "POST"])
    def view(request: PersonRequest, pk: int) -> HttpResponse:
        _office(request)
        return _form(request, shelf, get_object_or_404(shelf.model, pk=pk))

    return view


def _form(request: PersonRequest, shelf: Shelf, row: Any) -> HttpResponse:
    if shelf.page:
        return shelf.page(request, row, f"/{shelf.path}")
    # The form validates a copy: only the action writes the row.
    form = shelf.form(*posted(request), instance=shelf.model._default_manager.get(pk=row.pk) if row else None)
    if request.method == "POST" and form.is_valid():
        try:
            return once.perform(
                request,
                lambda: shelf.keep(row, request.user, form.cleaned_data),
                to=f"/{shelf.path}",
                said=_("Saved."),
            )
        except ValidationError as error:
            faults.put(form, error)
        finally:
            catalogue_options.forget()
    title = str(row) if row else shelf.new
    context = {"title": title, "form": form, "submit": _("Save"), "back": f"/{shelf.path}"}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
def calendar_day_drop(request: PersonRequest, pk: int) -> HttpResponse:
    _office(request)
    row = get_object_or_404(CalendarDay, pk=pk)
    return once.perform(
        request,
        lambda: do.drop_day(row.day, actor=request.user),
        to="/ledger/calendar",
        said=_("The exception is taken back."),
    )
