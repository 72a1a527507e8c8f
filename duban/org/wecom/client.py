"""The WeCom (企业微信) way of logging in, after its public protocol for a company's own applications.

The browser goes to `wwlogin/sso/login` (or, inside the WeCom app, to `connect/oauth2/authorize`) and comes back with a
code; the server asks for an application token (`gettoken`) and then whom the code belongs to (`auth/getuserinfo`).
"""

from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error

INSIDE_THE_APP = "https://open.weixin.qq.com/connect/oauth2/authorize"
TIMEOUT = 10


class WeComClient(OAuth2Client):
    """`adapter` is set by the adapter that makes the client."""

    app: Any

    def get_redirect_url(self, authorization_url: str, scope: Any, extra_params: dict[str, str]) -> str:
        params = {
            "appid": self.consumer_key,
            "agentid": self.app.key,
            "redirect_uri": self.callback_url,
            "state": self.state or "",
        }
        if "wxwork" in self.request.META.get("HTTP_USER_AGENT", "").lower():
            params |= {"response_type": "code", "scope": "snsapi_base"}
            return f"{INSIDE_THE_APP}?{urlencode(params)}#wechat_redirect"
        return f"{authorization_url}?{urlencode({'login_type': 'CorpApp', **params})}"

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None) -> dict[str, Any]:
        token = self._ask("gettoken", corpid=self.consumer_key, corpsecret=self.consumer_secret)["access_token"]
        answer = self._ask("auth/getuserinfo", access_token=token, code=code)
        userid = answer.get("userid") or answer.get("UserId")
        if not userid:
            # Somebody outside the company gets an openid only.
            raise OAuth2Error("WeCom says that this is nobody of the company")
        return {"access_token": token, "userid": userid}

    def _ask(self, what: str, **params: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(f"{self.access_token_url}/cgi-bin/{what}", params=params, timeout=TIMEOUT)
            answer.raise_for_status()
            data = answer.json()
        if data.get("errcode"):
            raise OAuth2Error(f"WeCom {what}: {data['errcode']} {data.get('errmsg', '')}")
        return dict(data)
