from django.urls import path

from duban.notices.views import feed, listing, preferences, services

app_name = "notices"
urlpatterns = [
    path("notices", listing.notices, name="list"),
    path("notices.xlsx", listing.notices_xlsx, name="list_xlsx"),
    path("notices/bell", listing.bell_again, name="bell"),
    path("notices/reading", listing.read_all, name="read_all"),
    path("notices/<int:pk>/reading", listing.read, name="read"),
    path("notices/preferences", preferences.preferences, name="preferences"),
    path("notices/channels", preferences.channels, name="channels"),
    path("notices/channels/<int:pk>/trial", preferences.channel_trial, name="channel_trial"),
    path("notices/channels/<int:pk>/removal", preferences.channel_removal, name="channel_removal"),
    path("notices/calendar", preferences.calendar, name="calendar"),
    path("notices/calendar/closure", preferences.calendar_closure, name="calendar_closure"),
    path("notices/services", services.allowed, name="services"),
    path("notices/services/<int:pk>/removal", services.removal, name="service_removal"),
    path("calendar/<str:secret>.ics", feed.feed, name="feed"),
]
