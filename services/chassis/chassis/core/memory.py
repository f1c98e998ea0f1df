"""Gives memory back to the system: the C library keeps what was freed, for the next time, however rare that is."""

import ctypes

# None where the C library has no such call; it is then left to its own judgement.
_malloc_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)


def give_back() -> None:
    """Returns the pages that hold nothing any more: some milliseconds, so after a flood and not after a batch."""
    if _malloc_trim is not None:
        _malloc_trim(0)
