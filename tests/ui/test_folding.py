"""What stands in every page is drawn once a language, and says what it said before."""

import pytest
from django.template import engines
from django.template.base import NodeList
from django.utils import translation

from duban.ui.folding import Folded, fold

SOURCES = [
    "{% load static %}<h1>{% trans 'Search' %}</h1>{% icon 'search' %}{% static 'duban/app.css' %}",
    "{% trans 'Search' %}{{ name }}{% trans 'Close' %} {% url 'tasks' %}",
    "{% if name %}{% trans 'Search' %} 1{% elif other %}{% trans 'Close' %} 2{% else %}- {% icon 'x' %}{% endif %}",
    "{% for each in names %}{{ each }}{% icon 'x' %}{% trans 'Close' %}{% empty %}{% trans 'Search' %}.{% endfor %}",
    "{% trans name %}{% icon shape %}{% trans 'Close' as said %}{{ said }}{% trans 'Search'|upper %} {% icon 'x' %}",
    "{% with a='b' %}{% trans 'May' context 'month' %}{% trans 'Close' %}{{ a }}{% endwith %}",
    "{% block one %}<b>{% trans 'Close' %}</b>{% endblock %}",
]
CONTEXTS = [
    {},
    {"name": "Search", "shape": "x", "names": ["<a>", "b"]},
    {"other": 1, "shape": "search", "name": "Close"},
]


@pytest.mark.parametrize("source", SOURCES)
def test_a_folded_template_says_the_same(source):
    plain, folded = (engines["django"].from_string(source) for _ in range(2))
    fold(folded.template.nodelist)
    assert folded.template.nodelist.get_nodes_by_type(Folded)
    for language in ("en", "zh-hans", "en", "zh-hant"):
        with translation.override(language):
            for context in CONTEXTS:
                context = {"shape": "search", **context}
                assert folded.render(context) == plain.render(context)


def test_what_comes_from_the_page_is_never_folded():
    template = (
        engines["django"].from_string("{% trans name %}{{ name }}{% icon name %}{% csrf_token %}{% once %}").template
    )
    fold(template.nodelist)
    assert not template.nodelist.get_nodes_by_type(Folded)


def test_templates_are_read_folded():
    shell = engines["django"].get_template("ui/base.html").template
    assert isinstance(shell.nodelist, NodeList)
    assert shell.nodelist.get_nodes_by_type(Folded)
