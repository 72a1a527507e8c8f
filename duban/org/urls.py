from django.urls import URLPattern, URLResolver, path

from duban.org.views import account, entrance, excel, people, pick, posts, units

app_name = "org"
urlpatterns: list[URLPattern | URLResolver] = [
    path("pick/units", pick.pick_units, name="pick_units"),
    path("pick/people", pick.pick_people, name="pick_people"),
    path("units", units.tree_page, name="units"),
    path("units/new", units.new_unit, name="unit_new"),
    path("units/<int:pk>", units.unit_page, name="unit"),
    path("units/<int:pk>/edit", units.edit_page, name="unit_edit"),
    path("units/<int:pk>/placement", units.move_page, name="unit_move"),
    path("units/<int:pk>/placement/withdrawal", units.call_off, name="unit_move_call_off"),
    path("units/<int:pk>/closure", units.close_page, name="unit_close"),
    path("units/<int:pk>/aliases", units.new_alias, name="alias_new"),
    path("aliases/<int:pk>/removal", units.drop_alias, name="alias_remove"),
    path("units/<int:pk>/appointments", posts.appoint_to_unit, name="unit_appoint"),
    path("people", people.list_page, name="people"),
    path("people/export.xlsx", people.export_file, name="people_export"),
    path("people/new", people.new_person, name="person_new"),
    path("people/<int:pk>", people.person_page, name="person"),
    path("people/<int:pk>/edit", people.edit_page, name="person_edit"),
    path("people/<int:pk>/invitation", people.invite, name="person_invite"),
    path("people/<int:pk>/departure", people.depart, name="person_depart"),
    path("people/<int:pk>/return", people.come_back, name="person_return"),
    path("people/<int:pk>/second-factor/removal", people.drop_second_factor, name="person_second_factor"),
    path("people/<int:pk>/appointments", posts.appoint_this_person, name="person_appoint"),
    path("people/<int:pk>/deputies", posts.deputise, name="person_deputise"),
    path("appointments/<int:pk>/end", posts.end_post, name="appointment_end"),
    path("deputies/<int:pk>/end", posts.end_deputising, name="deputy_end"),
    path("organisation/excel", excel.excel_page, name="excel"),
    path("organisation/import", excel.import_confirmed, name="excel_import"),
    path("organisation/template.xlsx", excel.template_file, name="excel_template"),
    path("organisation/present.xlsx", excel.present_file, name="excel_present"),
    path("account", account.account_page, name="account"),
    path("start/<str:token>", entrance.start_page, name="start"),
    path("invitations/<str:token>", entrance.invitation_page, name="invitation"),
]
