"""Editions as XLSForm, the field's common form of questionnaires (xlsform.org), and back.

What XLSForm has no word for (limits that fail instead of refusing, severity, weight, veto, dimension) travels as bind
attributes of our own namespace, so that a form that went out comes back whole; a foreign form is read as far as it goes.
"""

import io
import re
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from xlsxwriter import Workbook

from duban.checklists.lines import Line, read
from duban.checklists.models import AnswerKind
from duban.checklists.workbooks import Brought, CellFault, letter
from duban.exports.neutral import printable
from duban.org.sheets.read import NotReadable, sheet_rows

OURS = "bind::duban:"
NAMESPACE = 'duban="https://xlsform.org/ns/duban"'
# Written beside the standard columns; `of` marks the questions that only belong to another one.
KEPT = ("code", "kind", "dimension", "low", "high", "measure", "severity", "weight", "veto", "fails", "aspect", "of")
SURVEY = ["type", "name", "label", "hint", "required", "relevant", "appearance", *(OURS + each for each in KEPT)]
# Devices fill these in by themselves; they ask nothing of anybody.
_SILENT = {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "hidden", "audit",
           "start-geopoint", "background-audio", "subscriberid", "simserial"}  # fmt: skip
_WORDS, _FILE = gettext_lazy("Answered in words."), gettext_lazy("Answered in words, with the file beside them.")
_SEVERAL = gettext_lazy("Only one can be chosen here: answered in words, the options stand in the guidance.")
# Questions that no answer of ours is made for, and what they become instead. Photos and files go with any answer.
_NEAREST = {
    "date": _WORDS, "time": _WORDS, "datetime": _WORDS, "barcode": _WORDS,
    "audio": _FILE, "video": _FILE, "file": _FILE,
    "select_multiple": _SEVERAL, "rank": _SEVERAL,
}  # fmt: skip
_LEFT_OUT = {
    "note": gettext_lazy("A note asks nothing."),
    **dict.fromkeys(
        ("geopoint", "geotrace", "geoshape"),
        gettext_lazy("No positions are recorded here; the place stands at the beginning of a check."),
    ),
}
# Spaces, underscores and plurals stand in forms as their makers liked.
_SELECTS = {
    "select_all_that_apply": "select_multiple", "select_multiple": "select_multiple", "select_one": "select_one",
    "select1": "select_one", "rank": "rank",
}  # fmt: skip
# What a form may do that a checklist does not: said, not dropped in silence.
_UNASKED = {
    "relevant": gettext_lazy("Every item is always asked; say in the guidance when it does not apply."),
    "calculation": gettext_lazy("Nothing is calculated here."),
    "choice_filter": gettext_lazy("Options are not filtered."),
}
# The column of a form that an item's column was read from, where it is not one of ours.
_STANDS = {"text": "label", "guidance": "hint", "kind": "type", "options": "type", "code": "name", "section": "type"}
_YES_NO = {"yes", "no", "na", "n/a", "是", "否", "不适用"}
_ENDS = re.compile(r"\b(start|end)\s*=\s*(-?\d+(?:\.\d+)?)")
_LIMIT = re.compile(r"\.\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)")


def xlsform_of(lines: list[Line], *, title: str, number: int, form_id: str) -> bytes:
    """An XLSForm workbook; raises ValueError with pyxform's words if it is not one (it always is: tests hold that)."""
    survey: list[dict[str, str]] = []
    choices: list[tuple[str, str, str]] = [
        ("yes_no_na", "yes", _("Yes")), ("yes_no_na", "no", _("No")), ("yes_no_na", "na", _("Not applicable")),
    ]  # fmt: skip
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.section, line.aspect), []).append(line)
    names: set[str] = set()
    for at, ((section, aspect), inside) in enumerate(groups.items(), 1):
        survey.append({"type": "begin_group", "name": f"section_{at}", "label": section, f"{OURS}aspect": aspect})
        for line in inside:
            survey += _questions(line, _name(line.code, names), choices)
        survey.append({"type": "end_group", "name": f"section_{at}"})
    settings = {
        "form_title": title,
        "form_id": re.sub(r"[^A-Za-z0-9_-]", "_", form_id) or "duban",
        "version": str(number),
        "namespaces": NAMESPACE,
    }
    data = _workbook(survey, choices, settings)
    check(data)
    return data


def check(data: bytes) -> None:
    """Raises NotReadable with pyxform's own words when this is not a valid XLSForm."""
    # Only now: it brings a fifth of all that a start would load.
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        convert(xlsform=io.BytesIO(data), validate=False, file_type=".xlsx")
    except PyXFormError as error:
        raise NotReadable(_("This is not a valid XLSForm: %(why)s") % {"why": str(error)[:500]}) from None


def _name(code: str, names: set[str]) -> str:
    """A name that XML takes; the code itself travels beside it."""
    name = re.sub(r"[^A-Za-z0-9_.-]", "_", code)
    name = name if re.match(r"[A-Za-z_]", name) else f"_{name}"
    while name in names:
        name += "_"
    names.add(name)
    return name


def _questions(line: Line, name: str, choices: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    asked = {
        "name": name,
        "label": line.text,
        "hint": line.guidance,
        f"{OURS}code": line.code,
        f"{OURS}kind": line.kind,
        f"{OURS}dimension": line.dimension,
        f"{OURS}low": line.as_texts()["low"],
        f"{OURS}high": line.as_texts()["high"],
        f"{OURS}measure": line.measure,
        f"{OURS}severity": line.severity,
        f"{OURS}weight": str(line.weight),
        f"{OURS}veto": "yes" if line.veto else "",
    }
    rows = [asked]
    if line.kind == AnswerKind.YES_NO:
        asked |= {"type": "select_one yes_no_na", "required": "yes"}
        rows.append({"type": "text", "name": f"{name}_reason", "label": _("Why it does not apply"), "required": "yes",
                     "relevant": f"${{{name}}} = 'na'", f"{OURS}of": line.code})  # fmt: skip
    elif line.kind == AnswerKind.NUMBER:
        # Limits are no constraint: a value outside is exactly what must be recorded.
        asked |= {"type": "decimal", "required": "yes"}
    elif line.kind == AnswerKind.CHOICE:
        asked |= {"type": f"select_one {name}", "required": "yes"}
        asked[f"{OURS}fails"] = " ".join(f"o{at}" for at, option in enumerate(line.options, 1) if option.fails)
        choices += [(name, f"o{at}", option.label) for at, option in enumerate(line.options, 1)]
    elif line.kind == AnswerKind.PHOTO:
        asked |= {"type": "image"}
    elif line.kind == AnswerKind.SIGNATURE:
        asked |= {"type": "image", "appearance": "signature"}
    else:
        asked |= {"type": "text"}
    if line.proof:
        if line.kind in (AnswerKind.PHOTO, AnswerKind.SIGNATURE):
            asked["required"] = "yes"
        else:
            rows.append({"type": "image", "name": f"{name}_proof", "label": pgettext("answer", "Proof"), "required": "yes",
                         f"{OURS}of": line.code})  # fmt: skip
    return rows


def _workbook(survey: list[dict[str, str]], choices: list[tuple[str, str, str]], settings: dict[str, str]) -> bytes:
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("survey")
    used = [name for name in SURVEY if any(row.get(name) for row in survey)]
    for at, row in enumerate([dict(zip(used, used, strict=True)), *survey]):
        for place, name in enumerate(used):
            if row.get(name):
                sheet.write_string(at, place, printable(row[name]))
    sheet = book.add_worksheet("choices")
    for at, cells in enumerate([("list_name", "name", "label"), *choices]):
        for place, text in enumerate(cells):
            sheet.write_string(at, place, printable(text))
    sheet = book.add_worksheet("settings")
    for place, (name, text) in enumerate(settings.items()):
        sheet.write_string(0, place, name)
        sheet.write_string(1, place, printable(text))
    book.close()
    return file.getvalue()


def read_xlsform(data: bytes) -> Brought:
    """The items of an XLSForm, ours or anybody's. Raises NotReadable; what no checklist has is
    turned into the nearest it has or left out, both said by the cell; only what could be mended there is a fault."""
    sheets = {name.strip().lower(): rows for name, rows in sheet_rows(data).items()}
    if "survey" not in sheets:
        raise NotReadable(_("An XLSForm has a sheet called “survey”."))
    check(data)
    head, survey = _table(sheets["survey"])
    lists: dict[str, list[tuple[str, str]]] = {}
    choice_head, choice_rows = _table(sheets.get("choices", []))
    for row in choice_rows:
        listed = row.get("list_name") or row.get("list name") or ""
        lists.setdefault(listed, []).append((row.get("name", ""), _label(row, choice_head)))
    _settings_head, settings = _table(sheets.get("settings", []))
    title = (settings[0].get("form_title", "") if settings else "") or _("General")
    found = Brought()
    rows: list[dict[str, Any]] = []
    numbers: list[int] = []
    groups: list[tuple[str, str]] = []
    by_code: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(survey, 2):
        where = partial(_cell, head, number)
        label = _label(row, head)[:80]
        kind = re.sub(r"\s+", " ", row.get("type", "").strip())
        low = kind.lower().replace(" ", "_")
        if low.startswith(("begin_group", "begin_repeat")):
            groups.append((_label(row, head) or row.get("name", ""), row.get(f"{OURS}aspect", "")))
            if "repeat" in low:
                why = _("Asked once a check: begin another check for the next.")
                found.adapted.append(CellFault(where("type"), "type", label, why))
            continue
        if low.startswith(("end_group", "end_repeat")):
            groups = groups[:-1]
            continue
        of = row.get(f"{OURS}of", "")
        if of:
            if kind == "image" and of in by_code:
                by_code[of]["proof"] = "yes"
            continue
        if not kind or low in _SILENT:
            continue
        base = next((ours for theirs, ours in _SELECTS.items() if low.startswith(theirs)), low.split("_")[0])
        if base == "calculate":
            said = row.get("calculation", "") or label
            found.left_out.append(
                CellFault(where("calculation"), "calculation", said[:80], str(_UNASKED["calculation"]))
            )
            continue
        item = _item(base, kind, row, head, lists)
        if item is None:
            why = str(_LEFT_OUT.get(base) or _("Questions of this kind are not known here."))
            at = "label" if base == "note" else "type"
            found.left_out.append(CellFault(where(at), at, label or kind, why))
            continue
        if base in _NEAREST:
            found.adapted.append(CellFault(where("type"), "type", f"{kind}: {label}"[:80], str(_NEAREST[base])))
        for column, reason in _UNASKED.items():
            if said := row.get(column, ""):
                found.left_out.append(CellFault(where(column), column, said[:80], str(reason)))
        if (limits := row.get("constraint", "")) and (
            item["kind"] != AnswerKind.NUMBER or _LIMIT.sub("", limits).strip(" and")
        ):
            found.left_out.append(
                CellFault(
                    where("constraint"),
                    "constraint",
                    limits[:80],
                    _("Only limits of a number, such as .>=1 and .<=5, are taken."),
                )
            )
        item["section"] = " / ".join(name for name, _aspect in groups) or title
        item["aspect"] = next((aspect for _name, aspect in reversed(groups) if aspect), "")
        rows.append(item)
        numbers.append(number)
        by_code[str(item["code"])] = item
    lines = read(rows, numbers)
    found.lines = lines.lines
    for fault in lines.faults:
        row_number = numbers[fault.row] if fault.row < len(numbers) else 1
        value = str(rows[fault.row].get(fault.column, "")) if fault.row < len(rows) else ""
        stands = _STANDS.get(fault.column, OURS + fault.column)
        found.faults.append(CellFault(_cell(head, row_number, stands), fault.label, value[:80], fault.message))
    if not rows and not found.faults:
        raise NotReadable(_("The form asks nothing."))
    return found


def _cell(head: list[str], number: int, column: str) -> str:
    """Where somebody looks for it: the cell, or the row's type when the form has no such column."""
    named = [name for name in head if name == column or name.split("::")[0] == column]
    return f"survey!{letter(head.index(named[0] if named else 'type'))}{number}"


def _table(rows: list[list[Any]]) -> tuple[list[str], list[dict[str, str]]]:
    head = [str(cell or "").strip() for cell in rows[0]] if rows else []
    body = []
    for row in rows[1:]:
        texts = [str(int(c)) if isinstance(c, float) and c.is_integer() else str(c or "").strip() for c in row]
        body.append(dict(zip(head, texts, strict=False)))
    return head, body


def _label(row: dict[str, str], head: list[str]) -> str:
    """The label; of a form in several languages the Chinese one, else the first there is."""
    named = [name for name in head if name.lower().startswith("label")]
    named.sort(key=lambda name: not any(mark in name.lower() for mark in ("zh", "中", "chinese")))
    return next((row[name] for name in named if row.get(name)), "")


def _item(
    base: str, kind: str, row: dict[str, str], head: list[str], lists: dict[str, list[tuple[str, str]]]
) -> dict[str, Any] | None:
    item: dict[str, Any] = {
        "code": row.get(f"{OURS}code") or row.get("name", ""),
        "text": _label(row, head) or row.get("name", ""),
        "guidance": next((row[name] for name in head if name.lower().startswith("hint") and row.get(name)), ""),
        **{name: row.get(OURS + name, "") for name in ("dimension", "measure", "severity", "weight", "veto")},
    }
    required = row.get("required", "").lower() in {"yes", "true", "true()", "1"}
    listed = lists.get(kind.removesuffix(" or_other").split(" ")[-1], [])
    if listed and kind.endswith(" or_other"):
        listed = [*listed, ("other", pgettext("choice", "Other"))]
    if base in {"integer", "int", "decimal", "range"}:
        limits = dict(_LIMIT.findall(row.get("constraint", "")))
        ends = dict(_ENDS.findall(row.get("parameters", "")))
        item |= {"kind": "number", "low": row.get(f"{OURS}low") or limits.get(">=") or ends.get("start", ""),
                 "high": row.get(f"{OURS}high") or limits.get("<=") or ends.get("end", "")}  # fmt: skip
    elif base == "select_one" and listed:
        if all(name.lower() in _YES_NO or label in _YES_NO for name, label in listed):
            item["kind"] = "yes_no"
        else:
            failing = set(row.get(f"{OURS}fails", "").split())
            item |= {
                "kind": "choice",
                "options": [{"label": label, "fails": name in failing} for name, label in listed],
            }
    elif base in {"text", "string"}:
        ours = row.get(f"{OURS}kind", "")
        item["kind"] = ours if ours == AnswerKind.PERSON else "text"
    elif base in {"image", "photo"}:
        signed = "signature" in row.get("appearance", "")
        item |= {"kind": "signature" if signed else "photo", "proof": "yes" if required else ""}
    elif base in {"acknowledge", "trigger"}:
        item["kind"] = "yes_no"
    elif base in _NEAREST:
        item |= {"kind": "text", "proof": "yes" if required and _NEAREST[base] is _FILE else ""}
        if listed:
            item["guidance"] = "\n".join(filter(None, (item["guidance"], "、".join(label for _name, label in listed))))
    else:
        return None
    return item
