"""What a template says the same on every page is drawn once a language, not once a page.

Most of a page is neither about its reader nor about its matter: words to translate, icons, addresses of style sheets.
Where such parts stand beside each other, a template that is read folds them into one. What is folded is drawn without a
context, so nothing of one page can get into another.
"""

from collections.abc import Iterator
from itertools import groupby

from django.template import Context, Node, Template
from django.template.base import FilterExpression, NodeList, Origin, TextNode, Variable
from django.template.defaulttags import CommentNode, IfNode, LoadNode, URLNode
from django.template.library import SimpleNode
from django.template.loaders import base, cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from duban.ui.templatetags.ui import icon


class Folded(Node):
    child_nodelists = ()

    def __init__(self, parts: list[Node]) -> None:
        self.parts = NodeList(parts)
        self.drawn: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        drawn = self.drawn.get(language)
        if drawn is None:
            drawn = self.drawn[language] = self.parts.render(Context())
        return drawn


def _written(value: FilterExpression) -> bool:
    """Written out in the template: no variable, no filter."""
    return not value.filters and not (isinstance(value.var, Variable) and value.var.lookups)


def _is_fixed(node: Node) -> bool:
    match node:
        case TextNode() | LoadNode() | CommentNode():
            return True
        case TranslateNode():
            return node.asvar is None and node.message_context is None and _written(node.filter_expression)
        case StaticNode():
            return node.varname is None and _written(node.path)
        case URLNode():
            return node.asvar is None and not node.args and not node.kwargs and _written(node.view_name)
        case SimpleNode():
            return node.func is icon and node.target_var is None and all(map(_written, node.args)) and not node.kwargs
    return False


def _within(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        yield from (nodes for _condition, nodes in node.conditions_nodelists)
    for name in node.child_nodelists:
        if nodes := getattr(node, name, None):
            yield nodes


def fold(nodes: NodeList) -> None:
    folded: list[Node] = []
    for fixed, run in groupby(nodes, _is_fixed):
        parts = list(run)
        worth_it = fixed and not all(isinstance(part, TextNode) for part in parts)
        folded += [Folded(parts)] if worth_it else parts
    nodes[:] = folded
    for node in nodes:
        for inner in _within(node):
            fold(inner)


class _Reading(base.Loader):
    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template = super().get_template(template_name, skip)
        fold(template.nodelist)
        return template


class Loader(cached.Loader, _Reading):
    """Reads a template once, and folds it before anybody else can meet it."""
