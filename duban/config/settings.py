"""Settings. Everything an operator may choose is an environment variable, listed in docs/operations."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from duban.config.environment import address, database, flag, number, one_of, time_zone, together
from duban.config.folders import data_folder, secret_key

BASE = Path(__file__).resolve().parent.parent
DATA = data_folder()


SECRET_KEY = secret_key()
DEBUG = flag("DUBAN_DEBUG")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("DUBAN_ORIGINS", "").split(",") if o]
# `duban serve` says where it listens.
_here = os.environ.get("DUBAN_LISTENS_AT", "http://127.0.0.1:8000")
SITE_URL = address("DUBAN_URL", _here, ("http", "https")).geturl().rstrip("/")
HTTPS = SITE_URL.startswith("https://")
# Who says under which address people come is asked under no other; before that, on a folder just made, any will do.
_own_hosts = f"{urlsplit(SITE_URL).hostname},localhost,127.0.0.1,[::1]" if "DUBAN_URL" in os.environ else "*"
ALLOWED_HOSTS = os.environ.get("DUBAN_HOSTS", _own_hosts).split(",")

INSTALLED_APPS = [
    "duban.config",
    "duban.home",
    "duban.api",
    "duban.notices",
    "duban.minutes",
    "duban.routines",
    "duban.inspections",
    "duban.findings",
    "duban.ledger",
    "duban.checklists",
    "duban.burden",
    "duban.likeness",
    "duban.exports",
    "duban.org",
    "duban.journal",
    "duban.files",
    "duban.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.dingtalk",
    "allauth.socialaccount.providers.feishu",
    "duban.org.wecom",
    "allauth.usersessions",
    "django_htmx",
    "template_partials",
    "treebeard",
    "django_tasks",
    "django_tasks_db",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "duban.ui.middleware.ContentSecurityPolicy",
    "duban.ui.middleware.WithoutNul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "duban.ui.middleware.LoginRequired",
    "duban.ui.middleware.NothingToOpen",
    "duban.org.second_factor.SecondFactorRequired",
    "duban.ui.middleware.DoneAlready",
]

ROOMS_WITH_PAGES = [
    "home",
    "api",
    "ledger",
    "checklists",
    "findings",
    "minutes",
    "routines",
    "inspections",
    "notices",
    "burden",
    "likeness",
    "exports",
    "org",
    "journal",
    "files",
    "ui",
]
ROOT_URLCONF = "duban.config.urls"
WSGI_APPLICATION = "duban.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "duban.ui.folding.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "duban.ui.context.shell",
                "duban.config.demo_logins.demo_logins",
            ],
            "builtins": ["django.templatetags.i18n", "duban.ui.templatetags.ui"],
        },
    }
]

_database: Any = database("DATABASE_URL")
if _database:
    if _database["ENGINE"].endswith("postgresql"):
        # A pool per process: a connection a request would cost more than most of our queries.
        _database.setdefault("OPTIONS", {})["pool"] = {
            "min_size": 1,
            "max_size": number("DUBAN_POOL", 8),
            "timeout": 10,
            # A pool that goes on trying waits longer and longer, up to minutes after the database is back. One that gives
            # up soon is asked anew by the next request.
            "reconnect_timeout": 5,
        }
        # Only `duban.ui.question` asks so that statements can be prepared.
        _database["OPTIONS"]["prepare_threshold"] = 2 if flag("DUBAN_PREPARE", True) else None
else:
    _database = {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "duban.sqlite3"}
if _database["ENGINE"].endswith("sqlite3"):
    _database["ENGINE"] = "duban.config.sqlite3"
    # Told for several processes of tests at once: pytest-django knows only Django's own engine to keep its in memory.
    _database["TEST"] = {"NAME": ":memory:"}
    _database["OPTIONS"] = {
        # Writers queue at BEGIN instead of failing half-way when two press the button at once.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;"
            "PRAGMA mmap_size=67108864; PRAGMA temp_store=MEMORY;"
        ),
    }
    # Opening it and reading its schema anew would cost a request more than all its queries.
    _database["CONN_MAX_AGE"] = None
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL", "")
CACHES: Any = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    # Shared by all workers, so that lock-outs count across them. Beyond so many entries it drops what is still in force:
    # with the usual three hundred, whoever tries many names would clear the count of wrong passwords.
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "duban_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Evidence: a folder, or an S3-compatible store such as s3://bucket/prefix?endpoint=https://…
FILES_URL = os.environ.get("DUBAN_FILES", "")
STATIC_ROOT = DATA / "static"
STATIC_URL = "/static/"
STORAGES: Any = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "files"}},
    "evidence": {
        "BACKEND": "duban.files.storage.EvidenceStorage",
        "OPTIONS": {"url": FILES_URL or str(DATA / "files")},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "duban.ui.static_files.HashedStaticFiles"
    },
}
# Pages name files by their hash; the unhashed twins would be compressed for nobody.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
EVIDENCE_MAX_BYTES = number("DUBAN_MAX_UPLOAD", 200 * 2**20)

AUTH_USER_MODEL = "org.Person"
AUTHENTICATION_BACKENDS = ["duban.org.sessions.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "duban.org.accounts.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "duban.org.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "duban.org.accounts.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
# Per account at one address; far more loosely per address, for a whole office may stand behind one, and per account at
# all addresses together. org/accounts.py gives the keys.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key,100/15m/ip", "login_failed_anywhere": "60/15m/key"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("DUBAN_BEHIND_PROXY") else 0
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "duban.org.forms.entrance.LogInForm",
    "change_password": "duban.org.forms.entrance.ChangePasswordForm",
    "reset_password_from_key": "duban.org.forms.entrance.ResetPasswordForm",
    "reauthenticate": "duban.org.forms.entrance.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "duban.org.forms.entrance.SecondFactorForm",
    "reauthenticate": "duban.org.forms.entrance.SecondFactorAgainForm",
    "activate_totp": "duban.org.forms.entrance.TurnOnForm",
}
MFA_ADAPTER = "duban.org.accounts.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Duban"
# A step of half a minute before and after: typing takes a while, and clocks differ (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
# Addresses are the organisation's records, never confirmed by mail.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Roles (comma-separated, or `all`) that must have a second factor.
REQUIRE_MFA = os.environ.get("DUBAN_REQUIRE_MFA", "")
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if _said := together("OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": os.environ.get("OIDC_ID", "sso"),
                "name": os.environ.get("OIDC_NAME", "SSO"),
                "client_id": _said[1],
                "secret": _said[2],
                "settings": {"server_url": _said[0]},
            }
        ],
    }
if _said := together("WECOM_CORP_ID", "WECOM_AGENT_ID", "WECOM_SECRET"):
    SOCIALACCOUNT_PROVIDERS["wecom"] = {
        "APPS": [
            {
                "client_id": _said[0],
                "key": _said[1],
                "secret": _said[2],
                # A privately deployed WeCom answers at addresses of its own.
                "settings": {
                    "api": os.environ.get("WECOM_API_URL", "https://qyapi.weixin.qq.com"),
                    "login": os.environ.get("WECOM_LOGIN_URL", "https://login.work.weixin.qq.com"),
                },
            }
        ]
    }
for _provider in ("dingtalk", "feishu"):
    if _said := together(f"{_provider.upper()}_CLIENT_ID", f"{_provider.upper()}_CLIENT_SECRET"):
        SOCIALACCOUNT_PROVIDERS[_provider] = {"APPS": [{"client_id": _said[0], "secret": _said[1]}]}

SESSION_ENGINE = "duban.org.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
# Browsers that came by https once come by nothing else for a month.
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("DUBAN_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"

LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
LANGUAGE_CODE = one_of("DUBAN_LANGUAGE", (code for code, _name in LANGUAGES))
USE_I18N = True
USE_TZ = True
TIME_ZONE = time_zone("DUBAN_TIME_ZONE", "Asia/Shanghai")
FORMAT_MODULE_PATH = ["duban.config.formats"]

EMAIL_URL = os.environ.get("DUBAN_EMAIL", "")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_URL else "django.core.mail.backends.dummy.EmailBackend"
)
if EMAIL_URL:
    _mail = address("DUBAN_EMAIL", "", ("smtp", "smtps", "smtp+tls"))
    EMAIL_HOST = _mail.hostname
    EMAIL_PORT = _mail.port or {"smtps": 465, "smtp+tls": 587}.get(_mail.scheme, 25)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+tls"
DEFAULT_FROM_EMAIL = os.environ.get("DUBAN_EMAIL_FROM", "duban@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("DUBAN_LOG", "INFO")},
}

DEMO = flag("DUBAN_DEMO")
