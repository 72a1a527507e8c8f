"""The OpenAPI description turned into what a page can show: no script, no style from elsewhere."""

from typing import Any

Shape = dict[str, Any]


def operations(schema: Shape) -> list[Shape]:
    """One dict for each operation, in the order of the description."""
    found = []
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            answers = [
                {"status": str(status), "fields": _fields(_answer(response), schema)}
                for status, response in operation["responses"].items()
            ]
            found.append(
                {
                    "id": operation["operationId"],
                    "method": method.upper(),
                    "path": path,
                    "summary": operation.get("summary", ""),
                    "tag": (operation.get("tags") or [""])[0],
                    "parameters": [_parameter(each, schema) for each in operation.get("parameters", [])],
                    "body": _fields(body, schema) if body else [],
                    "answers": answers,
                }
            )
    return found


def _answer(response: Shape) -> Shape | None:
    return response.get("content", {}).get("application/json", {}).get("schema")


def _parameter(each: Shape, schema: Shape) -> Shape:
    return {
        "name": each["name"],
        "where": each["in"],
        "required": each.get("required", False),
        "type": _type(each["schema"], schema),
        "about": each["schema"].get("description", ""),
    }


def _resolve(shape: Shape, schema: Shape) -> Shape:
    while "$ref" in shape:
        shape = schema["components"]["schemas"][shape["$ref"].rsplit("/", 1)[-1]]
    if len(shape.get("allOf", ())) == 1:
        return _resolve(shape["allOf"][0], schema)
    return shape


def _fields(shape: Shape | None, schema: Shape) -> list[Shape]:
    if shape is None:
        return []
    shape = _resolve(shape, schema)
    required = set(shape.get("required", ()))
    return [
        {
            "name": name,
            "type": _type(field, schema),
            "required": name in required,
            "about": field.get("description", ""),
        }
        for name, field in shape.get("properties", {}).items()
    ]


def _type(shape: Shape, schema: Shape) -> str:
    if "anyOf" in shape:
        return " | ".join(_type(each, schema) for each in shape["anyOf"])
    if "enum" in shape:
        return " | ".join(str(each) or '""' for each in shape["enum"])
    if "$ref" in shape or "allOf" in shape:
        inner = _resolve(shape, schema)
        return "{" + ", ".join(inner.get("properties", {})) + "}"
    if shape.get("type") == "array":
        return f"[{_type(shape.get('items', {}), schema)}]"
    return str(shape.get("format") or shape.get("type") or "any")
