"""The directory of people, the page of one, and what administrators do to it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.org import panels
from duban.org.access import standing_of
from duban.org.actions.invitations import VALID_FOR, invite_people, invite_person, reset_second_factor
from duban.org.actions.people import FirstPost, add_person, deactivate_person, edit_person, reactivate_person
from duban.org.forms.people import NewPersonForm, PeopleFilter, PersonForm
from duban.org.models import Appointment, Deputy, Person, Role
from duban.org.policies import is_top_administrator, people
from duban.org.queries import NEVER_CAME, deputies_on, posts_of
from duban.org.requests import PersonRequest
from duban.org.search import find_people
from duban.org.sheets.directory import invitation_list, people_list
from duban.org.views.excel import download
from duban.org.views.form_page import act_only, form_page
from duban.ui.addresses import number_said
from duban.ui.paging import count_of, page_of

SIZE = 50
# More links than one goes through with its people; and one request must not keep the others waiting.
MOST_INVITED = 500


def _asked(request: PersonRequest) -> tuple[QuerySet[Person], dict[str, Any]]:
    """Who fits the filter in the address, and the filter itself. The list and its export are the same people."""
    standing = standing_of(request.user)
    text, role = request.GET.get("q", "").strip()[:60], request.GET.get("role", "")
    form = PeopleFilter(request.GET)
    unit = form.cleaned_data.get("unit") if form.is_valid() else None
    left = request.GET.get("left") == "1" and standing.has(Role.ADMINISTRATOR)
    unused = request.GET.get("unused") == "1" and standing.has(Role.ADMINISTRATOR)
    rows = people.visible_to(request.user).filter(is_active=not left)
    if unused:
        rows = rows.filter(NEVER_CAME)
    held = Appointment.objects.in_force(timezone.localdate()).filter(person=OuterRef("pk"))
    if unit:
        held = held.filter(unit__path__startswith=unit.path)
    if role in Role.values:
        held = held.filter(role=role)
    if unit or role in Role.values:
        rows = rows.filter(Exists(held))
    if text:
        rows = rows.filter(pk__in=find_people(text, rows=rows, most=500).values("pk"))
    filters = {"text": text, "role": role, "unit": unit, "unit_input": form["unit"], "left": left, "unused": unused}
    return rows, filters


@require_GET
def list_page(request: PersonRequest) -> HttpResponse:
    today = timezone.localdate()
    standing = standing_of(request.user)
    rows, filters = _asked(request)
    kept = {name: request.GET[name] for name in ("q", "unit", "role", "left", "unused") if request.GET.get(name)}
    page = page_of(rows, request.GET, order=("spelling", "id"), size=SIZE)
    posts = posts_of([person.pk for person in page], today)
    absent = deputies_on([person.pk for person in page], today)
    context = {
        "page": page,
        "rows": [(person, posts.get(person.pk, []), absent.get(person.pk)) for person in page],
        "count": count_of(rows),
        **filters,
        "roles": Role.choices,
        "export": reverse("org:people_export") + (f"?{urlencode(kept)}" if kept else ""),
        "may_import": is_top_administrator(standing),
        "administers": standing.has(Role.ADMINISTRATOR),
        "filtered": bool(filters["text"] or filters["unit"] or filters["role"] or filters["unused"]),
        "invite": reverse("org:people_invite") + f"?{urlencode(kept)}",
    }
    return render(request, "org/people.html", context)


@require_GET
def export_file(request: PersonRequest) -> HttpResponse:
    """The list as filtered, every page of it."""
    rows, _filters = _asked(request)
    return download(
        people_list(list(rows.order_by("spelling", "id"))), _("People") + f" {timezone.localdate():%Y-%m-%d}.xlsx"
    )


@require_GET
def person_page(request: PersonRequest, pk: int) -> HttpResponse:
    person = people.get_for(request.user, pk)
    today = timezone.localdate()
    posts = list(Appointment.objects.filter(person=person).select_related("unit").order_by("-since", "pk"))
    context = {
        "person": person,
        "posts": [post for post in posts if post.until is None or post.until > today],
        "former": [post for post in posts if post.until is not None and post.until <= today],
        "deputies": Deputy.objects.filter(person=person, until__gt=today).select_related("deputy").order_by("since"),
        "stands_in": Deputy.objects.filter(deputy=person, until__gt=today).select_related("person").order_by("since"),
        "verbs": people.verbs_for(request.user, person),
        "standing": standing_of(request.user),
        "today": today,
        "panels": panels.drawn_for_person(request, person),
    }
    return render(request, "org/person.html", context)


@require_http_methods(["GET", "POST"])
def new_person(request: PersonRequest) -> HttpResponse:
    standing = standing_of(request.user)
    if not standing.has(Role.ADMINISTRATOR):
        raise PermissionDenied
    under = number_said(request.GET.get("unit", ""))
    form = NewPersonForm(request.POST or None, initial={"unit": under} if under else None)
    if not is_top_administrator(standing):
        form.fields["unit"].required = True

    def act(data: dict[str, Any]) -> object:
        posts = [FirstPost(data["unit"], data["role"], data["post"])] if data["unit"] else []
        facts = {key: data[key] for key in ("username", "number", "mobile", "email")}
        return add_person(data["name"], actor=request.user, posts=posts, **facts)

    return form_page(
        request,
        form,
        act,
        title=_("New person"),
        submit=_("Add"),
        to=lambda person: person.get_absolute_url(),
        back=reverse("org:people"),
        said=_("Added. Invite the person to set a password."),
    )


@require_http_methods(["GET", "POST"])
def edit_page(request: PersonRequest, pk: int) -> HttpResponse:
    person = people.get_for(request.user, pk, "edit")
    return form_page(
        request,
        PersonForm(request.POST or None, person=person),
        lambda data: edit_person(pk, actor=request.user, **data),
        title=_("Record of %(person)s") % {"person": person},
        submit=_("Save"),
        to=person.get_absolute_url(),
        back=person.get_absolute_url(),
        said=_("Saved."),
    )


@never_cache
@require_POST
def invite(request: PersonRequest, pk: int) -> HttpResponse:
    """Shows the link one time; sending it twice makes a new one, and only the newest works."""
    person = people.get_for(request.user, pk, "invite")
    try:
        path = invite_person(pk, actor=request.user)
    except ValidationError as error:
        return render(request, "org/invited.html", {"person": person, "error": " ".join(error.messages)}, status=422)
    return render(request, "org/invited.html", {"person": person, "link": request.build_absolute_uri(path)})


@never_cache
@require_POST
def invite_all(request: PersonRequest) -> HttpResponse:
    """Those of the list as filtered who never came, each with a new link: as a workbook, for it is shown only once."""
    standing = standing_of(request.user)
    if not standing.has(Role.ADMINISTRATOR):
        raise PermissionDenied
    rows = _asked(request)[0].filter(NEVER_CAME, is_active=True).order_by("spelling", "id")
    mine = [person for person in rows if people.allows(standing, "invite", person)]
    if not mine:
        messages.error(request, _("Nobody here is without a password."))
        return redirect("org:people")
    if len(mine) > MOST_INVITED:
        messages.error(request, _("More than %(most)s people: choose a unit first.") % {"most": MOST_INVITED})
        return redirect(reverse("org:people") + "?unused=1")
    links = {who: request.build_absolute_uri(path) for who, path in invite_people(mine, actor=request.user)}
    until = timezone.localdate(timezone.now() + VALID_FOR)
    return download(invitation_list(links, until), _("Invitation links") + f" {timezone.localdate():%Y-%m-%d}.xlsx")


@require_POST
def depart(request: PersonRequest, pk: int) -> HttpResponse:
    people.get_for(request.user, pk, "deactivate")
    return act_only(
        request,
        lambda: deactivate_person(pk, actor=request.user),
        to=reverse("org:person", args=[pk]),
        said=_("The person can no longer log in, and all posts have ended."),
    )


@require_POST
def come_back(request: PersonRequest, pk: int) -> HttpResponse:
    people.get_for(request.user, pk, "edit")
    return act_only(
        request,
        lambda: reactivate_person(pk, actor=request.user),
        to=reverse("org:person", args=[pk]),
        said=_("Back again. Appoint and invite the person."),
    )


@require_POST
def drop_second_factor(request: PersonRequest, pk: int) -> HttpResponse:
    people.get_for(request.user, pk, "invite")
    return act_only(
        request,
        lambda: reset_second_factor(pk, actor=request.user),
        to=reverse("org:person", args=[pk]),
        said=_("The second factor is removed."),
    )
