"""The guide quotes labels in “…” and nothing else: every one must be on a page, in the language of the guide. Examples of
what people write stand in `…`."""

import re
from pathlib import Path

import pytest

from duban.config.translations import HOUSE, catalogue_of, read_catalogue, rooms

DOCS = HOUSE.parent / "docs"
QUOTED = re.compile(r"“([^”]+)”")
# Untranslated words of templates: file formats.
LITERAL = re.compile(r"[>}]([A-Z][A-Za-z]+)</(?:a|button)>")

pytestmark = pytest.mark.anydb


@pytest.fixture(scope="module")
def labels() -> dict[str, set[str]]:
    known: dict[str, set[str]] = {"en": set(), "zh": set()}
    for room in rooms():
        for message in read_catalogue(catalogue_of(room)):
            for language, words in (("en", message.id), ("zh", message.string)):
                known[language].update([words] if isinstance(words, str) else words)
        for template in room.rglob("templates/**/*.html"):
            literal = LITERAL.findall(template.read_text(encoding="utf-8"))
            known["en"].update(literal)
            known["zh"].update(literal)
    return known


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_label_that_the_guide_quotes_is_on_a_page(language: str, labels: dict[str, set[str]]) -> None:
    wrong = [
        f"{page.name}: “{quoted}”"
        for page in sorted(Path(DOCS, language).glob("*.md"))
        for quoted in QUOTED.findall(page.read_text(encoding="utf-8"))
        if quoted not in labels[language]
    ]
    assert not wrong


def test_a_label_that_is_nowhere_is_noticed(labels: dict[str, set[str]]) -> None:
    assert "Claim completion" in labels["en"]
    assert "申请办结" in labels["zh"]
    assert "Claim the completion" not in labels["en"]
