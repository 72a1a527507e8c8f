"""督查曝光 as Word after GB/T 9704: the text, the masked photos, and the unit's reply beside it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from duban.exports.word.notice import long_date
from duban.exports.word.paper import BODY, HEADING, SMALL, lay, write
from duban.inspections.exposing import terms
from duban.inspections.exposing.access import replies_shown
from duban.inspections.models import Exposure, ExposureReply, ExposureState
from duban.inspections.papers import paper

_TWO = 2 * BODY.points
_WIDE, _HIGH = Mm(120), Mm(90)


def word_of(notice: Exposure) -> bytes:
    """The caller says who may read it: the whole text is in it."""
    day = timezone.localdate(notice.issued_at) if notice.issued_at else terms.today()

    def enclosed(document: DocumentType) -> None:
        _photos(document, notice)
        for reply in replies_shown(notice).select_related("by"):
            _reply(document, notice, reply)

    return paper(
        title=notice.title, number=_head(notice),
        body=[line for line in notice.body.splitlines() if line.strip()], signed_by=notice.office.name, on=day,
        enclosed=enclosed,
    )  # fmt: skip


def _head(notice: Exposure) -> str:
    """The number; a copy on paper must not pass for what it no longer is, or not yet."""
    if notice.state != ExposureState.ISSUED:
        return f"{notice.number}（{notice.get_state_display()}）"
    later = notice.corrections.filter(issued_at__isnull=False).first()
    if later is None:
        return notice.number
    # Not inside the f-string: before Python 3.12 its words are not found for the catalogue.
    corrected = _("corrected by %(number)s") % {"number": later.number}
    return f"{notice.number}（{corrected}）"


def _photos(document: DocumentType, notice: Exposure) -> None:
    shown = [photo for photo in notice.photos.select_related("copy__blob") if photo.copy]
    if shown:
        _line(document, _("Enclosed: photos"), HEADING, before=28)
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    for number, photo in enumerate(shown, 1):
        assert photo.copy is not None
        line: Any = lay(document.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER, pitch=Pt(28), before=8)
        # A line of exact height would cut the picture off.
        line.paragraph_format.line_spacing_rule, line.paragraph_format.line_spacing = None, 1.0
        line.paragraph_format.keep_with_next = True
        with photo.copy.blob.open() as content:
            shape = line.add_run().add_picture(content)
        scale = min(_WIDE / shape.width, _HIGH / shape.height)
        shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
        caption = _("Photo %(n)s (masked)") if photo.boxes else _("Photo %(n)s")
        write(lay(document.add_paragraph(), align=WD_ALIGN_PARAGRAPH.CENTER), caption % {"n": number}, SMALL)


def _reply(document: DocumentType, notice: Exposure, reply: ExposureReply) -> None:
    if reply.waived:
        _line(document, _("%(unit)s waived its reply.") % {"unit": notice.unit.name}, before=14)
        return
    said = (
        _("Enclosed: reply of %(unit)s (%(day)s)")
        if reply.for_unit
        else _("Enclosed: reply of a person concerned (%(day)s)")
    )
    _line(
        document, said % {"unit": notice.unit.name, "day": long_date(timezone.localdate(reply.at))}, HEADING, before=14
    )
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    for text in reply.text.splitlines():
        _line(document, text)
    if reply.upheld is not None:
        verdict = _("The facts were wrong; the notice is withdrawn: %(why)s")
        stands = _("The facts stand: %(why)s")
        _line(document, (verdict if reply.upheld else stands) % {"why": reply.ruling})
    if reply.is_open and notice.state != ExposureState.WITHDRAWN:
        _line(document, _("The facts are disputed; somebody else rules on them."))


def _line(document: DocumentType, text: str, face: Any = BODY, before: float = 0) -> None:
    write(lay(document.add_paragraph(), indent=_TWO, before=before), text, face)
