"""Evidence for the demonstration: small drawn scenes instead of photographs, and lists as workbooks."""

import io
import random
from datetime import datetime

from openpyxl import Workbook
from PIL import Image, ImageChops, ImageDraw, ImageOps

WIDE, HIGH = 640, 420
# Where `scene` puts a face and a number plate when it shows people: left, top, width, height as shares of the picture.
SEEN = ((0.655, 0.5, 0.07, 0.115), (0.155, 0.855, 0.16, 0.08))
PAINTS = ["#b5483a", "#2f6690", "#d9a441", "#4b7f52", "#6c5b7b", "#8a8d91"]


def scene(seed: int, taken: datetime, people: bool = False) -> io.BytesIO:
    """A quay, a yard or a lamp-lit road, with the moment in the corner as a camera prints it; JPEG."""
    dice = random.Random(seed)
    night = dice.random() < 0.3
    image = Image.new("RGB", (WIDE, HIGH), "#1d2a3a" if night else "#cfe3ee")
    pen = ImageDraw.Draw(image)
    for row in range(160):
        shade = row // 4
        sky = (29 + shade // 2, 42 + shade // 2, 58 + shade) if night else (190 + shade // 2, 214 + shade // 3, 234)
        pen.line([(0, row), (WIDE, row)], fill=sky)
    pen.rectangle([0, 160, WIDE, 230], fill="#274a63" if night else "#5d8aa8")
    pen.rectangle([0, 230, WIDE, HIGH], fill="#4a4d50" if night else "#9a9c98")
    dice.choice([_cranes, _yard, _lamps])(pen, dice, night)
    image, pen = _shaded(image, dice)
    for x in range(-20, WIDE, 90):
        pen.polygon([(x, HIGH - 40), (x + 50, HIGH - 40), (x + 42, HIGH - 32), (x - 8, HIGH - 32)], fill="#e4c95a")
    if people:
        _people(pen)
    pen.text((WIDE - 150, HIGH - 22), f"{taken:%Y-%m-%d %H:%M}", fill="#ffd95a")
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=72)
    kept.seek(0)
    return kept


def _shaded(image: Image.Image, dice: random.Random) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Seen from somewhere else, under other clouds: no two photographs are as alike as two drawings."""
    left, top = dice.randrange(150), dice.randrange(100)
    image = image.crop((left, top, left + WIDE - 150, top + HIGH - 100)).resize((WIDE, HIGH))
    image = ImageOps.mirror(image) if dice.random() < 0.5 else image
    light = Image.new("L", (6, 5))
    light.putdata([dice.randrange(90, 256) for _ in range(30)])
    shade = light.resize((WIDE, HIGH), Image.Resampling.BICUBIC).convert("RGB")
    image = ImageChops.multiply(image, shade)
    return image, ImageDraw.Draw(image)


def _people(pen: ImageDraw.ImageDraw) -> None:
    """Somebody in a helmet, and the back of a lorry with its plate."""
    pen.rectangle([408, 256, 474, 372], fill="#e8772e")
    pen.rectangle([408, 296, 474, 306], fill="#f4f1a6")
    pen.rectangle([416, 372, 438, 412], fill="#2b3a55")
    pen.rectangle([446, 372, 468, 412], fill="#2b3a55")
    pen.ellipse([424, 216, 458, 256], fill="#e0b48c")
    pen.pieslice([420, 206, 462, 244], 180, 360, fill="#f2c230")
    pen.ellipse([433, 233, 437, 237], fill="#333333")
    pen.ellipse([445, 233, 449, 237], fill="#333333")
    pen.rectangle([60, 262, 240, 398], fill="#35506b", outline="#1d2c3b", width=3)
    pen.line([(150, 264), (150, 350)], fill="#1d2c3b", width=3)
    for x in (84, 190):
        pen.ellipse([x, 384, x + 30, 414], fill="#222222")
    pen.rectangle([104, 362, 196, 388], fill="#f0c419", outline="#222222", width=2)
    pen.text((126, 369), "X-00000", fill="#222222")


def _cranes(pen: ImageDraw.ImageDraw, dice: random.Random, night: bool) -> None:
    for number in range(dice.randrange(2, 4)):
        x, paint = 60 + number * 190 + dice.randrange(40), dice.choice(PAINTS[:3])
        pen.line([(x, 300), (x + 30, 90), (x + 110, 300)], fill=paint, width=7)
        pen.line([(x + 12, 220), (x + 82, 220)], fill=paint, width=5)
        pen.line([(x - 50, 92), (x + 150, 92)], fill=paint, width=8)
        pen.line([(x + 30, 60), (x - 45, 90)], fill=paint, width=3)
        pen.line([(x + 30, 60), (x + 145, 90)], fill=paint, width=3)
        hook = x - 30 + dice.randrange(30)
        pen.line([(hook, 94), (hook, 170)], fill="#333333", width=2)
        pen.rectangle([hook - 22, 170, hook + 22, 190], fill=dice.choice(PAINTS))


def _yard(pen: ImageDraw.ImageDraw, dice: random.Random, night: bool) -> None:
    for column in range(8):
        for level in range(dice.randrange(1, 5)):
            x, y = 14 + column * 78, 320 - level * 38
            pen.rectangle([x, y, x + 74, y + 36], fill=dice.choice(PAINTS), outline="#3a3a3a")
            for rib in range(x + 8, x + 72, 9):
                pen.line([(rib, y + 4), (rib, y + 32)], fill="#00000022" if night else "#444444")


def _lamps(pen: ImageDraw.ImageDraw, dice: random.Random, night: bool) -> None:
    for number in range(5):
        x, top = 50 + number * 130, 90 + number * 6
        if night:
            pen.polygon([(x + 34, top + 4), (x - 30, 330), (x + 96, 330)], fill="#8d8a6a")
        pen.line([(x, 330), (x, top), (x + 34, top)], fill="#5b6066", width=5)
        pen.ellipse([x + 26, top - 3, x + 44, top + 9], fill="#fff4b8")
    pen.rectangle([0, 330, WIDE, 352], fill=dice.choice(["#5f6368", "#73777b"]))


def workbook(title: str, seed: int, signed: str) -> io.BytesIO:
    """A short list as the units keep them: places, what was found, who set it right."""
    dice = random.Random(seed)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([title])
    sheet.append(["序号", "点位", "情况", "整改结果", "签字"])
    for number in range(1, dice.randrange(6, 14)):
        place = f"{dice.choice('东西南北')}区{dice.randrange(1, 12)}号位"
        sheet.append([number, place, dice.choice(["不符合", "基本符合", "需复查"]), "已整改", signed])
    kept = io.BytesIO()
    book.save(kept)
    kept.seek(0)
    return kept
