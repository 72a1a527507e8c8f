"""While the program is loaded nothing of it becomes garbage: looking for some took a sixth of the time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def keep_what_is_loaded() -> None:
    """It stays to the end: looking through it for garbage again and again was a tenth of the time of a page."""
    gc.collect()
    gc.freeze()
