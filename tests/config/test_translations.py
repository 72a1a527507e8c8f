"""Every word that the code asks for is found for the catalogue."""

import ast

import pytest

from duban.config.translations import HOUSE, KEYWORDS

# Reads files only.
pytestmark = pytest.mark.anydb


def test_no_words_are_asked_for_inside_an_f_string():
    """Before Python 3.12 its content is one token: the words would be missing from the catalogue, and the check content."""
    hidden = [
        f"{path.relative_to(HOUSE)}:{call.lineno}"
        for path in HOUSE.rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
        if isinstance(call.args[0], ast.Constant)
    ]
    assert not hidden
