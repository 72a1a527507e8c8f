"""Saved web pages: the article, without what stands around it."""

from __future__ import annotations

import re
from typing import Any

from duban.reading.intake.encodings import decode
from duban.reading.intake.refusal import Refused
from duban.reading.intake.taken import Gathering, Taken

_DROPPED = (
    "script,style,noscript,iframe,template,svg,nav,footer,aside,form,button,select,input,object,head link,head meta"
)
_AROUND = re.compile(
    r"(?:^|[-_ ])(?:nav|menu|footer|foot|sidebar|side|breadcrumb|crumb|share|related|comment|copyright|banner|advert|ads?|"
    r"toolbar|pager|pagination|login|search|friendlink)(?:$|[-_ ])",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([a-zA-Z0-9_-]+)""", re.IGNORECASE)
# No page nests deeper; what does was made to hurt.
DEEPEST = 150
MOST_COLUMNS, MOST_ROWS = 64, 1000
# A link stands in an item of a list, perhaps with a wrapper between.
MOST_LINKS, ABOVE_LINKS = 3000, 3
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "figcaption",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "td",
        "th",
        "tr",
        "ul",
        "title",
    ]
)


def read_web(data: bytes | str) -> Taken:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(data if isinstance(data, str) else _decoded(data))
    for node in tree.css(_DROPPED):
        node.decompose()
    root = tree.body or tree.root
    if root is None:
        raise Refused("no_text")
    for around in (_named_so, _indexes):
        # What stands inside goes first: it is gone when what it stands in goes.
        for node in reversed(around(root)):
            node.decompose()
    main = _article(root)
    gathering = Gathering()
    heading = tree.css_first("h1")
    if heading is not None and heading.text(strip=True) and heading.text(strip=True) not in main.text():
        gathering.line(" ".join(heading.text().split()))
    _Walk(gathering).block(main)
    return Taken(gathering.text(), "html", gathering.tables)


def _decoded(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    name = declared.group(1).decode("ascii").lower() if declared else ""
    if name in ("gb2312", "gbk", "gb18030", "gb_2312-80"):
        text = data.decode("gb18030", "replace")
        if text.count("\ufffd") * 100 < len(text):
            return text
    return decode(data)


def _article(root: Any) -> Any:
    """The element that holds the article: marked as such, or the smallest with nearly all the text not in links."""
    whole = _own_text(root)
    for selector in ("article", "main", "[role=main]"):
        found = root.css(selector)
        if len(found) == 1 and _own_text(found[0]) * 2 > whole:
            return found[0]
    node = root
    for _ in range(DEEPEST):
        larger = next((child for child in node.iter() if _own_text(child) > 0.8 * whole and child.tag != "table"), None)
        if larger is None or larger.tag in ("p", "pre"):
            return node
        node = larger
    return node


def _named_so(root: Any) -> list[Any]:
    """What the page itself calls a menu, a footer and the like."""
    most = len(root.text()) / 3
    found = []
    for node in root.css("[class], [id]"):
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if node.tag != "body" and _AROUND.search(names) and len(node.text()) < most:
            found.append(node)
    return found


def _indexes(root: Any) -> list[Any]:
    """Lists of links to other pages. Links in a sentence leave most of it outside of them."""
    most = len(root.text()) / 3
    linked: dict[int, int] = {}
    for link in root.css("a")[:MOST_LINKS]:
        length, node = len(link.text(strip=True)), link.parent
        for _ in range(ABOVE_LINKS):
            if node is None:
                break
            linked[node.mem_id] = linked.get(node.mem_id, 0) + length
            node = node.parent
    found = []
    for node in root.css("ul, ol, dl, p, div, section"):
        length = linked.get(node.mem_id, 0)
        if 0 < length < most and length * 5 >= 3 * len(node.text(strip=True)):
            found.append(node)
    return found


def _own_text(node: Any) -> int:
    """How much text an element has outside of links."""
    return len(node.text()) - sum(len(link.text()) for link in node.css("a"))


class _Walk:
    """Elements to lines and tables."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.pieces: list[str] = []

    def block(self, node: Any, depth: int = 0) -> None:
        self._children(node, depth)
        self._break()

    def _children(self, node: Any, depth: int) -> None:
        if depth > DEEPEST:
            self.pieces.append(" ".join(node.text().split()))
            return
        for child in node.iter(include_text=True):
            if child.tag == "-text":
                self.pieces.append(re.sub(r"[ \t\r\n\f]+", " ", child.text_content or ""))
            elif child.tag == "br":
                # a line broken by hand inside a sentence goes on
                if not (self.pieces and self.pieces[-1].rstrip().endswith(("，", "、"))):
                    self._break()
            elif child.tag == "table" and _is_data(child):
                self._break()
                self.gathering.table(_rows(child))
            elif child.tag in _BLOCKS:
                self._break()
                self.block(child, depth + 1)
            else:
                self._children(child, depth + 1)

    def _break(self) -> None:
        line = "".join(self.pieces).strip()
        self.pieces.clear()
        if line:
            self.gathering.line(line)


def _rows(table: Any) -> list[list[str]]:
    """Rows of cells; what spans rows stands in each of them, what spans columns leaves those behind the first empty."""
    rows: list[list[str]] = []
    above: dict[int, tuple[int, str]] = {}
    for row in table.css("tr"):
        cells: list[str] = []
        for cell in [*row.css("td, th"), None]:
            while above.get(len(cells), (0, ""))[0]:
                left, text = above[len(cells)]
                above[len(cells)] = left - 1, text
                cells.append(text)
            if cell is not None and len(cells) < MOST_COLUMNS:
                inside = Gathering()
                _Walk(inside).block(cell)
                width = _span(cell, "colspan", MOST_COLUMNS)
                for n, text in enumerate([inside.text(), *[""] * (width - 1)]):
                    above[len(cells)] = _span(cell, "rowspan", MOST_ROWS) - 1, text if n == 0 else ""
                    cells.append(text)
        rows.append(cells)
    return rows


def _span(cell: Any, name: str, most: int) -> int:
    told = cell.attributes.get(name) or ""
    return max(1, min(int(told), most)) if told.isascii() and told.isdigit() else 1


def _is_data(table: Any) -> bool:
    """Whether a table holds data, not layout: at least two rows with two cells, and no table inside."""
    wide = sum(len(row.css("td, th")) > 1 for row in table.css("tr"))
    return wide > 1 and not table.css("table table")
