"""Who may do what in the organisation."""

from tests.access_table import Row

ROWS = [
    Row("org:pick_units", "GET", None, {"*": 200}),
    Row("org:pick_people", "GET", None, {"*": 200}),
    Row("org:pick_people", "POST", None, {"*": 405}),
]
