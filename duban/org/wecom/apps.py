from django.apps import AppConfig


class WeComConfig(AppConfig):
    name = "duban.org.wecom"
    label = "wecom"
