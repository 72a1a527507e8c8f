import os
import signal
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from duban.config.loading import keep_what_is_loaded, loading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
if os.environ.get("DUBAN_SERVED"):
    from duban.config.serve import die_with_parent

    die_with_parent()
    # The server hears that it is to end only once it serves: told so while it still loads, it would stay for ever.
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, signal.SIG_DFL)
with loading():
    application = get_wsgi_application()
    import_module(settings.ROOT_URLCONF)
keep_what_is_loaded()
