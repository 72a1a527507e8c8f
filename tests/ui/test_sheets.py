"""A page loads the style sheets of the classes it wears: without its sheet a code that is shown once stood in small print."""

import re
from pathlib import Path

import pytest

DUBAN = Path(__file__).parents[2] / "duban"
CLASSES = {
    sheet.name: set(re.findall(r"\.([a-z][\w-]+)", re.sub(r"\{[^}]*\}", " ", sheet.read_text())))
    for sheet in (DUBAN / "ui/static/duban").glob("*.css")
}
PAGES = {
    str(page.relative_to(DUBAN)): page
    for page in DUBAN.glob("*/templates/*/**/*.html")
    if "{% extends" in page.read_text()
}


def loaded(text: str) -> set[str]:
    """By the page and by those that it extends."""
    here = set(re.findall(r"duban/([\w-]+\.css)", text))
    for parent in re.findall(r'{% extends (?:\w+\|default:)?"([^"]+)"', text):
        for path in DUBAN.glob(f"*/templates/{parent}"):
            here |= loaded(path.read_text())
    return here


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_loads_the_sheets_of_the_classes_it_wears(name: str) -> None:
    text = PAGES[name].read_text()
    worn = {each for said in re.findall(r'class="([^"]*)"', text) for each in re.sub(r"{.*?}", " ", said).split()}
    sheets = loaded(text)
    for each in worn:
        has = {sheet for sheet, classes in CLASSES.items() if each in classes}
        assert not has or has & sheets, f"{each} is in {has}, and {name} loads {sheets}"
