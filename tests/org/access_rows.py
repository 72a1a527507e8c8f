"""Who may do what in the organisation, by hand."""

from datetime import timedelta

from django.core.cache import cache

from duban.org.models import Appointment, Deputy, UnitAlias
from tests.access_table import Row
from tests.world import World

# Administrators: one of the whole group, one of the east port and what is below it.
TOP = {"administrator": 302}
BOTH = {"administrator": 302, "east_administrator": 302}
BOTH_SEE = {"administrator": 200, "east_administrator": 200}


def tugs(world: World) -> dict[str, int]:
    return {"pk": world.tugs.pk}


def tugs_head(world: World) -> dict[str, int]:
    return {"pk": world.tugs_head.pk}


def planned_move(world: World) -> None:
    from duban.org.actions.units import move_unit

    move_unit(world.tugs.pk, parent=world.stevedores, since=world.today + timedelta(days=3), actor=world.administrator)


def somebody_who_left(world: World) -> None:
    from duban.org.actions.people import deactivate_person

    deactivate_person(world.tugs_head.pk, actor=world.administrator)


def alias_of_tugs(world: World) -> UnitAlias:
    return UnitAlias.objects.create(unit=world.tugs, text="拖轮队")


def post_of_tugs_head(world: World, made: object) -> dict[str, int]:
    return {"pk": Appointment.objects.get(person=world.tugs_head).pk}


def deputy_of_tugs_head(world: World) -> Deputy:
    return Deputy.objects.create(
        person=world.tugs_head,
        deputy=world.stevedores_head,
        since=world.today - timedelta(days=1),
        until=world.today + timedelta(days=1),
    )


def empty_cache(world: World) -> None:
    cache.clear()


UNIT = {"name": "东港拖轮新公司", "short_name": "", "code": "E-TL", "kind": "company"}
NEW_UNIT = {"name": "东港新公司", "code": "E-XX", "kind": "company"}

ROWS = [
    # Names and posts are the group's directory.
    Row("org:pick_units", "GET", None, {"*": 200}),
    Row("org:pick_people", "GET", None, {"*": 200}),
    Row("org:units", "GET", None, {"*": 200}),
    Row("org:units", "GET", None, {"*": 200}, query={"on": "2021-01-01", "q": "tl"}),
    Row("org:unit", "GET", tugs, {"*": 200}),
    Row("org:unit", "GET", {"pk": 999999}, {"*": 404}),
    Row("org:people", "GET", None, {"*": 200}),
    Row("org:people_export", "GET", None, {"*": 200}),
    Row("org:person", "GET", tugs_head, {"*": 200}),
    Row("org:person", "GET", {"pk": 999999}, {"*": 404}),
    Row("org:person", "GET", tugs_head, {"*": 404, "administrator": 200, "east_administrator": 200}, make=somebody_who_left),
    Row("org:account", "GET", None, {"*": 200}),
    # Units are opened, named, moved and closed by administrators within their units; not their own seat from inside.
    Row("org:unit_new", "GET", None, {"*": 403, **BOTH_SEE}),
    Row("org:unit_new", "POST", None, {"*": 403, **BOTH}, data=lambda w: {**NEW_UNIT, "parent": w.east.pk}),
    Row("org:unit_new", "POST", None, {"*": 403, **TOP}, data=lambda w: {**NEW_UNIT, "parent": w.west.pk}),
    Row("org:unit_new", "POST", None, {"*": 403, **TOP}, data={**NEW_UNIT, "kind": "group"}),
    Row("org:unit_edit", "GET", tugs, {"*": 403, **BOTH_SEE}),
    Row("org:unit_edit", "POST", tugs, {"*": 403, **BOTH}, data=UNIT),
    Row("org:unit_edit", "GET", lambda w: {"pk": w.east.pk}, {"*": 403, **BOTH_SEE}),
    Row("org:unit_edit", "GET", lambda w: {"pk": w.west.pk}, {"*": 403, "administrator": 200}),
    Row("org:unit_edit", "GET", {"pk": 999999}, {"*": 404}),
    Row("org:unit_move", "GET", tugs, {"*": 403, **BOTH_SEE}),
    Row("org:unit_move", "GET", lambda w: {"pk": w.east.pk}, {"*": 403, "administrator": 200}),
    Row("org:unit_move", "POST", tugs, {"*": 403, **BOTH}, data=lambda w: {"parent": w.stevedores.pk, "since": w.today}),
    Row("org:unit_move", "POST", tugs, {"*": 403, **TOP}, data=lambda w: {"parent": w.west.pk, "since": w.today}),
    Row("org:unit_move_call_off", "POST", tugs, {"*": 403, **BOTH}, make=planned_move),
    Row("org:unit_move_call_off", "GET", tugs, {"*": 405}),
    Row("org:unit_close", "GET", tugs, {"*": 403, **BOTH_SEE}),
    Row("org:unit_close", "POST", tugs, {"*": 403, **BOTH}, data=lambda w: {"on": w.today}),
    Row("org:unit_close", "GET", lambda w: {"pk": w.east.pk}, {"*": 403, "administrator": 200}),
    # Names learnt from minutes are the supervision office's business too.
    Row("org:alias_new", "POST", tugs, {"*": 403, **BOTH, "clerk": 302}, data={"text": "拖船队"}),
    Row("org:alias_remove", "POST", lambda w, a: {"pk": a.pk}, {"*": 403, **BOTH, "clerk": 302}, make=alias_of_tugs),
    Row("org:alias_remove", "POST", {"pk": 999999}, {"*": 404}),
    # Appointments.
    Row("org:unit_appoint", "GET", tugs, {"*": 403, **BOTH_SEE}),
    Row("org:unit_appoint", "POST", tugs, {"*": 403, **BOTH}, data=lambda w: {"person": f"id:{w.stevedore.pk}", "role": "member", "since": w.today}),
    Row("org:unit_appoint", "POST", tugs, {"*": 403, **TOP, "east_administrator": 422}, data=lambda w: {"person": f"id:{w.stevedore.pk}", "role": "supervision", "since": w.today}),
    Row("org:person_appoint", "GET", tugs_head, {"*": 403, **BOTH_SEE}),
    Row("org:person_appoint", "POST", tugs_head, {"*": 403, **BOTH}, data=lambda w: {"unit": w.east.pk, "role": "member", "since": w.today}),
    Row("org:person_appoint", "POST", tugs_head, {"*": 403, **TOP}, data=lambda w: {"unit": w.west.pk, "role": "member", "since": w.today}),
    Row("org:appointment_end", "GET", post_of_tugs_head, {"*": 403, **BOTH_SEE}),
    Row("org:appointment_end", "POST", post_of_tugs_head, {"*": 403, **BOTH}, data=lambda w: {"until": w.today}),
    Row("org:appointment_end", "GET", {"pk": 999999}, {"*": 404}),
    # People.
    Row("org:person_new", "GET", None, {"*": 403, **BOTH_SEE}),
    Row("org:person_new", "POST", None, {"*": 403, **BOTH}, data=lambda w: {"name": "新示范", "unit": w.tugs.pk, "role": "member"}),
    Row("org:person_new", "POST", None, {"*": 403, **TOP}, data=lambda w: {"name": "新示范", "unit": w.west.pk, "role": "member"}),
    Row("org:person_new", "POST", None, {"*": 403, **TOP, "east_administrator": 422}, data={"name": "新示范", "role": "member"}),
    Row("org:person_edit", "GET", tugs_head, {"*": 403, **BOTH_SEE}),
    Row("org:person_edit", "POST", tugs_head, {"*": 403, **BOTH}, data={"name": "拖新名", "username": "tugs_head"}),
    Row("org:person_edit", "GET", lambda w: {"pk": w.west_head.pk}, {"*": 403, "administrator": 200}),
    Row("org:person_edit", "GET", lambda w: {"pk": w.leader.pk}, {"*": 403, "administrator": 200}),
    Row("org:person_invite", "POST", tugs_head, {"*": 403, **BOTH_SEE}),
    Row("org:person_invite", "POST", lambda w: {"pk": w.leader.pk}, {"*": 403, "administrator": 200}),
    Row("org:person_invite", "GET", tugs_head, {"*": 405}),
    # Everybody in the list who never came; somebody who administers a part gets the links of that part only.
    Row("org:people_invite", "POST", None, {"*": 403, **BOTH_SEE}),
    Row("org:people_invite", "GET", None, {"*": 405}),
    Row("org:person_depart", "POST", tugs_head, {"*": 403, **BOTH}),
    Row("org:person_depart", "POST", lambda w: {"pk": w.administrator.pk}, {"*": 403}),
    Row("org:person_return", "POST", tugs_head, {"*": 404, **TOP, "east_administrator": 403}, make=somebody_who_left),
    Row("org:person_second_factor", "POST", tugs_head, {"*": 403, **BOTH}),
    # Deputies: named by oneself or by one's administrator.
    Row("org:person_deputise", "GET", tugs_head, {"*": 403, **BOTH_SEE}),
    Row("org:person_deputise", "GET", lambda w: {"pk": w.west_member.pk}, {"*": 403, "administrator": 200, "west_member": 200}),
    Row("org:person_deputise", "POST", lambda w: {"pk": w.west_member.pk}, {"*": 403, "administrator": 302, "west_member": 302},
        data=lambda w: {"deputy": f"id:{w.west_liaison.pk}", "since": w.today, "until": w.today + timedelta(days=2)}),
    Row("org:deputy_end", "POST", lambda w, d: {"pk": d.pk}, {"*": 403, **BOTH}, make=deputy_of_tugs_head),
    Row("org:deputy_end", "POST", {"pk": 999999}, {"*": 404}),
    # The whole organisation in Excel: with everybody's mobile, so for the top only.
    Row("org:excel", "GET", None, {"*": 403, "administrator": 200}),
    Row("org:excel", "POST", None, {"*": 403, "administrator": 422}),
    Row("org:excel_import", "POST", None, {"*": 403, "administrator": 422}, data={"token": "x"}, make=empty_cache),
    Row("org:excel_template", "GET", None, {"*": 403, "administrator": 200}),
    Row("org:excel_present", "GET", None, {"*": 403, "administrator": 200}),
    # Secrets in the address: a wrong one is nothing.
    Row("org:start", "GET", {"token": "x"}, {"*": 404, "anonymous": 404}),
    Row("org:start", "POST", {"token": "x"}, {"*": 404, "anonymous": 404}),
    Row("org:invitation", "GET", {"token": "x"}, {"*": 404, "anonymous": 404}),
    Row("org:invitation", "POST", {"token": "x"}, {"*": 404, "anonymous": 404}),
    # Logging in. Who is logged in already is sent on.
    Row("account_login", "GET", None, {"*": 302, "anonymous": 200}),
    Row("account_logout", "GET", None, {"*": 200, "anonymous": 302}),
    Row("account_logout", "POST", None, {"*": 302}),
    Row("account_inactive", "GET", None, {"*": 200, "anonymous": 200}),
    # People of the table have no password: they log in by single sign-on, and have none to change or to confirm with.
    Row("account_change_password", "GET", None, {"*": 302}),
    Row("account_reauthenticate", "GET", None, {"*": 403}),
    # Tests send no mail.
    Row("account_reset_password", "GET", None, {"*": 404, "anonymous": 404}),
    Row("account_reset_password_done", "GET", None, {"*": 404, "anonymous": 404}),
    Row("account_reset_password_from_key", "GET", {"uidb36": "1", "key": "x"}, {"*": 404, "anonymous": 404}),
    Row("account_reset_password_from_key_done", "GET", None, {"*": 404, "anonymous": 404}),
    Row("mfa_index", "GET", None, {"*": 200}),
    Row("mfa_authenticate", "GET", None, {"*": 302}),
    Row("mfa_reauthenticate", "GET", None, {"*": 403}),
    Row("mfa_activate_totp", "GET", None, {"*": 200}),
    Row("mfa_deactivate_totp", "GET", None, {"*": 404}),
    Row("mfa_view_recovery_codes", "GET", None, {"*": 404}),
    Row("mfa_download_recovery_codes", "GET", None, {"*": 404}),
    Row("mfa_generate_recovery_codes", "GET", None, {"*": 200}),
    # One's own account; everybody's tested here has a password nobody can use, so it leads back to it.
    Row("org:account_secure", "POST", None, {"*": 302}),
    Row("usersessions_list", "GET", None, {"*": 200}),
    Row("socialaccount_connections", "GET", None, {"*": 200}),
    Row("socialaccount_login_cancelled", "GET", None, {"*": 200, "anonymous": 200}),
    Row("socialaccount_login_error", "GET", None, {"*": 401, "anonymous": 401}),
    # Closed for everybody: nobody signs up here.
    Row("account_signup", "GET", None, {"*": 404, "anonymous": 404}),
    Row("account_signup", "POST", None, {"*": 404, "anonymous": 404}, data={"username": "new", "password1": "x", "password2": "x"}),
    Row("account_email", "GET", None, {"*": 404, "anonymous": 404}),
    Row("account_email_verification_sent", "GET", None, {"*": 404, "anonymous": 404}),
    Row("account_set_password", "GET", None, {"*": 404, "anonymous": 404}),
    Row("account_confirm_login_code", "GET", None, {"*": 404, "anonymous": 404}),
    Row("socialaccount_signup", "GET", None, {"*": 404, "anonymous": 404}),
    # No provider is configured in tests; tests/org/test_single_sign_on.py configures one.
    Row("openid_connect_login", "POST", {"provider_id": "none"}, {"*": 404, "anonymous": 404}),
    Row("openid_connect_callback", "GET", {"provider_id": "none"}, {"*": 404, "anonymous": 404}),
    *(
        Row(f"{provider}_{step}", method, None, {"*": 404, "anonymous": 404})
        for provider in ("wecom", "dingtalk", "feishu")
        for step, method in (("login", "POST"), ("callback", "GET"))
    ),
    Row("healthz", "GET", None, {"*": 200, "anonymous": 200}),
    Row("set_language", "POST", None, {"*": 302}, data={"language": "en"}),
]  # fmt: skip
