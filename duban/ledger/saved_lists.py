"""Which lists keep saved views. A room names its own in `apps.py`, by the name of its address."""

_lists = {"tasks"}


def register(url_name: str) -> None:
    _lists.add(url_name)


def is_list(url_name: str) -> bool:
    return url_name in _lists
