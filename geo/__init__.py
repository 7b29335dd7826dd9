"""Drawdown: an evidence-backed time map of military base withdrawals.

>>> import datetime as dt, geo
>>> ledger = geo.load()
>>> answer = geo.status(ledger, "ain-al-asad", dt.date(2025, 10, 15), dt.date(2025, 10, 25))
>>> [state.value for state in answer.possible], answer.overdue_days
(['reduced'], 15)
"""

from pathlib import Path

from geo.ledger import Ledger
from geo.snapshot import prepare, snapshot
from geo.status import status
from geo.steps import changes

__all__ = ["Ledger", "changes", "load", "snapshot", "status"]


def load(path: str | Path | None = None) -> Ledger:
    """Read a ledger from layers.

    Parameters
    ----------
    path
        A project, a folder of GeoJSON layers or one layer file; the data set that comes with
        the program when None.

    Raises
    ------
    InputFault
        With all faults, when there are any; nothing is loaded half.
    CannotRead
        When there is no such file or folder.
    """
    from geo.layers import load_ledger  # noqa: PLC0415 - validation is slow to import

    ledger = load_ledger(path)
    prepare(ledger)
    return ledger
