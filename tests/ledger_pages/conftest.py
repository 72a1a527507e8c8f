from collections.abc import Iterator

import pytest

from duban.ledger.views import catalogue_options


@pytest.fixture(autouse=True)
def _fresh_choices() -> Iterator[None]:
    """The filter bar keeps its choices for half a minute; each test has a database of its own."""
    catalogue_options.forget()
    yield
    catalogue_options.forget()
