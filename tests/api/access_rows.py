"""Keys are their owner's alone."""

from datetime import timedelta

from duban.api.models import ApiToken
from duban.api.tokens import make_token
from tests.access_table import Row
from tests.world import World


def key_of_clerk(world: World) -> ApiToken:
    until = world.today + timedelta(days=9)
    return make_token(actor=world.clerk, name="示例", scope="read", expires_on=until)[0]


def wanted(world: World) -> dict[str, str]:
    return {"name": "示例", "scope": "read", "expires_on": (world.today + timedelta(days=9)).isoformat()}


ROWS = [
    Row("api_keys:list", "GET", None, {"*": 200}),
    Row("api_keys:list", "POST", None, {"*": 200}, data=wanted),
    Row("api_keys:list", "POST", None, {"*": 422}, data={"name": "示例", "scope": "all"}),
    Row(
        "api_keys:revocation",
        "POST",
        lambda world, made: {"pk": made.pk},
        {"*": 404, "clerk": 302},
        make=key_of_clerk,
    ),
    Row("api_keys:docs", "GET", None, {"*": 200}),
]
