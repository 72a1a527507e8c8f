"""Ready-made checklists as data: one YAML file a pack.

name: 十个方面
about: …
source: …                    # the public standards and laws that it follows, by number and title
lists:
  - code: JK
    name: …
    purpose: …
    aspect: …                # for all its sections, unless a section says otherwise
    sections:
      - title: …
        items:
          - {text: …, guidance: …, dimension: people, kind: number, low: 2, high: 8, measure: ℃, severity: major}
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.http import Http404
from django.utils.translation import gettext as _

from duban.checklists.lines import COLUMNS, Line, read

FOLDER = Path(__file__).resolve().parent
_ITEM_KEYS = set(COLUMNS) - {"section", "aspect"}


class BrokenPack(ValueError):
    """The file is damaged; `faults` name list, section and item each."""

    def __init__(self, file: str, faults: list[str]) -> None:
        super().__init__(f"{file}: " + "; ".join(faults))
        self.file, self.faults = file, faults


@dataclass(frozen=True)
class PackList:
    code: str
    name: str
    purpose: str
    lines: list[Line]

    @property
    def aspects(self) -> list[str]:
        return list(dict.fromkeys(line.aspect for line in self.lines if line.aspect))


@dataclass(frozen=True)
class Pack:
    slug: str
    name: str
    about: str
    source: str
    lists: list[PackList] = field(default_factory=list)

    @property
    def items(self) -> int:
        return sum(len(each.lines) for each in self.lists)


def slugs() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def get(slug: str) -> Pack:
    if slug not in slugs():
        raise Http404
    return _kept(slug)


@cache
def _kept(slug: str) -> Pack:
    return read_pack(FOLDER / f"{slug}.yaml")


def every() -> list[Pack | BrokenPack]:
    """All packs, a broken one as its error: one damaged file must not hide the others."""
    found: list[Pack | BrokenPack] = []
    for slug in slugs():
        try:
            found.append(get(slug))
        except BrokenPack as broken:
            found.append(broken)
    return found


def read_pack(path: Path) -> Pack:
    """Raises BrokenPack with every fault at once."""
    try:
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise BrokenPack(path.name, [_("It goes round in a circle, or too deep.")]) from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        where = getattr(error, "problem_mark", None)
        line = _("line %(n)s: ") % {"n": where.line + 1} if where else ""
        raise BrokenPack(path.name, [f"{line}{getattr(error, 'problem', None) or error}"]) from None
    faults: list[str] = []
    if not isinstance(content, dict) or not isinstance(content.get("lists"), list) or not content.get("name"):
        raise BrokenPack(path.name, [_("A pack has a name and lists.")])
    lists = [_list(each, faults) for each in content["lists"]]
    codes = [each.code for each in lists]
    faults += [
        _("%(code)s: the code stands twice") % {"code": code} for code in sorted(set(codes)) if codes.count(code) > 1
    ]
    if faults:
        raise BrokenPack(path.name, faults)
    texts = {name: str(content.get(name) or "").strip() for name in ("name", "about", "source")}
    return Pack(slug=path.stem, lists=lists, **texts)


def _list(content: Any, faults: list[str]) -> PackList:
    if not isinstance(content, dict):
        faults.append(_("A list has a code, a name and sections."))
        return PackList("", "", "", [])
    code, name = str(content.get("code") or ""), str(content.get("name") or "")
    called = name or code or "?"
    if not code or not name or not isinstance(content.get("sections"), list):
        faults.append(f"{called}: " + _("A list has a code, a name and sections."))
        return PackList(code, name, "", [])
    rows: list[dict[str, Any]] = []
    places: list[str] = []
    for section in content["sections"]:
        title = str(section.get("title") or "") if isinstance(section, dict) else ""
        items = section.get("items") if isinstance(section, dict) else None
        if not title or not isinstance(items, list) or not items:
            faults.append(f"{called} / {title or '?'}: " + _("A section has a title and items."))
            continue
        for number, item in enumerate(items, 1):
            place = f"{called} / {title} / {number}"
            if not isinstance(item, dict):
                faults.append(f"{place}: " + _("An item is a set of columns."))
                continue
            if unknown := sorted(set(map(str, item)) - _ITEM_KEYS):
                faults.append(f"{place}: " + _("Unknown: %(names)s") % {"names": ", ".join(unknown)})
            # Codes are given here and now, so that the pack means the same wherever it is loaded.
            serial = {"code": item.get("code") or f"{code}-{len(rows) + 1:03d}"}
            rows.append({**item, **serial, "section": title, "aspect": section.get("aspect") or content.get("aspect")})
            places.append(f"{place} “{item.get('text', '')}”")
    found = read(rows)
    faults += [f"{places[fault.row]}: {fault.label}: {fault.message}" for fault in found.faults]
    if len(code) > 24 or len(name) > 120:
        faults.append(f"{called}: " + _("code or name is too long"))
    return PackList(code, name, str(content.get("purpose") or "").strip(), found.lines)
