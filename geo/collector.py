"""Python's collector of garbage, told to wait while many records are made that all stay."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def many_objects() -> Iterator[None]:
    """Keep the collector from walking, over and over, through records that all stay."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
