"""Texts that are typed: Markdown, tables with commas, mail."""

from __future__ import annotations

import base64
import contextlib
from email.message import EmailMessage

from duban.reading import read
from duban.reading.intake import Refused, take_in

LINE = "各队要在月底前修好水渠。"


def test_marks_of_items_tasks_quotations_and_words_are_not_read() -> None:
    text = "# 纪要\n\n- [ ] **一队**要`月底`前修渠\n- [x] ~~清淤~~\n> 会议强调，*二队*要配合\n1. 三队值守\n"
    assert take_in(text.encode()).text.split("\n") == [
        "纪要",
        "",
        "一队要月底前修渠",
        "[x] 清淤",
        "会议强调，二队要配合",
        "1. 三队值守",
    ]


def test_a_list_of_tasks_is_markdown_without_a_heading() -> None:
    assert take_in("- [ ] 一队修渠\n- [ ] 二队清淤".encode()).kind == "markdown"


def test_a_table_with_commas_is_a_table() -> None:
    (table,) = take_in('任务,单位,时限\n"修渠,清淤","一队\n二队",月底\n'.encode("gb18030")).tables
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["任务", "单位", "时限"],
        ["修渠,清淤", "一队\n二队", "月底"],
    ]


def test_sentences_with_commas_in_half_width_are_no_table() -> None:
    assert take_in("各队要抓紧,修渠,清淤,不得拖延。\n二队要配合。".encode()).tables == []


def mail(kind: str, body: str, charset: str = "utf-8") -> bytes:
    coded = base64.b64encode(body.encode(charset)).decode()
    return (
        'From: a@example.cn\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary="X"\r\n\r\n'
        f'--X\r\nContent-Type: text/{kind}; charset="{charset}"\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}\r\n'
        "--X\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0=\r\n--X--\r\n"
    ).encode()


def test_the_text_of_a_mail_is_read_in_its_encoding() -> None:
    assert take_in(mail("plain", LINE, "gb2312")).text == LINE


def test_a_page_saved_in_one_file_is_read_as_a_page() -> None:
    taken = take_in(mail("html", f"<html><body><script>x</script><p>{LINE}</p></body></html>"))
    assert (taken.text, taken.kind) == (LINE, "html")


def test_what_is_attached_to_a_mail_is_named() -> None:
    message = EmailMessage()
    message.set_content(LINE)
    message.add_attachment(b"PK", maintype="application", subtype="zip", filename="修渠分工.docx")
    reading = read(message.as_bytes())
    assert (reading.restored.strip(), reading.files_missed) == (LINE, ["修渠分工.docx"])
    assert "not read: 修渠分工.docx." in (reading.note or "")
    assert take_in(mail("plain", LINE)).files_missed == []


def test_a_broken_mail_is_read_or_refused() -> None:
    whole = mail("plain", LINE)
    for cut in range(60, len(whole), 7):
        with contextlib.suppress(Refused):
            take_in(whole[:cut])


def test_half_a_surrogate_in_a_short_text_costs_only_itself() -> None:
    data = LINE.encode() + b"\xed\xa0\xbd" + LINE.encode() * 3
    assert take_in(data).text.count(LINE) == 4
