"""Giving back the memory that Word files and slides took."""

import ctypes
import gc
from contextlib import suppress
from itertools import count

_EVERY = 16
_made = count(1)


def give_back() -> None:
    """Give the memory of made files back to the system; does so at every sixteenth call.

    lxml's trees refer to themselves, so that only the cycle collector frees them, and the C
    library keeps what was freed in between for later (malloc_trim(3), glibc only).
    """
    if next(_made) % _EVERY:
        return
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
