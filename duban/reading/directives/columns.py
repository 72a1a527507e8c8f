"""Which column of a task table means what; header names are matched loosely."""

from __future__ import annotations

import re

from duban.reading.types import Cell, Table

TASK, MEASURE, LEAD, UNIT, HELP, PERSON, DUE, RESULT, STANDARD, NUMBER, OTHER = (
    "task", "measure", "lead", "unit", "help", "person", "due", "result", "standard", "number", "other",
)  # fmt: skip
# The first that fits wins, so that 牵头责任单位 is a lead and 责任领导 a person.
_MEANINGS = (
    (NUMBER, re.compile(r"^(?:序号|编号|号|No\.?)$", re.I)),
    (OTHER, re.compile(r"备注|进展|完成情况|落实情况|联系|电话|类别|类型|状态|来源|资金|投资|是否|签收|得分|分值|(?:启动|开始|起始|开工|交办|下达|批示|发现|填报|立项)(?:时间|日期)")),
    (HELP, re.compile(r"配合|协办|协助|协同|参与(?:单位|部门)|支持单位")),
    (PERSON, re.compile(r"责任人|责任领导|负责人|分管领导|牵头领导|包保领导|包联领导|联系领导|责任同志|负责同志|市领导|经办人|承办人")),
    (LEAD, re.compile(r"牵头|主办|主责|主要责任(?:单位|部门)")),
    (UNIT, re.compile(r"(?:责任|承办|落实|负责|实施|执行|整改|主管|办理|承担|归口)(?:单位|部门|科室|处室|股室|主体|机构)|责任分工|分工|单位$|部门$")),
    (DUE, re.compile(r"时限|时间|节点|期限|日期|进度(?:安排|要求|计划)|截止")),
    (RESULT, re.compile(r"成果|交付|佐证|证明材料|输出|形成(?:材料|文件)|提交材料")),
    (STANDARD, re.compile(r"(?:完成|办结|验收|考核|评价|工作|达标)标准|目标要求|工作目标|预期目标|量化指标|考核指标|销号标准|目标$|指标$")),
    (MEASURE, re.compile(r"措施|举措|(?:工作|具体|整改|落实)要求|实施步骤|做法|主要内容|具体内容|工作内容|任务内容|整改内容|分项任务|具体任务|子任务|细化")),
    (TASK, re.compile(r"任务|事项|工作|项目|问题|内容|要点|议题|部署")),
)  # fmt: skip
_LONGEST_HEADER = 16


def squeezed(cell: Cell) -> str:
    return re.sub(r"\s+", "", cell.text)


def meaning_of(header: str) -> str:
    """What a header cell announces, or "" for none that we know."""
    if not header or len(header) > _LONGEST_HEADER:
        return ""
    return next((name for name, pattern in _MEANINGS if pattern.search(header)), "")


def columns_of(table: Table) -> tuple[int, dict[int, str]] | None:
    """The first row below the header, and the meaning of each column; None when this is no task table."""
    for top, row in enumerate(table.rows[:6]):
        meanings = {n: meaning_of(squeezed(cell)) for n, cell in enumerate(row)}
        if not _is_header(meanings, row):
            continue
        below = top + 1
        while below < len(table.rows) and below <= top + 2 and _continues(table.rows[below], row):
            for n, cell in enumerate(table.rows[below]):
                finer = meaning_of(squeezed(cell))
                if finer:
                    meanings[n] = finer
            below += 1
        for n, cell in enumerate(row[1:], 1):
            # A header over two columns stands over the first; some programs part it from what is below.
            if not meanings.get(n) and not squeezed(cell) and not any(_at(each, n) for each in table.rows[top:below]):
                meanings[n] = meanings[n - 1]
        known = set(meanings.values())
        if not known & {TASK, MEASURE}:
            continue
        if known & {LEAD, UNIT, DUE, PERSON, HELP}:
            return below, meanings
    return None


def _at(row: list[Cell], n: int) -> str:
    return squeezed(row[n]) if n < len(row) else ""


def _is_header(meanings: dict[int, str], row: list[Cell]) -> bool:
    named = [m for m in meanings.values() if m]
    filled = [c for c in row if squeezed(c)]
    return len(set(named)) >= 2 and len(named) * 2 >= len(filled)


def _continues(row: list[Cell], above: list[Cell]) -> bool:
    """A second header row: 责任分工 above, 牵头单位 and 配合单位 below; the rest empty or repeated."""
    texts = [squeezed(c) for c in row]
    if not any(meaning_of(t) in (LEAD, UNIT, HELP, PERSON, DUE, MEASURE, TASK) for t in texts):
        return False
    upper = [squeezed(c) for c in above]
    return all(not t or meaning_of(t) or t in upper for t in texts) and all(len(t) <= _LONGEST_HEADER for t in texts)
