"""Pictures that are the same to the eye, and pictures that are not. No database."""

import io

import pytest
from PIL import Image, ImageEnhance, ImageOps

from duban.likeness.faces import Face, distance, face, near
from tests.likeness.closings import jpeg, scene

pytestmark = pytest.mark.anydb
MOST = 10


def seen(image: Image.Image, **how: int) -> Face:
    found = face(io.BytesIO(jpeg(image, **how)))
    assert found
    return found


def cut(image: Image.Image, percent: int) -> Image.Image:
    x, y = image.width * percent // 100, image.height * percent // 100
    return image.crop((x, y, image.width - x, image.height - y))


@pytest.mark.parametrize("seed", range(12))
def test_the_same_picture_changed_a_little_is_found(seed: int) -> None:
    image = scene(seed)
    own = seen(image)
    changed = {
        "saved again": seen(image, quality=35),
        "smaller": seen(image.resize((320, 240))),
        "brighter": seen(ImageEnhance.Brightness(image).enhance(1.15)),
        "cut on one side": seen(image.crop((0, 0, image.width * 97 // 100, image.height))),
        "cut by 3 % in all": seen(cut(image, 1).crop((0, 0, 620, 466))),
    }
    apart = {how: distance(own, other) for how, other in changed.items()}
    assert max(apart.values()) <= MOST, apart


def test_other_pictures_are_told_apart() -> None:
    faces = [seen(scene(seed)) for seed in range(40)]
    close = [(a, b) for a in range(40) for b in range(a) if distance(faces[a], faces[b]) <= MOST]
    assert not close


def test_a_wall_has_no_face() -> None:
    assert face(io.BytesIO(jpeg(Image.new("RGB", (300, 200), "grey")))) is None


def test_a_mirrored_picture_is_another_one() -> None:
    assert distance(seen(scene(3)), seen(ImageOps.mirror(scene(3)))) > MOST


def test_bands_find_every_difference_of_eleven_bits() -> None:
    import random

    dice = random.Random(5)
    for _ in range(300):
        own = Face(dice.getrandbits(64), b"")
        other = Face(own.coarse ^ sum(1 << bit for bit in dice.sample(range(64), 11)), b"")
        assert any(b in near(a) for a, b in zip(own.bands, other.bands, strict=True))
