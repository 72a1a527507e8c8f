from tests.ledger.conftest import _fresh_rules, kind, on_file, order, together  # noqa: F401
