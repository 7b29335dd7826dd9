"""The present day. Nothing else asks a clock for it, so that one word can hold it still."""

import datetime as dt
import os

from geo.errors import Fault, InputFault, printable
from geo.ledger import Ledger

VARIABLE = "DRAWDOWN_TODAY"


def today() -> dt.date:
    """Give the present day where the program runs.

    Returns
    -------
    The day in the variable ``DRAWDOWN_TODAY`` (``2026-11-24``) where it is set: what is made then
    can be made again on any later day.

    Raises
    ------
    InputFault
        When the variable holds no day.
    """
    text = os.environ.get(VARIABLE, "")
    if not text:
        return dt.datetime.now().astimezone().date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        fault = Fault(VARIABLE, "", "", printable(text), "a day, such as 2026-11-24")
        raise InputFault([fault]) from None


def present(ledger: Ledger) -> dt.date:
    """Give ``now``: the later of the present day and the last publication.

    Parameters
    ----------
    ledger
        The ledger.
    """
    return max(today(), dt.date.fromordinal(max(1, ledger.last_public)))
