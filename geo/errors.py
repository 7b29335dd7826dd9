"""What can go wrong, in one tree.

DrawdownError
    InputFault      faults found in layers, seeds or a value that a user gave
    NoSuchThing     an id or a name that the ledger does not hold
    CannotRead      a file that cannot be read
    CannotWrite     a file that cannot be written
    CannotListen    a port that is taken, or that this user may not open
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of an input: the place, what was found there, what is allowed.

    Attributes
    ----------
    file
        The file as the user named it, or "" for a value typed in.
    where
        The claim, feature or table inside the file, such as ``claim E24-012``.
    field
        The field, such as ``when``; "" when the whole record is meant.
    found
        What stands there, shortened and made printable.
    allowed
        What may stand there.
    warning
        True for what is odd but does no harm.
    """

    file: str
    where: str
    field: str
    found: str
    allowed: str
    warning: bool = False

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.file, self.where, self.field) if part)
        return f"{place}: found {self.found}; allowed: {self.allowed}"


class DrawdownError(Exception):
    """The base of all errors that this program raises on purpose."""


class InputFault(DrawdownError):  # noqa: N818 - it reads as what it says
    """An input with faults; all of them are told at once.

    Parameters
    ----------
    faults
        The faults, at least one.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class NoSuchThing(DrawdownError):  # noqa: N818 - it reads as what it says
    """An id that the ledger does not hold; the message names the nearest ones."""


class CannotRead(DrawdownError):  # noqa: N818 - it reads as what it says
    """A file that is missing or cannot be read."""


class CannotWrite(DrawdownError):  # noqa: N818 - it reads as what it says
    """A file that cannot be written; what was there before is untouched."""


class CannotListen(DrawdownError):  # noqa: N818 - it reads as what it says
    """A port on which the page cannot be served."""


def printable(value: object, limit: int = 60) -> str:
    """Give a short, one-line form of a value that is safe to print.

    Control characters and bidirectional overrides come out as escapes, so that a hostile
    text can change neither a terminal nor the order of what is read.

    Parameters
    ----------
    value
        Anything.
    limit
        The most characters that are kept.
    """
    text = value if isinstance(value, str) else repr(value)
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return f'"{shown}"' if isinstance(value, str) else shown
