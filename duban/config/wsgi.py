import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
if os.environ.get("DUBAN_SERVED"):
    from duban.config.serve import die_with_parent

    die_with_parent()
application = get_wsgi_application()
