from tests.ledger.conftest import kind, on_file, order, together  # noqa: F401
