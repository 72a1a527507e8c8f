"""Every room keeps its own words in `locale/zh_Hans`; this makes the catalogues, without any system tool.

python -m duban.config.translations compile   .po → .mo, and zh_Hant through OpenCC
python -m duban.config.translations check     fails on words without Chinese, or Chinese for words that are gone
python -m duban.config.translations missing   prints entries to fill in
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HOUSE = Path(__file__).resolve().parent.parent
KEYWORDS: dict[str, tuple[int, ...] | tuple[tuple[int, str], int] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def rooms() -> list[Path]:
    return sorted(p for p in HOUSE.iterdir() if (p / "apps.py").exists())


def catalogue_of(room: Path) -> Path:
    return room / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def words_in(room: Path) -> Iterator[tuple[str | tuple[str, ...], str | None, str]]:
    """Every (message, context, where) that the room's Python and templates ask for."""
    from django.utils.translation.template import templatize

    for path in sorted(room.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            source = templatize(source)
        for line, message, _comments, context in extract(
            "python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            yield message, context, f"{path.relative_to(HOUSE)}:{line}"


def read_catalogue(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="zh_Hans")
    with path.open("rb") as source:
        return read_po(source, locale="zh_Hans", domain="django")


def compile_all() -> int:
    import opencc

    to_traditional = opencc.OpenCC("s2t")
    for room in rooms():
        path = catalogue_of(room)
        if not path.exists():
            continue
        simplified = read_catalogue(path)
        traditional = Catalog(locale="zh_Hant", domain="django")
        for message in simplified:
            if message.id and message.string:
                strings = message.string if isinstance(message.string, tuple) else (message.string,)
                turned = tuple(to_traditional.convert(str(s)) for s in strings)
                traditional.add(
                    message.id,
                    turned if isinstance(message.string, tuple) else turned[0],
                    context=message.context,
                    flags=message.flags,
                )
        for catalogue, locale in ((simplified, "zh_Hans"), (traditional, "zh_Hant")):
            target = room / "locale" / locale / "LC_MESSAGES" / "django.mo"
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as out:
                write_mo(out, catalogue)
    return 0


def faults_in(room: Path) -> Iterator[str]:
    catalogue = read_catalogue(catalogue_of(room))
    asked: set[tuple[str, str | None]] = set()
    for message, context, where in words_in(room):
        key = message if isinstance(message, str) else message[0]
        if not key or (key, context) in asked:
            continue
        asked.add((key, context))
        entry = catalogue.get(key, context)
        strings = (entry.string if isinstance(entry.string, tuple) else (entry.string,)) if entry else ()
        if entry is None or not all(strings):
            yield f"{where}: no Chinese for {key!r}"
        elif entry.fuzzy:
            yield f"{where}: fuzzy Chinese for {key!r}"
        else:
            wanted = set(PLACEHOLDER.findall(message if isinstance(message, str) else " ".join(message)))
            for string in strings:
                if not set(PLACEHOLDER.findall(str(string))) <= wanted:
                    yield f"{where}: placeholders differ for {key!r}"
    for entry in catalogue:
        key = entry.id if isinstance(entry.id, str) else entry.id[0]
        if key and (key, entry.context) not in asked:
            yield f"{room.name}: Chinese for words that are gone: {key!r}"


def clashes() -> Iterator[str]:
    """Django merges the rooms' catalogues into one: the same word must not mean two things without a context."""
    said: dict[tuple[str, str | None], tuple[str, str]] = {}
    for room in rooms():
        for entry in read_catalogue(catalogue_of(room)):
            key = (entry.id if isinstance(entry.id, str) else entry.id[0], entry.context)
            if not key[0]:
                continue
            other, words = said.setdefault(key, (room.name, str(entry.string)))
            if words != str(entry.string):
                yield f"{key[0]!r} is {words} in {other} and {entry.string} in {room.name}: give it a context"


def check() -> int:
    faults = [fault for room in rooms() for fault in faults_in(room)] + list(clashes())
    print("\n".join(faults) or "translations: complete")
    return 1 if faults else 0


def missing(only: list[str]) -> int:
    for room in rooms():
        if only and room.name not in only:
            continue
        catalogue = read_catalogue(catalogue_of(room))
        for message, context, where in words_in(room):
            key = message if isinstance(message, str) else message[0]
            entry = catalogue.get(key, context)
            if key and (entry is None or not entry.string):
                print(f"#: {where}\n" + (f'msgctxt "{context}"\n' if context else "") + f'msgid "{key}"\nmsgstr ""\n')
    return 0


if __name__ == "__main__":
    act, *rest = sys.argv[1:] or ["check"]
    sys.exit({"compile": compile_all, "check": check, "missing": lambda: missing(rest)}[act]())
