import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
if os.environ.get("DUBAN_SERVED"):
    from duban.config.serve import die_with_parent

    die_with_parent()
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
# What is loaded now stays: looking through it for garbage again and again was a tenth of the time of a page.
gc.collect()
gc.freeze()
