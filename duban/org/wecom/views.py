from typing import Any

from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView, OAuth2LoginView
from django.http import HttpRequest

from duban.org.wecom.client import WeComClient


class WeComAdapter(OAuth2Adapter):
    provider_id = "wecom"
    client_class = WeComClient

    @property
    def _places(self) -> dict[str, str]:
        return self.get_provider().app.settings or {}

    @property
    def authorize_url(self) -> str:
        return self._places.get("login", "https://login.work.weixin.qq.com") + "/wwlogin/sso/login"

    @property
    def access_token_url(self) -> str:
        return self._places.get("api", "https://qyapi.weixin.qq.com")

    def get_client(self, request: HttpRequest, app: Any) -> WeComClient:
        client = super().get_client(request, app)
        client.app = app
        return client

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        return self.get_provider().sociallogin_from_response(request, {"userid": kwargs["response"]["userid"]})


oauth2_login = OAuth2LoginView.adapter_view(WeComAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(WeComAdapter)
