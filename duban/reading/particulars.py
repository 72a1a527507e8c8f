"""What a document says of itself at its head and foot: its number and who issued it.

Forms after GB/T 9704 (发文字号: 澜港办〔2024〕12号) and as minutes are numbered (第12期). Only what stands in a line of its own is
taken: a number in running text is that of another document.
"""

from __future__ import annotations

import re

HEAD, FOOT = 500, 300
_OPEN, _CLOSE = "[〔［\\[【（(]", "[〕］\\]】）)]"
_NUMBER = re.compile(
    rf"^[ \t　]*(?:编号|文号|发文字号)?[：:]?[ \t　]*(?P<number>[\u4e00-\u9fff]{{1,14}}[ \t]?{_OPEN}[ \t]?(?:19|20)\d\d[ \t]?{_CLOSE}[ \t]?第?[ \t]?\d{{1,4}}[ \t]?[号期])[ \t　]*(?=$|签发|[\u4e00-\u9fff]{{2,14}}[ \t　]+签发)",
    re.M,
)
_ISSUE = re.compile(
    rf"^[ \t　]*(?:[（(][ \t]?)?(?P<number>(?:{_OPEN}?(?:19|20)\d\d{_CLOSE}?[ \t]?年?[ \t]?)?第[ \t]?[\d一二三四五六七八九十]{{1,4}}[ \t]?[期号])(?:[ \t]?[)）])?[ \t　]*(?:[（(]?总第[ \t]?\d+[ \t]?[期号][)）]?)?[ \t　]*$",
    re.M,
)
_BODY = "[\u4e00-\u9fff（）()]{2,28}(?:办公室|办公厅|委员会|指挥部|领导小组|总公司|公司|集团|党委|党组|政府|管理处|中心|[厅局部院校])"
_DAY = r"(?:19|20)\d\d[ \t]?年[ \t]?\d{1,2}[ \t]?月[ \t]?\d{1,2}[ \t]?日"
_ISSUER = re.compile(
    rf"^[ \t　]*(?P<issuer>{_BODY})(?:[ \t　]+{_DAY}(?:[ \t]?印发)?|[ \t　]*\n[ \t　]*{_DAY})[ \t　]*$", re.M
)


def number_in(text: str) -> str:
    """The number of the document itself, as its head shows it, without blanks; else an empty text."""
    head = text[:HEAD]
    found = _NUMBER.search(head) or _ISSUE.search(head)
    return re.sub(r"\s", "", found["number"]) if found else ""


def issuer_in(text: str) -> str:
    """Who issued it: the body that stands beside or above the day at the head, or else at the foot; else an empty text."""
    found = _ISSUER.search(text[:HEAD])
    if found is None:
        found = next(reversed(list(_ISSUER.finditer(text[-FOOT:]))), None)
    return found["issuer"] if found else ""
