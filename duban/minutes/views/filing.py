"""Filing: files, text or a pasted table become documents; small ones are read at once, large ones by a job."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.minutes import actions
from duban.minutes.access import documents
from duban.minutes.forms import FilingForm, units_of
from duban.minutes.incoming import Incoming, come_in, read_now
from duban.minutes.jobs import read_in_background
from duban.minutes.models import Document, ReadingState
from duban.minutes.reader import Reading
from duban.org.requests import PersonRequest
from duban.reading.particulars import HEAD, number_in
from duban.ui import once

CHINESE = re.compile("[\u4e00-\u9fff]{2}")
LETTERHEAD = re.compile(r"[\u4e00-\u9fff（）()\s]{3,24}文\s*件")


def file(request: PersonRequest) -> HttpResponse:
    if not documents.may_file(request.user):
        raise PermissionDenied
    units = units_of(request.user)
    form = FilingForm(request.POST or None, request.FILES or None, actor=request.user, initial={"unit": units[:1]})
    if request.method == "POST" and form.is_valid():
        try:
            return _file(request, form)
        except ValidationError as error:
            form.add_error(None, error)
    context = {"form": form, "one_unit": units[0] if len(units) == 1 else None}
    return render(request, "minutes/file.html", context, status=422 if form.errors else 200)


def _file(request: PersonRequest, form: FilingForm) -> HttpResponse:
    given = form.cleaned_data
    coming, refused = come_in(form.sent_along, form.sent_ahead, actor=request.user)
    if refused and not coming and not given["text"]:
        raise ValidationError(refused)
    for words in refused:
        messages.error(request, words)
    if given["text"]:
        coming.insert(0, Incoming(name="", raw=given["text"]))
    # Reading is done before the transaction: it may take a second, and nobody should wait for us to write.
    readings = [read_now(each, date=given["issued_on"]) for each in coming]

    def act() -> list[Document]:
        filed = [
            actions.file_document(
                actor=request.user,
                unit=given["unit"],
                kind=given["kind"],
                title=title_of(each, given["title"] if len(coming) == 1 else "", reading),
                number=given["number"] if len(coming) == 1 else "",
                issuer=given["issuer"],
                issued_on=given["issued_on"],
                raw=each.raw,
                original=each.blob,
                file_name=each.name,
                reading=reading,
            )
            for each, reading in zip(coming, readings, strict=True)
        ]
        for document in filed:
            start_job(document)
        return filed

    return once.perform(request, act, to=where_to, said=said)


def where_to(filed: list[Document]) -> str:
    if len(filed) == 1:
        return reverse("minutes:document", args=[filed[0].pk])
    return reverse("minutes:list")


def said(filed: list[Document]) -> str:
    if len(filed) == 1:
        if filed[0].reading == ReadingState.FAILED:
            return _("Filed. It could not be read; see below what can be done.")
        if filed[0].reading == ReadingState.WAITING:
            return _("Filed; it is being read.")
        found = filed[0].open_count
        return ngettext("Filed and read: %(n)s proposal.", "Filed and read: %(n)s proposals.", found) % {"n": found}
    return ngettext("Filed %(n)s document.", "Filed %(n)s documents.", len(filed)) % {"n": len(filed)}


def title_of(coming: Incoming, typed: str, reading: Reading | None) -> str:
    """What was typed; else the first line when it looks like a title, below the letterhead and number of the document;
    else the name of the file."""
    if typed.strip():
        return typed.strip()
    text = reading.composition.text if reading else coming.raw
    lines = [line.strip() for line in text[:HEAD].splitlines() if line.strip()]
    first = next((line for line in lines if not (LETTERHEAD.fullmatch(line) or number_in(line))), "")
    if first and len(first) <= 60 and "\t" not in first and not first.endswith(("。", "；", "，")):
        return first
    stem = coming.name.rsplit(".", 1)[0].strip()
    # A name made by a scanner or a phone says nothing; the first sentence says more.
    if stem and (not first or CHINESE.search(stem)):
        return stem
    if "\t" in first and reading and reading.directives:
        # The first cell of a pasted table is the name of its first column.
        return _("Table: %(first)s") % {"first": reading.directives[0].title[:50]}
    return first.split("\t")[0].split("。")[0][:60] or stem or _("Untitled document")


def start_job(document: Document) -> None:
    """Let a worker read a document that waits; asked for inside the transaction, sent when it is kept."""
    if document.reading == ReadingState.WAITING:
        transaction.on_commit(lambda: read_in_background.enqueue(document.pk))
