"""How many maps one sheet or one film may hold."""

from collections.abc import Sized

from geo.errors import Fault, InputFault

PANELS = 12
FRAMES = 600


def check_panels(maps: Sized) -> None:
    """Refuse a sheet without a map, or with more than can be read.

    Parameters
    ----------
    maps
        What its maps show.

    Raises
    ------
    InputFault
        When there are none, or too many.
    """
    _check("panels", len(maps), PANELS)


def check_frames(frames: Sized) -> None:
    """Refuse a film without a frame, or with too many.

    Parameters
    ----------
    frames
        What its frames show.

    Raises
    ------
    InputFault
        When there are none, or too many.
    """
    _check("frames", len(frames), FRAMES)


def _check(name: str, count: int, most: int) -> None:
    if not 1 <= count <= most:
        raise InputFault([Fault("", "", name, str(count), f"1 to {most}")])
