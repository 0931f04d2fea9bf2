"""The desk as an application of Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The one application of the site."""

    name = "discloser.desk"
    label = "desk"
    verbose_name = "公开工作台"
    default_auto_field = "django.db.models.BigAutoField"
