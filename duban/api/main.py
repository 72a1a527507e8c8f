"""The API for other systems: OpenAPI under /api/v1/docs."""

from ninja import NinjaAPI

api = NinjaAPI(title="Duban", version="1", urls_namespace="api")
