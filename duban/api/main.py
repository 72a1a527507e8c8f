"""The API for other systems, version 1. Its description is at /api/v1/openapi.json, for people at /api/v1/docs."""

from ninja import NinjaAPI

from duban.api import problems
from duban.api.endpoints import directory, journal, programmes, tasks
from duban.api.gate import Key

api = NinjaAPI(
    title="Duban API",
    version="1",
    description=(
        "Send `Authorization: Bearer <key>`; a session's cookie is not accepted. A key acts in the name of its owner and "
        "sees what its owner sees. Lists come in pages: send `next` of one page as `after` of the following one. Send an "
        "`Idempotency-Key` with every POST and repeat it freely after a lost answer. Errors are problem+json (RFC 9457)."
    ),
    urls_namespace="api",
    auth=Key(),
    docs_url=None,
    openapi_url="/openapi.json",
)
problems.install(api)
api.add_router("/tasks", tasks.router)
api.add_router("", directory.router)
api.add_router("", programmes.router)
api.add_router("", journal.router)
